import { dateOf, dayOf, mondayOf } from '../../roster-rules/calendar.ts'

/** A call that wanted a person, by the clock of its site. */
export type PastCall = { date: string; minute: number; talkSeconds: number }

/** Mean calls of one interval of a weekday, and mean talk time. */
export type Profile = { at: (weekday: number, minute: number) => number; talkSeconds: number; weeks: number }

/** Where nobody has talked yet. */
export const USUAL_TALK_SECONDS = 240
const SUNDAY = 7

export const weekdayOf = (date: string): number => dayOf(date) - mondayOf(dayOf(date)) + 1

/**
 * Calls by weekday and interval, over the days of a period. Holidays count as Sundays, there and in the forecast. A talk of more than ten times the median is
 * a receiver that was put beside the phone: it counts as ten times.
 */
export function profileOf(calls: readonly PastCall[], days: { from: string; to: string }, holidays: ReadonlySet<string>, interval: number): Profile {
  const kindOf = (date: string): number => (holidays.has(date) ? SUNDAY : weekdayOf(date))
  const dayCounts = new Map<number, number>()
  for (let day = dayOf(days.from); day < dayOf(days.to); day++) {
    const kind = kindOf(dateOf(day))
    dayCounts.set(kind, (dayCounts.get(kind) ?? 0) + 1)
  }
  const sums = new Map<string, number>()
  for (const { date, minute } of calls) {
    const key = `${kindOf(date)} ${Math.floor(minute / interval)}`
    sums.set(key, (sums.get(key) ?? 0) + 1)
  }
  return {
    at: (weekday, minute) => (sums.get(`${weekday} ${Math.floor(minute / interval)}`) ?? 0) / Math.max(1, dayCounts.get(weekday) ?? 0),
    talkSeconds: meanTalk(calls.map(({ talkSeconds }) => talkSeconds).filter((seconds) => seconds > 0)),
    weeks: Math.max(...dayCounts.values(), 0),
  }
}

function meanTalk(talks: readonly number[]): number {
  if (talks.length === 0) return USUAL_TALK_SECONDS
  const sorted = [...talks].sort((a, b) => a - b)
  const most = 10 * (sorted[Math.floor(sorted.length / 2)] ?? 0)
  return talks.reduce((sum, seconds) => sum + Math.min(seconds, most), 0) / talks.length
}

/** Which weekday a date counts as. */
export const kindOfDay = (date: string, holidays: ReadonlySet<string>): number => (holidays.has(date) ? SUNDAY : weekdayOf(date))
