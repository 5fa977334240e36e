import { dateOf, daysAround, startOf, windowsOf } from '../roster-rules/calendar.ts'
import { merge } from '../roster-rules/gaps.ts'
import type { Interval } from '../roster-rules/model.ts'
import type { PremiumWindow } from './model.ts'

/** Windows by the clock and the calendar; overtime is counted, not looked up (overtime.ts). */
export type ClockWindow = Exclude<PremiumWindow, { kind: 'overtime' }>

export type Place = { zone: string; holidays: ReadonlySet<string> }

/** The instant at which the clock of a zone shows a time on a day; the first, where it does so twice. */
const clockAt = (day: number, time: string, zone: string): number =>
  time === '00:00' ? startOf(day, zone) : windowsOf({ from: time, to: '24:00' }, zone)(day).from

/**
 * When a window holds in a stretch of work: cut to it, merged. It looks a day further on both sides, for windows that begin the day before. Of a doubled hour
 * a window has the first begin and the last end. `begunAt`: when the work began without a pause.
 */
export function windowsIn(window: ClockWindow, work: Interval, begunAt: number, place: Place): Interval[] {
  const { first, last } = daysAround(work)
  const found: Interval[] = []
  if (window.kind === 'holiday' && place.holidays.size === 0) return found
  for (let day = first; day <= last; day++) {
    for (const { from, to } of onDay(window, day, begunAt, place)) {
      const cut = { from: Math.max(from, work.from), to: Math.min(to, work.to) }
      if (cut.from < cut.to) found.push(cut)
    }
  }
  return merge(found)
}

function onDay(window: ClockWindow, day: number, begunAt: number, place: Place): Interval[] {
  const { zone } = place
  switch (window.kind) {
    case 'daily': {
      const lastDay = window.to <= window.from ? day + 1 : day
      const isLate = window.ifBegunBefore !== undefined && begunAt >= clockAt(lastDay, window.ifBegunBefore, zone)
      return isLate ? [] : [windowsOf(window, zone)(day)]
    }
    case 'weekday':
      return window.days.includes(weekdayOf(day)) ? wholeDay(day, window.into, begunAt, zone) : []
    case 'holiday':
      return isHoliday(window, dateOf(day), place) ? wholeDay(day, window.into, begunAt, zone) : []
    case 'dates':
      return window.dates.includes(dateOf(day).slice(5)) ? [{ from: clockAt(day, window.from, zone), to: startOf(day + 1, zone) }] : []
  }
}

const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1

function isHoliday({ only, except }: Extract<ClockWindow, { kind: 'holiday' }>, date: string, { holidays }: Place): boolean {
  const ofYear = date.slice(5)
  return holidays.has(date) && (only?.includes(ofYear) ?? true) && !except?.includes(ofYear)
}

/** 00-24, and for work begun before the midnight at its end some hours more. */
function wholeDay(day: number, into: string | undefined, begunAt: number, zone: string): Interval[] {
  const midnight = startOf(day + 1, zone)
  const end = into !== undefined && begunAt < midnight ? windowsOf({ from: '00:00', to: into }, zone)(day + 1).to : midnight
  return [{ from: startOf(day, zone), to: end }]
}

/** The day on which an instant lies, by the clock of a zone. */
export function dayAt(instant: number, zone: string): number {
  let { last: day } = daysAround({ from: instant, to: instant })
  while (startOf(day, zone) > instant) day -= 1
  return day
}
