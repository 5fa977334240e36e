// 50 clients move cases at random through the real program; then the same while it is killed. Who owns what is judged by plain SQL.
// Long: npm run proof -- moves [moves] [seed]
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DateTime } from 'luxon'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCase } from '../../services/cases/store.ts'
import { openDatabase, type Database } from '../../services/db.ts'
import { SESSION_COOKIE } from '../../services/http/access.ts'
import { openSession } from '../../services/people/sign-in/service.ts'
import { startSimulator, type Simulator } from '../../services/phone-simulator/service.ts'
import { demoDatabase } from '../support/demo-database.ts'
import { freePort, program, type Program } from '../support/killable.ts'
import { EVENT_OF, emptyTally, judgeLives, moveAtRandom, watch, type Client, type Tally } from '../support/random-moves.ts'
import { seeded } from '../support/seeded.ts'

const LONG = Number(process.env['PROOF_COUNT'] ?? 0)
const [PLAIN, KILLED] = LONG ? [LONG, LONG] : [160, 160]
const KILLS = LONG ? Math.max(2, Math.round(LONG / 1_000)) : 2
const CASES = LONG ? 200 : 40
const CLIENTS = LONG ? 50 : 16
const seed = Number(process.env['PROOF_SEED'] ?? 1)
const chance = seeded(seed)

let url: string
let databaseUrl: string
let database: Database
let nightline: Program
let simulator: Simulator
let clients: Client[]
let numbers: string[]
const cleanUps: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  const cloned = await demoDatabase()
  databaseUrl = cloned.url
  database = openDatabase({ url: databaseUrl, onError: () => undefined })
  clients = await staff()
  numbers = await openCases()
  simulator = await startSimulator()
  const dataDir = await mkdtemp(join(tmpdir(), 'nightline-moves-'))
  url = `http://127.0.0.1:${await freePort()}`
  nightline = program({
    DATABASE_URL: databaseUrl,
    PORT: new URL(url).port,
    PUBLIC_URL: url,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'fatal',
    TWILIO_ACCOUNT_SID: simulator.accountSid,
    TWILIO_AUTH_TOKEN: simulator.authToken,
    TWILIO_API_BASE_URL: simulator.url,
  })
  cleanUps.push(cloned.drop, database.close, () => rm(dataDir, { recursive: true, force: true }), nightline.stops, simulator.close)
  await nightline.starts()
}, 180_000)
afterAll(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp()
}, 60_000)

/** Most at the front line, fewer above, one at the top; all signed in. */
async function staff(): Promise<Client[]> {
  const levels = await database.prisma.level.findMany({ orderBy: { rank: 'asc' } })
  return Promise.all(
    Array.from({ length: CLIENTS }, async (_, n) => {
      const share = n / CLIENTS
      const rank = share < 0.55 ? 0 : share < 0.8 ? 1 : share < 0.93 ? 2 : 3
      const role = rank === 3 ? 'executive' : rank === 2 ? 'manager' : n % 8 === 0 ? 'supervisor' : 'agent'
      const data = { id: randomUUID(), name: `Person ${n}`, email: `${n}@example.org`, role, levelId: levels[rank]?.id ?? null, createdAt: new Date() } as const
      const { id } = await database.prisma.person.create({ data })
      const { token } = await openSession(database.prisma, id, { userAgent: undefined }, DateTime.utc())
      return { personId: id, cookie: `${SESSION_COOKIE}=${token}` }
    }),
  )
}

/** Of all ages below 20 hours: the hour at which the executive gets them comes for some while they are moved. */
async function openCases(): Promise<string[]> {
  const opened: string[] = []
  for (let n = 0; n < CASES; n += 1) {
    const minutes = n % 4 === 0 ? 20 * 60 - chance.below(LONG ? 15 : 2) : chance.below(19 * 60)
    const given = {
      customerId: null,
      callSid: null,
      title: `Case ${n}`,
      reason: 'none',
      severity: 'normal',
      facts: {},
      openedAt: new Date(Date.now() - minutes * 60_000),
    }
    opened.push((await database.prisma.$transaction((tx) => openCase(tx, given))).number)
  }
  return opened
}

async function killsWhile(tally: Tally, until: number): Promise<number> {
  let kills = 0
  while (kills < KILLS) {
    const next = Math.round(((kills + 0.5) * until) / KILLS)
    while (tally.moves < next) await sleep(2)
    await nightline.isKilled()
    kills += 1
    await nightline.starts()
  }
  return kills
}

