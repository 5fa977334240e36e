import { join, resolve } from 'node:path'
import { pino } from 'pino'
import { seedDemo } from '../prisma/seed.ts'
import { startApp, type RunningApp } from './app.ts'
import type { Config, TwilioAccount } from './config.ts'
import { openDatabase, type Database } from './db.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres/service.ts'
import { forgetRunning, ROOT, simulatorCredentials, VERSION, writeRunning } from './files.ts'
import { loggerOptions } from './http/logging.ts'
import { applyMigrations, copyClusterBeforeMigration } from './migrations/service.ts'
import { connectionFromUrl } from './migrations/store.ts'
import { startSimulatorProcess, type SimulatorProcess } from './phone/service.ts'

const MIGRATIONS = join(ROOT, 'prisma', 'migrations')
export const PAGE = join(ROOT, 'dashboard', 'dist')

/** A reason not to start, in one line for who started us. */
export class CannotStart extends Error {}

export type Nightline = {
  url: string
  database: Database
  app: RunningApp
  simulator: SimulatorProcess['address'] | undefined
  /** Answers what is under way, then stops everything that was started here. */
  stop: () => Promise<void>
}

export type StartOptions = {
  config: Config
  /** Resolves when the page has been built; the program takes calls before. */
  page?: Promise<unknown>
}

/** Starts the whole program: database, migrations, simulator or Twilio, web and worker. */
export async function startNightline({ config, page = Promise.resolve() }: StartOptions): Promise<Nightline> {
  const log = pino(loggerOptions(config.logLevel), pino.destination(2))
  const dataDir = resolve(config.dataDir)
  const cleanups: (() => Promise<unknown>)[] = []
  const stop = async (): Promise<void> => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup().catch((err: unknown) => log.error({ err }, 'stopping had trouble'))
  }
  try {
    const postgres = config.databaseUrl === undefined ? await startEmbeddedPostgres({ dataDir, log }) : undefined
    if (postgres) cleanups.push(() => postgres.stop())
    const databaseUrl = await migrateDatabase(config.databaseUrl, postgres)
    const database = openDatabase({ url: databaseUrl, onError: (err) => log.warn({ err }, 'a database connection was lost') })
    cleanups.push(() => database.close())

    let app: RunningApp | undefined
    const { account, simulator } = await telephony(config, dataDir, databaseUrl, () => void (app && pointNumbers(app, database)), log)
    if (simulator) cleanups.push(() => simulator.stop())
    if (simulator) await seedDemo({ database, now: new Date() })
    const running = await startApp({
      config, database, account, ...(simulator && { simulator: simulator.address }), pageDir: PAGE, version: VERSION, log,
    })
    app = running
    cleanups.push(async () => {
      await simulator?.stop() // first: the program still hears how its calls end
      await running.stop()
    })
    await page
    const url = await running.listen().catch((error: unknown) => { throw portTaken(error, config) })
    if (simulator) await pointNumbers(running, database)
    await postgres?.announce(url)
    await writeRunning(dataDir, { url, databaseUrl, ...(simulator && { simulator: simulator.address }) })
    cleanups.push(() => forgetRunning(dataDir))
    return { url, database, app: running, simulator: simulator?.address, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Brings the database (a URL, or the built-in server) to this program's schema and returns its URL. */
export async function migrateDatabase(url: string | undefined, postgres: EmbeddedPostgres | undefined): Promise<string> {
  if (postgres) {
    await copyClusterBeforeMigration(postgres, postgres.connection, MIGRATIONS)
    await applyMigrations(postgres.connection, MIGRATIONS)
    return postgres.url
  }
  if (url === undefined) throw new CannotStart('There is no database: neither a server of our own nor DATABASE_URL.')
  await applyMigrations(connectionFromUrl(url), MIGRATIONS).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNREFUSED' || error.code === 'ENOTFOUND') throw new CannotStart(`DATABASE_URL: no PostgreSQL answers there (${error.code}).`)
    throw error
  })
  return url
}

async function telephony(
  config: Config, dataDir: string, databaseUrl: string, onRestart: () => void, log: { warn: (details: object, text: string) => void },
): Promise<{ account: TwilioAccount; simulator?: SimulatorProcess }> {
  if (config.twilio) return { account: config.twilio }
  const { accountSid, authToken } = await simulatorCredentials(dataDir)
  const simulator = await startSimulatorProcess({
    entry: join(ROOT, 'build', 'simulator.js'), databaseUrl, accountSid, authToken, port: config.simulatorPort, onRestart, log,
  }).catch((error: Error) => { throw new CannotStart(`SIMULATOR_PORT: ${error.message}`) })
  const account = { accountSid, authTokens: [authToken], username: accountSid, password: authToken, apiBaseUrl: simulator.address.url }
  return { account, simulator }
}

/** In the simulator our numbers exist when we say so. At Twilio only people buy and point numbers. */
async function pointNumbers(app: RunningApp, { prisma }: Database): Promise<void> {
  for (const { number } of await prisma.phoneNumber.findMany({ select: { number: true } })) await app.pointNumber(number)
}

function portTaken(error: unknown, { host, port }: Config): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') return new CannotStart(`PORT: ${host}:${port} is taken by another program; choose another one, or 0 for any free one.`)
  if (code === 'EACCES') return new CannotStart(`PORT: this user may not listen on ${host}:${port}; choose one above 1023.`)
  return error
}
