import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { seedDemo } from '../../prisma/seed.ts'
import { startApp, type RunningApp } from '../../services/app.ts'
import { openDatabase, type Database } from '../../services/db.ts'
import { VERSION } from '../../services/files.ts'
import { startMailbox, type Mailbox } from '../../services/mailbox/service.ts'
import { loggerOptions } from '../../services/http/logging.ts'
import { openQueue } from '../../services/queue.ts'
import { postgresClock } from '../../services/phone-simulator/clock/store.ts'
import { startSimulator, type Simulator } from '../../services/phone-simulator/service.ts'
import { cloneFilled } from './database.ts'
import { control } from './phones.ts'

export type LineOptions = {
  /** The instant at which the story begins; time stands still until somebody moves it. ISO 8601. */
  at?: string
  flowsDir?: string
  /** Virtual seconds for a real one; 0: only `timePasses` moves the clock. */
  speed?: number
  /** Without `worker` the effects wait in the outbox until the story performs them. */
  roles?: ReadonlyArray<'web' | 'worker'>
  /** Open cases at several levels and ages, as in the demo company of `npm start`. */
  hasWork?: boolean
  /** How the program reaches its database, when not directly. */
  via?: (databaseUrl: string) => Promise<string>
}

export type TestLine = {
  app: RunningApp
  database: Database
  simulator: Simulator
  /** Takes the e-mails that go out. */
  mailbox: Mailbox
  url: string
  dataDir: string
  stop: () => Promise<void>
}

export const LINE = '+493023125100'
export const MARTA = '+493023125200'

/** The whole program and the phone simulator in this process, on a database of its own with the demo company. */
export async function startLine({
  at = '2026-11-18T10:00:00+01:00',
  flowsDir = 'ivr-flows',
  speed = 0,
  roles = ['web', 'worker'],
  hasWork = false,
  via,
}: LineOptions = {}): Promise<TestLine> {
  const log = pino(loggerOptions(process.env['LOG_LEVEL'] ?? 'silent'), pino.destination(2))
  const { url, drop } = await cloneFilled(`demo ${at} ${hasWork}`, (template) => fillDemo(template.url, { at, hasWork }))
  const dataDir = await mkdtemp(join(tmpdir(), 'nightline-line-'))
  const database = openDatabase({ url: via ? await via(url) : url, onError: () => undefined })
  await database.pool.query(`update clock set real_at = $1, speed = $2`, [new Date(), speed])
  const simulator = await startSimulator({ clock: await postgresClock(url) })
  const mailbox = await startMailbox({ token: 'test' })
  const { accountSid, authToken } = simulator
  const mail = { url: mailbox.smtpUrl, from: 'Havel Heating <line@havel-heating.example>' }
  const app = await startApp({
    config: { dataDir, flowsDir, trustProxy: false, roles, host: '127.0.0.1', port: 0, mail },
    database,
    account: { accountSid, authTokens: [authToken], username: accountSid, password: authToken, apiBaseUrl: simulator.url },
    simulator,
    mailbox: { url: mailbox.url, token: mailbox.token },
    // PAGE_DIR: a page built elsewhere, so that two who change it do not build over each other.
    pageDir: process.env['PAGE_DIR'] ?? join(import.meta.dirname, '../../dashboard/dist'),
    version: VERSION,
    log,
  })
  const appUrl = await app.listen()
  for (const { number } of await database.prisma.phoneNumber.findMany()) await app.pointNumber(number)
  return {
    app,
    database,
    simulator,
    mailbox,
    url: appUrl,
    dataDir,
    stop: async () => {
      await simulator.close()
      await app.stop()
      await mailbox.close()
      await database.close()
      await drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** The demo company at a standing clock, and the queue's tables. */
async function fillDemo(url: string, { at, hasWork }: { at: string; hasWork: boolean }): Promise<void> {
  const database = openDatabase({ url, onError: () => undefined })
  await database.pool.query(`insert into clock (id, real_at, virtual_at, speed, version) values (1, $1, $2, 0, 1)`, [new Date(), new Date(at)])
  await seedDemo({ database, now: new Date(at), hasWork })
  await (await openQueue({ databaseUrl: url, onError: () => undefined })).close()
  await database.close()
}

/** The record of a call that has ended, with everything that hangs on it. */
export async function recordOf({ app, database: { prisma } }: TestLine, sid: string) {
  const call = await prisma.call.findUniqueOrThrow({
    where: { sid },
    include: { customer: true, captured: true, recordings: true, legs: true, cases: { include: { custodies: { include: { person: true } } } } },
  })
  return { ...call, steps: (await app.calls.getCall(sid)).steps }
}

export { control }
