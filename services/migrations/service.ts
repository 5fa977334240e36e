import type { DateTime } from 'luxon'
import { withSchemaEngine } from './engine/client.ts'
import type { DatabaseConnection } from './connection.ts'
import { MigrationFailed, SchemaTooNew } from './errors.ts'
import { listMigrations, readMigrations, readSchema, writeMigrationFile } from './files.ts'
import { compareHistory, migrationName, scriptForOneTransaction } from './history.ts'
import type { History } from './history.ts'
import { lockMigrations, readHistory, withClient } from './store.ts'

const NO_FILTERS = { externalTables: [], externalEnums: [] }
const COPY_PREFIX = 'pg-before-'
const COPIES_KEPT = 3

/** Of `EmbeddedPostgres`, what a copy before a migration needs. */
export type CopyableCluster = {
  wasCreated: boolean
  whileStopped: <T>(task: () => Promise<T>) => Promise<T>
  copyCluster: (copy: { prefix: string; name: string; keep: number }) => Promise<string>
}

/** Names of the migrations not yet applied, oldest first. Throws SchemaTooNew. Plain SQL, the engine is not loaded. */
export async function pendingMigrations(connection: DatabaseConnection, migrationsDir: string): Promise<string[]> {
  return (await historyOf(connection, migrationsDir)).pending
}

/**
 * Applies what is pending, each migration whole or not at all, and returns the names. Several processes may start at once:
 * one applies, the others wait and find nothing to do. Throws SchemaTooNew, MigrationFailed.
 */
export async function applyMigrations(connection: DatabaseConnection, migrationsDir: string): Promise<string[]> {
  if ((await historyOf(connection, migrationsDir)).pending.length === 0) return []
  return withClient(connection, async (client) => {
    await lockMigrations(client)
    const history = checked(compareHistory(await listMigrations(migrationsDir), await readHistory(client)))
    if (history.pending.length === 0) return []
    const migrationsList = await migrationList(migrationsDir)
    return withSchemaEngine(
      connection,
      async (engine) => {
        // Under the lock nobody is at work, so it failed or was killed; its transaction left nothing.
        for (const migrationName of history.failed) await engine.markMigrationRolledBack({ migrationName })
        const applied = await engine.applyMigrations({ migrationsList, filters: NO_FILTERS }).catch((error: unknown) => {
          throw new MigrationFailed(error instanceof Error ? error.message : String(error), error)
        })
        return applied.appliedMigrationNames
      },
      scriptForOneTransaction,
    )
  })
}

/**
 * Copies a cluster that has data and is about to be migrated to `pg-before-<first pending migration>` beside it, and keeps
 * the newest 3. The server is stopped meanwhile: open your pools afterwards. Returns the copy's path, undefined when no
 * copy was needed. To go back: stop Nightline, replace the folder `pg` by the copy, start the older program.
 */
export async function copyClusterBeforeMigration(cluster: CopyableCluster, connection: DatabaseConnection, migrationsDir: string): Promise<string | undefined> {
  if (cluster.wasCreated) return undefined
  const {
    pending: [next],
    hasApplied,
  } = await historyOf(connection, migrationsDir)
  if (next === undefined || !hasApplied) return undefined
  return cluster.whileStopped(() => cluster.copyCluster({ prefix: COPY_PREFIX, name: next, keep: COPIES_KEPT }))
}

/**
 * SQL that turns the database of one schema (text of a schema.prisma, undefined = an empty database) into that of another;
 * '' when they are equal. The engine insists on a connection but only asks it for the server's version.
 */
export async function diffSchemas(connection: DatabaseConnection, from: string | undefined, to: string): Promise<string> {
  return withSchemaEngine(connection, async (engine) => {
    const result = await engine.diff({
      from: from === undefined ? { tag: 'empty' } : { tag: 'schemaDatamodel', files: schemaFiles(from) },
      to: { tag: 'schemaDatamodel', files: schemaFiles(to) },
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    })
    return sqlOf(result.stdout)
  })
}

/** SQL that would turn the live database into schema.prisma; '' when they are equal. What Prisma cannot say is not compared. */
export async function driftOf(connection: DatabaseConnection, schemaFile: string): Promise<string> {
  const files = schemaFiles(await readSchema(schemaFile))
  return withSchemaEngine(connection, async (engine) => {
    const result = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: '' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    })
    return sqlOf(result.stdout)
  })
}

/**
 * Writes the next migration: the difference between the migrations so far and schema.prisma. `scratch` is an empty
 * database, which gets all migrations (that proves them as well). Returns the path of the new file, to which you add what
 * Prisma cannot say; undefined when nothing differs.
 */
export async function writeMigration({
  scratch,
  schemaFile,
  migrationsDir,
  title,
  now,
}: {
  scratch: DatabaseConnection
  schemaFile: string
  migrationsDir: string
  title: string
  now: DateTime
}): Promise<string | undefined> {
  await applyMigrations(scratch, migrationsDir)
  const sql = await driftOf(scratch, schemaFile)
  if (sql === '') return undefined
  return writeMigrationFile(migrationsDir, migrationName(now.toUTC().toFormat('yyyyMMddHHmmss'), title), sql)
}

async function historyOf(connection: DatabaseConnection, migrationsDir: string): Promise<History> {
  const [names, rows] = await Promise.all([listMigrations(migrationsDir), withClient(connection, readHistory)])
  return checked(compareHistory(names, rows))
}

function checked(history: History): History {
  if (history.unknown.length > 0) throw new SchemaTooNew(history.unknown)
  return history
}

async function migrationList(migrationsDir: string) {
  const migrations = await readMigrations(migrationsDir)
  return {
    baseDir: migrationsDir,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
    })),
  }
}

function schemaFiles(content: string) {
  return [{ path: 'schema.prisma', content }]
}

function sqlOf(stdout: string | null): string {
  return stdout === null || /^\s*-- This is an empty migration\.\s*$/.test(stdout) ? '' : stdout
}
