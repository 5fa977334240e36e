import type { PlanWeights } from '../../schemas/plans.ts'

/**
 * What a supervisor's weights (0 to 10) are worth, in the units of the planner. Cover grows with the square, so that at 10 nothing outweighs it: eight
 * hours without anybody cost 240,000, a night beyond the fair share some 10,000 to 50,000, a wish 15,000 at most, eight hours beyond the contract 5,000.
 */
export function pricesOf(weights: PlanWeights) {
  const missingMinute = 5 * weights.cover ** 2
  return {
    missingMinute,
    /** Somebody more than needed, for each minute. */
    idleMinute: 2,
    /** Of a wish with weight 1. */
    wish: 300 * weights.wishes,
    /** Of the square of what is beyond the fair share. */
    night: 1_000 * weights.fairNights,
    weekend: 700 * weights.fairWeekends,
    holiday: 700 * weights.fairHolidays,
    hoursMinute: weights.hours,
    /** Of a premium as high as the pay of a plain minute. */
    premiumMinute: 5 * weights.premiums,
    change: 400 * weights.changes,
    publishedChange: 1_200 * weights.changes,
    /** Below one's own level: only when it is needed. */
    below: 3_000,
    /** One more night, weekend or holiday never costs more than to leave half a shift empty. */
    most: 240 * missingMinute,
  }
}

export type Prices = ReturnType<typeof pricesOf>

/** A person below his share takes it from others, so what counts is how far above it they are; from so much below the share on. */
const BELOW_SHARE = 2

/**
 * The price of n more, when `standing` stand already and `fair` would be fair: the square of what is above the share, less two. So each next one costs more
 * than the one before, and of all ways to deal out the same number the even one is the cheapest, whatever was carried over.
 */
export function fairPrices({ fair, standing, most, price, cap }: { fair: number; standing: number; most: number; price: number; cap: number }): number[] {
  const total = (n: number): number => price * Math.max(0, n + standing - fair + BELOW_SHARE) ** 2
  const costs = [0]
  for (let n = 1; n <= most; n += 1) costs.push((costs[n - 1] ?? 0) + Math.min(cap, Math.round(total(n) - total(n - 1))))
  return costs
}
