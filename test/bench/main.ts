import { fork, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { seedDemo } from '../../prisma/seed.ts'
import { openDatabase } from '../../services/db.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../services/embedded-postgres/service.ts'
import { applyMigrations } from '../../services/migrations/service.ts'
import { callbackBench, callbacksAsText } from './callbacks.ts'
import { usedByFamily, usedByProcess } from './cpu.ts'
import type { Measured as Played, Order } from './load.ts'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
type Name = 'bare' | 'nightline'
/** With the processor time of the server and of Postgres for one request, in microseconds: it holds on a busy machine too. */
type Measured = Played & { serverMicros: number; postgresMicros: number }
type Rounds = Record<Name, Measured[]>

export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '3' },
      calls: { type: 'string', default: '3000' },
      json: { type: 'boolean' },
      profile: { type: 'string' },
      callbacks: { type: 'boolean' },
    },
  })
  const dataDir = await mkdtemp(join(tmpdir(), 'nightline-bench-'))
  const postgres = await startEmbeddedPostgres({ dataDir, log: silent }) // fsync is on
  try {
    await applyMigrations(postgres.connection, join(process.cwd(), 'prisma', 'migrations'))
    if (values.callbacks) {
      const measured = await callbackBench(postgres.url, { rounds: Number(values.rounds) })
      process.stdout.write(values.json ? `${JSON.stringify(measured)}\n` : `${callbacksAsText(measured)}\n`)
      return
    }
    await prepareTables(postgres.url)
    const report = await measure(postgres, { rounds: Number(values.rounds), calls: Number(values.calls), profileDir: values.profile })
    process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `${asText(report)}\n`)
    if (report.wrong > 0) process.exitCode = 1
  } finally {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function prepareTables(url: string): Promise<void> {
  const database = openDatabase({ url, onError: () => undefined })
  await seedDemo({ database, now: new Date() })
  await database.pool.query(
    'create table bare_event (token text primary key, call_sid text not null, url text not null, params jsonb not null, received_at timestamptz not null)',
  )
  const { rows } = await database.pool.query<{ fsync: string; commit: string }>(
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`,
  )
  if (rows[0]?.fsync !== 'on' || rows[0].commit !== 'on') throw new Error('the measurement needs fsync and synchronous_commit')
  await database.close()
}

/** In turn in one run, the order swapped each round, so that a busy machine harms both alike. */
async function measure(
  { url: databaseUrl, pid }: EmbeddedPostgres,
  { rounds, calls, profileDir }: { rounds: number; calls: number; profileDir: string | undefined },
) {
  const env = { ...process.env, BENCH_DATABASE_URL: databaseUrl }
  const profiling = profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`]
  const servers = { bare: forked('bench-bare', env), nightline: forked('bench-nightline', env, profiling) }
  const load = forked('bench-load', env)
  const ports = { bare: await portOf(servers.bare), nightline: await portOf(servers.nightline) }
  const admin = new pg.Client({ connectionString: databaseUrl })
  await admin.connect()
  const run = async (name: Name, order: { calls: number; connections: number }): Promise<Measured> => {
    load.send({ kind: 'prepare', calls: order.calls, port: ports[name], withBeginning: name === 'nightline' } satisfies Order)
    await answerOf(load)
    const used = (): [number, number] => [usedByProcess(servers[name].pid), usedByFamily(pid())]
    const [server, family] = used()
    load.send({ kind: 'play', connections: order.connections, port: ports[name] } satisfies Order)
    const played = await answerOf<Played>(load)
    const [serverNow, familyNow] = used()
    return { ...played, serverMicros: (serverNow - server) / played.requests, postgresMicros: (familyNow - family) / played.requests }
  }
  const many: Rounds = { bare: [], nightline: [] }
  const alone: Rounds = { bare: [], nightline: [] }
  for (const name of ['bare', 'nightline'] as const) await run(name, { calls: Math.min(calls, 1_000), connections: 32 }) // warm
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? (['bare', 'nightline'] as const) : (['nightline', 'bare'] as const)) {
      many[name].push(await run(name, { calls, connections: 32 }))
      alone[name].push(await run(name, { calls: Math.ceil(calls / 10), connections: 1 }))
    }
  }
  await admin.end()
  for (const child of [load, servers.bare, servers.nightline]) child.disconnect()
  await Promise.all([servers.bare, servers.nightline].map((child) => new Promise((resolve) => child.once('exit', resolve))))
  const wrong = [...Object.values(many), ...Object.values(alone)].flat().reduce((sum, measured) => sum + measured.wrong, 0)
  const example = [...many.nightline, ...alone.nightline, ...many.bare].find((measured) => measured.example)?.example
  return { many: summary(many), alone: summary(alone), rounds: many, wrong, example, cores: cpus().length, load: loadavg()[0] ?? 0 }
}

function forked(name: string, env: NodeJS.ProcessEnv, execArgv: string[] = []): ChildProcess {
  return fork(join(import.meta.dirname, `${name}.js`), { env, execArgv, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
}

function answerOf<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T))
    child.once('exit', (code) => reject(new Error(`a process of the measurement ended with ${code}`)))
  })
}

async function portOf(child: ChildProcess): Promise<number> {
  return (await answerOf<{ port: number }>(child)).port
}

function summary(rounds: Rounds) {
  const of = (name: Name) => {
    const middle = (pick: (one: Measured) => number): number => median(rounds[name].map(pick))
    return {
      perSecond: middle((one) => one.perSecond),
      p50: middle((one) => one.p50),
      p99: middle((one) => one.p99),
      serverMicros: middle((one) => one.serverMicros),
      postgresMicros: middle((one) => one.postgresMicros),
    }
  }
  const ratios = rounds.nightline.map((one, n) => one.perSecond / (rounds.bare[n]?.perSecond ?? Number.NaN))
  return { bare: of('bare'), nightline: of('nightline'), ratios, ratio: median(ratios) }
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[half] ?? Number.NaN) : ((sorted[half - 1] ?? Number.NaN) + (sorted[half] ?? Number.NaN)) / 2
}

type Report = Awaited<ReturnType<typeof measure>>

function asText({ many, alone, wrong, example, cores, load }: Report): string {
  const line = (name: string, one: Report['many']['bare']): string =>
    `  ${name.padEnd(10)} ${one.perSecond.toFixed(0).padStart(6)} requests/s   p50 ${one.p50.toFixed(1).padStart(5)} ms   p99 ${one.p99.toFixed(1).padStart(5)} ms` +
    `   processor: server ${one.serverMicros.toFixed(0)} us, PostgreSQL ${one.postgresMicros.toFixed(0)} us`
  const block = (title: string, { bare, nightline, ratios, ratio }: Report['many']): string[] => [
    title,
    line('bare', bare),
    line('nightline', nightline),
    `  ratio ${ratio.toFixed(2)} (rounds: ${ratios.map((one) => one.toFixed(2)).join(', ')})`,
  ]
  return [
    ...block('32 connections, median of the rounds:', many),
    ...block('1 connection:', alone),
    `wrong answers: ${wrong}${example === undefined ? '' : `, e.g. ${example}`}   cores: ${cores}, load average at the end: ${load.toFixed(1)}`,
  ].join('\n')
}
