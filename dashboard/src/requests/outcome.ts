import type { Offer } from '../api/pay-types.ts'

/** What has become of an answer. `faster`: somebody else has the shift already. */
export type Outcome = 'yours' | 'toApprove' | 'faster' | 'unlawful' | 'over' | 'declined'

export const outcomeOf = ({ state, takenBy, mine }: Pick<Offer, 'state' | 'takenBy' | 'mine'>, isYes: boolean, myId: string): Outcome => {
  if (!isYes) return 'declined'
  if (takenBy?.id === myId) return state === 'accepted' ? 'toApprove' : 'yours'
  if (takenBy !== null) return 'faster'
  if (state === 'open' && mine?.canTake === false) return 'unlawful'
  return 'over'
}

/** Offers that I can still say something to: those that I have not refused already. */
export const toAnswer = (offers: readonly Offer[], myId: string): Offer[] =>
  offers.filter(({ state, mine, people }) => state === 'open' && mine !== null && !people.some((one) => one.id === myId && one.answer === 'no'))

/** By shift: what of mine is offered already. */
export const offeredShifts = (mine: readonly Offer[]): Map<string, Offer> =>
  new Map(mine.flatMap((offer) => (offer.shift.id === null ? [] : [[offer.shift.id, offer] as const])))

/** What waits for a supervisor: agreed swaps, then what nobody took in time, then what is still looked for. */
export const inboxOrder = (offers: readonly Offer[]): Offer[] => {
  const rank = ({ state, raisedAt }: Offer) => (state === 'accepted' ? 0 : raisedAt === null ? 2 : 1)
  return [...offers].sort((a, b) => rank(a) - rank(b) || Date.parse(a.shift.from) - Date.parse(b.shift.from))
}
