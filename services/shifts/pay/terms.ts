import type { Contract } from '../../../prisma/generated/client.ts'
import { plusDays } from '../../local-time/wall-clock.ts'
import type { PayPack, PayTerms } from '../../pay-rules/model.ts'
import type { PayProblem } from '../../schemas/pay.ts'

/** What somebody's work is paid by in a month. */

/** ISO 4217 for none: of who has no contract. */
export const NO_CURRENCY = 'XXX'

type AgreedRow = Pick<Contract, 'pack' | 'weeklyMinutes' | 'hourlyRate' | 'currency' | 'payPack' | 'onCallRate'>
export type Agreed = AgreedRow & { validFrom: string }
export const agreedOf = ({ validFrom, ...rest }: Contract): Agreed => ({ ...rest, validFrom: validFrom.toISOString().slice(0, 10) })

export type TermsFacts = {
  contracts: readonly Agreed[]
  packs: readonly PayPack[]
  holidays: PayTerms['holidays']
  /** Half-open. */
  dates: { from: string; to: string }
  /** The company's, for who has no contract. */
  currency: string
}

/** A shift that begins on the last day reaches into these days. */
const DAYS_OVER = 2

/**
 * Contracts in force on a day of the month, and what is agreed from the 1st of the next one on, for a night that ends on it (in the same currency: a month is
 * paid in one), be it nothing; only the packs that they name. `problem`: why it cannot be paid as it stands.
 */
export function termsOf({ contracts, packs, holidays, dates, currency: otherwise }: TermsFacts): { terms: PayTerms; problem: PayProblem | null } {
  const inForce = contractsIn(contracts, dates)
  const currency = inForce.findLast((one) => one.currency !== null)?.currency
  const over = contractsIn(contracts, { from: plusDays(dates.to, -1), to: plusDays(dates.to, DAYS_OVER) }).filter(
    (one) => one.validFrom >= dates.to && (one.hourlyRate === null || one.currency === currency),
  )
  const names = new Set([...inForce, ...over].map(packOf))
  const currencies = new Set(inForce.flatMap((one) => one.currency ?? []))
  const isKnown = (name: string): boolean => packs.some(({ id }) => id === name)
  // The week of the 1st begins in the month before.
  const rated = [...contractsIn(contracts, { ...dates, from: plusDays(dates.from, -7) }), ...over]
  const problem: PayProblem | null = currencies.size > 1 ? 'currencies' : [...names].every(isKnown) ? null : 'noPack'
  return {
    terms: {
      currency: currency ?? otherwise,
      rates: rated.map((one) => ({
        validFrom: one.validFrom,
        hourlyRate: one.hourlyRate,
        onCallRate: one.onCallRate ?? 0,
        weeklyMinutes: one.weeklyMinutes,
        pack: isKnown(packOf(one)) ? packOf(one) : 'plain',
      })),
      packs: packs.filter(({ id }) => names.has(id) || id === 'plain'),
      holidays,
    },
    problem,
  }
}

const packOf = ({ pack, payPack }: AgreedRow): string => payPack ?? pack

/** What was in force on a day of the period, the earliest first. */
export function contractsIn(contracts: readonly Agreed[], { from, to }: { from: string; to: string }): Agreed[] {
  const sorted = [...contracts].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
  const first = sorted.findLast(({ validFrom }) => validFrom <= from)
  return [...(first ? [first] : []), ...sorted.filter(({ validFrom }) => validFrom > from && validFrom < to)]
}
