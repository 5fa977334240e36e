/**
 * By these ways anybody in the world may ask for a call to somebody else, unseen: what that costs comes out of a budget. Whoever calls us and is called
 * back at the number that he called from pays for it himself (`keyed`: at another one); staff know what they do.
 */
export const STRANGERS_WAYS = ['web', 'form', 'keyed'] as const
/** A number that anybody could type: no code has come back from it, and none of us has said whose it is. */
export const isUnproven = (callback: { source: string; state: string; customerId: string | null; codeSentAt: Date | null }): boolean =>
  isByStranger(callback) && callback.customerId === null && (callback.codeSentAt === null || callback.state === 'unverified')
export const isByStranger = ({ source }: { source: string }): boolean => (STRANGERS_WAYS as readonly string[]).includes(source)
