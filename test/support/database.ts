import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import { startEmbeddedPostgres } from '../../services/embedded-postgres/service.ts'
import { applyMigrations } from '../../services/migrations/service.ts'
import type { DatabaseConnection } from '../../services/migrations/connection.ts'

/** What the global setup hands to every test: the run's cluster and the migrated database to clone. */
export type TestCluster = { connection: DatabaseConnection; template: string }

export type TestDatabase = { url: string; connection: DatabaseConnection; drop: () => Promise<void> }

declare module 'vitest' {
  export interface ProvidedContext {
    testCluster: TestCluster
  }
}

const TEMPLATE = 'template_nightline'
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** Starts the run's throw-away cluster with one migrated template. Call it once, in the global setup. */
export async function startTestCluster(migrationsDir: string): Promise<{ cluster: TestCluster; stop: () => Promise<void> }> {
  const dir = await mkdtemp(path.join(tmpdir(), 'nightline-test-'))
  const postgres = await startEmbeddedPostgres({ dataDir: dir, log: silent, durable: false })
  const { connection } = postgres
  await onServer(connection, `create database ${TEMPLATE}`)
  await applyMigrations({ ...connection, database: TEMPLATE }, migrationsDir)
  // Somebody connected to the template would make every clone fail.
  await onServer(connection, `alter database ${TEMPLATE} allow_connections false`)
  return {
    cluster: { connection, template: TEMPLATE },
    stop: async () => {
      await postgres.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

/** A fresh, migrated database of the test's own. `drop` cuts off whoever is still connected. */
export async function cloneDatabase(cluster: TestCluster = inject('testCluster')): Promise<TestDatabase> {
  return makeDatabase(cluster, `test_${randomBytes(8).toString('hex')}`)
}

/** How many wait for an advisory lock of this database; the files of a run share the server, and `pg_locks` names those of all of them. */
export async function countWaiting(pool: pg.Pool): Promise<number> {
  const { rowCount } = await pool.query(
    `select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`,
  )
  return rowCount ?? 0
}

const filledOnes = new Set<string>()

/**
 * A clone of a database that `fill` has filled for all who name the same contents: the first in the run fills it, others wait.
 * `contents` has to name all that `fill` depends on.
 */
export async function cloneFilled(contents: string, fill: (database: TestDatabase) => Promise<void>): Promise<TestDatabase> {
  const { connection, template } = inject('testCluster')
  const filled = `${template}_${createHash('sha256').update(contents).digest('hex').slice(0, 16)}`
  if (!filledOnes.has(filled)) await fillOnce({ connection, template }, filled, fill)
  filledOnes.add(filled)
  return cloneDatabase({ connection, template: filled })
}

async function fillOnce(cluster: TestCluster, filled: string, fill: (database: TestDatabase) => Promise<void>): Promise<void> {
  const client = new pg.Client({ ...cluster.connection, database: 'postgres' })
  await client.connect()
  try {
    await client.query(`select pg_advisory_lock(hashtext($1))`, [filled])
    const { rowCount } = await client.query(`select from pg_database where datname = $1 and not datallowconn`, [filled])
    if (rowCount === 1) return
    await client.query(`drop database if exists ${filled} with (force)`) // somebody was killed while filling it
    await fill(await makeDatabase(cluster, filled))
    await client.query(`alter database ${filled} allow_connections false`)
  } finally {
    await client.end()
  }
}

async function makeDatabase(cluster: TestCluster, database: string): Promise<TestDatabase> {
  await onServer(cluster.connection, `create database ${database} template ${cluster.template}`)
  const connection = { ...cluster.connection, database }
  const { user, password, host, port } = connection
  return {
    url: `postgresql://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`,
    connection,
    drop: () => onServer(cluster.connection, `drop database if exists ${database} with (force)`),
  }
}

async function onServer(connection: DatabaseConnection, sql: string): Promise<void> {
  const client = new pg.Client({ ...connection, database: 'postgres' })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
