import { dateAt } from '../../../services/local-time/wall-clock.ts'
import type { PayLine, PayPack, WorkPiece } from '../../../services/pay-rules/model.ts'
import { payOf, ruleOf } from '../../../services/pay-rules/pay.ts'
import { toLeave, toShift } from '../../../services/roster-rules/from-wire.ts'
import { without } from '../../../services/roster-rules/gaps.ts'
import { groupBy } from '../../../services/roster-rules/group-by.ts'
import type { PayPackView } from '../planner/types.ts'
import type { Roster, ShiftView, WorkerView } from './types.ts'

/** What shifts are paid, by the very rules of the server, before they are stored. Only where rates may be seen. */
export type Money = { night: number; premiums: number; currency: string }

/** The server has checked them when they were kept; their windows are plain data on the way. */
export const readPacks = (packs: readonly PayPackView[]): PayPack[] => packs as unknown as PayPack[]

const piecesOf = (shift: ShiftView, leaves: Roster['leaves']): WorkPiece[] => {
  const { id, from, to, zone, siteId, kind, breaks } = toShift(shift)
  const away = leaves.filter(({ personId }) => personId === shift.personId).map(toLeave)
  const unpaid = breaks.filter(({ isPaid }) => !isPaid)
  return without([{ from, to }], away).map((part) => ({
    ...part,
    kind,
    zone,
    siteId,
    shiftId: id,
    breaks: unpaid.map((rest) => ({ from: Math.max(rest.from, part.from), to: Math.min(rest.to, part.to) })).filter((rest) => rest.from < rest.to),
    source: 'roster',
  }))
}

/** What pay is reckoned by: the packs, and the contracts with their rates, by person. A roster has no rates. */
export type PayFacts = { packs: readonly PayPack[]; contracts: ReadonlyMap<string, WorkerView['contracts']> }
export const NO_PAY: PayFacts = { packs: [], contracts: new Map() }

/** In each currency; none: no rate is agreed, or it may not be seen. Each month is reckoned by itself, as it is paid. */
export const moneyOf = (
  personId: string,
  shifts: readonly ShiftView[],
  { leaves, holidays }: Pick<Roster, 'leaves' | 'holidays'>,
  { packs, contracts: all }: PayFacts,
): Money[] => {
  const contracts = all.get(personId) ?? []
  const own = contracts.findLast((contract) => contract.currency !== null)?.currency
  if (own == null || packs.length === 0) return []
  const rates = contracts.map(({ validFrom, currency, hourlyRate, onCallRate, weeklyMinutes, pack, payPack }) => ({
    ...{ validFrom, hourlyRate, onCallRate: onCallRate ?? 0, weeklyMinutes, pack: payPack ?? pack },
    ...(currency !== null && currency !== own && { currency }),
  }))
  const terms = { currency: own, rates: rates.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1)), packs, holidays }
  const months = groupBy(
    shifts.flatMap((shift) => piecesOf(shift, leaves)),
    ({ from, zone }) => dateAt(from, zone).slice(0, 7),
  )
  const lines = [...months].flatMap(([month, pieces]) => payOf({ personId, month, pieces, terms }).lines)
  return [...groupBy(lines, ({ currency = own }) => currency)].map(([currency, paid]) => {
    const sum = (which: (line: PayLine) => boolean): number => paid.filter(which).reduce((total, { amount }) => total + amount, 0)
    return { night: sum((line) => ruleOf(line, terms)?.totals === 'night'), premiums: sum(({ pack }) => pack !== null), currency }
  })
}
