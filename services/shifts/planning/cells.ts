import { isDomainError } from '../../errors.ts'
import type { Shift, ShiftType } from '../../roster-rules/model.ts'
import { workMinutes } from '../../roster-rules/person-roster.ts'
import { daysOf, placeShift } from '../roster/place-shift.ts'
import type { Horizon } from './horizon.ts'
import type { Question } from './question.ts'
import type { Slices } from './slices.ts'

/** A shift type on a day: the shift that somebody would work. */
export type Cell = { day: number; type: number; shift: Omit<Shift, 'id' | 'personId'>; work: number }

/** Types by index, and their cells: `at[type][day]`. Null: the clock skips its begin or end on that day, so it cannot be placed. */
export type Cells = { types: readonly ShiftType[]; at: ReadonlyArray<ReadonlyArray<Cell | null>>; all: readonly Cell[] }

/** Asking a zone is slow. */
const DAYS_AT_ONCE = 7

/** Every type on every day of the period. Of an hour that comes twice the first is taken. */
export function* placingCells({ facts, typeIds, siteId, zones }: Pick<Question, 'facts' | 'typeIds' | 'siteId' | 'zones'>, horizon: Horizon): Slices<Cells> {
  const types = facts.shiftTypes.filter((type) => typeIds.has(type.id) && (siteId === null || type.siteId === siteId) && zones.has(type.siteId))
  const at: Array<Array<Cell | null>> = []
  for (const [index, type] of types.entries()) {
    const days: Array<Cell | null> = []
    for (const [day, date] of horizon.dates.entries()) {
      days.push(horizon.isPlanned(day) ? placeCell(type, index, day, date, zones.get(type.siteId) ?? 'UTC') : null)
      if (day % DAYS_AT_ONCE === 0) yield
    }
    at.push(days)
  }
  return { types, at, all: at.flatMap((days) => days.filter((cell) => cell !== null)) }
}

function placeCell(type: ShiftType, index: number, day: number, date: string, zone: string): Cell | null {
  try {
    const { startsAt, endsAt, breaks, siteId, kind, levelId, skill } = type
    const placed = placeShift({ startsAt, endsAt, days: daysOf(type), breaks, date, zone, fold: 'first' })
    const shift = { ...placed, siteId, zone, date, kind, levelId, skill, shiftTypeId: type.id, buddyId: null }
    return { day, type: index, shift, work: workMinutes(shift) }
  } catch (error) {
    if (isDomainError(error)) return null
    throw error
  }
}
