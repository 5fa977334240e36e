import type { CallbackWindow } from '../../services/schemas/callbacks.ts'

export type Place = { locale: string; zone: string }
export type Day = { label: string; slots: Array<{ value: string; label: string }> }

const text = (at: string, { locale, zone }: Place, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }).format(new Date(at))
const HOUR = { hour: 'numeric', minute: '2-digit' } as const
const HOUR_IN_ZONE = { ...HOUR, timeZoneName: 'shortOffset' } as const

export const dayText = (at: string, place: Place): string => text(at, place, { weekday: 'long', day: 'numeric', month: 'long' })
export const timeText = (at: string, place: Place): string => text(at, place, HOUR)
export const rangeText = ({ from, to }: CallbackWindow, place: Place, hour: Intl.DateTimeFormatOptions = HOUR): string =>
  `${text(from, place, hour)} – ${text(to, place, hour)}`
/** The zone in words: "Central European Time". */
export const zoneText = (at: string, place: Place): string => {
  const parts = new Intl.DateTimeFormat(place.locale, { timeZone: place.zone, timeZoneName: 'longGeneric' }).formatToParts(new Date(at))
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? place.zone
}

/** Windows by the days of the zone. When the clock shows an hour twice, the offsets say which of the two it is. */
export function daysOf(windows: readonly CallbackWindow[], place: Place): Day[] {
  const days = new Map<string, CallbackWindow[]>()
  for (const window of windows) days.set(dayText(window.from, place), [...(days.get(dayText(window.from, place)) ?? []), window])
  return [...days].map(([label, ofDay]) => {
    const begins = ofDay.map(({ from }) => timeText(from, place))
    const slots = ofDay.map((window, n) => {
      const isTwice = begins.filter((begin) => begin === begins[n]).length > 1
      return { value: window.from, label: rangeText(window, place, isTwice ? HOUR_IN_ZONE : HOUR) }
    })
    return { label, slots }
  })
}

/** His own way to write times, in the language of the widget. */
export const localeOf = (language: string, preferred: readonly string[]): string =>
  preferred.find((tag) => tag.startsWith(`${language}-`)) ?? { en: 'en-GB', ru: 'ru-RU' }[language] ?? language
