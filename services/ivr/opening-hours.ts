import { DateTime } from 'luxon'
import type { FileHours } from './flow-file.ts'

/** Opening hours by the clock on the wall of `zone`. They become instants only here, for one day at a time. */
export type OpeningHours = {
  zone: string
  /** By ISO weekday, Monday = 1. A range that ends at or before its start goes on to the next day. */
  days: Readonly<Record<number, ReadonlyArray<WallRange>>>
  /** `2026-12-24`, or `12-25` for each year. A range belongs to the day on which it begins. */
  holidays: ReadonlySet<string>
}
export type WallRange = { from: string; to: string }

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** From the written form; a zone that is not given is the flow's. */
export function toOpeningHours(file: FileHours, flowZone: string): OpeningHours {
  const days: Record<number, WallRange[]> = {}
  for (const [written, ranges] of Object.entries(file.days)) {
    for (const day of daysOf(written)) {
      for (const range of typeof ranges === 'string' ? [ranges] : ranges) {
        const [from = '', to = ''] = range.split('-')
        days[day] = [...(days[day] ?? []), { from, to }]
      }
    }
  }
  return { zone: file.zone ?? flowZone, days, holidays: new Set(file.holidays ?? []) }
}

/** Half-open: at the closing minute it is closed. Ranges of yesterday that pass midnight count. */
export function isOpen(hours: OpeningHours, now: DateTime): boolean {
  const today = now.setZone(hours.zone).startOf('day')
  return [today, today.minus({ days: 1 })].some((day) => {
    const ranges = hours.days[day.weekday] ?? []
    const date = day.toISODate() ?? ''
    if (ranges.length === 0 || hours.holidays.has(date) || hours.holidays.has(date.slice(-'MM-dd'.length))) return false
    return ranges.some((range) => {
      const lastDay = range.to <= range.from ? day.plus({ days: 1 }) : day
      return wallClock(day, range.from, 'first') <= now && now < wallClock(lastDay, range.to, 'last')
    })
  })
}

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

function daysOf(written: string): number[] {
  const [from = '', to = from] = written.split('-')
  const [first, last] = [weekdays.indexOf(from), weekdays.indexOf(to)]
  const count = ((last - first + 7) % 7) + 1
  return Array.from({ length: count }, (_, n) => ((first + n) % 7) + 1)
}
