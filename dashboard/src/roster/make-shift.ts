import { DateTime } from 'luxon'
import { isAmbiguous, wallClock, wallWindow } from '../../../services/local-time/wall-clock.ts'
import { toInstant } from '../../../services/roster-rules/from-wire.ts'
import type { AddedShift, Fold, Roster, ShiftChange, ShiftTypeView, ShiftView } from './types.ts'
import { wallTime } from './wall-time.ts'

/** Shifts as they will be, made here before the server answers; what the server then says replaces them. */

type Place = { personId: string; date: string }

export const shiftOfType = (type: ShiftTypeView, { personId, date }: Place, zone: string, id: string): ShiftView => {
  const { from, to } = wallWindow(date, type.startsAt, type.endsAt, zone)
  const breaks = type.breaks.map((rest) => {
    const start = wallWindow(date, type.startsAt, rest.from, zone).to
    return { from: toInstant(start), to: toInstant(start + rest.minutes * 60_000), isPaid: rest.isPaid }
  })
  const { siteId, kind, levelId, skill } = type
  const made = { id, personId, date, shiftTypeId: type.id, siteId, zone, kind, levelId, skill, breaks, buddyId: null, note: '', version: 0 }
  return { ...made, startsAt: toInstant(from), endsAt: toInstant(to) }
}

/** The same shift by the clock, for another person or on another day. */
export const movedShift = (shift: ShiftView, { personId, date }: Place): ShiftView => {
  if (shift.date === date) return { ...shift, personId }
  const { startsAt, endsAt } = wallTimes(shift)
  const { from, to } = wallWindow(date, startsAt, endsAt, shift.zone)
  const by = from - Date.parse(shift.startsAt)
  const later = (instant: string): string => toInstant(Date.parse(instant) + by)
  const breaks = shift.breaks.map((rest) => ({ ...rest, from: later(rest.from), to: later(rest.to) }))
  return { ...shift, personId, date, startsAt: toInstant(from), endsAt: toInstant(to), breaks }
}

export const copiedShift = (shift: ShiftView, place: Place, id: string): ShiftView => ({ ...movedShift(shift, place), id, version: 0, buddyId: null, note: '' })

export const wallTimes = ({ startsAt, endsAt, zone }: Pick<ShiftView, 'startsAt' | 'endsAt' | 'zone'>) => ({
  startsAt: wallTime(startsAt, zone),
  endsAt: wallTime(endsAt, zone),
})

/** Which of two equal wall-clock times the shift begins with; nothing where there is only one. */
export const foldOf = ({ date, startsAt, zone }: Pick<ShiftView, 'date' | 'startsAt' | 'zone'>): Fold | undefined => {
  const day = DateTime.fromISO(date, { zone })
  const time = wallTime(startsAt, zone)
  if (!isAmbiguous(day, time)) return undefined
  return wallClock(day, time, 'first').toMillis() === Date.parse(startsAt) ? 'first' : 'last'
}

const hasTimesOf = (type: ShiftTypeView | undefined, times: { startsAt: string; endsAt: string }): boolean =>
  type !== undefined && type.startsAt === times.startsAt && type.endsAt.replace('24:00', '00:00') === times.endsAt

/** What is sent for a shift that is to be. Its times only when they are not those of its type. */
export const asNewShift = (shift: ShiftView, types: readonly ShiftTypeView[], fold?: Fold): AddedShift => {
  const { id, personId, date, shiftTypeId, siteId, kind, levelId, skill, buddyId, note } = shift
  const times = wallTimes(shift)
  const own = hasTimesOf(
    types.find((type) => type.id === shiftTypeId),
    times,
  )
  return { id, personId, date, shiftTypeId, siteId, kind, levelId, skill, buddyId, note, ...(own ? {} : times), ...(fold === undefined ? {} : { fold }) }
}

/** What is sent for a change: only what differs. */
export const asShiftChange = (before: ShiftView, after: ShiftView, version: number, types: readonly ShiftTypeView[], fold?: Fold): ShiftChange => {
  const change: ShiftChange = { version, ...(fold === undefined ? {} : { fold }) }
  if (before.personId !== after.personId) change.personId = after.personId
  if (before.date !== after.date) change.date = after.date
  if (before.shiftTypeId !== after.shiftTypeId) change.shiftTypeId = after.shiftTypeId
  if (before.siteId !== after.siteId) change.siteId = after.siteId
  if (before.kind !== after.kind) change.kind = after.kind
  if (before.levelId !== after.levelId) change.levelId = after.levelId
  if (before.skill !== after.skill) change.skill = after.skill
  if (before.buddyId !== after.buddyId) change.buddyId = after.buddyId
  if (before.note !== after.note) change.note = after.note
  const [was, is] = [wallTimes(before), wallTimes(after)]
  const type = types.find(({ id }) => id === after.shiftTypeId)
  const differs = was.startsAt !== is.startsAt || was.endsAt !== is.endsAt
  if (differs || (change.date !== undefined && !hasTimesOf(type, is))) return { ...change, ...is }
  return change
}

/** Something to begin with for a shift by hand; null where the company has neither a type nor a site to put it in. */
export const blankShift = (roster: Roster, { personId, date }: Place, levelId: string | undefined): ShiftView | null => {
  const worker = roster.workers.find(({ id }) => id === personId)
  const like = roster.shiftTypes.find(({ isActive }) => isActive) ?? roster.shifts[0]
  const siteId = worker?.siteId ?? like?.siteId
  const level = worker?.level?.id ?? levelId
  if (siteId === undefined || level === undefined) return null
  const zone = [...roster.shifts, ...roster.needs].find((one) => one.siteId === siteId)?.zone ?? roster.zone
  const { from, to } = wallWindow(date, '08:00', '16:00', zone)
  const made = { id: crypto.randomUUID(), personId, date, siteId, zone, levelId: level, kind: 'desk' as const, skill: null, shiftTypeId: null }
  return { ...made, breaks: [], buddyId: null, note: '', version: 0, startsAt: toInstant(from), endsAt: toInstant(to) }
}
