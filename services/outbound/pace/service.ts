import type pg from 'pg'
import { takeTurn } from './store.ts'

/** How long a call waits so that no more than so many are placed in a second, by all processes together; while Postgres is away, by this one. */
export function callPace({
  pool,
  callsPerSecond,
  log,
}: {
  pool: Pick<pg.Pool, 'query'>
  callsPerSecond: number
  log: { warn: (details: object, text: string) => void }
}) {
  let free = 0
  const alone = (): number => {
    const now = performance.now()
    const mine = Math.max(now, free)
    free = mine + 1_000 / callsPerSecond
    return mine - now
  }
  return async (): Promise<number> =>
    takeTurn(pool, callsPerSecond).catch((err: unknown) => {
      log.warn({ err }, 'calls are paced by this process alone')
      return alone()
    })
}
