/** By these ways anybody in the world may ask, unseen: what that costs comes out of a budget. Whoever calls us pays for it himself, and staff know what they do. */
export const STRANGERS_WAYS = ['web', 'form'] as const
export const isByStranger = ({ source }: { source: string }): boolean => (STRANGERS_WAYS as readonly string[]).includes(source)
