const formats = new Map<string, Intl.DateTimeFormat>()

const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formats.set(zone, made)
  return made
}

/** What calendar and clock on the wall of `zone` show at an instant: `{ date: '2026-11-22', time: '07:00' }`. */
export const wallOf = (instant: string | number, zone: string): { date: string; time: string } => {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(new Date(instant))
      .map(({ type, value }) => [type, value]),
  )
  return { date: `${parts['year']}-${parts['month']}-${parts['day']}`, time: `${parts['hour']}:${parts['minute']}` }
}

/** How far the clock of `zone` is ahead of UTC at an instant, in milliseconds. */
const offsetAt = (instant: number, zone: string): number => {
  const { date, time } = wallOf(instant, zone)
  return Date.parse(`${date}T${time}:00Z`) - Math.floor(instant / 60_000) * 60_000
}

/**
 * The instant (ISO 8601, UTC) at which the clock of `zone` shows `time` on `date`. Of a time that comes twice, the first; a time that the
 * clock skips is as much later as the clock jumps.
 */
export const instantOf = (date: string, time: string, zone: string): string => {
  const [first] = instantsOf(date, time, zone)
  const shown = Date.parse(`${date}T${time}:00Z`)
  return first ?? new Date(shown - offsetAt(shown - 86_400_000, zone)).toISOString()
}

/** Every instant at which the clock shows it, the first one first: two where the clock goes back, none where it jumps over it. */
export const instantsOf = (date: string, time: string, zone: string): string[] => {
  const shown = Date.parse(`${date}T${time}:00Z`)
  const offsets = [offsetAt(shown - 86_400_000, zone), offsetAt(shown + 86_400_000, zone)]
  const fits = offsets.map((offset) => shown - offset).filter((instant) => instant + offsetAt(instant, zone) === shown)
  return [...new Set(fits)].sort((a, b) => a - b).map((instant) => new Date(instant).toISOString())
}

/** Calendar days, whatever the clocks do. */
export const plusDays = (date: string, days: number): string => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** The Monday of the week in which a date lies. */
export const mondayOf = (date: string): string => plusDays(date, -((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7))

export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)

/** The last day of what ends at an instant: an end at midnight belongs to the day before. */
export const lastDayOf = (end: string, zone: string): string => {
  const { date, time } = wallOf(end, zone)
  return time === '00:00' ? plusDays(date, -1) : date
}

/** Do the clocks of two zones show the same at an instant? Then the zone needs no word. */
export const isSameClock = (instant: string | number, one: string, other: string): boolean => {
  if (one === other) return true
  const [a, b] = [wallOf(instant, one), wallOf(instant, other)]
  return a.date === b.date && a.time === b.time
}

/** "Europe/Berlin" -> "Berlin" */
export const zoneName = (zone: string): string => zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone
