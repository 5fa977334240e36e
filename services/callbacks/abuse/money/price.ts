import type { CallbackRule } from '../../../schemas/rules.ts'

/** `code`: a text without which nobody can prove that a number is his. */
export type CostKind = 'call' | 'text' | 'code' | 'lookup'
type Budget = CallbackRule['budget']

/** What is reserved before, in minor units. */
export function priceOf(kind: CostKind, country: string, budget: Budget): number {
  switch (kind) {
    case 'call':
      return budget.callMinorByCountry[country] ?? budget.callMinor
    case 'text':
    case 'code':
      return budget.textMinorByCountry[country] ?? budget.textMinor
    case 'lookup':
      return budget.lookupMinor
  }
}

export type Used = { isCharged: boolean; talkSeconds: number }
/** What it came to: a started minute costs its part of a call of `meanCallMinutes`, and what nobody picked up or was rung for costs nothing. */
export function costOf(reserved: number, { isCharged, talkSeconds }: Used, meanCallMinutes: number): number {
  const minutes = Math.max(1, Math.ceil(talkSeconds / 60))
  return isCharged ? Math.ceil((reserved * minutes) / Math.max(1, Math.ceil(meanCallMinutes))) : 0
}

/** What may be spent in a period: for customers by the record all of it, for all others what is not kept for those. */
export function limitsFor(isConfirmed: boolean, { hourMinor, dayMinor, knownShare }: Budget): { hour: number; day: number } {
  const share = isConfirmed ? 1 : 1 - knownShare
  return { hour: Math.round(hourMinor * share), day: Math.round(dayMinor * share) }
}

/** Texts that tell what was promised: no more than this, so that they never take the money of the calls. */
export const textLimits = ({ hour, day }: Amounts, { textShare }: Budget): Amounts => ({ hour: Math.round(hour * textShare), day: Math.round(day * textShare) })

export type Amounts = { hour: number; day: number }
export const plus = (a: Amounts, b: Amounts): Amounts => ({ hour: a.hour + b.hour, day: a.day + b.day })
export const times = ({ hour, day }: Amounts, factor: number): Amounts => ({ hour: hour * factor, day: day * factor })

/** In which period there is no room for `price` any more. */
export function lacking(bound: Amounts, limits: Amounts, price: number): 'hour' | 'day' | undefined {
  if (bound.day + price > limits.day) return 'day'
  return bound.hour + price > limits.hour ? 'hour' : undefined
}

/** So much of the money of an hour is there at its beginning. */
const AT_ONCE = 1 / 3
/** The rest comes as the hour passes, so that machines that come first do not leave nothing for the people who come after them. */
export const pacedLimit = (limit: number, elapsedMilliseconds: number): number =>
  Math.round(limit * Math.min(1, AT_ONCE + (1 - AT_ONCE) * (elapsedMilliseconds / 3_600_000)))
