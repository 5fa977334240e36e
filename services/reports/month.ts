import { DateTime } from 'luxon'
import { wallClock } from '../local-time/wall-clock.ts'

/** A month of a zone as instants, half-open. */
export type Month = { month: string; zone: string; from: Date; to: Date }

/** `2026-11`, from its first midnight to the next month's, by the clock on the wall of `zone`: the hours of clock changes are in it as they really ran. */
export function monthOf(month: string, zone: string): Month {
  const first = DateTime.fromISO(`${month}-01`, { zone })
  const midnight = (day: DateTime): Date => wallClock(day, '00:00', 'first').toJSDate()
  return { month, zone, from: midnight(first), to: midnight(first.plus({ months: 1 })) }
}

/** What is counted: events from `from` up to `cut` (now, while the month runs), as it was known at `asOf`. */
export type Period = { from: Date; cut: Date; asOf: Date }

export function periodOf({ from, to }: Month, asOf: Date): Period {
  return { from, cut: new Date(Math.max(from.getTime(), Math.min(to.getTime(), asOf.getTime()))), asOf }
}
