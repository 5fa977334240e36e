import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DateTime } from 'luxon'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openDatabase, type Database } from '../../services/db.ts'
import { linkService } from '../../services/people/links/service.ts'
import { startSimulator, type Simulator } from '../../services/phone-simulator/service.ts'
import { twilioClient } from '../../services/telephony/twilio/client.ts'
import { atDesk, type AtDesk } from '../support/desk.ts'
import { demoDatabase } from '../support/demo-database.ts'
import { fallbackElsewhere, freePort, program, type Program } from '../support/killable.ts'
import { LINE, MARTA } from '../support/line.ts'
import { control, phone, type CallView } from '../support/phones.ts'

/** The program is killed with SIGKILL while it asks the carrier to bring a call into a room; the carrier lives on. */
let nightline: Program
let simulator: Simulator
let database: Database
let carrier: Awaited<ReturnType<typeof wayToTheCarrier>>
let amira: AtDesk
const cleanUps: (() => Promise<unknown>)[] = []
const AMIRA = '+493023125901'

beforeEach(async () => {
  const { url, drop } = await demoDatabase()
  database = openDatabase({ url, onError: () => undefined })
  await onlyAmiraNow()
  simulator = await startSimulator()
  carrier = await wayToTheCarrier(simulator.url)
  const elsewhere = await fallbackElsewhere()
  const dataDir = await mkdtemp(join(tmpdir(), 'nightline-desk-'))
  // Open is when somebody is at the desk, whatever day it is.
  const flow = (await readFile('test/flows/small-line.yaml', 'utf8')).replace(/ {4}days: \{ mon-fri.*\n {4}holidays: .*\n/, '    onShift: true\n')
  await writeFile(join(dataDir, 'support.yaml'), flow)
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
  cleanUps.push(drop, database.close, () => rm(dataDir, { recursive: true, force: true }), nightline.stops, carrier.close, elsewhere.close, simulator.close)
  await nightline.starts()
  const { accountSid, authToken } = simulator
  await twilioClient({ accountSid, authTokens: [authToken], username: accountSid, password: authToken, apiBaseUrl: simulator.url }).pointNumber(LINE, {
    voice: `${publicUrl}/webhooks/twilio/voice`,
    fallback: elsewhere.url,
    status: `${publicUrl}/webhooks/twilio/status`,
  })
  const links = linkService({ database, clock: { now: () => DateTime.utc() }, baseUrl: () => publicUrl })
  amira = await atDesk({ url: publicUrl, database, app: { links } }, 'Amira Haddad')
}, 180_000)
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
}, 60_000)

async function onlyAmiraNow(): Promise<void> {
  const { prisma } = database
  await prisma.shift.deleteMany()
  const [person, site, level] = [
    await prisma.person.findFirstOrThrow({ where: { name: 'Amira Haddad' } }),
    await prisma.site.findFirstOrThrow({ where: { name: 'Berlin' } }),
    await prisma.level.findUniqueOrThrow({ where: { rank: 1 } }),
  ]
  const times = { startsAt: new Date(Date.now() - 3_600_000), endsAt: new Date(Date.now() + 3 * 3_600_000) }
  await prisma.shift.create({ data: { id: randomUUID(), personId: person.id, siteId: site.id, levelId: level.id, kind: 'desk', plan: 'published', ...times } })
}

/** The way to the carrier, on which the next change of a call is held `before` it goes on, or `after` the work was done. */
async function wayToTheCarrier(target: string) {
  let holdNext: 'before' | 'after' | undefined
  let onHeld = (): void => undefined
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => void pass().catch(() => response.destroy()))
    async function pass(): Promise<void> {
      const isHeld = request.method === 'POST' && /\/Calls\/CA\w+\.json$/.test(request.url ?? '') ? holdNext : undefined
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

const eventually = (look: () => Promise<void>): Promise<void> => vi.waitFor(look, { timeout: 25_000, interval: 200 })

/** `npm run proof -- rooms`: both, so often. */
const count = Number(process.env['PROOF_COUNT'] ?? 0)
const kills = count === 0 ? (['before'] as const) : Array.from({ length: count }, () => ['before', 'after'] as const).flat()

test.each(kills)(
  'killed %s the carrier has brought the call into a room: the call ends well',
  async (when) => {
    const marta = phone(MARTA, simulator)
    const hers = phone(AMIRA, simulator)
    await marta.dials(LINE)
    await marta.hears(/To talk to a person, press 1/)
    await marta.presses('1')
    await hers.answers()
    await hers.presses('1')
    await eventually(async () => expect(await database.prisma.callLeg.count({ where: { acceptedAt: { not: null } } })).toBe(1))
    const acts = (act: string) => amira.tries('POST', `/api/desk/calls/${marta.callSid}/acts`, { act })
    const held = carrier.hold(when)
    void acts('hold').catch(() => undefined)
    await held
    await nightline.isKilled()
    expect(await database.prisma.callRoom.count({ where: { endedAt: null } })).toBe(1)
    await nightline.starts()
    if (when === 'before') {
      // The two have talked on all the while; pressed once more it is done.
      await hers.says('Are you there?')
      await marta.hears('Are you there?')
      await eventually(async () => expect((await acts('hold')).status).toBe(204))
      await marta.hears('We are still with you')
      await eventually(async () => expect((await acts('end')).status).toBe(204))
    }
    await eventually(async () => {
      const { legs } = await control<CallView>(simulator, 'GET', `/calls/${marta.callSid}`)
      expect(legs.filter(({ ended }) => !ended)).toEqual([])
      const call = await database.prisma.call.findUniqueOrThrow({ where: { sid: marta.callSid }, include: { room: true } })
      expect(call).toMatchObject({ outcome: 'answered', endedAt: expect.any(Date), room: { endedAt: expect.any(Date) } })
    })
  },
  90_000,
)
