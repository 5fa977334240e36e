import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { DATABASE, HOST, USER } from './args.ts'

/** Held by every living Nightline on a connection of its own, in the database `postgres` (locks belong to a database). */
const LIVING_NIGHTLINE = 708_441_991

const RETRY_MS = 15

/** Parts and not a URL: they need no escaping, and some of Prisma's code prefers a URL to the database it was told. */
export type EmbeddedConnection = { host: string; port: number; user: string; password: string; database: string }

/** Keeps the server marked as used by us until it is released or the connection breaks. */
export type Guard = { release: () => Promise<void>; /** Resolves when the connection ends. */ lost: Promise<void> }

export function connectionTo(port: number, password: string, database = DATABASE): EmbeddedConnection {
  return { host: HOST, port, user: USER, password, database }
}

export function urlOf(connection: EmbeddedConnection): string {
  const { user, password, host, port, database } = connection
  return `postgresql://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`
}

/**
 * Waits until the server answers and takes the guard; `isAlive` false ends the waiting. There is no other limit: the
 * recovery after a crash may take minutes, and the server must be left to finish it.
 * `notReady`: it ended, or does not answer any more while it shuts down. `taken`: another Nightline uses it.
 */
export async function takeGuard(port: number, password: string, isAlive: () => Promise<boolean>): Promise<Guard | 'taken' | 'notReady'> {
  while (await isAlive()) {
    const outcome = await tryGuard(port, password)
    if (outcome !== 'notReady') return outcome
    await sleep(RETRY_MS)
  }
  return 'notReady'
}

/** One attempt. Rejects when the server answers but refuses for good (a wrong password). */
export async function tryGuard(port: number, password: string): Promise<Guard | 'taken' | 'notReady'> {
  const client = new pg.Client({
    ...connectionTo(port, password, 'postgres'),
    application_name: 'nightline guard',
    keepAlive: true,
    connectionTimeoutMillis: 2_000,
  })
  client.on('error', () => {
    /* Every error ends the connection, and that is what `lost` tells. */
  })
  const lost = new Promise<void>((resolve) => client.once('end', () => resolve()))
  try {
    await client.connect()
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [LIVING_NIGHTLINE])
    if (rows[0]?.taken === true) return { lost, release: () => client.end().catch(() => undefined) }
    await client.end()
    return 'taken'
  } catch (error) {
    client.end().catch(() => undefined)
    if (isLastingRefusal(error)) throw error
    return 'notReady'
  }
}

/** Makes the database `nightline` unless it is there: separate from initdb, because we can be killed between the two. */
export async function ensureDatabase(port: number, password: string): Promise<void> {
  const client = new pg.Client(connectionTo(port, password, 'postgres'))
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`create database ${DATABASE}`)
  } finally {
    await client.end()
  }
}

/** Classes 28 (authentication) and 3D (no such database); everything else passes while a server starts or stops. */
function isLastingRefusal(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  return code.startsWith('28') || code.startsWith('3D')
}
