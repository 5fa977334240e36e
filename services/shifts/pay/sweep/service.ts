import type { Clock } from '../../../clock.ts'
import type { Database } from '../../../db.ts'
import { proposeTimes } from './store.ts'

/** Shifts that ended longer ago were seen while the program ran, or are looked at when the month is closed. */
const LOOKED_BACK = { days: 2 }
const EVERY_MS = 60_000

/** Writes down what calls and the clock say of shifts that are over. Any number of workers may look, as often as they like. */
export function payWatch({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  let last = -Infinity
  return {
    sweep: async (): Promise<void> => {
      const now = clock.now()
      const passed = now.toMillis() - last
      if (passed >= 0 && passed < EVERY_MS) return
      await prisma.$transaction((tx) => proposeTimes(tx, { from: now.minus(LOOKED_BACK).toJSDate(), now: now.toJSDate() }))
      last = now.toMillis()
    },
  }
}
