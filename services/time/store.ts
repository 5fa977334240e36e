import { randomUUID } from 'node:crypto'
import { followedClock, systemClock, type Clock, type ClockReading } from '../clock.ts'
import type { Database } from '../db.ts'
import { listen } from '../listener/store.ts'

export type RunningClock = {
  clock: Clock
  version: () => number
  /** Whoever moves the clock waits for this work: for what is under way outside of Postgres (a request to somebody else), which no table shows. */
  during: <T>(work: () => Promise<T>) => Promise<T>
  stop: () => Promise<void>
}

/** The machine's clock, for lines with real callers. */
export function openSystemClock(): RunningClock {
  return { clock: systemClock(), version: () => 0, during: (work) => work(), stop: async () => undefined }
}

const SELECT = `select real_at, virtual_at, speed, version from clock where id = 1`

/**
 * The clock that simulator, web and worker share: one row, made when it is missing (it then agrees with the machine's).
 * `onMove` is called after somebody moved it.
 */
export async function openSharedClock({ database, onMove }: { database: Database; onMove: () => void }): Promise<RunningClock> {
  await database.pool.query(`insert into clock (id, real_at, virtual_at, speed, version) values (1, $1, $1, 1, 0) on conflict do nothing`, [new Date()])
  // What a killed process left: it counts for a minute only, but would lie there for ever.
  await database.pool.query(`delete from sweep where name like 'at work %' and beat_at < $1`, [new Date(Date.now() - 3_600_000)])
  let reading = await read()
  async function read(): Promise<ClockReading> {
    const { rows } = await database.pool.query<{ real_at: Date; virtual_at: Date; speed: number; version: string }>(SELECT)
    const row = rows[0]
    if (!row) throw new Error('the table "clock" has lost its row')
    return { realAt: row.real_at.getTime(), virtualAt: row.virtual_at.getTime(), speed: row.speed, version: Number(row.version) }
  }

  async function reread(): Promise<void> {
    const next = await read().catch(() => reading) // while Postgres is away time runs on as it did
    if (next.version <= reading.version) return // an older answer may come in later
    reading = next
    onMove()
  }

  const listener = listen({
    connectionUrl: database.url,
    channel: 'nightline_clock',
    onNote: () => void reread(),
    onListening: () => void reread(),
    onLost: () => undefined,
  })
  return {
    clock: followedClock(() => reading),
    version: () => reading.version,
    during: async (work) => {
      const name = `at work ${randomUUID()}`
      await database.pool.query(`insert into sweep (name, seen_version, beat_at) values ($1, -1, $2)`, [name, new Date()])
      try {
        return await work()
      } finally {
        await database.pool.query(`delete from sweep where name = $1`, [name])
      }
    },
    stop: listener.stop,
  }
}
