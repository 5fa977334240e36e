import { DateTime } from 'luxon'

/**
 * The instant at which the clock of `day`'s zone shows `time` (HH:mm; 24:00 is the next midnight) on that date.
 * A time that the clock skips is the first instant after the gap (02:30 becomes 03:00). Of a time that comes twice, the first or the last:
 * a line opens at the first 02:30 and closes at the last, so it never closes and opens again within the doubled hour.
 */
export function wallClock(day: DateTime, time: string, which: 'first' | 'last'): DateTime {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const shown = Date.UTC(day.year, day.month - 1, day.day, hour, minute)
  const offsetAt = (instant: number): number => day.zone.offset(instant) * 60_000
  const near = shown - offsetAt(shown)
  const candidates = [-3, 3].map((hours) => offsetAt(near + hours * 3_600_000)).map((offset) => ({ instant: shown - offset, offset }))
  const instants = candidates.filter(({ instant, offset }) => offsetAt(instant) === offset).map(({ instant }) => instant)
  const found =
    instants.length === 0
      ? endOfGap(
          candidates.map(({ instant }) => instant),
          offsetAt,
        )
      : which === 'first'
        ? Math.min(...instants)
        : Math.max(...instants)
  return DateTime.fromMillis(found, { zone: day.zone })
}

function endOfGap(around: ReadonlyArray<number>, offsetAt: (instant: number) => number): number {
  let [before, after] = [Math.min(...around), Math.max(...around)]
  const offsetAfter = offsetAt(after)
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (offsetAt(middle) === offsetAfter) after = middle
    else before = middle
  }
  return after
}

/** True if the clock of `day`'s zone shows `time` twice on that date: then somebody must say which one is meant. */
export function isAmbiguous(day: DateTime, time: string): boolean {
  return wallClock(day, time, 'first').toMillis() !== wallClock(day, time, 'last').toMillis()
}

/** Half-open, in epoch milliseconds. */
type Window = { from: number; to: number }

/**
 * The interval from one wall-clock time to another that begins on `date` (`2026-11-22`) in `zone`. An end at or before the begin is on
 * the next day. Of a doubled hour it takes the first begin and the last end.
 */
export function wallWindow(date: string, from: string, to: string, zone: string): Window {
  const day = DateTime.fromISO(date, { zone })
  const lastDay = to <= from ? day.plus({ days: 1 }) : day
  return { from: wallClock(day, from, 'first').toMillis(), to: wallClock(lastDay, to, 'last').toMillis() }
}

/** The date of an instant (epoch milliseconds) in `zone`: `2026-11-22`. */
export function dateAt(instant: number, zone: string): string {
  return DateTime.fromMillis(instant, { zone }).toFormat('yyyy-MM-dd')
}

/** `days` after a date; calendar days, whatever the clocks do. */
export function plusDays(date: string, days: number): string {
  return DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd')
}

/** All dates from `from` up to, not including, `to`. */
export function datesBetween(from: string, to: string): string[] {
  const dates: string[] = []
  for (let date = from; date < to; date = plusDays(date, 1)) dates.push(date)
  return dates
}

/** Minutes that two intervals share; 0 when they only touch. */
export function sharedMinutes(a: Window, b: Window): number {
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from)) / 60_000
}
