import type { CallbackRule } from '../../../schemas/rules.ts'

export type CostKind = 'call' | 'text' | 'lookup'
type Budget = CallbackRule['budget']

/** What is reserved before, in minor units. */
export function priceOf(kind: CostKind, country: string, budget: Budget): number {
  switch (kind) {
    case 'call':
      return budget.callMinorByCountry[country] ?? budget.callMinor
    case 'text':
      return budget.textMinorByCountry[country] ?? budget.textMinor
    case 'lookup':
      return budget.lookupMinor
  }
}

/** What it came to: a started minute costs its part of a mean call, and what never rang costs nothing. */
export function costOf(reserved: number, { wasRung, talkSeconds }: { wasRung: boolean; talkSeconds: number }, meanCallMinutes: number): number {
  const minutes = Math.max(1, Math.ceil(talkSeconds / 60))
  return wasRung ? Math.ceil((reserved * minutes) / Math.max(1, Math.ceil(meanCallMinutes))) : 0
}

/** What may be spent in a period: for customers by the record all of it, for all others what is not kept for those. */
export function limitsFor(isConfirmed: boolean, { hourMinor, dayMinor, knownShare }: Budget): { hour: number; day: number } {
  const share = isConfirmed ? 1 : 1 - knownShare
  return { hour: Math.round(hourMinor * share), day: Math.round(dayMinor * share) }
}

export type Spent = { hour: number; day: number }

/** In which period there is no room for `price` any more. */
export function lacking(spent: Spent, limits: Spent, price: number): 'hour' | 'day' | undefined {
  if (spent.day + price > limits.day) return 'day'
  return spent.hour + price > limits.hour ? 'hour' : undefined
}

/** So much of the money of an hour is there at its beginning. */
const AT_ONCE = 1 / 3
/** The rest comes as the hour passes, so that machines that come first do not leave nothing for the people who come after them. */
export const pacedLimit = (limit: number, elapsedMilliseconds: number): number =>
  Math.round(limit * Math.min(1, AT_ONCE + (1 - AT_ONCE) * (elapsedMilliseconds / 3_600_000)))
