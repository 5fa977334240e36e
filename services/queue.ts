import { createPostgresBackend, Queue, runMigrations, Worker, type PgPool } from 'bullmq'
import { Redis } from 'ioredis'
import pg from 'pg'
import { atMost } from './shutdown/service.ts'

/**
 * BullMQ only wakes us up; what is to be done, and when, stands in Postgres. Jobs live in Redis when there is one, else
 * in the schema `bullmq` of our own database.
 */
export type WakeQueue = {
  /** Somebody should look at the outbox. Never throws: the sweeper finds what a lost wake-up would have done. */
  wake: () => void
  /** Performs `work` at each wake-up, one at a time. */
  onWake: (work: () => Promise<unknown>) => void
  check: () => Promise<void>
  close: () => Promise<void>
}

export type QueueOptions = { redisUrl?: string | undefined; databaseUrl: string; onError: (error: Error) => void }

const NAME = 'outbox'
/** A dead worker's job is taken over after seconds; BullMQ's defaults take a minute (figures: docs/operating.md). */
const TAKE_OVER = { lockDuration: 5_000, stalledInterval: 2_500, maxStalledCount: 1_000 }
/** Who wakes us while a wake-up is under way need not send another, unless a worker of another process may have had that one. */
const UNDER_WAY_MILLISECONDS = 50
const JOB = { removeOnComplete: true, removeOnFail: 100 }

export async function openQueue({ redisUrl, databaseUrl, onError }: QueueOptions): Promise<WakeQueue> {
  const backend = redisUrl === undefined ? await postgresBackend(databaseUrl, onError) : redisBackend(redisUrl, onError)
  const queue = backend.queue()
  queue.on('error', onError)
  let worker: AnyWorker | undefined
  let underWay: NodeJS.Timeout | undefined
  let isWanted = false

  function arrived(): void {
    clearTimeout(underWay)
    underWay = undefined
    isWanted = false
  }

  function wake(): void {
    isWanted = underWay !== undefined
    if (isWanted) return
    underWay = setTimeout(() => {
      const isAgain = isWanted
      arrived()
      if (isAgain) wake()
    }, UNDER_WAY_MILLISECONDS)
    setImmediate(() => void queue.add('look', {}, JOB).catch(onError))
  }

  return {
    wake,
    // Not waited for: when Redis is away at the start, calls are taken all the same, and the sweeper does the work.
    onWake: (work) => {
      worker = backend.worker(async () => {
        arrived() // it sees all that is there now
        await work()
      })
      worker.on('error', onError)
    },
    check: async () => void (await queue.getJobCounts('waiting')),
    close: async () => {
      arrived()
      // Without its Redis BullMQ waits for ever to close.
      for (const close of [() => worker?.close(), () => queue.close(), () => backend.close()]) await atMost(1.5, Promise.resolve(close())).catch(onError)
    },
  }
}

/** What both backends' classes have and we use. */
type Closing = { on: (event: 'error', listener: (error: Error) => void) => unknown; close: () => Promise<void> }
type AnyQueue = Closing & { add: (name: string, data: object, options: object) => Promise<unknown>; getJobCounts: (...states: 'waiting'[]) => Promise<unknown> }
type AnyWorker = Closing
type Backend = { queue: () => AnyQueue; worker: (work: () => Promise<void>) => AnyWorker; close: () => Promise<void> }

async function postgresBackend(databaseUrl: string, onError: (error: Error) => void): Promise<Backend> {
  await migrate(databaseUrl)
  // One small pool for all of BullMQ: left to itself each queue and worker opens ten connections.
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 8, options: '-c search_path=bullmq', keepAlive: true, connectionTimeoutMillis: 5_000 })
  pool.on('error', onError)
  pool.setMaxListeners(50)
  const connection = pool as unknown as PgPool // the same thing, typed twice
  return {
    queue: () => new Queue(NAME, { connection }, createPostgresBackend),
    worker: (work) => new Worker(NAME, work, { connection, concurrency: 1, ...TAKE_OVER }, createPostgresBackend),
    close: () => pool.end(),
  }
}

async function migrate(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await runMigrations(client)
  } finally {
    await client.end()
  }
}

function redisBackend(redisUrl: string, onError: (error: Error) => void): Backend {
  // A wake-up that cannot be sent now is not worth keeping: the sweeper looks anyway.
  const sending = new Redis(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 1 })
  const waiting = new Redis(redisUrl, { maxRetriesPerRequest: null })
  for (const connection of [sending, waiting]) connection.on('error', onError)
  return {
    queue: () => new Queue(NAME, { connection: sending }),
    worker: (work) => new Worker(NAME, work, { connection: waiting, concurrency: 1, ...TAKE_OVER }),
    close: async () => {
      for (const connection of [sending, waiting]) connection.disconnect()
    },
  }
}
