import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { DateTime } from 'luxon'
import { startEmbeddedPostgres } from '../../embedded-postgres/service.ts'
import type { DatabaseConnection } from '../connection.ts'
import { applyMigrations, driftOf, writeMigration } from '../service.ts'

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** Runs `task` with an empty database in a throw-away cluster (about a second). */
export async function withScratchDatabase<T>(task: (scratch: DatabaseConnection) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(path.join(tmpdir(), 'nightline-scratch-'))
  try {
    const postgres = await startEmbeddedPostgres({ dataDir: dir, log: SILENT, durable: false })
    try {
      return await task(postgres.connection)
    } finally {
      await postgres.stop()
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** For developers: see `writeMigration`. No database of theirs is touched. */
export function newMigration(migration: { title: string; now: DateTime; schemaFile: string; migrationsDir: string }): Promise<string | undefined> {
  return withScratchDatabase((scratch) => writeMigration({ ...migration, scratch }))
}

/** What the migrations lack to reach schema.prisma, as SQL; '' when nothing. */
export function missingInMigrations(schemaFile: string, migrationsDir: string): Promise<string> {
  return withScratchDatabase(async (scratch) => {
    await applyMigrations(scratch, migrationsDir)
    return driftOf(scratch, schemaFile)
  })
}
