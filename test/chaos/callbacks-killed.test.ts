import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openDatabase, type Database } from '../../services/db.ts'
import { startSimulator, type Simulator } from '../../services/phone-simulator/service.ts'
import { RULE_BODIES } from '../../services/schemas/rules.ts'
import { twilioClient } from '../../services/telephony/twilio/client.ts'
import { holdRows, wayToTheCarrier, type HeldRows, type Way } from '../support/boundaries.ts'
import { aCallback } from '../support/callbacks.ts'
import { demoDatabase } from '../support/demo-database.ts'
import { freePort, program, type Program } from '../support/killable.ts'
import { LINE } from '../support/line.ts'
import { control, type LegView } from '../support/phones.ts'

/**
 * The program is killed with SIGKILL before and after each request and each commit of a callback; the carrier lives on, and its phones are the witness:
 * nobody is dialled twice for the same call, never twice at once, and he who asked is called back. `npm run proof -- callbacks-killed [rounds]`.
 */
const ROUNDS = Number(process.env['PROOF_COUNT'] ?? 0)

let nightline: Program
let simulator: Simulator
let database: Database
let carrier: Way
const cleanUps: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  const { url, drop } = await demoDatabase()
  database = openDatabase({ url, onError: () => undefined })
  const { prisma } = database
  await prisma.shift.deleteMany()
  await prisma.company.updateMany({ data: { wrapUpSeconds: 0 } })
  const [amira, site, level] = [
    await prisma.person.findFirstOrThrow({ where: { name: 'Amira Haddad' } }),
    await prisma.site.findFirstOrThrow(),
    await prisma.level.findUniqueOrThrow({ where: { rank: 1 } }),
  ]
  const [startsAt, endsAt] = [-1, 6].map((hours) => new Date(Date.now() + hours * 3_600_000))
  const shift = { id: randomUUID(), plan: 'published', personId: amira.id, siteId: site.id, levelId: level.id, kind: 'desk' }
  await prisma.shift.create({ data: { ...shift, startsAt: startsAt!, endsAt: endsAt! } })
  // On a busy machine four seconds (`patienceEnds`) are over before somebody has answered, more than once.
  const often = Array.from({ length: 10 }, () => 1)
  const retries = { busy: [1], noAnswer: often, machine: [1], failed: often }
  // Phones that are rung while the program dies ring in vain: she is there all the same.
  const body = { ...RULE_BODIES.callback.parse({}), agentRestSeconds: 0, awayAfterUnanswered: 0, retries }
  await prisma.ruleVersion.create({ data: { kind: 'callback', key: '', version: 1, body: body as object, madeAt: new Date(), why: 'chaos' } })
  simulator = await startSimulator({ callsPerSecond: 50 })
  carrier = await wayToTheCarrier(simulator.url)
  const dataDir = await mkdtemp(join(tmpdir(), 'nightline-callbacks-'))
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
    TWILIO_CALLS_PER_SECOND: '50',
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
type Who = 'agent' | 'customer'
/** The order for his call is held on its way to the carrier, or the carrier's answer on its way back. */
const onTheWay = (when: 'before' | 'after', who: Who) => (): Promise<Hold> => {
  carrier.hold(when, new RegExp(`To=${encodeURIComponent(numberOf(who))}&`))
  return Promise.resolve({
    count: async () => (when === 'after' ? (await legsOf(numberOf(who))).length : carrier.held()),
    release: () => Promise.resolve(carrier.hold(undefined)),
  })
}
/** A number of their own in each round. */
const numberOf = (who: Who): string => `+4930902${who === 'agent' ? 1 : 2}${String(1_000 + n)}`
const legsOf = async (number: string): Promise<LegView[]> =>
  (await control<{ legs: LegView[] }>(simulator, 'GET', `/legs?of=${encodeURIComponent(number)}`)).legs.filter(({ to }) => to === number)
const becomes = (who: Who, state: string) =>
  rows(['outbound_call', 'UPDATE', `new.purpose = 'callback${who === 'agent' ? 'Agent' : 'Customer'}' and new.state = '${state}'`])
const callbackBecomes = (state: string) => rows(['callback', 'UPDATE', `new.state = '${state}' and old.state <> '${state}'`])

const BOUNDARIES: { name: string; hold: () => Promise<Hold>; isShort?: boolean }[] = [
  { name: 'decided, not committed', hold: rows(['callback_attempt', 'INSERT', 'true']) },
  { name: 'one of us claimed, not committed', hold: becomes('agent', 'placing') },
  { name: 'one of us claimed, not asked for', hold: onTheWay('before', 'agent') },
  { name: 'one of us placed, not answered', hold: onTheWay('after', 'agent') },
  { name: 'one of us answered, not noted', hold: becomes('agent', 'ringing') },
  { name: 'taken, not committed', hold: callbackBecomes('calling') },
  { name: 'the customer claimed, not committed', hold: becomes('customer', 'placing') },
  { name: 'the customer claimed, not asked for', hold: onTheWay('before', 'customer') },
  { name: 'the customer placed, not answered', hold: onTheWay('after', 'customer'), isShort: true },
  { name: 'the customer answered, not noted', hold: becomes('customer', 'ringing') },
  { name: 'they talk, not committed', hold: callbackBecomes('talking') },
  { name: 'done, not committed', hold: callbackBecomes('done') },
]

