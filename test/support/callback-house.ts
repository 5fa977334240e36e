import { DateTime } from 'luxon'
import { openDatabase } from '../../services/db.ts'
import { cloneDatabase } from './database.ts'
import { smallRoster } from './small-roster.ts'

/** A company with its roster and a clock that stands still until a test moves it: 2026-03-02 09:00 UTC, a Monday, 10:00 in Berlin. No server. */
export async function callbackHouse() {
  const cloned = await cloneDatabase()
  const database = openDatabase({ url: cloned.url, maxConnections: 8, onError: () => undefined })
  let now = DateTime.fromISO('2026-03-02T09:00:00Z', { zone: 'utc' })
  return {
    database,
    roster: await smallRoster(database, { mustSignIn: false }),
    clock: {
      now: () => now,
      move: (by: { days?: number; minutes?: number; seconds?: number }) => {
        now = now.plus(by)
      },
    },
    close: async () => {
      await database.close()
      await cloned.drop()
    },
  }
}
export type CallbackHouse = Awaited<ReturnType<typeof callbackHouse>>
