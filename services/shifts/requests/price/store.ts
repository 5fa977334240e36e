import type { Shift } from '../../../roster-rules/model.ts'
import { payOf } from '../../../pay-rules/pay.ts'
import { monthOf } from '../../../pay-rules/pay.ts'
import type { WorkPiece } from '../../../pay-rules/model.ts'
import { plusDays } from '../../../local-time/wall-clock.ts'
import { datesOf } from '../../pay/month.ts'
import { listPacks, NO_CURRENCY } from '../../pay/store.ts'
import { agreedOf, termsOf } from '../../pay/terms.ts'
import { listHolidays, type Period, type Reader } from '../../store.ts'

/** What a piece of work costs in pay and in premiums, in minor units; null: nobody knows (no contract, no rate, no pack). */
export type Price = { total: number; premiums: number; currency: string } | null
export type PriceOf = (piece: Shift) => Price

/** For work of these people on these days. Overtime, which depends on the whole month, is not in it. */
export async function readPrices(db: Reader, people: readonly string[], { from, to }: Period): Promise<PriceOf> {
  const around = { from: plusDays(from, -3), to: plusDays(to, 3) }
  const [contracts, packs, holidays] = [
    await db.contract.findMany({ where: { personId: { in: [...new Set(people)] } } }),
    await listPacks(db),
    await listHolidays(db, around),
  ]
  return (piece) => {
    const work: WorkPiece = {
      ...{ kind: piece.kind === 'onCall' ? 'onCall' : 'desk', from: piece.from, to: piece.to, zone: piece.zone, siteId: piece.siteId, shiftId: null },
      ...{ breaks: piece.breaks.filter(({ isPaid }) => !isPaid).map((rest) => ({ from: rest.from, to: rest.to })), source: 'roster' },
    }
    const own = contracts.filter(({ personId }) => personId === piece.personId).map(agreedOf)
    const month = monthOf(work)
    const { terms, problem } = termsOf({ contracts: own, packs, holidays, dates: datesOf(month), currency: NO_CURRENCY })
    if (problem !== null || own.length === 0) return null
    const { total, premiums, currency, withoutTerms } = payOf({ personId: piece.personId, month, pieces: [work], terms, away: [] })
    return withoutTerms > 0 ? null : { total, premiums, currency }
  }
}
