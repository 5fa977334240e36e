import { DateTime } from 'luxon'
import type { OpeningHours } from '../ivr/opening-hours.ts'
import { dateAt, datesBetween, plusDays, wallWindow } from '../local-time/wall-clock.ts'
import { without } from '../roster-rules/gaps.ts'
import type { Duty, Interval, Leave, OnShiftQuery } from '../roster-rules/model.ts'
import { isFor } from './on-shift.ts'

/**
 * `opensAt`: while it is closed, when it opens next. `closesAt`: when it closes after that, or after now while it is open. Epoch milliseconds;
 * null where it does not happen within the horizon.
 */
export type Opening = { isOpen: boolean; opensAt: number | null; closesAt: number | null }

/**
 * Is it open at the instant `at`, and what comes next? It is open in each of the intervals `open`, in whatever order; those that touch or
 * overlap are one. `horizonDays` are 24 hours each; the intervals should reach beyond, as hoursBetween(hours, at, horizonEnd) does.
 */
export function nextOpening({ at, open, horizonDays }: { at: number; open: readonly Interval[]; horizonDays: number }): Opening {
  const horizon = horizonEnd(at, horizonDays)
  const next = open
    .filter(({ from, to }) => from < to && to > at)
    .sort((a, b) => a.from - b.from)
    .reduce<Interval | undefined>(
      (first, one) => (!first ? one : one.from <= first.to ? { from: first.from, to: Math.max(first.to, one.to) } : first),
      undefined,
    )
  if (!next || next.from > horizon) return { isOpen: false, opensAt: null, closesAt: null }
  const isOpen = next.from <= at
  return { isOpen, opensAt: isOpen ? null : next.from, closesAt: next.to <= horizon ? next.to : null }
}

export const horizonEnd = (at: number, horizonDays: number): number => at + horizonDays * 86_400_000

/** The opening hours as intervals: all that touch the time between two instants, uncut. The same rules as isOpen of ivr/opening-hours.ts. */
export function hoursBetween(hours: OpeningHours, from: number, to: number): Interval[] {
  return datesBetween(plusDays(dateAt(from, hours.zone), -2), plusDays(dateAt(to, hours.zone), 2))
    .filter((date) => !hours.holidays.has(date) && !hours.holidays.has(date.slice(-'MM-dd'.length)))
    .flatMap((date) => hours.days[DateTime.fromISO(date, { zone: 'utc' }).weekday]?.map((range) => wallWindow(date, range.from, range.to, hours.zone)) ?? [])
    .filter((window) => window.from < window.to && window.from <= to && window.to > from)
}

/** When somebody is planned at the desk of a level or for a skill, and not away: on-call duties open nothing, nor do those of who is ill. */
export function deskBetween(
  query: Pick<OnShiftQuery, 'siteId' | 'levelId' | 'skill'>,
  { duties, leaves }: { duties: readonly Duty[]; leaves: readonly Leave[] },
): Interval[] {
  const at = duties.filter((duty) => duty.kind === 'desk' && isFor(duty, query))
  return at.flatMap(({ personId, from, to }) =>
    without(
      [{ from, to }],
      leaves.filter((leave) => leave.personId === personId),
    ),
  )
}

/** How a language says a time of day, and a day seen from today. */
type SpokenTime = {
  time: (hour: number, minute: number) => string
  /** Which of the two: said behind a time that the clock shows twice in the night when summer ends. */
  twice: { first: string; second: string }
  today: string
  tomorrow: string
  /** By ISO weekday, Monday first, as it stands after "it opens". */
  weekdays: readonly string[]
  /** The same with the day of the month and the month (1 to 12). */
  date: (weekday: string, day: number, month: number) => string
}

const MONTHS_EN = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
const MONTHS_RU = ['января', 'февраля', 'марта', 'апреля', 'мая', 'июня', 'июля', 'августа', 'сентября', 'октября', 'ноября', 'декабря']

const english: SpokenTime = {
  // "12 PM" is heard as either twelve.
  time: (hour, minute) => (hour === 12 && minute === 0 ? 'at noon' : `at ${hour % 12 || 12}${minutes(minute)} ${hour < 12 ? 'AM' : 'PM'}`),
  twice: { first: 'summer time', second: 'winter time' },
  today: 'today',
  tomorrow: 'tomorrow',
  weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].map((day) => `on ${day}`),
  date: (weekday, day, month) => `${weekday} the ${day}${ordinalEnding(day)} of ${MONTHS_EN[month - 1]}`,
}

const russian: SpokenTime = {
  time: (hour, minute) => `в ${hour}${minute === 0 ? ` ${hoursRu(hour)}` : minutes(minute)}${partOfDayRu(hour, minute)}`,
  twice: { first: 'по летнему времени', second: 'по зимнему времени' },
  today: 'сегодня',
  tomorrow: 'завтра',
  weekdays: ['в понедельник', 'во вторник', 'в среду', 'в четверг', 'в пятницу', 'в субботу', 'в воскресенье'],
  date: (weekday, day, month) => `${weekday}, ${day} ${MONTHS_RU[month - 1]},`,
}

const spokenTimes: Readonly<Record<string, SpokenTime>> = { en: english, ru: russian }

/**
 * An instant to be spoken on the line at the instant `at`: "tomorrow at 8 AM", "on Monday at 9 AM", from a week on "on Monday the 4th of January
 * at 9 AM". Days are dates of `zone`, the caller's. Seconds are left out. At 2:32 in the night when summer ends, half an hour later is 2:02: then
 * the words say which. A language that is not here gets English.
 */
export function inWords(instant: number, { at, zone, language }: { at: number; zone: string; language: string }): string {
  const words = (Object.hasOwn(spokenTimes, language) ? spokenTimes[language] : undefined) ?? english
  const then = DateTime.fromMillis(instant, { zone })
  const isTwice = then.getPossibleOffsets().length > 1
  const which = isTwice ? ` ${then.isInDST ? words.twice.first : words.twice.second}` : ''
  return `${dayInWords(then, daysFrom(dateAt(at, zone), dateAt(instant, zone)), words)} ${words.time(then.hour, then.minute)}${which}`
}

function dayInWords(then: DateTime, days: number, words: SpokenTime): string {
  if (days === 0) return words.today
  if (days === 1) return words.tomorrow
  const weekday = words.weekdays[then.weekday - 1] ?? ''
  return days > 1 && days < 7 ? weekday : words.date(weekday, then.day, then.month)
}

/** Calendar days between two dates; a day of 23 or 25 hours is one. */
const daysFrom = (a: string, b: string): number => DateTime.fromISO(b, { zone: 'utc' }).diff(DateTime.fromISO(a, { zone: 'utc' }), 'days').days

const minutes = (minute: number): string => (minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`)

function ordinalEnding(day: number): string {
  if (day >= 11 && day <= 13) return 'th'
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th'
}

/** 1 час, 2 часа, 5 часов, 21 час. */
function hoursRu(hour: number): string {
  if (hour >= 11 && hour <= 14) return 'часов'
  const last = hour % 10
  return last === 1 ? 'час' : last >= 2 && last <= 4 ? 'часа' : 'часов'
}

/** Up to noon a bare "в 8 часов" could be the evening; from 13 on, and at 0, the number says it. */
function partOfDayRu(hour: number, minute: number): string {
  if (hour >= 1 && hour <= 3) return ' ночи'
  if (hour >= 4 && hour <= 11) return ' утра'
  return hour === 12 && minute === 0 ? ' дня' : ''
}
