import { DateTime, IANAZone } from 'luxon'
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
  const clocks = differentClocks(zones, at, latest)
  for (let instant = at; instant < latest;) {
    const next = Math.max(...clocks.map((zone) => firstIn(instant, from, to, zone)))
    if (next === instant) return instant
    instant = next
  }
  return firstIn(at, from, to, zones[0])
}

/** Many zones of a country show the same time in these days. */
function differentClocks(zones: readonly string[], ...instants: readonly number[]): string[] {
  const shown = new Map(zones.map((zone) => [instants.map((instant) => IANAZone.create(zone).offset(instant)).join(), zone]))
  return [...shown.values()]
}

function firstIn(at: number, from: string, to: string, zone: string): number {
  const time = DateTime.fromMillis(at, { zone }).toFormat('HH:mm')
  if (from <= time && time < to) return at
  const today = dateAt(at, zone)
  for (const days of [-1, 0, 1, 2]) {
    const window = wallWindow(plusDays(today, days), from, to, zone)
    if (window.to > at) return Math.max(window.from, at)
  }
  return at
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
