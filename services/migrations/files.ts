import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import path from 'node:path'

const LOCK_FILE = 'migration_lock.toml'
const LOCK_CONTENT = '# Written once by the migration tool; it tells Prisma which SQL the folder holds.\nprovider = "postgresql"\n'

export type MigrationFile = { name: string; sql: string }

/** Names of the migrations in the folder, oldest first. A folder that is not there has none. */
export async function listMigrations(migrationsDir: string): Promise<string[]> {
  if (!existsSync(migrationsDir)) return []
  const entries = await readdir(migrationsDir, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory() && existsSync(sqlFile(migrationsDir, entry.name)))
    .map((entry) => entry.name)
    .sort()
}

export async function readMigrations(migrationsDir: string): Promise<MigrationFile[]> {
  const names = await listMigrations(migrationsDir)
  return Promise.all(names.map(async (name) => ({ name, sql: await readFile(sqlFile(migrationsDir, name), 'utf8') })))
}

/** Returns the path of the new file. */
export async function writeMigrationFile(migrationsDir: string, name: string, sql: string): Promise<string> {
  await mkdir(path.join(migrationsDir, name), { recursive: true })
  const lock = path.join(migrationsDir, LOCK_FILE)
  if (!existsSync(lock)) await writeFile(lock, LOCK_CONTENT)
  await writeFile(sqlFile(migrationsDir, name), sql, { flag: 'wx' })
  return sqlFile(migrationsDir, name)
}

export function readSchema(schemaFile: string): Promise<string> {
  return readFile(schemaFile, 'utf8')
}

function sqlFile(migrationsDir: string, name: string): string {
  return path.join(migrationsDir, name, 'migration.sql')
}
