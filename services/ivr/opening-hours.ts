import type { DateTime } from 'luxon'
import { wallClock } from '../local-time/wall-clock.ts'
import type { FileHours } from './flow-file.ts'

/** What the written form says about hours. */
export type WrittenHours = Pick<FileHours, 'zone' | 'holidays'> & { days: NonNullable<FileHours['days']> }

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
export function toOpeningHours(file: WrittenHours, flowZone: string): OpeningHours {
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

function daysOf(written: string): number[] {
  const [from = '', to = from] = written.split('-')
  const [first, last] = [weekdays.indexOf(from), weekdays.indexOf(to)]
  const count = ((last - first + 7) % 7) + 1
  return Array.from({ length: count }, (_, n) => ((first + n) % 7) + 1)
}
