import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DateTime } from 'luxon'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startEmbeddedPostgres } from '../../services/embedded-postgres/service.ts'
import type { EmbeddedPostgres } from '../../services/embedded-postgres/service.ts'
import type { DatabaseConnection } from '../../services/migrations/connection.ts'
import { SchemaTooNew } from '../../services/migrations/errors.ts'
import { applyMigrations, copyClusterBeforeMigration, diffSchemas, driftOf, pendingMigrations, writeMigration } from '../../services/migrations/service.ts'
import { connectionFromUrl } from '../../services/migrations/store.ts'
import { cloneDatabase, startTestCluster } from '../support/database.ts'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

const schema = `
datasource db {
  provider = "postgresql"
}

model Custody {
  id     Int      @id
  caseId Int      @map("case_id")
  status String
  fromAt DateTime @map("from_at") @db.Timestamptz(3)
  toAt   DateTime @map("to_at") @db.Timestamptz(3)

  @@map("custody")
}
`

// Everything that breaks a splitter at `;` or that Prisma cannot say.
const hardSql = `
create extension if not exists btree_gist; -- a comment; with a semicolon
alter table custody add constraint custody_no_overlap
  exclude using gist (case_id with =, tstzrange(from_at, to_at, '[)') with &&);
create unique index custody_one_open on custody (case_id) where status = 'open; really';
alter table custody add constraint custody_forward check (from_at < to_at);
create function custody_must_have_status() returns trigger language plpgsql as $$
begin
  if new.status = '' then raise exception 'no; status'; end if;
  return null;
end $$;
create constraint trigger custody_status after insert on custody deferrable initially deferred
  for each row execute function custody_must_have_status();
insert into custody values (1, 1, 'open', '2026-01-01Z', '2026-01-02Z') -- no semicolon at the end`

let base: string
let postgres: EmbeddedPostgres
let databases = 0
let connection: DatabaseConnection
let migrationsDir: string
let schemaFile: string

beforeAll(async () => {
  base = await mkdtemp(path.join(tmpdir(), 'nightline migrations '))
  postgres = await startEmbeddedPostgres({ dataDir: path.join(base, 'data'), log: silent, durable: false })
}, 30_000)

afterAll(async () => {
  await postgres.stop()
  await rm(base, { recursive: true, force: true })
})

beforeEach(async () => {
  const database = `test_${(databases += 1)}`
  await ask(postgres.connection, `create database ${database}`)
  connection = { ...postgres.connection, database }
  migrationsDir = path.join(base, database)
  schemaFile = path.join(base, `${database}.prisma`)
  await writeFile(schemaFile, schema)
})

async function ask(to: DatabaseConnection, sql: string): Promise<unknown[]> {
  const client = new pg.Client(to)
  await client.connect()
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' })
    return rows.flat()
  } finally {
    await client.end()
  }
}

async function migration(name: string, sql: string): Promise<void> {
  await mkdir(path.join(migrationsDir, name), { recursive: true })
  await writeFile(path.join(migrationsDir, name, 'migration.sql'), sql)
}

async function firstMigration(): Promise<void> {
  await migration('20260101000000_init', await diffSchemas(connection, undefined, schema))
  await migration('20260102000000_rules', hardSql)
}

const tables = () => ask(connection, `select tablename from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations' order by 1`)

test('function bodies, EXCLUDE, partial indexes and deferred triggers are applied and hold; no drift', { timeout: 20_000 }, async () => {
  await firstMigration()
  expect(await pendingMigrations(connection, migrationsDir)).toEqual(['20260101000000_init', '20260102000000_rules'])
  expect(await applyMigrations(connection, migrationsDir)).toEqual(['20260101000000_init', '20260102000000_rules'])
  expect(await applyMigrations(connection, migrationsDir)).toEqual([])
  await expect(ask(connection, `insert into custody values (2, 1, 'x', '2026-01-01T12:00Z', '2026-01-03Z')`)).rejects.toThrow(/custody_no_overlap/)
  await expect(
    ask(connection, `insert into custody values (2, 1, 'open; really', '2027-01-01Z', '2027-01-02Z'), (3, 1, 'open; really', '2028-01-01Z', '2028-01-02Z')`),
  ).rejects.toThrow(/custody_one_open/)
  await expect(ask(connection, `insert into custody values (2, 1, '', '2027-01-01Z', '2027-01-03Z')`)).rejects.toThrow(/no; status/)
  expect(await driftOf(connection, schemaFile)).toBe('')
  await ask(connection, 'alter table custody drop column status')
  expect(await driftOf(connection, schemaFile)).toMatch(/ADD COLUMN .*"status" TEXT/)
})

test('with nothing pending the engine is not needed and little time passes', { timeout: 20_000 }, async () => {
  await firstMigration()
  await applyMigrations(connection, migrationsDir)
  const times: number[] = []
  for (let round = 0; round < 5; round += 1) {
    const before = performance.now()
    await applyMigrations(connection, migrationsDir)
    times.push(performance.now() - before)
  }
  expect(Math.min(...times)).toBeLessThan(50)
})

test('four processes at once: each migration runs once', { timeout: 20_000 }, async () => {
  await firstMigration()
  const applied = await Promise.all([1, 2, 3, 4].map(() => applyMigrations(connection, migrationsDir)))
  expect(applied.flat().sort()).toEqual(['20260101000000_init', '20260102000000_rules'])
  expect(await ask(connection, 'select count(*)::int from custody')).toEqual([1])
  expect(await ask(connection, 'select count(*)::int from _prisma_migrations')).toEqual([2])
})

test('a bad migration leaves nothing, those before it stay, and mended it goes on', { timeout: 20_000 }, async () => {
  await firstMigration()
  await migration('20260103000000_bad', 'create table half (id int); insert into half values (1); insert into half values (1 / 0);')
  await migration('20260104000000_after', 'create table later (id int)')
  await expect(applyMigrations(connection, migrationsDir)).rejects.toThrow(/20260103000000_bad[\s\S]*division by zero/)
  expect(await tables()).toEqual(['custody'])
  await expect(applyMigrations(connection, migrationsDir)).rejects.toThrow(/division by zero/)

  await migration('20260103000000_bad', 'create table half (id int);')
  expect(await applyMigrations(connection, migrationsDir)).toEqual(['20260103000000_bad', '20260104000000_after'])
  expect(await tables()).toEqual(['custody', 'half', 'later'])
  expect(await applyMigrations(connection, migrationsDir)).toEqual([])
})

test('killed after the SQL was committed and before the engine wrote it down: it counts as applied', { timeout: 20_000 }, async () => {
  await migration('20260101000000_init', 'create table once (id int)')
  // Ends the engine's session at its own record, which comes after the migration's transaction.
  await migration(
    '20260102000000_killed',
    `create table twice (id int);
    create function die() returns trigger language plpgsql as $$ begin
      if new.applied_steps_count > 0 and new.migration_name = '20260102000000_killed' then perform pg_terminate_backend(pg_backend_pid()); end if;
      return new;
    end $$;
    create trigger die before update on _prisma_migrations for each row execute function die();`,
  )
  await expect(applyMigrations(connection, migrationsDir)).rejects.toThrow()
  expect(await tables()).toEqual(['once', 'twice'])
  expect(await applyMigrations(connection, migrationsDir)).toEqual([])
})

test('a second process that starts in the middle of a slow migration waits for it', { timeout: 20_000 }, async () => {
  await migration('20260101000000_slow', 'create table slow (id int); select pg_sleep(0.6)')
  const first = applyMigrations(connection, migrationsDir)
  await sleep(300)
  expect(await applyMigrations(connection, migrationsDir)).toEqual([])
  expect(await first).toEqual(['20260101000000_slow'])
  expect(await ask(connection, 'select rolled_back_at from _prisma_migrations')).toEqual([null])
})

test('CREATE INDEX CONCURRENTLY alone in a file works', { timeout: 20_000 }, async () => {
  await migration('20260101000000_init', 'create table note (id int)')
  await migration('20260102000000_index', 'create index concurrently note_id on note (id)')
  expect(await applyMigrations(connection, migrationsDir)).toHaveLength(2)
})

test('a database of a newer program is refused', { timeout: 20_000 }, async () => {
  await firstMigration()
  await applyMigrations(connection, migrationsDir)
  await rm(path.join(migrationsDir, '20260102000000_rules'), { recursive: true })
  for (const attempt of [pendingMigrations, applyMigrations]) {
    const error: unknown = await attempt(connection, migrationsDir).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(SchemaTooNew)
    expect(error).toMatchObject({
      unknownMigrations: ['20260102000000_rules'],
      message: expect.stringMatching(/older than the database.*20260102000000_rules.*newer program/),
    })
  }
})