const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((all, n) => all + n, 0)

async function judged(tally: Tally, before: Record<string, number>) {
  const lives = await judgeLives(databaseUrl)
  const { gaps, beyond, outOfTurn, overlaps, unaudited } = lives
  expect({ gaps, beyond, outOfTurn, overlaps, unaudited }).toEqual({ gaps: 0, beyond: 0, outOfTurn: 0, overlaps: 0, unaudited: 0 })
  // What was answered was done, once; what was done and not answered was cut off.
  for (const [move, kind] of Object.entries(EVENT_OF)) {
    const written = (lives.written[kind] ?? 0) - (before[kind] ?? 0)
    const done = tally.done[move] ?? 0
    expect([move, written >= done && written <= done + (tally.unknown[move] ?? 0), written, done]).toEqual([move, true, written, done])
  }
  return lives
}

const say = (what: string, tally: Tally, more: object): void => {
  if (LONG) console.log(`${what} (seed ${seed}): ${JSON.stringify({ ...tally, doneInAll: sum(tally.done), refusedInAll: sum(tally.refused), ...more })}`)
}

test(
  `${CLIENTS} clients, ${PLAIN} random moves or more on ${CASES} cases: one owner at every instant, no gap, no overlap`,
  { timeout: 1_800_000 },
  async () => {
    const tally = emptyTally()
    const before = (await judgeLives(databaseUrl)).written
    const [watching, began] = [await watch(databaseUrl), Date.now()]
    // A few moves may not meet every kind: then there are more of them, at most ten times as many.
    for (let until = PLAIN; until <= 10 * PLAIN; until += PLAIN) {
      await moveAtRandom({ url, numbers, clients, chance, tally, until })
      if (Object.keys(EVENT_OF).every((kind) => tally.done[kind])) break
    }
    const seconds = (Date.now() - began) / 1_000
    const { looks, wrong } = await watching.stop()
    expect(wrong).toEqual([])
    const lives = await judged(tally, before)
    expect(tally.resets).toBe(0)
    // Too slow it may be; nothing breaks.
    expect(
      Object.keys(tally.failed).filter((code) => code !== 'UNAVAILABLE'),
      JSON.stringify(tally),
    ).toEqual([])
    expect(Object.keys(tally.done).sort(), JSON.stringify(tally)).toEqual(Object.keys(EVENT_OF).sort())
    expect(sum(tally.done)).toBeGreaterThan(tally.moves / 10)
    say('moves', tally, { looks, seconds, ...lives })
  },
)

test(`the same while the program is killed ${KILLS} times`, { timeout: 3_600_000 }, async () => {
  const tally = emptyTally()
  const before = (await judgeLives(databaseUrl)).written
  const [watching, began] = [await watch(databaseUrl), Date.now()]
  const [kills] = await Promise.all([killsWhile(tally, KILLED), moveAtRandom({ url, numbers, clients, chance, tally, until: KILLED })])
  const seconds = (Date.now() - began) / 1_000
  const { looks, wrong } = await watching.stop()
  expect(wrong).toEqual([])
  const lives = await judged(tally, before)
  // The kills landed: each cut somebody off in the middle of a request.
  expect(kills).toBe(KILLS)
  expect(tally.resets).toBeGreaterThanOrEqual(KILLS)
  say('moves, killed', tally, { kills, looks, seconds, ...lives })
})

test('the judge sees a gap, and time beyond the end', async () => {
  const spoil = async (sql: string) => {
    const { rows } = await database.pool.query<{ id: string; to_at: Date }>(
      `select u.id, u.to_at from custody u join "case" c on c.id = u.case_id where u.to_at = c.ended_at and c.title like 'Case %' order by u.to_at - u.from_at desc limit 1`,
    )
    const [row] = rows
    expect(row).toBeDefined()
    await database.pool.query(sql, [row?.id])
    const judged = await judgeLives(databaseUrl)
    await database.pool.query('update custody set to_at = $2 where id = $1', [row?.id, row?.to_at])
    return judged
  }
  expect((await spoil(`update custody set to_at = from_at + (to_at - from_at) / 2 where id = $1`)).gaps).toBe(1)
  expect((await spoil(`update custody set to_at = to_at + interval '1 second' where id = $1`)).beyond).toBe(1)
  expect(await judgeLives(databaseUrl)).toMatchObject({ gaps: 0, beyond: 0, overlaps: 0 })
})
