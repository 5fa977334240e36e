import type { Cover } from '../../roster-rules/model.ts'
import { toInstant } from '../../roster-rules/from-wire.ts'
import type { OverrideView, RosterDiff, ShiftView } from '../../schemas/rosters.ts'
import type { ShiftDiff, StoredShift } from './diff.ts'

export function shiftView({
  id,
  personId,
  shiftTypeId,
  siteId,
  zone,
  date,
  from,
  to,
  kind,
  levelId,
  skill,
  breaks,
  buddyId,
  note,
  version,
}: StoredShift): ShiftView {
  return {
    id,
    personId,
    shiftTypeId,
    siteId,
    zone,
    date,
    startsAt: toInstant(from),
    endsAt: toInstant(to),
    kind,
    levelId,
    skill,
    breaks: breaks.map((rest) => ({ from: toInstant(rest.from), to: toInstant(rest.to), isPaid: rest.isPaid })),
    buddyId,
    note,
    version,
  }
}

export function changeView({ id, change, before, after }: ShiftDiff): RosterDiff['changes'][number] {
  return { id, change, before: before && shiftView(before), after: after && shiftView(after) }
}

/** An override as the rules see it. */
export function toCover({ id, kind, shiftId, personId, reason, fromAt, toAt }: OverrideView): Cover {
  return { id, kind, shiftId, personId, reason, from: Date.parse(fromAt), to: Date.parse(toAt) }
}
