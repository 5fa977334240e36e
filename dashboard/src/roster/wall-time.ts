/** Wall-clock times for the screen: a formatter is slow to make and fast to use. */
const FORMATS = new Map<string, Intl.DateTimeFormat>()

/** `22:00`, by the clock of a zone. */
export const wallTime = (instant: string | number, zone: string): string => {
  const known = FORMATS.get(zone) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  FORMATS.set(zone, known)
  return known.format(new Date(instant))
}

/** `07` for whole hours, else `07:30`. */
export const shortTime = (time: string): string => (time.endsWith(':00') ? time.slice(0, 2) : time)
