// Two days of a callback queue through the real program, which is killed again and again; on Redis all that it holds is thrown away each time.
// `npm run proof -- callbacks [callbacks] [seed]`.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DateTime } from 'luxon'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase, type Database } from '../../services/db.ts'
import { apiKeyService } from '../../services/people/api-keys/service.ts'
import { postgresClock } from '../../services/phone-simulator/clock/store.ts'
import { startSimulator, type Simulator } from '../../services/phone-simulator/service.ts'
import { customerNumber, everybodyActs, instant, NUMBERS, setPhone, staffTheDesk, timeGoesOn, agentPhone, type Day } from '../support/callback-days.ts'
import { built } from '../support/built.ts'
import { carrierWitness, judgeCallbacks, strangersAmong } from '../support/callback-verdict.ts'
import { demoDatabase } from '../support/demo-database.ts'
import { freePort, program, type Program } from '../support/killable.ts'
import { control } from '../support/phones.ts'
import { hasRedis, startRedis, type Redis } from '../support/redis.ts'
import { seeded } from '../support/seeded.ts'

const LONG = Number(process.env['PROOF_COUNT'] ?? 0)
const COUNT = LONG || 8
const AGENTS = LONG ? 40 : 6
const KILLS = LONG ? 20 : 1
const seed = Number(process.env['PROOF_SEED'] ?? 1)
let chance = seeded(seed)
const FAULTS = { duplicate: 0.05, reorder: 0.05, dropStatus: { status: 0.02 }, restErrorBefore: 0.02, restErrorAfter: 0.02, rateLimit429: 0.02 }
const STEP_SECONDS = 20
const NIGHT_SECONDS = LONG ? 300 : 86_400

/** Ten thousand are asked for in two days of nine hours; fewer in less time, so that the house is as busy. Both days close at 17:00. */
const CLOSES = '17:00'
const OPEN_MINUTES = LONG ? Math.max(30, Math.round((9 * 60 * COUNT) / 10_000)) : 10
const OPENS = DateTime.fromISO(CLOSES).minus({ minutes: OPEN_MINUTES }).toFormat('HH:mm')
/** The clocks go forward in the night between the two. */
const DAYS: Day[] = ['2027-03-27', '2027-03-28'].map((date) => ({ date, from: OPENS, to: CLOSES }))
const BEGIN = new Date(instant('2027-03-27', OPENS).getTime() - 5 * 60_000)
const END = LONG ? instant('2027-03-29', OPENS) : instant('2027-03-28', '17:10')

let database: Database
let simulator: Simulator
let nightline: Program
let url: string
let key: string
let people: string[]
let redis: Redis | undefined
let cleanUps: (() => unknown)[] = []

async function begin(backend: string): Promise<void> {
  chance = seeded(seed)
  redis = backend === 'Redis' ? await startRedis() : undefined
  const at = BEGIN
  const cloned = await demoDatabase(at)
  database = openDatabase({ url: cloned.url, onError: () => undefined })
  await database.pool.query(`insert into clock (id, real_at, virtual_at, speed, version) values (1, $1, $2, 0, 1)`, [new Date(), at])
  people = await staffTheDesk(database, AGENTS, DAYS, at)
  const clock = { now: () => DateTime.fromJSDate(at).toUTC() }
  key = (await apiKeyService({ database, clock }).createApiKey({ name: 'site', role: 'supervisor' })).key
  simulator = await startSimulator({ clock: await postgresClock(cloned.url), callsPerSecond: 50 })
  const dataDir = await mkdtemp(join(tmpdir(), 'nightline-callbacks-'))
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  const env = { DATABASE_URL: cloned.url, PORT: String(port), DATA_DIR: dataDir, SIMULATOR_URL: simulator.url, SIMULATOR_SID: simulator.accountSid }
  nightline = program({ ...env, ...(redis && { REDIS_URL: redis.url }), SIMULATOR_TOKEN: simulator.authToken }, [await built('test/support/app-child.ts')])
  cleanUps = [() => redis?.stop(), cloned.drop, database.close, () => rm(dataDir, { recursive: true, force: true }), simulator.close, nightline.stops]
  await nightline.starts()
}

async function end(): Promise<void> {
  for (const cleanUp of cleanUps.reverse()) await cleanUp()
}

type Asked = { n: number; at: Date; body: object; wantsWindow: boolean }

