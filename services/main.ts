import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pino } from 'pino'
import { seedDemo } from '../prisma/seed.ts'
import { startApp, type RunningApp } from './app.ts'
import type { Config, TwilioAccount } from './config.ts'
import { openDatabase, type Database } from './db.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres/service.ts'
import { findRunning, forgetRunning, ROOT, simulatorCredentials, VERSION, writeRunning } from './files.ts'
import { loggerOptions } from './http/logging.ts'
import { applyMigrations, copyClusterBeforeMigration } from './migrations/service.ts'
import { connectionFromUrl } from './migrations/store.ts'
import { startMailboxProcess } from './mail/mailbox/service.ts'
import { startSimulatorProcess, type SimulatorProcess } from './phone/service.ts'
import { CannotStart, databaseReason, folderReason, listenReason } from './reasons.ts'
import { shutdownList } from './shutdown/service.ts'

const MIGRATIONS = join(ROOT, 'prisma', 'migrations')
export const PAGE = join(ROOT, 'dashboard', 'dist')

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
  /** Resolves when the page has been built, which is waited for; without a page the line still answers. */
  page?: Promise<unknown>
}

/** Starts the whole program: database, migrations, simulator or Twilio, web and worker. */
export async function startNightline({ config, page = Promise.resolve() }: StartOptions): Promise<Nightline> {
  const log = pino(loggerOptions(config.logLevel), pino.destination(2))
  const dataDir = resolve(config.dataDir)
  const opened = shutdownList({ log, limitSeconds: 12 }) // of which the program's own steps take a part each
  try {
    await refuseSecond(config, dataDir)
    await explained('FLOWS_DIR', config.flowsDir, folderReason, () => readdir(resolve(config.flowsDir)))
    const postgres =
      config.databaseUrl === undefined ? await explained('DATA_DIR', config.dataDir, folderReason, () => startEmbeddedPostgres({ dataDir, log })) : undefined
    if (postgres) opened.add('postgres', () => postgres.stop())
    const databaseUrl = await migrateDatabase(config.databaseUrl, postgres)
    const database = openDatabase({ url: databaseUrl, onError: (err) => log.warn({ err }, 'a database connection was lost') })
    opened.add('database', database.close)

    let app: RunningApp | undefined
    const { account, simulator } = await telephony(
      config,
      dataDir,
      databaseUrl,
      async () => {
        if (app) await pointNumbers(app, database)
      },
      log,
    )
    if (simulator) opened.add('simulator', simulator.stop)
    const mailbox =
      simulator && !config.mail ? await startMailboxProcess({ entry: join(ROOT, 'build', 'mailbox.js'), dir: join(dataDir, 'mailbox'), log }) : undefined
    if (mailbox) opened.add('mailbox', mailbox.stop)
    if (simulator) await seedDemo({ database, now: new Date(), hasWork: true })
    const running = await startApp({
      config: mailbox ? { ...config, mail: mailbox.mail } : config,
      database,
      account,
      ...(simulator && { simulator: simulator.address }),
      ...(mailbox && { mailbox: mailbox.address }),
      pageDir: PAGE,
      version: VERSION,
      log,
    })
    app = running
    opened.add('program', async () => {
      await simulator?.stop() // first: the program still hears how its calls end
      await running.stop()
    })
    await page.catch((err: unknown) => log.error({ err }, 'the page could not be built; calls are taken without it'))
    const url = await running.listen().catch((error: unknown) => {
      const reason = listenReason(error, config.host, config.port)
      throw reason === undefined ? error : new CannotStart(reason)
    })
    if (simulator) await pointNumbers(running, database)
    await postgres?.announce(url)
    if (config.roles.includes('web')) {
      await writeRunning(dataDir, { pid: process.pid, url, databaseUrl, ...(simulator && { simulator: simulator.address }) })
      opened.add('running.json', () => forgetRunning(dataDir))
    }
    return { url, database, app: running, simulator: simulator?.address, stop: opened.run }
  } catch (error) {
    await opened.run()
    throw error
  }
}

/** The simulator and its clock live in one process with all roles; and a data folder belongs to one web process. */
async function refuseSecond(config: Config, dataDir: string): Promise<void> {
  if (!config.twilio && config.roles.length < 2)
    throw new CannotStart('ROLES: web and worker are set apart only with Twilio credentials; the phone simulator needs both in one process.')
  const other = config.roles.includes('web') ? await findRunning(dataDir) : undefined
  if (other) throw new CannotStart(`Nightline is already running with the data folder ${dataDir}: ${other.url}`)
}

/** Runs `work`; a fault that `reasonFor` knows becomes one line that names the variable and its value. */
async function explained<T>(variable: string, value: string, reasonFor: (error: unknown) => string | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const reason = reasonFor(error)
    throw reason === undefined ? error : new CannotStart(`${variable}: ${value}: ${reason}.`)
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
  await explained('DATABASE_URL', hostOf(url), databaseReason, () => applyMigrations(connectionFromUrl(url), MIGRATIONS))
  return url
}

/** The part of a database URL that is no secret. */
function hostOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

async function telephony(
  config: Config,
  dataDir: string,
  databaseUrl: string,
  onRestart: () => Promise<void>,
  log: { warn: (details: object, text: string) => void },
): Promise<{ account: TwilioAccount; simulator?: SimulatorProcess }> {
  if (config.twilio) return { account: config.twilio }
  const { accountSid, authToken } = await simulatorCredentials(dataDir)
  const simulator = await startSimulatorProcess({
    entry: join(ROOT, 'build', 'simulator.js'),
    databaseUrl,
    accountSid,
    authToken,
    port: config.simulatorPort,
    onRestart,
    log,
  }).catch((error: Error) => {
    throw new CannotStart(
      error.message.includes('EADDRINUSE')
        ? `SIMULATOR_PORT: ${config.simulatorPort} is taken by another program; choose another one, or 0 for any free one.`
        : error.message,
    )
  })
  const account = { accountSid, authTokens: [authToken], username: accountSid, password: authToken, apiBaseUrl: simulator.address.url }
  return { account, simulator }
}

/** In the simulator our numbers exist when we say so. At Twilio only people buy and point numbers. */
async function pointNumbers(app: RunningApp, { prisma }: Database): Promise<void> {
  for (const { number } of await prisma.phoneNumber.findMany({ select: { number: true } })) await app.pointNumber(number)
}
