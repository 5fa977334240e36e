import { datesBetween } from '../../local-time/wall-clock.ts'
import type { FairnessView } from '../../schemas/plans.ts'
import type { Beyond, Entry } from './ledger.ts'

const round = (value: number): number => Math.round(value * 100) / 100

/** `share`: of a full contract for the whole period. */
export function fairnessView({ id, name }: { id: string; name: string }, entry: Entry, carried: Beyond, period: { from: string; to: string }): FairnessView {
  const { nights, weekends, holidays, minutes, contractMinutes } = entry
  const share = round(entry.share / Math.max(1, datesBetween(period.from, period.to).length))
  const beyond = { nights: round(carried.nights), weekends: round(carried.weekends), holidays: round(carried.holidays), minutes: Math.round(carried.minutes) }
  return { id, name, share, nights, weekends, holidays, minutes: Math.round(minutes), contractMinutes, carried: beyond }
}
