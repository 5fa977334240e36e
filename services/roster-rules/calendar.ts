import { wallWindow } from '../local-time/wall-clock.ts'
import type { Interval } from './model.ts'

export const MINUTE = 60_000
const DAY = 1440 * MINUTE

/** Dates as numbers, for adding and comparing: days since 1970-01-01. */
export function dayOf(date: string): number {
  return Date.parse(date) / DAY
}

export function dateOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10)
}

/** The Monday of a day's week; 1970-01-01 was a Thursday. */
export function mondayOf(day: number): number {
  return day - ((((day + 3) % 7) + 7) % 7)
}

/** Days on which a window that touches the interval may begin, whatever the zone: its clock differs from UTC by less than a day. */
export function daysAround({ from, to }: Interval): { first: number; last: number } {
  return { first: Math.floor(from / DAY) - 2, last: Math.floor(to / DAY) + 1 }
}

/** What was calculated once: a window never changes, and asking the zone takes a hundred times longer. One entry per day that was ever asked for. */
const KNOWN = new Map<string, Map<number, Interval>>()

/** The window between two wall-clock times that begins on `day`, as `wallWindow` has it; for many days of one zone. */
export function windowsOf(window: { from: string; to: string }, zone: string): (day: number) => Interval {
  const key = `${zone} ${window.from} ${window.to}`
  const known = KNOWN.get(key) ?? new Map<number, Interval>()
  KNOWN.set(key, known)
  return (day) => {
    const found = known.get(day)
    if (found) return found
    const asked = wallWindow(dateOf(day), window.from, window.to, zone)
    known.set(day, asked)
    return asked
  }
}

const WHOLE_DAY = { from: '00:00', to: '24:00' }

/** The instant at which a day begins in `zone`. */
export function startOf(day: number, zone: string): number {
  return windowsOf(WHOLE_DAY, zone)(day).from
}
