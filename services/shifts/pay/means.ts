import { NO_CURRENCY, type PayTerms } from '../../pay-rules/model.ts'
import { groupBy } from '../../roster-rules/group-by.ts'
import type { Agreed } from './terms.ts'

/** What the house pays on the average: for who plans and does not see pay. */

/** A mean of fewer would say what one of them gets. */
export const LEAST_PEOPLE = 3

export type Rates = { hourlyRate: number; onCallRate: number }
const NOTHING: Rates = { hourlyRate: 0, onCallRate: 0 }

/** Of contracts in force at the end of the period, by currency. */
export function meanRates(contracts: readonly (readonly Agreed[])[], { to }: { to: string }): Map<string, Rates> {
  const inForce = contracts.flatMap((own) => own.filter(({ validFrom, hourlyRate }) => validFrom < to && hourlyRate !== null).slice(-1))
  const mean = (values: readonly number[]): number => Math.round(values.reduce((sum, value) => sum + value, 0) / values.length)
  return new Map(
    [...groupBy(inForce, ({ currency }) => currency ?? NO_CURRENCY)]
      .filter(([, own]) => own.length >= LEAST_PEOPLE)
      .map(([currency, own]) => [
        currency,
        { hourlyRate: mean(own.map(({ hourlyRate }) => hourlyRate ?? 0)), onCallRate: mean(own.map(({ onCallRate }) => onCallRate ?? 0)) },
      ]),
  )
}

/** Each in its own currency; nothing where too few are paid in it. */
export function atMeanRates(terms: PayTerms, means: ReadonlyMap<string, Rates>): PayTerms {
  const atMean = (rate: PayTerms['rates'][number]) =>
    rate.hourlyRate === null ? rate : { ...rate, ...(means.get(rate.currency ?? terms.currency) ?? NOTHING) }
  return { ...terms, rates: terms.rates.map(atMean) }
}
