import { DateTime } from 'luxon'
import { toOpeningHours, type OpeningHours, type WrittenHours } from '../ivr/opening-hours.ts'
import { dateAt, wallWindow } from '../local-time/wall-clock.ts'
import type { PolicyRule } from '../schemas/rules.ts'

/** By ISO weekday, as in flow files: { "mon-fri": ["08:00-18:00"] }; null: always. */
type AgreedHours = WrittenHours['days'] | null

const MINUTE = 60_000
/** Whoever works at all works once in a week: so many days hold every agreement that a company makes. */
const MOST_DAYS = 3_660

/** By when a level is to answer a case that came to it at `since`, as was agreed; null: nothing was. */
export function olaDueAt({ levels }: PolicyRule, levelId: string, since: Date): Date | null {
  const agreed = levels[levelId]
  return agreed?.olaMinutes == null ? null : workingTimeAfter(since, agreed.olaMinutes, agreed.olaHours, agreed.zone)
}

/**
 * The instant at which so many minutes of working time have passed since `from`. Minutes are counted as the clock really ran: a night shift in
 * which the clocks go forward has an hour less. Work that ends exactly with the day ends at its closing, not at the next opening. Hours in which
 * nobody ever works are read as always: a time that nobody reckoned with is better than none.
 */
export function workingTimeAfter(from: Date, minutes: number, hours: AgreedHours, zone: string): Date {
  const always = new Date(from.getTime() + minutes * MINUTE)
  if (hours === null) return always
  const opening = toOpeningHours({ days: hours }, zone)
  let left = minutes * MINUTE
  let worked = from.getTime() // what lies before was counted already, or is not ours
  for (const window of windowsFrom(opening, from.getTime())) {
    const begin = Math.max(window.from, worked)
    if (window.to <= begin) continue
    if (window.to - begin >= left) return new Date(begin + left)
    left -= window.to - begin
    worked = window.to
  }
  return always
}

/** Day by day, in order of their beginning, from the day before on: a night shift of yesterday may still run. */
function* windowsFrom({ days, zone }: OpeningHours, from: number) {
  if (Object.values(days).every((ranges) => ranges.length === 0)) return
  const first = DateTime.fromISO(dateAt(from, zone), { zone: 'utc' })
  for (let n = -1; n < MOST_DAYS; n += 1) {
    const day = first.plus({ days: n })
    const windows = (days[day.weekday] ?? []).map((range) => wallWindow(day.toISODate() ?? '', range.from, range.to, zone))
    yield* windows.sort((a, b) => a.from - b.from)
  }
}
