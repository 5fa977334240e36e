import { DateTime } from 'luxon'
import { dateAt, datesBetween, plusDays, wallClock, wallWindow } from '../../local-time/wall-clock.ts'
import type { Interval } from '../../roster-rules/model.ts'

/** When he may be called, by the clock on his wall. */
export type AllowedHours = { from: string; to: string; zone: string }

const DAY_MINUTES = 24 * 60
const clockOf = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** The stretches between two instants in which he may be called, uncut. */
export function allowedBetween({ from, to, zone }: AllowedHours, since: number, until: number): Interval[] {
  return datesBetween(plusDays(dateAt(since, zone), -1), plusDays(dateAt(until, zone), 2))
    .map((date) => wallWindow(date, from, to, zone))
    .filter((one) => one.from < one.to && one.from < until && one.to > since)
}

/**
 * The windows that may be shown: each day of his is cut from midnight by the clock on his wall, so that they begin at times that people say, also on days
 * of 23 and 25 hours: what the clock skips is no window, and one around a doubled hour lasts longer. Only those that begin between the two
 * instants, in the hours in which he may be called.
 */
export function slotsBetween({ hours, windowMinutes, from, to }: { hours: AllowedHours; windowMinutes: number; from: number; to: number }): Interval[] {
  const allowed = allowedBetween(hours, from, to + DAY_MINUTES * 60_000)
  const edges = Array.from({ length: Math.floor(DAY_MINUTES / windowMinutes) + 1 }, (_, n) => clockOf(n * windowMinutes))
  return datesBetween(dateAt(from, hours.zone), plusDays(dateAt(to, hours.zone), 1))
    .flatMap((date) => {
      const day = DateTime.fromISO(date, { zone: hours.zone })
      // The first of a time that comes twice: else the window before a doubled hour would last into it.
      const instants = edges.map((edge) => wallClock(day, edge, 'first').toMillis())
      return instants.slice(1).map((end, n) => ({ from: instants[n] ?? end, to: end }))
    })
    .filter((slot) => slot.from < slot.to && slot.from >= from && slot.from < to && allowed.some((one) => one.from <= slot.from && slot.to <= one.to))
}

/** The first instant from `at` on at which he may be called. */
export function nextAllowed(hours: AllowedHours, at: number): number {
  const next = allowedBetween(hours, at, at + 2 * DAY_MINUTES * 60_000)[0]
  return next === undefined || next.from <= at ? at : next.from
}

/** While he may be called: until when; else `at`. */
export function allowedUntil(hours: AllowedHours, at: number): number {
  return allowedBetween(hours, at, at + 1).find((one) => one.from <= at && at < one.to)?.to ?? at
}
