/**
 * By these ways anybody in the world may ask for a call to somebody else, unseen: what that costs comes out of a budget. Whoever calls us and is called
 * back at the number that he called from pays for it himself (`keyed`: at another one); staff know what they do.
 */
export const STRANGERS_WAYS = ['web', 'form', 'keyed'] as const
export const isByStranger = ({ source }: { source: string }): boolean => (STRANGERS_WAYS as readonly string[]).includes(source)
