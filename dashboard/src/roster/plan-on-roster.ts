import { wallWindow } from '../../../services/local-time/wall-clock.ts'
import { gapView, toInstant } from '../../../services/roster-rules/from-wire.ts'
import { check, gapsOf, periodOf } from './edits.ts'
import { shiftOfType } from './make-shift.ts'
import type { LevelRank, NewShift, Period, Roster, ShiftView } from './types.ts'

type Planned = Omit<NewShift, 'note' | 'buddyId' | 'shiftTypeId'> & { shiftTypeId?: string | null }

/** The roster as it would be with a plan: in its days the plan's shifts instead of the draft's, judged by the same rules. */
export const withPlan = (roster: Roster, levels: readonly LevelRank[], planned: readonly Planned[], { from, to }: Period): Roster => {
  const zones = new Map(roster.needs.map(({ siteId, zone }) => [siteId, zone]))
  const types = new Map(roster.shiftTypes.map((type) => [type.id, type]))
  const made = planned.flatMap((shift, index): ShiftView[] => {
    const type = shift.shiftTypeId ? types.get(shift.shiftTypeId) : undefined
    if (type === undefined) return []
    const siteId = shift.siteId ?? type.siteId
    const zone = zones.get(siteId) ?? roster.zone
    const ofType = shiftOfType(type, shift, zone, `plan ${index}`)
    if (shift.startsAt === undefined || shift.endsAt === undefined) return [ofType]
    const times = wallWindow(shift.date, shift.startsAt, shift.endsAt, zone)
    return [{ ...ofType, startsAt: toInstant(times.from), endsAt: toInstant(times.to) }]
  })
  const shifts = [...roster.shifts.filter(({ date }) => date < from || date >= to), ...made]
  const [begin, end] = periodOf(roster)
  const findings = check(roster, shifts, new Set(shifts.map(({ personId }) => personId)), levels)
  return { ...roster, shifts, findings, gaps: gapsOf(roster, shifts, { from: begin, to: end }).map(gapView) }
}