test('the next migration is the difference between the migrations and the schema', { timeout: 20_000 }, async () => {
  const now = DateTime.fromISO('2026-02-03T04:05:06', { zone: 'utc' })
  const first = await writeMigration({ scratch: connection, schemaFile, migrationsDir, title: 'First tables', now })
  expect(first).toBe(path.join(migrationsDir, '20260203040506_first_tables', 'migration.sql'))
  expect(await readFile(path.join(migrationsDir, 'migration_lock.toml'), 'utf8')).toContain('provider = "postgresql"')
  await migration('20260204000000_rules', hardSql)
  await writeFile(schemaFile, schema.replace('status String', 'status String\n  note   String?'))
  const second = await writeMigration({ scratch: connection, schemaFile, migrationsDir, title: 'note', now: now.plus({ days: 2 }) })
  expect((await readFile(second ?? '', 'utf8')).trim()).toBe('-- AlterTable\nALTER TABLE "custody" ADD COLUMN     "note" TEXT;')
  expect(await writeMigration({ scratch: connection, schemaFile, migrationsDir, title: 'nothing', now: now.plus({ days: 3 }) })).toBeUndefined()
  await writeFile(schemaFile, 'model X {')
  await expect(driftOf(connection, schemaFile)).rejects.toThrow(/validating/)
})

test('a cluster with data is copied before a migration, three copies are kept, and a copy can be put back', { timeout: 30_000 }, async () => {
  const dataDir = path.join(base, 'copied')
  const options = { dataDir, log: silent, durable: false }
  await firstMigration()
  const created = await startEmbeddedPostgres(options)
  expect(await copyClusterBeforeMigration(created, created.connection, migrationsDir)).toBeUndefined()
  await applyMigrations(created.connection, migrationsDir)
  await created.stop()

  const cluster = await startEmbeddedPostgres(options)
  expect(await copyClusterBeforeMigration(cluster, cluster.connection, migrationsDir)).toBeUndefined()
  for (const number of [3, 4, 5, 6]) {
    await migration(`2026010${number}000000_next`, `create table t${number} (id int)`)
    const copy = await copyClusterBeforeMigration(cluster, cluster.connection, migrationsDir)
    expect(copy).toBe(path.join(dataDir, `pg-before-2026010${number}000000_next`))
    await applyMigrations(cluster.connection, migrationsDir)
    const [original, copied] = await Promise.all([path.join(dataDir, 'pg'), copy ?? ''].map((dir) => stat(path.join(dir, 'global', 'pg_control'))))
    expect(copied?.uid).toBe(original?.uid)
  }
  const exists = (name: string) =>
    stat(path.join(dataDir, name)).then(
      () => true,
      () => false,
    )
  expect(await Promise.all([3, 4, 5, 6].map((number) => exists(`pg-before-2026010${number}000000_next`)))).toEqual([false, true, true, true])
  await cluster.stop()

  await rename(path.join(dataDir, 'pg'), path.join(dataDir, 'pg-newer'))
  await rename(path.join(dataDir, 'pg-before-20260105000000_next'), path.join(dataDir, 'pg'))
  const restored = await startEmbeddedPostgres(options)
  try {
    expect(await ask(restored.connection, `select to_regclass('t4')::text, to_regclass('t5')::text, (select count(*)::int from custody)`)).toEqual([
      't4',
      null,
      1,
    ])
  } finally {
    await restored.stop()
  }
})

test("the tests' own cluster: clones are migrated, apart from each other, and may be made at once", { timeout: 30_000 }, async () => {
  await firstMigration()
  const { cluster, stop } = await startTestCluster(migrationsDir)
  try {
    const clones = await Promise.all(Array.from({ length: 6 }, () => cloneDatabase(cluster)))
    await ask(clones[0]!.connection, 'delete from custody')
    expect(await ask(clones[0]!.connection, 'select count(*)::int from custody')).toEqual([0])
    expect(await ask(clones[1]!.connection, 'select count(*)::int from custody')).toEqual([1])
    await Promise.all(clones.map((clone) => clone.drop()))
    expect(await ask(cluster.connection, `select 1 from pg_database where datname like 'test_%'`)).toEqual([])
  } finally {
    await stop()
  }
})

test.each([
  ['postgresql://me:p%40ss@db.example:6432/line', { host: 'db.example', port: 6432, user: 'me', password: 'p@ss', database: 'line' }],
  ['postgres://me:x@[::1]/line', { host: '::1', port: 5432, user: 'me', password: 'x', database: 'line' }],
  ['postgresql://me:x@db/line?sslmode=disable', { host: 'db', port: 5432, user: 'me', password: 'x', database: 'line' }],
])('%s', (url, expected) => {
  expect(connectionFromUrl(url)).toEqual(expected)
})

test('sslmode is kept', () => {
  expect(connectionFromUrl('postgresql://me:x@db/line?sslmode=no-verify')).toHaveProperty('ssl')
})
