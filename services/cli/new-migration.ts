import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DateTime } from 'luxon'
import { startEmbeddedPostgres } from '../embedded-postgres/service.ts'
import { writeMigration } from '../migrations/service.ts'

/** For developers: writes the next migration from prisma/schema.prisma, against a throw-away cluster. Add to it what Prisma cannot say. */
export async function newMigration(title: string): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'nightline-migration-'))
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false, log: { info: () => undefined, warn: () => undefined, error: () => undefined } })
  try {
    const path = await writeMigration({
      scratch: postgres.connection, schemaFile: 'prisma/schema.prisma', migrationsDir: 'prisma/migrations', title, now: DateTime.utc(),
    })
    return path ?? 'nothing differs: no migration written'
  } finally {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
