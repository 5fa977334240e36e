import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openCase } from '../../services/cases/store.ts'
import { openDatabase, type Database } from '../../services/db.ts'
import { startSimulator, type Simulator } from '../../services/phone-simulator/service.ts'
import { twilioClient } from '../../services/telephony/twilio/client.ts'
import { holdRows, wayToTheCarrier, type HeldRows, type Way } from '../support/boundaries.ts'
import { demoDatabase } from '../support/demo-database.ts'
import { freePort, program, type Program } from '../support/killable.ts'
import { LINE } from '../support/line.ts'
import { control, phone } from '../support/phones.ts'

/** The program is killed with SIGKILL while the executive is told; the carrier lives on and says who was called. `npm run proof -- tellings [rounds]`. */
const ROUNDS = Number(process.env['PROOF_COUNT'] ?? 0)

let nightline: Program
let simulator: Simulator
let database: Database
let carrier: Way
const cleanUps: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  const { url, drop } = await demoDatabase()
  database = openDatabase({ url, onError: () => undefined })
  await database.pool.query(`begin; update custody set to_at = greatest(from_at, now()) where to_at is null;
    update "case" set status = 'closed', ended_at = greatest(opened_at, now()) where status = 'open'; commit`)
  simulator = await startSimulator({ callsPerSecond: 10 })
  carrier = await wayToTheCarrier(simulator.url)
  const dataDir = await mkdtemp(join(tmpdir(), 'nightline-telling-'))
  const publicUrl = `http://127.0.0.1:${await freePort()}`
  nightline = program({
    DATABASE_URL: url,
    PORT: new URL(publicUrl).port,
    PUBLIC_URL: publicUrl,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'fatal',
    TWILIO_ACCOUNT_SID: simulator.accountSid,
    TWILIO_AUTH_TOKEN: simulator.authToken,
    TWILIO_API_BASE_URL: carrier.url,
    TWILIO_CALLS_PER_SECOND: '10',
  })
  cleanUps.push(drop, database.close, () => rm(dataDir, { recursive: true, force: true }), simulator.close, carrier.close, nightline.stops)
  await nightline.starts()
  const { accountSid, authToken } = simulator
  const direct = twilioClient({ accountSid, authTokens: [authToken], username: accountSid, password: authToken, apiBaseUrl: simulator.url })
  await direct.pointNumber(LINE, {
    voice: `${publicUrl}/webhooks/twilio/voice`,
    fallback: `${publicUrl}/webhooks/twilio/fallback`,
    status: `${publicUrl}/webhooks/twilio/status`,
  })
}, 180_000)
afterAll(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp()
}, 60_000)

type Hold = { count: () => Promise<number>; release: () => Promise<void> }
const rows =
  (...held: HeldRows[]) =>
  (): Promise<Hold> =>
    holdRows(database.pool, ...held)
/** Texts of hers go the same way: only the call is waited for. */
const onTheWay = (when: 'before' | 'after') => (): Promise<Hold> => {
  carrier.hold(when)
  return Promise.resolve({
    count: async () =>
      when === 'after' ? await timesRung() : carrier.held() > 0 ? await database.prisma.outboundCall.count({ where: { state: 'placing' } }) : 0,
    release: () => Promise.resolve(carrier.hold(undefined)),
  })
}
const numberOf = (round: number): string => `+4930901${String(5_000 + round)}`
const timesRung = async (): Promise<number> =>
  (await control<{ legs: Array<{ to: string }> }>(simulator, 'GET', '/legs')).legs.filter(({ to }) => to === numberOf(n)).length
const isCall = `new.purpose = 'telling'`
/** `calls`: how often her phone may ring until she has pressed 1; the first of two is the one of which nobody knows. */
const BOUNDARIES = [
  { name: 'moved to the top, not committed', hold: rows(['telling', 'INSERT', 'true']), states: ['acknowledged'] },
  { name: 'the call is written down', hold: rows(['outbound_call', 'INSERT', isCall]), states: ['acknowledged'] },
  { name: 'claimed, not committed', hold: rows(['outbound_call', 'UPDATE', `${isCall} and new.state = 'placing'`]), states: ['acknowledged'] },
  { name: 'claimed, not asked for', hold: onTheWay('before'), states: ['unknown', 'acknowledged'], isShort: true },
  { name: 'placed, not answered', hold: onTheWay('after'), states: ['acknowledged'] },
  { name: 'answered, not noted', hold: rows(['outbound_call', 'UPDATE', `${isCall} and new.state = 'ringing'`]), states: ['acknowledged'] },
]

let n = 0
async function dieAt({ name, hold, states }: (typeof BOUNDARIES)[number]): Promise<void> {
  n += 1
  const number = numberOf(n)
  const { prisma } = database
  await prisma.person.updateMany({ where: { name: 'Clara Winter' }, data: { phone: number } })
  const held = await hold()
  const { id } = await prisma.$transaction((tx) => {
    const openedAt = new Date(Date.now() - 20 * 3_600_000)
    return openCase(tx, { customerId: null, callSid: null, title: `Gas smell ${n}`, reason: 'outage', severity: 'urgent', facts: {}, openedAt })
  })
  await vi.waitFor(async () => expect(await held.count()).toBeGreaterThan(0), { timeout: 20_000, interval: 20 })
  await nightline.isKilled()
  await held.release()
  // Patience runs out: nobody waits for it here.
  const past = new Date(Date.now() - 1_000)
  await prisma.outboundCall.updateMany({
    where: { state: 'placing', legSid: null },
    data: { dueAt: name === 'claimed, not asked for' ? past : new Date(Date.now() + 60_000) },
  })
  await prisma.telling.updateMany({ where: { state: 'open' }, data: { dueAt: past } })
  await nightline.starts()
  const clara = phone(number, simulator)
  if (name === 'claimed, not asked for') {
    await vi.waitFor(async () => expect(await prisma.outboundCall.count({ where: { to: number, state: 'unknown' } })).toBe(1), {
      timeout: 20_000,
      interval: 50,
    })
    await prisma.telling.updateMany({ where: { state: 'open' }, data: { dueAt: past } })
  }
  await clara.answers()
  await clara.hears(new RegExp(`Gas smell ${n}`))
  await clara.presses('1')
  await clara.hears(/It is noted/)
  await clara.hearsTheLineEnd()
  const calls = await prisma.outboundCall.findMany({ where: { to: number }, orderBy: { key: 'asc' } })
  expect(
    calls.map(({ state }) => state),
    name,
  ).toEqual(states)
  expect(await timesRung(), `${name}: how often her phone rang`).toBe(states.filter((state) => state !== 'unknown').length)
  const custodies = await prisma.custody.findMany({ where: { caseId: id, how: 'top' } })
  expect([custodies.length, await prisma.telling.count({ where: { cases: { some: { caseId: id } }, state: 'acknowledged' } })], name).toEqual([1, 1])
  const { messages } = await control<{ messages: Array<{ to: string }> }>(simulator, 'GET', '/messages')
  expect(messages.filter(({ to }) => to === number).length, `${name}: texts`).toBeLessThanOrEqual(1)
}

test('killed at every boundary of a telling: her phone rings at most once for each call, and she is told', async () => {
  const boundaries = ROUNDS > 0 ? Array.from({ length: ROUNDS }, () => BOUNDARIES).flat() : BOUNDARIES.filter(({ isShort }) => isShort)
  for (const boundary of boundaries) await dieAt(boundary)
  if (ROUNDS > 0) console.log(`tellings: ${boundaries.length} kills at ${BOUNDARIES.length} boundaries, each call placed at most once`)
}, 3_600_000)
