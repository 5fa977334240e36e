import { MINUTE, dateOf, daysAround, windowsOf } from './calendar.ts'
import { groupBy } from './group-by.ts'
import type { Interval, NightRule } from './model.ts'

/** Nights of an interval are counted by the clock of its own zone. */
type InZone = Interval & { zone: string }

/** Two nights running that one person works. `minutes`: of each. `duties`: what lies in them, by start. */
export type TwoNights<T> = { personId: string; dates: readonly [string, string]; minutes: readonly [number, number]; duties: readonly T[] }

/** Milliseconds that an interval has in each night it touches; the night carries the day of its evening. */
function nightParts(interval: InZone, window: { from: string; to: string }): Array<{ day: number; millis: number }> {
  const parts: Array<{ day: number; millis: number }> = []
  const windowOn = windowsOf(window, interval.zone)
  const { first, last } = daysAround(interval)
  for (let day = first; day <= last; day++) {
    const night = windowOn(day)
    if (night.from >= interval.to) break
    const millis = Math.min(interval.to, night.to) - Math.max(interval.from, night.from)
    if (millis > 0) parts.push({ day, millis })
  }
  return parts
}

/** Minutes of an interval between two wall-clock times, as they really passed: 22:00-06:00 has 420 when the clock goes forward. */
export function nightMinutes(interval: Interval, zone: string, window: { from: string; to: string }): number {
  return nightParts({ from: interval.from, to: interval.to, zone }, window).reduce((sum, part) => sum + part.millis, 0) / MINUTE
}

/** Minutes in each night, by the date of its evening, over all intervals of one person; on call counts as well. Ordered by date. */
export function nightsOf(intervals: Iterable<InZone>, rule: NightRule): Map<string, number> {
  return new Map(sums(intervals, rule).map(([day, night]) => [dateOf(day), night.millis / MINUTE]))
}

function sums<T extends InZone>(intervals: Iterable<T>, rule: NightRule): Array<[number, { millis: number; duties: T[] }]> {
  const nights = new Map<number, { millis: number; duties: T[] }>()
  for (const interval of intervals) {
    for (const { day, millis } of nightParts(interval, rule)) {
      const night = nights.get(day) ?? { millis: 0, duties: [] }
      night.millis += millis
      night.duties.push(interval)
      nights.set(day, night)
    }
  }
  return [...nights].sort(([a], [b]) => a - b)
}

/**
 * The house rule: nobody works two nights in a row. A night is worked if all of a person's duties together, on call too, have more than
 * `rule.minutes` in it; "in a row" is the next date. Three in a row are found twice. The database refuses the same (function `two_nights`).
 */
export function findTwoNights<T extends InZone & { personId: string }>(duties: Iterable<T>, rule: NightRule): Array<TwoNights<T>> {
  const byPerson = groupBy(duties, ({ personId }) => personId)
  return [...byPerson].flatMap(([personId, his]) => {
    const worked = sums(his, rule).filter(([, night]) => night.millis > rule.minutes * MINUTE)
    return worked.flatMap(([day, night], i) => {
      const [before, previous] = worked[i - 1] ?? []
      if (before !== day - 1 || !previous) return []
      return {
        personId,
        dates: [dateOf(before), dateOf(day)] as const,
        minutes: [previous.millis / MINUTE, night.millis / MINUTE] as const,
        duties: [...new Set([...previous.duties, ...night.duties])].sort((a, b) => a.from - b.from),
      }
    })
  })
}
