import type { Shift } from '../../../roster-rules/model.ts'
import { monthOf, payOf, sumsOf } from '../../../pay-rules/pay.ts'
import { NO_CURRENCY, type WorkPiece } from '../../../pay-rules/model.ts'
import { plusDays } from '../../../local-time/wall-clock.ts'
import { groupBy } from '../../../roster-rules/group-by.ts'
import { atMeanRates, meanRates } from '../../pay/means.ts'
import { datesOf } from '../../pay/month.ts'
import { listPacks } from '../../pay/store.ts'
import { agreedOf, termsOf } from '../../pay/terms.ts'
import { listHolidays, type Period, type Reader } from '../../store.ts'

/** What a piece of work costs in pay and in premiums, in minor units; null: nobody knows (no contract, no rate, no pack), or in no one currency. */
export type Price = { total: number; premiums: number; currency: string } | null
export type PriceOf = (piece: Shift) => Price

/**
 * For work of these people on these days, at what each is paid or (`rates`: who plans does not see what others get) at the house's mean. Overtime, which depends
 * on the whole month, is not in it.
 */
export async function readPrices(db: Reader, people: readonly string[], { from, to }: Period, rates: 'own' | 'mean'): Promise<PriceOf> {
  const around = { from: plusDays(from, -3), to: plusDays(to, 3) }
  const [contracts, packs, holidays] = [
    await db.contract.findMany({ where: rates === 'own' ? { personId: { in: [...new Set(people)] } } : {}, orderBy: { validFrom: 'asc' } }),
    await listPacks(db),
    await listHolidays(db, around),
  ]
  const everybody = [...groupBy(contracts, ({ personId }) => personId).values()].map((own) => own.map(agreedOf))
  const means = rates === 'mean' ? meanRates(everybody, { to }) : undefined
  return (piece) => {
    const work: WorkPiece = {
      ...{ kind: piece.kind === 'onCall' ? 'onCall' : 'desk', from: piece.from, to: piece.to, zone: piece.zone, siteId: piece.siteId, shiftId: null },
      ...{ breaks: piece.breaks.filter(({ isPaid }) => !isPaid).map((rest) => ({ from: rest.from, to: rest.to })), source: 'roster' },
    }
    const own = contracts.filter(({ personId }) => personId === piece.personId).map(agreedOf)
    const month = monthOf(work)
    const { terms, problem } = termsOf({ contracts: own, packs, holidays, dates: datesOf(month), currency: NO_CURRENCY })
    if (problem !== null || own.length === 0) return null
    const priced = means ? atMeanRates(terms, means) : terms
    const result = payOf({ personId: piece.personId, month, pieces: [work], terms: priced, away: [] })
    const sums = sumsOf(result)
    const [paid = sums[0], ...others] = sums.filter(({ total }) => total > 0)
    if (result.withoutTerms > 0 || others.length > 0 || (means && !means.has(paid.currency))) return null
    return { total: paid.total, premiums: paid.premiums, currency: paid.currency }
  }
}
