import type { z } from 'zod'
import { domainError } from '../../errors.ts'
import type { ShiftKind, ShiftType } from '../../roster-rules/model.ts'
import type { addedShift, newShift, shiftChange } from '../../schemas/rosters.ts'
import type { StoredShift } from './diff.ts'
import { daysOf, foldOf, wallOf, type Fold, type WallShift } from './place-shift.ts'

export type NewShift = z.infer<typeof newShift>
export type AddedShift = z.infer<typeof addedShift>
export type ShiftEdit = z.infer<typeof shiftChange>

/** A shift as somebody wants it, before its wall-clock times are instants. */
export type WantedShift = {
  personId: string
  date: string
  shiftTypeId: string | null
  siteId: string
  kind: ShiftKind
  levelId: string
  skill: string | null
  buddyId: string | null
  note: string
  wall: WallShift
  fold: Fold | undefined
}

/** By a type, whose own values may be replaced, or by hand. */
export function wantedNew(given: NewShift, type: ShiftType | null): WantedShift {
  const { personId, date, shiftTypeId, buddyId, note, fold } = given
  const startsAt = given.startsAt ?? type?.startsAt ?? missing('startsAt')
  const endsAt = given.endsAt ?? type?.endsAt ?? missing('endsAt')
  return {
    personId,
    date,
    shiftTypeId,
    siteId: given.siteId ?? type?.siteId ?? missing('siteId'),
    kind: given.kind ?? type?.kind ?? missing('kind'),
    levelId: given.levelId ?? type?.levelId ?? missing('levelId'),
    skill: given.skill === undefined ? (type?.skill ?? null) : given.skill,
    buddyId,
    note,
    wall: { startsAt, endsAt, days: daysOf({ startsAt, endsAt }), breaks: type?.breaks ?? [] },
    fold,
  }
}

/**
 * What stands, with what is changed: on another day or with another person a shift keeps the times that the clock showed. Another type brings its
 * own values, which given ones replace. `isMoved`: its instants must be found anew.
 */
export function wantedChange(before: StoredShift, change: ShiftEdit, type: ShiftType | null): WantedShift & { isMoved: boolean } {
  const isRetyped = change.shiftTypeId !== undefined && change.shiftTypeId !== before.shiftTypeId
  const newType = isRetyped ? type : null
  const was = wallOf(before)
  const startsAt = change.startsAt ?? newType?.startsAt ?? was.startsAt
  const endsAt = change.endsAt ?? newType?.endsAt ?? was.endsAt
  const hasTimes = startsAt !== was.startsAt || endsAt !== was.endsAt
  const days = hasTimes ? daysOf({ startsAt, endsAt }) : was.days
  const breaks = (hasTimes ? type?.breaks : newType?.breaks) ?? was.breaks
  const personId = change.personId ?? before.personId
  const date = change.date ?? before.date
  const siteId = change.siteId ?? newType?.siteId ?? before.siteId
  const isElsewhere = date !== before.date || siteId !== before.siteId
  return {
    personId,
    date,
    shiftTypeId: change.shiftTypeId === undefined ? before.shiftTypeId : change.shiftTypeId,
    siteId,
    kind: change.kind ?? newType?.kind ?? before.kind,
    levelId: change.levelId ?? newType?.levelId ?? before.levelId,
    skill: change.skill !== undefined ? change.skill : newType ? newType.skill : before.skill,
    // Nobody looks after himself: whoever takes over a shift from a guest is not its buddy any more.
    buddyId: change.buddyId !== undefined ? change.buddyId : before.buddyId === personId ? null : before.buddyId,
    note: change.note ?? before.note,
    wall: { startsAt, endsAt, days, breaks },
    fold: change.fold ?? (isElsewhere ? undefined : foldOf(before)),
    isMoved: hasTimes || isElsewhere || newType !== null || change.fold !== undefined,
  }
}

function missing(field: string): never {
  throw domainError('SHIFT_NEEDS', { field })
}
