import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openDatabase, type Database } from '../../services/db.ts'
import { startSimulator, type Simulator } from '../../services/phone-simulator/service.ts'
import { twilioClient } from '../../services/telephony/twilio/client.ts'
import { demoDatabase } from '../support/demo-database.ts'
import { freePort, program, type Program } from '../support/killable.ts'
import { LINE, MARTA } from '../support/line.ts'
import { control, phone } from '../support/phones.ts'
import { PHONES, wakingFlow } from '../support/waking.ts'

/** The program is killed with SIGKILL while it asks the carrier to call somebody; the carrier lives on. */
let nightline: Program
let simulator: Simulator
let database: Database
let carrier: Awaited<ReturnType<typeof wayToTheCarrier>>
const cleanUps: (() => Promise<unknown>)[] = []

beforeEach(async () => {
  const { url, drop } = await demoDatabase()
  database = openDatabase({ url, onError: () => undefined })
  await onCallNow('Dana Novak', 1)
  await onCallNow('Elif Kaya', 2)
  simulator = await startSimulator()
  carrier = await wayToTheCarrier(simulator.url)
  const dataDir = await mkdtemp(join(tmpdir(), 'nightline-wake-'))
  await writeFile(join(dataDir, 'support.yaml'), wakingFlow(10))
  const publicUrl = `http://127.0.0.1:${await freePort()}`
  nightline = program({
    DATABASE_URL: url,
    PORT: new URL(publicUrl).port,
    PUBLIC_URL: publicUrl,
    DATA_DIR: dataDir,
    FLOWS_DIR: dataDir,
    LOG_LEVEL: 'fatal',
    TWILIO_ACCOUNT_SID: simulator.accountSid,
    TWILIO_AUTH_TOKEN: simulator.authToken,
    TWILIO_API_BASE_URL: carrier.url,
  })
  cleanUps.push(drop, database.close, () => rm(dataDir, { recursive: true, force: true }), nightline.stops, carrier.close, simulator.close)
  await nightline.starts()
  const { accountSid, authToken } = simulator
  await twilioClient({ accountSid, authTokens: [authToken], username: accountSid, password: authToken, apiBaseUrl: simulator.url }).pointNumber(LINE, {
    voice: `${publicUrl}/webhooks/twilio/voice`,
    fallback: `${publicUrl}/webhooks/twilio/fallback`,
    status: `${publicUrl}/webhooks/twilio/status`,
  })
}, 180_000)
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
}, 60_000)

async function onCallNow(name: string, rank: number): Promise<void> {
  const { prisma } = database
  const [person, site, level] = [
    await prisma.person.findFirstOrThrow({ where: { name } }),
    await prisma.site.findFirstOrThrow({ where: { name: 'Berlin' } }),
    await prisma.level.findUniqueOrThrow({ where: { rank } }),
  ]
  if (rank === 1) await prisma.shift.deleteMany()
  const times = { startsAt: new Date(Date.now() - 3_600_000), endsAt: new Date(Date.now() + 3 * 3_600_000) }
  const shift = { id: randomUUID(), personId: person.id, siteId: site.id, levelId: level.id, kind: 'onCall', plan: 'published', ...times }
  await prisma.shift.create({ data: shift })
}

/** The way to the carrier, on which the next request for a call is held `before` it goes on, or `after` the work was done. */
async function wayToTheCarrier(target: string) {
  let holdNext: 'before' | 'after' | undefined
  let onHeld = (): void => undefined
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => void pass())
    async function pass(): Promise<void> {
      const isHeld = request.method === 'POST' && request.url?.endsWith('/Calls.json') ? holdNext : undefined
      if (isHeld) holdNext = undefined
      if (isHeld === 'before') return onHeld()
      const { host: _host, connection: _connection, ...headers } = request.headers as Record<string, string>
      const body = request.method === 'GET' ? undefined : Buffer.concat(chunks)
      const answer = await fetch(target + request.url, { method: request.method ?? 'GET', headers, ...(body && { body }) })
      if (isHeld === 'after') return onHeld()
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    hold: (when: 'before' | 'after') => {
      holdNext = when
      return new Promise<void>((resolve) => {
        onHeld = resolve
      })
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

const attempts = async () =>
  (await database.prisma.wakeAttempt.findMany({ include: { person: true }, orderBy: { n: 'asc' } })).map(({ person, state }) => [person.name, state])
const rungs = async (number: string) =>
  (await control<{ legs: Array<{ to: string }> }>(simulator, 'GET', `/legs`)).legs.filter(({ to }) => to === number).length

test.each(['before', 'after'] as const)('killed %s the carrier has done what was asked: nobody is called twice, and somebody takes the case', async (when) => {
  const held = carrier.hold(when)
  const marta = phone(MARTA, simulator)
  await marta.dials(LINE)
  await marta.hears(/You need not hold/)
  await held
  await nightline.isKilled()
  // The patience with a phone of which nothing is heard runs out: nobody waits for it here.
  if (when === 'before') await database.prisma.wake.updateMany({ where: { state: 'calling' }, data: { dueAt: new Date(Date.now() - 1_000) } })
  await nightline.starts()
  const taker = phone(when === 'before' ? PHONES.elif : PHONES.dana, simulator)
  await taker.answers()
  await taker.presses('1')
  await taker.hears(/You have it/)
  await vi.waitFor(async () => expect(await database.prisma.wake.findFirstOrThrow()).toMatchObject({ state: 'accepted' }), { timeout: 10_000 })
  expect(await attempts()).toEqual(
    when === 'before'
      ? [
          ['Dana Novak', 'unknown'],
          ['Elif Kaya', 'accepted'],
        ]
      : [['Dana Novak', 'accepted']],
  )
  expect([await rungs(PHONES.dana), await rungs(PHONES.elif)]).toEqual(when === 'before' ? [0, 1] : [1, 0])
})