/** Legs of the customer's that were alive at once, and how often his phone was rung for one call of ours. */
type Witness = { atOnce: number }
let n = 0
const pressed = new Set<string>()

/** What people do: one of us presses 1 when asked, the customer answers, and hangs up after a talk. `answers`: nobody answers while the program is dead. */
async function live(witness: Witness): Promise<void> {
  const [ours, theirs] = [await legsOf(numberOf('agent')), await legsOf(numberOf('customer'))]
  witness.atOnce = Math.max(witness.atOnce, theirs.filter(({ ended }) => !ended).length)
  const act = (leg: LegView, what: string, body: object = {}) => control(simulator, 'POST', `/legs/${leg.sid}/${what}`, body).catch(() => undefined)
  for (const leg of [...ours, ...theirs]) if (leg.status === 'ringing') await act(leg, 'answer')
  for (const leg of ours) if (!leg.ended && leg.waitingFor && !pressed.has(leg.sid)) await act(leg, 'press', { digits: '1' }).then(() => pressed.add(leg.sid))
  for (const leg of theirs) {
    if (leg.ended || leg.hearers.length === 0) continue
    const since = talks.get(leg.sid) ?? Date.now()
    talks.set(leg.sid, since)
    if (Date.now() - since > 2_500) await act(leg, 'hangup')
  }
}
const talks = new Map<string, number>()

async function dieAt({ name, hold }: (typeof BOUNDARIES)[number]): Promise<void> {
  n += 1
  const { prisma } = database
  await prisma.person.updateMany({ where: { name: 'Amira Haddad' }, data: { phone: numberOf('agent') } })
  const held = await hold()
  const witness: Witness = { atOnce: 0 }
  const at = new Date()
  const asked = { at, dueAt: new Date(at.getTime() + 3_600_000), number: numberOf('customer'), name: `Customer ${n}` }
  const { id } = (await prisma.$transaction((tx) => aCallback(tx, asked))).callback
  await vi.waitFor(
    async () => {
      await live(witness)
      expect(await held.count()).toBeGreaterThan(0)
    },
    { timeout: 40_000, interval: 50 },
  )
  await nightline.isKilled()
  await held.release()
  await nightline.starts()
  await vi.waitFor(
    async () => {
      await live(witness)
      await patienceEnds()
      expect((await prisma.callback.findUniqueOrThrow({ where: { id } })).state, name).toBe('done')
    },
    { timeout: 90_000, interval: 100 },
  )
  const legs = await legsOf(numberOf('customer'))
  const calls = await prisma.outboundCall.findMany({ where: { to: numberOf('customer') } })
  expect(witness.atOnce, `${name}: phones of his that rang or talked at once`).toBeLessThanOrEqual(1)
  // Each of his legs belongs to another call of ours: none was placed twice.
  expect(legs.length, `${name}: how often his phone rang`).toBeLessThanOrEqual(calls.length)
  const owners = calls.filter(({ legSid }) => legSid !== null).map(({ legSid }) => legSid)
  expect(
    legs.map(({ sid }) => sid).filter((sid) => !owners.includes(sid)),
    `${name}: legs that nobody knows`,
  ).toEqual([])
  const { attempts, events } = await prisma.callback.findUniqueOrThrow({ where: { id }, include: { attempts: true, events: true } })
  expect(
    attempts.filter(({ endedAt }) => endedAt === null),
    name,
  ).toEqual([])
  expect(
    events.filter(({ toState }) => toState === 'done'),
    name,
  ).toHaveLength(1)
  await vi.waitFor(async () => expect(await prisma.outboundCall.count({ where: { endedAt: null } })).toBe(0), { timeout: 30_000, interval: 100 })
}

/** Nobody waits here for a minute of silence, or for the end of a ring: what is overdue in the end is overdue now, but the carrier is asked all the same. */
async function patienceEnds(): Promise<void> {
  await database.pool.query(`update callback set next_at = now() where state in ('resting', 'snoozed') and next_at > now()`)
  const past = new Date(Date.now() - 1_000)
  await database.pool.query(`update outbound_call set due_at = $1 where ended_at is null and due_at > $1 and started_at < $2 and wanted is null`, [
    past,
    new Date(Date.now() - 4_000),
  ])
}

test('killed at every boundary of a callback: his phone never rings twice for one call, and he is called back', async () => {
  const boundaries = ROUNDS > 0 ? Array.from({ length: ROUNDS }, () => BOUNDARIES).flat() : BOUNDARIES.filter(({ isShort }) => isShort)
  for (const boundary of boundaries) {
    await dieAt(boundary)
    if (ROUNDS > 0) console.log(`callbacks-killed: ${n} of ${boundaries.length}, ${boundary.name}`)
  }
  if (ROUNDS > 0) console.log(`callbacks-killed: ${boundaries.length} kills at ${BOUNDARIES.length} boundaries, each call placed at most once, all called back`)
}, 3_600_000)
