import { datesBetween, plusDays } from '../../local-time/wall-clock.ts'
import { dateOf, dayOf, mondayOf } from '../../roster-rules/calendar.ts'
import type { Shift } from '../../roster-rules/model.ts'
import type { Question } from './question.ts'

/** Days after the last week: a weekly rest that begins in it may reach so far. */
const DAYS_AFTER = 3

/**
 * The days of the problem: whole weeks around the period, so that what holds for a week is seen whole. Outside the period, and where something stands
 * that stays, a day is fixed.
 */
export type Horizon = {
  /** Day 0 as days since 1970-01-01: a Monday. */
  first: number
  dates: readonly string[]
  indexOf: (date: string) => number
  /** Is the day of the period? */
  isPlanned: (day: number) => boolean
  mondays: readonly number[]
}

export function horizonOf({ from, to }: Question['period']): Horizon {
  const first = mondayOf(dayOf(from))
  const end = mondayOf(dayOf(plusDays(to, -1))) + 7
  const dates = datesBetween(dateOf(first), dateOf(end + DAYS_AFTER))
  const [begin, over] = [dayOf(from) - first, dayOf(to) - first]
  return {
    first,
    dates,
    indexOf: (date) => dayOf(date) - first,
    isPlanned: (day) => day >= begin && day < over,
    mondays: Array.from({ length: (end - first) / 7 }, (_, week) => week * 7),
  }
}

/**
 * What of the draft the planner may take away: shifts of the period that it could place itself, of the sites that are planned, which have not begun
 * and are not locked. All else stays.
 */
export function isFree(
  shift: Shift,
  { period, siteId, typeIds, lockedIds, now }: Pick<Question, 'period' | 'siteId' | 'typeIds' | 'lockedIds' | 'now'>,
): boolean {
  if (shift.date < period.from || shift.date >= period.to || shift.from <= now) return false
  if (siteId !== null && shift.siteId !== siteId) return false
  return shift.buddyId === null && shift.shiftTypeId !== null && typeIds.has(shift.shiftTypeId) && !lockedIds.has(shift.id)
}
