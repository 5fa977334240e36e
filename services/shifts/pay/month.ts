import type { Interval } from '../../roster-rules/model.ts'
import { dayOf, dateOf, mondayOf, startOf } from '../../roster-rules/calendar.ts'
import { plusDays } from '../../local-time/wall-clock.ts'

/** Months of pay, `2026-11`. */

const firstOf = (month: string): string => `${month}-01`

export function nextMonth(month: string): string {
  return plusDays(firstOf(month), 31).slice(0, 7)
}

/** Its dates, half-open. */
export function datesOf(month: string): { from: string; to: string } {
  return { from: firstOf(month), to: firstOf(nextMonth(month)) }
}

/** From its first midnight to the next month's, by the clock of a zone. */
export function spanOfMonth(month: string, zone: string): Interval {
  const { from, to } = datesOf(month)
  return { from: startOf(dayOf(from), zone), to: startOf(dayOf(to), zone) }
}

/** What belongs to the month before, in the week of the 1st (it counts towards this week's overtime), at least on the day before: it may go on after midnight. */
export function weekBefore(month: string, zone: string): Interval {
  const first = dayOf(firstOf(month))
  return { from: startOf(Math.min(mondayOf(first), first - 1), zone), to: startOf(first, zone) }
}

/** Dates of which more than half was leave. */
export function awayDates(leaves: readonly Interval[], month: string, zone: string): string[] {
  const { from, to } = datesOf(month)
  const dates: string[] = []
  for (let day = dayOf(from); day < dayOf(to); day += 1) {
    const [begin, end] = [startOf(day, zone), startOf(day + 1, zone)]
    const away = leaves.reduce((sum, leave) => sum + Math.max(0, Math.min(leave.to, end) - Math.max(leave.from, begin)), 0)
    if (away * 2 > end - begin) dates.push(dateOf(day))
  }
  return dates
}
