import { DateTime } from 'luxon'

export type Period = { at: Date; until: Date }
export type Periods = { hour: Period; day: Period }

/**
 * The hour and the day of an instant by the clock of the company. When the clock is put back the repeated hour is an hour of its own, and the day has
 * 25; where it is moved by half an hour, an hour begins up to 30 minutes early rather than be counted short.
 */
export function periodsOf(at: Date, zone: string): Periods {
  const local = DateTime.fromJSDate(at, { zone })
  const hour = DateTime.fromMillis(at.getTime() - ((local.minute * 60 + local.second) * 1_000 + local.millisecond), { zone })
  const day = local.startOf('day')
  return {
    hour: { at: hour.toJSDate(), until: hour.plus({ milliseconds: 3_600_000 }).toJSDate() },
    day: { at: day.toJSDate(), until: day.plus({ days: 1 }).startOf('day').toJSDate() },
  }
}
