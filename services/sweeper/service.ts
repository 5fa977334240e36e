import type { Database } from '../db.ts'

export type Sweeper = { start: () => void; now: () => void; stop: () => Promise<void> }

export type SweepTask = { name: string; run: () => Promise<unknown> }

export type SweeperOptions = {
  database: Database
  /** Of several each leaves its own mark. */
  name?: string
  /** Each finds and does what a lost wake-up would have done. One that fails does not hold up the others. */
  tasks: readonly SweepTask[]
  /** Version of the clock that this sweep has seen; whoever moves the clock waits for it. */
  clockVersion: () => number
  everySeconds?: number
  log: { warn: (details: object, text: string) => void }
}

/** Looks at the truth in Postgres every few seconds, and at once when the clock was moved. */
export function sweeper({ database, name = 'worker', tasks, clockVersion, everySeconds = 10, log }: SweeperOptions): Sweeper {
  let timer: NodeJS.Timeout | undefined
  let sweeping: Promise<void> | undefined
  let isAskedAgain = false

  async function sweep(): Promise<void> {
    do {
      isAskedAgain = false
      const seen = clockVersion()
      await Promise.all(
        tasks.map(async ({ name: task, run }) => run().catch((err: unknown) => log.warn({ err, task }, 'a sweep failed; the next one tries again'))),
      )
      await database.pool
        .query(
          `insert into sweep (name, seen_version, beat_at) values ($3, $1, $2)
         on conflict (name) do update set seen_version = excluded.seen_version, beat_at = excluded.beat_at`,
          [seen, new Date(), name],
        )
        .catch((err: unknown) => log.warn({ err }, 'the sweeper could not leave its mark'))
    } while (isAskedAgain)
  }

  function now(): void {
    isAskedAgain = true
    sweeping ??= sweep().finally(() => {
      sweeping = undefined
    })
  }

  return {
    start: () => {
      now()
      timer = setInterval(now, everySeconds * 1_000)
    },
    now,
    stop: async () => {
      clearInterval(timer)
      await sweeping
      await database.pool.query(`delete from sweep where name = $1`, [name]).catch(() => undefined)
    },
  }
}
