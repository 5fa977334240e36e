import { useTranslation } from 'react-i18next'
import { daysBetween, isSameClock, plusDays, wallOf, zoneName } from './zoned.ts'

type Span = { from: string; to: string; zone: string }

/** Spans and days in words, each by the clock of its own zone; the zone is named where the viewer's clock shows something else. */
export const useSpans = () => {
  const { t, i18n } = useTranslation()
  const viewer = Intl.DateTimeFormat().resolvedOptions().timeZone
  const locale = i18n.language === 'en' ? 'en-GB' : i18n.language
  const format = (instant: string | number, zone: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }).format(new Date(instant))
  const dayOf = (instant: string | number, zone: string) => format(instant, zone, { weekday: 'short', day: 'numeric', month: 'short' })
  const timeOf = (instant: string | number, zone: string) => wallOf(instant, zone).time
  /** "today", "tomorrow", "yesterday", else "Mon 23 Nov". */
  const relativeDay = (instant: string | number, zone: string, now: number) => {
    const days = daysBetween(wallOf(now, zone).date, wallOf(instant, zone).date)
    if (days === 0) return t('now.days.today')
    if (days === 1) return t('now.days.tomorrow')
    if (days === -1) return t('now.days.yesterday')
    return dayOf(instant, zone)
  }
  const withZone = (words: string, instant: string | number, zone: string) => (isSameClock(instant, zone, viewer) ? words : `${words} (${zoneName(zone)})`)
  const length = ({ from, to }: Pick<Span, 'from' | 'to'>) => {
    const minutes = Math.round((Date.parse(to) - Date.parse(from)) / 60_000)
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
    if (rest === 0) return t('now.hours', { hours })
    return hours === 0 ? t('now.minutes', { minutes: rest }) : t('now.hoursMinutes', { hours, minutes: rest })
  }
  /** A date of a calendar (no instant): "Mon 23 Nov" */
  const date = (day: string, options: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' }) =>
    format(`${day}T12:00:00Z`, 'UTC', options)
  /** From one date up to another, both included. */
  const dates = (first: string, last: string) => (first === last ? date(first) : `${date(first)} – ${date(last)}`)
  return {
    dayOf,
    date,
    dates,
    /** Whole days without the clock, a part of one day with its day once: "Mon 21 Dec – Sun 3 Jan", "Tue 24 Nov 07:00–14:00" */
    period: (fromAt: string, toAt: string, zone: string) => {
      const [from, to] = [wallOf(fromAt, zone), wallOf(toAt, zone)]
      if (from.time === '00:00' && to.time === '00:00') return dates(from.date, plusDays(to.date, -1))
      if (from.date === to.date) return `${date(from.date)} ${from.time}–${to.time}`
      const end = to.time === '00:00' ? date(plusDays(to.date, -1)) : `${date(to.date)} ${to.time}`
      return `${date(from.date)} ${from.time} – ${end}`
    },
    timeOf,
    relativeDay,
    length,
    /** "07:00–15:00", "22:00–06:00 (Berlin)" */
    times: ({ from, to, zone }: Span) => withZone(`${timeOf(from, zone)}–${timeOf(to, zone)}`, from, zone),
    /** "15:00" within the next 20 hours, "tomorrow 15:00", "Mon 23 Nov 15:00" */
    until: (instant: string, zone: string, now: number) => {
      const time = timeOf(instant, zone)
      const isSoon = Math.abs(Date.parse(instant) - now) < 20 * 3_600_000
      return withZone(isSoon ? time : `${relativeDay(instant, zone, now)} ${time}`, instant, zone)
    },
  }
}
