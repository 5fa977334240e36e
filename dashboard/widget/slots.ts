import type { CallbackWindow } from '../../services/schemas/callbacks.ts'

export type Place = { locale: string; zone: string }
export type Day = { label: string; slots: Array<{ value: string; label: string }> }

const format = ({ locale, zone }: Place, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone: zone, ...options })
const HOUR = { hour: 'numeric', minute: '2-digit' } as const

export const dayText = (at: string, place: Place): string => format(place, { weekday: 'long', day: 'numeric', month: 'long' }).format(new Date(at))
export const timeText = (at: string, place: Place): string => format(place, HOUR).format(new Date(at))
export const rangeText = ({ from, to }: CallbackWindow, place: Place): string => `${timeText(from, place)} – ${timeText(to, place)}`
const nameOfZone = (at: string, place: Place, timeZoneName: 'longGeneric' | 'shortOffset'): string =>
  format(place, { timeZoneName })
    .formatToParts(new Date(at))
    .find(({ type }) => type === 'timeZoneName')?.value ?? place.zone

/** Windows by the days of the zone. When the clock shows an hour twice, the offset says which of the two it is. */
export function daysOf(windows: readonly CallbackWindow[], place: Place): Day[] {
  const days = new Map<string, CallbackWindow[]>()
  for (const window of windows) days.set(dayText(window.from, place), [...(days.get(dayText(window.from, place)) ?? []), window])
  return [...days].map(([label, ofDay]) => {
    const begins = ofDay.map(({ from }) => timeText(from, place))
    const slotLabel = (window: CallbackWindow, n: number) =>
      begins.indexOf(begins[n] ?? '') === begins.lastIndexOf(begins[n] ?? '')
        ? rangeText(window, place)
        : `${rangeText(window, place)} (${nameOfZone(window.from, place, 'shortOffset')})`
    return { label, slots: ofDay.map((window, n) => ({ value: window.from, label: slotLabel(window, n) })) }
  })
}

/** The zone in words: "Central European Time". */
export const zoneText = (at: string, place: Place): string => nameOfZone(at, place, 'longGeneric')

/** His own way to write times, in the language of the widget. */
export const localeOf = (language: string, preferred: readonly string[]): string =>
  preferred.find((tag) => tag.startsWith(`${language}-`)) ?? { en: 'en-GB', ru: 'ru-RU' }[language] ?? language
