import pg from 'pg'
import type { DatabaseConnection } from './connection.ts'
import type { MigrationRow } from './history.ts'

/** Ours and not the engine's own lock (72707369), which it takes inside. */
const MIGRATION_LOCK = 708_441_992

/** Takes a URL such as DATABASE_URL apart, as pg does. */
export function connectionFromUrl(url: string): DatabaseConnection {
  const { host, port, user, password, database, ssl } = new pg.Client({ connectionString: url })
  return { host, port, user: user ?? '', password: password ?? '', database: database ?? '', ...(ssl ? { ssl } : {}) }
}

/** Runs `task` with one connection of its own. */
export async function withClient<T>(connection: DatabaseConnection, task: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...connection, application_name: 'nightline migrations', connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    return await task(client)
  } finally {
    await client.end()
  }
}

/** What was applied to the database; nothing when it has no history yet. */
export async function readHistory(client: pg.Client): Promise<MigrationRow[]> {
  const {
    rows: [table],
  } = await client.query<{ exists: boolean }>(`select to_regclass('_prisma_migrations') is not null as exists`)
  if (table?.exists !== true) return []
  const { rows } = await client.query<MigrationRow>(
    `select migration_name as name, finished_at is not null as "isFinished", rolled_back_at is not null as "isRolledBack"
       from _prisma_migrations`,
  )
  return rows
}

/** Waits until no other process migrates this database. The lock goes with the connection, also when we are killed. */
export async function lockMigrations(client: pg.Client): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
}
