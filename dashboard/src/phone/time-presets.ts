import { instantOf, plusDays, wallOf } from '../format/zoned.ts'

export type TimePreset = { name: 'night' | 'closing' | 'holiday' | 'springForward' | 'fallBack'; at: string }

/** Times at which lines go wrong, always ahead: the clock of a trial is not turned back. `holidays` are dates. */
export const timePresets = (now: number, zone: string, holidays: readonly string[]): TimePreset[] => {
  const holiday = [...holidays].sort().find((date) => Date.parse(instantOf(date, '11:00', zone)) > now)
  const changes = clockChanges(now, zone)
  return [
    { name: 'night', at: nextAt('03:10', now, zone) },
    { name: 'closing', at: nextAt('16:58', now, zone) },
    ...(holiday === undefined ? [] : [{ name: 'holiday', at: instantOf(holiday, '11:00', zone) } as const]),
    ...changes,
  ]
}

const nextAt = (time: string, now: number, zone: string): string => {
  const { date } = wallOf(now, zone)
  const today = instantOf(date, time, zone)
  return Date.parse(today) > now ? today : instantOf(plusDays(date, 1), time, zone)
}

/** Five minutes before each of the next two changes; none where the clocks stay. A day in which they change is looked through hour by hour. */
const clockChanges = (now: number, zone: string): TimePreset[] => {
  const found = new Map<TimePreset['name'], string>()
  for (let day = Math.ceil(now / HOUR) * HOUR, n = 0; n < 366 && found.size < 2; n += 1, day += DAY) {
    if (ahead(day, zone) === ahead(day + DAY, zone)) continue
    const hour = HOURS.map((count) => day + count * HOUR).find((at) => ahead(at, zone) !== ahead(day, zone)) ?? day + DAY
    const name = ahead(hour, zone) > ahead(day, zone) ? 'springForward' : 'fallBack'
    if (!found.has(name)) found.set(name, new Date(hour - 300_000).toISOString())
  }
  return [...found].map(([name, at]) => ({ name, at }))
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
const HOURS = Array.from({ length: 24 }, (_, n) => n)

/** How far the clock on the wall is ahead of UTC. */
const ahead = (instant: number, zone: string): number => {
  const { date, time } = wallOf(instant, zone)
  return Date.parse(`${date}T${time}:00Z`) - instant
}
