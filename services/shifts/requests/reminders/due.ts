import { DateTime } from 'luxon'

/** So long before its begin a shift is called to mind. */
export const REMINDED_HOURS = 24
/** At night nobody is reminded, nor texted about a shift that has time: by the clock of the site, from and to. What falls into it is said when it ends. */
const QUIET = { from: 21, to: 8 }

/** May somebody be reminded at this instant? Between the two hours there is always a time: a day is longer than the night. */
export function isQuiet(at: Date, zone: string): boolean {
  const { hour } = DateTime.fromJSDate(at, { zone })
  return hour >= QUIET.from || hour < QUIET.to
}

/** The first instant from `at` on that is no night. */
export function awakeFrom(at: number, zone: string): number {
  const local = DateTime.fromMillis(at, { zone })
  if (!isQuiet(new Date(at), zone)) return at
  return local
    .plus({ days: local.hour >= QUIET.from ? 1 : 0 })
    .startOf('day')
    .set({ hour: QUIET.to })
    .toMillis()
}
