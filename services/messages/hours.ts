import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { dateAt, plusDays, wallWindow } from '../local-time/wall-clock.ts'

/** By the clock on his wall, HH:mm. Several zones: nobody knows which one is his, so it must be allowed in each. */
export type AllowedHours = { from: string; to: string; zones: readonly [string, ...string[]] }

/** When a customer who has not said anything else may be reached. */
export const WAKING = { from: '08:00', to: '20:00' }

/** Zones of one country that have no hour in common within so many days have none. */
const MOST_DAYS = 3

/** The first instant from `at` on at which he may be reached. */
export function firstAllowed(at: number, { from, to, zones }: AllowedHours): number {
  const latest = at + MOST_DAYS * 86_400_000
  for (let instant = at; instant < latest;) {
    const next = Math.max(...zones.map((zone) => firstIn(instant, from, to, zone)))
    if (next === instant) return instant
    instant = next
  }
  return firstIn(at, from, to, zones[0])
}

function firstIn(at: number, from: string, to: string, zone: string): number {
  const today = dateAt(at, zone)
  const windows = [-1, 0, 1, 2].map((days) => wallWindow(plusDays(today, days), from, to, zone))
  const next = windows.find((window) => window.to > at)
  return next ? Math.max(next.from, at) : at
}

type RegionInfo = Intl.Locale & { timeZones?: string[]; getTimeZones?: () => string[] | undefined }

/** All zones of the country that a number belongs to: a hint, for somebody of whom nothing better is known. */
export function zonesOfNumber(e164: string): string[] {
  const country = parsePhoneNumberFromString(e164, { extract: false })?.country
  if (!country) return []
  const region = new Intl.Locale(`und-${country}`) as RegionInfo
  return region.getTimeZones?.() ?? region.timeZones ?? []
}

/** His own zone, else those of his number, else ours. */
export function zonesOf({ zone, number, ours }: { zone: string | null; number: string | null; ours: string }): readonly [string, ...string[]] {
  if (zone !== null) return [zone]
  const [first, ...others] = number === null ? [] : zonesOfNumber(number)
  return first === undefined ? [ours] : [first, ...others]
}