/** Most ask while the desk is open, a tenth for a window; two thirds on the first day. */
function requests(): Asked[] {
  return Array.from({ length: COUNT }, (_, n) => {
    const day = DAYS[chance.isTrue(0.66) ? 0 : 1] ?? DAYS[0]
    if (!day) throw new Error('no day')
    const [from, to] = [instant(day.date, day.from).getTime(), instant(day.date, day.to).getTime()]
    const at = new Date(from + chance.below(LONG ? to - from - 60_000 : 200_000))
    const severity = chance.isTrue(0.1) ? 'urgent' : 'normal'
    const body = {
      number: customerNumber(n),
      name: `Caller ${n}`,
      words: `Matter ${n}`,
      severity,
      ...extensionOf(n),
    }
    return { n, at, body, wantsWindow: chance.isTrue(0.1) }
  }).sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** There are 4,000 numbers for fiction: who shares one has an extension of his own, and is a callback of his own. */
const extensionOf = (n: number): { extension?: string } =>
  n >= NUMBERS ? { extension: String(100 + Math.floor(n / NUMBERS)) } : chance.isTrue(0.1) ? { extension: '10' } : {}

type Answer = { id: string } | { refused: string }

/** Who cannot have what he wants takes the first window that is free. Refused by rule: nothing can be promised. */
async function ask({ n, body, wantsWindow }: Asked): Promise<Answer> {
  const first: Answer = wantsWindow ? { refused: 'WINDOW_GONE' } : await send(`request-${n}`, body)
  if (!('refused' in first) || first.refused !== 'WINDOW_GONE') return first
  const { windows } = await untilAnswered<{ windows: object[] }>('/api/callbacks/options', {})
  const window = windows[chance.below(Math.min(3, windows.length))]
  return window ? send(`request-${n}-window`, { ...body, window }) : first
}

/** With its key it is one, however often. */
async function send(requestKey: string, body: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': requestKey }
  const { id, code } = await untilAnswered<{ id?: string; code?: string }>('/api/callbacks', { method: 'POST', headers, body: JSON.stringify(body) })
  return id === undefined ? { refused: code ?? 'without a code' } : { id }
}

async function untilAnswered<T>(path: string, { headers, ...init }: RequestInit): Promise<T> {
  for (;;) {
    try {
      const answer = await fetch(`${url}${path}`, { ...init, headers: { authorization: `Bearer ${key}`, ...headers } })
      if (answer.status < 500) return (await answer.json()) as T
    } catch {
      // Nobody listens just now.
    }
    await sleep(100)
  }
}

const BACKENDS = ['Postgres', ...(hasRedis('two days of callbacks with the queue on Redis') ? ['Redis'] : [])]

describe.each(BACKENDS)('the queue on %s', (backend) => {
  beforeAll(() => begin(backend), 180_000)
  afterAll(end, 60_000)
  test(`${COUNT} callbacks, ${AGENTS} people, two days over a clock change, ${KILLS} kills`, { timeout: 4 * 3_600_000 }, twoDays)
})

async function twoDays(): Promise<void> {
  for (let n = 0; n < AGENTS; n += 1) await setPhone(simulator, agentPhone(n), chance, 'agent')
  for (let n = 0; n < Math.min(COUNT, NUMBERS); n += 1) await setPhone(simulator, customerNumber(n), chance, 'customer')
  await control(simulator, 'PUT', '/faults', { seed, rates: FAULTS })
  const waiting = requests()
  const accepted = new Set<string>()
  const refused: Record<string, number> = {}
  const witness = carrierWitness(simulator)
  let [kills, landed, killing] = [0, 0, Promise.resolve()]
  const killAt = Array.from({ length: KILLS }, (_, n) => Math.round(((n + 0.3) * COUNT) / KILLS))
  const trouble = troubles()
  const began = Date.now()
  let toldAt = began
  for (let now = BEGIN; now < END;) {
    const due: Asked[] = []
    while (waiting[0] && waiting[0].at <= now) due.push(waiting.shift() as Asked)
    for (const one of due) {
      const answer = await ask(one)
      if ('id' in answer) accepted.add(answer.id)
      else refused[answer.refused] = (refused[answer.refused] ?? 0) + 1
    }
    await trouble(now)
    const asked = COUNT - waiting.length
    // It lands while somebody is rung or talks, or it proves nothing.
    if (kills < KILLS && asked >= (killAt[kills] ?? Infinity) && (await database.prisma.callbackAttempt.count({ where: { endedAt: null } })) > 0) {
      kills += 1
      killing = killing.then(async () => {
        await nightline.isKilled()
        landed += await database.prisma.callbackAttempt.count({ where: { endedAt: null }, take: 1 })
        redis?.flushAll()
        await nightline.starts()
        redis?.flushAll()
      })
      if (chance.isTrue(0.5)) await killing
    }
    const up = await everybodyActs(simulator, chance)
    await theyComeBack()
    await witness.look()
    const open = (await database.prisma.callback.count({ where: { state: { in: ['waiting', 'offering', 'calling', 'talking'] } } })) > 0
    const next = Math.min(...[waiting[0]?.at ?? END, END, ...DAYS.map(({ date, from }) => instant(date, from))].map(Number).filter((at) => at > now.getTime()))
    const idle = Math.max(STEP_SECONDS, (next - now.getTime()) / 1_000)
    const jump = up > 0 || (open && isStaffed(now))
    // In short nobody looks at what happens in the night: all of it is made up in the morning.
    // A night of thousands that wait is told in pieces: no single request waits for all of it.
    now = await timeGoesOn(simulator, jump ? STEP_SECONDS : Math.min(idle, isStaffed(now) ? 120 : NIGHT_SECONDS), { jump: jump || !LONG })
    if (LONG && Date.now() > toldAt + 60_000) {
      toldAt = Date.now()
      console.log(now.toISOString(), COUNT - waiting.length, up, JSON.stringify(await database.prisma.callback.groupBy({ by: ['state'], _count: true })))
    }
  }
  await killing
  await control(simulator, 'DELETE', '/faults')
  for (let tries = 0; tries < 60 && (await everybodyActs(simulator, chance)) > 0; tries += 1) await timeGoesOn(simulator, 30)
  await witness.look()

  const verdict = await judgeCallbacks(database.pool, END)
  const ids = new Set((await database.prisma.callback.findMany({ where: { source: 'api' }, select: { id: true } })).map(({ id }) => id))
  const figures = { seed, ...verdict, refused, kills, landed, calls: witness.calls.size, seconds: Math.round((Date.now() - began) / 1_000) }
  console.log(`callbacks${redis ? ', on Redis' : ''}: ${JSON.stringify(figures)}`)
  expect([...accepted].filter((id) => !ids.has(id))).toEqual([])
  expect(accepted.size).toBeGreaterThan(COUNT / 3) // of more than all together can call
  expect(verdict).toMatchObject({ unlawful: 0, withoutEvent: 0, twoAtOnce: 0, agentTwiceAtOnce: 0, notOnDuty: 0, overWithoutCause: 0 })
  expect(await strangersAmong(database.pool, witness)).toEqual([])
  expect(witness.overlaps()).toEqual([])
  expect(verdict.attempts['talked'] ?? 0).toBeGreaterThan(0)
  if (LONG) {
    // What is promised can mostly be kept, also by people half of whom do not answer; and windows were sold.
    expect(verdict.broken / (verdict.kept + verdict.broken)).toBeLessThan(1 / 3)
    expect(await database.prisma.callback.count({ where: { isAsap: false, firstTryAt: { not: null } } })).toBeGreaterThan(0)
  }
  expect([kills, landed]).toEqual([KILLS, KILLS])
}

/** Who was put away because he did not answer says after a while that he is back; not while nobody listens. */
async function theyComeBack(): Promise<void> {
  const away = await database.prisma.presence.findMany({ where: { toAt: null, state: 'away', via: 'unanswered' }, orderBy: { personId: 'asc' } })
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  for (const { personId } of away.filter(() => chance.isTrue(0.2)))
    await fetch(`${url}/api/people/${personId}/presence`, { method: 'PUT', headers, body: JSON.stringify({ state: 'ready' }) }).catch(() => undefined)
}

const isStaffed = (now: Date): boolean => DAYS.some(({ date, from, to }) => now >= instant(date, from) && now <= new Date(instant(date, to).getTime() + 90_000))

/** Three of them fall ill in the course of the first day, and a shift of the second is withdrawn. */
function troubles(): (now: Date) => Promise<void> {
  const day = DAYS[0]
  const begins = instant(day?.date ?? '', day?.from ?? '').getTime()
  const lasts = instant(day?.date ?? '', day?.to ?? '').getTime() - begins
  const planned = [0.2, 0.4, 0.6].map((share, n) => ({
    at: begins + share * lasts,
    run: (now: Date) =>
      database.prisma.leave.create({
        data: { id: crypto.randomUUID(), personId: people[n] ?? '', kind: 'sick', fromAt: now, toAt: END, createdAt: now },
      }),
  }))
  planned.push({
    at: begins + 0.8 * lasts,
    run: () => database.prisma.shift.deleteMany({ where: { personId: people[3] ?? '', startsAt: { gte: instant(DAYS[1]?.date ?? '', '00:00') } } }) as never,
  })
  return async (now) => {
    while (planned[0] && planned[0].at <= now.getTime()) await planned.shift()?.run(now)
  }
}
