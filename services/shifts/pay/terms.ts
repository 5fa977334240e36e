import type { Contract } from '../../../prisma/generated/client.ts'
import { plusDays } from '../../local-time/wall-clock.ts'
import type { PayPack, PayTerms } from '../../pay-rules/model.ts'
import type { PayProblem } from '../../schemas/pay.ts'

/** What somebody's work is paid by in a month. */

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
 * Contracts in force on a day of the month, and what is agreed from the 1st of the next one on, for a night that ends on it; only the packs that they name.
 * The currency is the last one of the month; what is agreed in another says so itself. `problem`: why it cannot be paid as it stands.
 */
export function termsOf({ contracts, packs, holidays, dates, currency: otherwise }: TermsFacts): { terms: PayTerms; problem: PayProblem | null } {
  const inForce = contractsIn(contracts, dates)
  const own = inForce.findLast((one) => one.currency !== null)?.currency ?? otherwise
  // The week of the 1st begins in the month before.
  const rated = contractsIn(contracts, { from: plusDays(dates.from, -7), to: plusDays(dates.to, DAYS_OVER) })
  const names = new Set([...inForce, ...rated.filter(({ validFrom }) => validFrom >= dates.to)].map(packOf))
  const isKnown = (name: string): boolean => packs.some(({ id }) => id === name)
  return {
    terms: {
      currency: own,
      rates: rated.map((one) => ({
        validFrom: one.validFrom,
        hourlyRate: one.hourlyRate,
        onCallRate: one.onCallRate ?? 0,
        weeklyMinutes: one.weeklyMinutes,
        pack: isKnown(packOf(one)) ? packOf(one) : 'plain',
        ...(one.currency !== null && one.currency !== own && { currency: one.currency }),
      })),
      packs: packs.filter(({ id }) => names.has(id) || id === 'plain'),
      holidays,
    },
    problem: [...names].every(isKnown) ? null : 'noPack',
  }
}

const packOf = ({ pack, payPack }: AgreedRow): string => payPack ?? pack

/** What was in force on a day of the period, the earliest first. */
export function contractsIn(contracts: readonly Agreed[], { from, to }: { from: string; to: string }): Agreed[] {
  const sorted = [...contracts].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
  const first = sorted.findLast(({ validFrom }) => validFrom <= from)
  return [...(first ? [first] : []), ...sorted.filter(({ validFrom }) => validFrom > from && validFrom < to)]
}
