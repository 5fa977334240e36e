import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { requestCallback } from '../../services/callbacks/intake/store.ts'
import { callbackWindows, type CallbackWindows, type Wish } from '../../services/callbacks/windows/service.ts'
import { readMeans } from '../../services/callbacks/windows/store.ts'
import { callbackRule } from '../../services/schemas/rules.ts'
import { changePresence } from '../../services/shifts/presence/store.ts'
import { callbackHouse, type CallbackHouse } from '../support/callback-house.ts'
import { ZONE, type SmallRoster } from '../support/small-roster.ts'

// The clock stands at 2026-03-02 09:00 UTC, a Monday: 10:00 in Berlin.
let line: CallbackHouse
let roster: SmallRoster
let windows: CallbackWindows
let ada: string
beforeEach(async () => {
  line = await callbackHouse()
  roster = line.roster
  windows = callbackWindows(line)
  ada = await roster.person('Ada', { phone: '+4930111111', speaks: ['en', 'de'] })
})
afterEach(() => line.close())

const now = () => line.clock.now().toJSDate()
/** Half of an hour at six minutes each: five places. */
const hour = (from: string) => ({ from: new Date(from), to: new Date(Date.parse(from) + 3_600_000) })
let caller = 0
/** Asks, and writes down what was promised. */
const ask = (wish: Wish['wish'], more: Partial<Wish> = {}, seller = windows) =>
  seller.inTurn(async (tx) => {
    const answer = await seller.promise(tx, { wish, language: 'en', zone: ZONE, at: now(), ...more })
    if (answer.kind !== 'ok') return answer
    const { window, isAsap, zone } = answer
    const number = `+4917612${String((caller += 1)).padStart(5, '0')}`
    const { skill = null, language = 'en' } = more
    await requestCallback(tx, { source: 'web', number, language, zone, skill, ourNumber: '', window, isAsap }, now())
    return answer
  })
const shown = async (query = {}) => (await windows.options({ zone: ZONE, language: 'en', ...query })).windows.map(({ from }) => from)

describe('windows', () => {
  it('are those that the published roster covers, without who is away, with the skill and the language', async () => {
    await roster.shift(ada, '2026-03-02T08:00:00Z', '2026-03-02T16:00:00Z')
    await roster.shift(ada, '2026-03-03T08:00:00Z', '2026-03-03T10:00:00Z')
    await roster.shift(ada, '2026-03-04T08:00:00Z', '2026-03-04T10:00:00Z', { plan: 'draft' })
    expect(await shown()).toEqual([
      ...[10, 11, 12, 13, 14, 15].map((at) => `2026-03-02T${at}:00:00.000Z`),
      '2026-03-03T08:00:00.000Z',
      '2026-03-03T09:00:00.000Z',
    ])
    expect(await shown({ language: 'ru' })).toEqual([])
    expect(await shown({ skill: 'heating' })).toEqual([])
    const fromAt = new Date('2026-03-02T11:00:00Z')
    await line.database.prisma.leave.create({
      data: { id: randomUUID(), personId: ada, kind: 'sick', fromAt, toAt: new Date('2026-03-03T08:00:00Z'), createdAt: now() },
    })
    expect(await shown()).toEqual(['2026-03-02T10:00:00.000Z', '2026-03-03T08:00:00.000Z', '2026-03-03T09:00:00.000Z'])
    await changePresence(line.database.pool, ada, 'away', 'page', now())
    expect(await shown()).toEqual(['2026-03-03T08:00:00.000Z', '2026-03-03T09:00:00.000Z'])
  })

  it('have their hours by the clock of the customer, before and after the clocks change', async () => {
    await roster.shift(ada, '2026-03-28T05:00:00Z', '2026-03-28T20:00:00Z')
    await roster.shift(ada, '2026-03-29T05:00:00Z', '2026-03-29T20:00:00Z')
    line.clock.move({ days: 25 }) // the 27th
    const berlin = await shown()
    expect([berlin[0], berlin.at(-1)]).toEqual(['2026-03-28T07:00:00.000Z', '2026-03-28T18:00:00.000Z']) // 8:00 to 20:00
    const [, after] = [berlin, await line.database.prisma.shift.deleteMany({ where: { startsAt: { lt: new Date('2026-03-29T00:00:00Z') } } })]
    expect(after.count).toBe(1)
    expect((await shown())[0]).toBe('2026-03-29T06:00:00.000Z') // 8:00 summer time
    expect((await shown({ zone: 'America/New_York' }))[0]).toBe('2026-03-29T12:00:00.000Z')
  })

  it('are sold to as many as can be called in them, also to forty who want the last place at once', async () => {
    await roster.shift(ada, '2026-03-02T08:00:00Z', '2026-03-02T16:00:00Z')
    const wish = hour('2026-03-02T12:00:00Z')
    for (let n = 0; n < 4; n += 1) expect(await ask(wish)).toMatchObject({ kind: 'ok', isAsap: false })
    const other = callbackWindows(line) // another process sells too
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => ask(wish, {}, n % 2 ? windows : other)))
    expect(answers.filter(({ kind }) => kind === 'ok')).toHaveLength(1)
    const gone = answers.find(({ kind }) => kind === 'gone')
    expect(gone).toMatchObject({ kind: 'gone', options: { canCall: true } })
    expect(await shown()).not.toContain('2026-03-02T12:00:00.000Z')
    expect(await ask(hour('2026-03-02T13:00:00Z'))).toMatchObject({ kind: 'ok' })
    // Nor to somebody whose window overlaps it.
    const half = { from: new Date('2026-03-02T12:30:00Z'), to: new Date('2026-03-02T13:30:00Z') }
    const more = await Promise.all(Array.from({ length: 12 }, () => ask(half)))
    expect(more.filter(({ kind }) => kind === 'ok').length).toBeLessThanOrEqual(4)
  }, 30_000)

  it('are not promised to whom nobody could call in them after all who come before him', async () => {
    await roster.shift(ada, '2026-03-02T08:00:00Z', '2026-03-02T16:00:00Z')
    for (let n = 0; n < 8; n += 1) expect(await ask('now')).toMatchObject({ kind: 'ok' }) // until 9:48
    const minutes = (from: number, to: number) => ({ from: new Date(now().getTime() + from * 60_000), to: new Date(now().getTime() + to * 60_000) })
    expect(await ask(minutes(10, 50))).toMatchObject({ kind: 'gone' })
    expect(await ask(minutes(10, 70))).toMatchObject({ kind: 'ok' })
  })

  it('that have begun, lie outside of his hours, or are too far away are not promised', async () => {
    await roster.shift(ada, '2026-03-02T05:00:00Z', '2026-03-02T22:00:00Z')
    for (const from of ['2026-03-02T09:00:00Z', '2026-03-02T08:30:00Z', '2026-03-02T18:30:00Z', '2026-03-02T20:00:00Z', '2026-03-12T12:00:00Z'])
      expect(await ask(hour(from))).toMatchObject({ kind: 'gone' })
    expect(await ask(hour('2026-03-02T18:30:00Z'), { zone: 'Europe/London' })).toMatchObject({ kind: 'ok' })
  })
})

describe('as soon as possible', () => {
  it('is promised while somebody is there, and the wait with a mean call fits before they go', async () => {
    await roster.shift(ada, '2026-03-02T08:00:00Z', '2026-03-02T09:20:00Z')
    const waits = [await ask('now'), await ask('now'), await ask('now')]
    expect(waits).toMatchObject([0, 6, 12].map((waitMinutes) => ({ kind: 'ok', isAsap: true, waitMinutes, window: { to: new Date('2026-03-02T09:20:00Z') } })))
    expect(await ask('now')).toMatchObject({ kind: 'noCover' }) // 18 minutes and a call of six: after they have gone
    await roster.shift(ada, '2026-03-03T08:00:00Z', '2026-03-03T16:00:00Z')
    expect(await ask('now')).toMatchObject({ kind: 'gone', options: { now: null, canCall: true, opensAt: null } })
  })

  it('is not promised at the cost of those whose window begins later', async () => {
    await roster.shift(ada, '2026-03-02T08:00:00Z', '2026-03-02T16:00:00Z')
    const window = { from: new Date('2026-03-02T09:30:00Z'), to: new Date('2026-03-02T10:30:00Z') }
    for (let n = 0; n < 5; n += 1) expect(await ask(window)).toMatchObject({ kind: 'ok' })
    // The last of the five begins 24 minutes after those who are before them: with nine of them after 78 of 90 minutes, in nine tenths of her time after 86.7.
    for (let n = 0; n < 9; n += 1) expect(await ask('now')).toMatchObject({ kind: 'ok', waitMinutes: n * 6 })
    expect(await ask('now')).toMatchObject({ kind: 'gone' })
  })

  it('is not offered at 16:58 when they go at 17:00, but tomorrow is', async () => {
    await roster.shift(ada, '2026-03-02T08:00:00Z', '2026-03-02T16:00:00Z')
    await roster.shift(ada, '2026-03-03T08:00:00Z', '2026-03-03T16:00:00Z')
    expect(await windows.options({ zone: ZONE })).toMatchObject({ now: { waitMinutes: 0 } })
    line.clock.move({ minutes: 6 * 60 + 58 })
    const late = await windows.options({ zone: ZONE })
    expect(late).toMatchObject({ canCall: true, now: null, opensAt: null })
    expect(late.windows[0]?.from).toBe('2026-03-03T08:00:00.000Z')
    line.clock.move({ minutes: 10 })
    expect(await windows.options({ zone: ZONE })).toMatchObject({ now: null, opensAt: '2026-03-03T08:00:00.000Z' })
  })

  it('counts callers who hold on the line, of those who need the same people', async () => {
    await roster.shift(ada, '2026-03-02T08:00:00Z', '2026-03-02T16:00:00Z')
    const eve = await roster.person('Eve', { phone: '+4930222222', speaks: ['ru'] })
    await roster.shift(eve, '2026-03-02T08:00:00Z', '2026-03-02T16:00:00Z')
    const holds = (sid: string, hold: object) =>
      line.database.pool.query(
        `insert into call (sid, direction, from_raw, from_kind, to_raw, to_number, flow, flow_version, language, started_at, last_event_at, session)
         values ($1, 'inbound', '+491761', 'number', '+4930', '+4930', 'demo', '1', 'en', $2, $2, $3)`,
        [
          sid,
          now(),
          JSON.stringify({ language: 'en', position: { awaiting: 'hold', hold: { queue: 'q', since: now().getTime() - 1_000, offeredAt: 0, ...hold } } }),
        ],
      )
    await holds('CA1', { wanted: { skill: null, level: 1, siteId: null }, language: 'en' })
    await holds('CA2', {})
    await holds('CA3', { wanted: { skill: null, level: null, siteId: null }, language: 'ru' })
    expect(await windows.options({ zone: ZONE, language: 'en' })).toMatchObject({ now: { waitMinutes: 12 } })
    expect(await windows.options({ zone: ZONE, language: 'ru' })).toMatchObject({ now: { waitMinutes: 6 } })
  })

  it('is not offered while a supervisor has stopped it', async () => {
    await roster.shift(ada, '2026-03-02T08:00:00Z', '2026-03-02T16:00:00Z')
    const pause = await line.database.prisma.callbackPause.create({ data: { id: randomUUID(), skill: null, why: 'fire drill', pausedAt: now() } })
    expect(await windows.options({ zone: ZONE })).toMatchObject({ now: null, canCall: true })
    await line.database.prisma.callbackPause.update({ where: { id: pause.id }, data: { resumedAt: now() } })
    expect(await ask('now')).toMatchObject({ kind: 'ok' })
  })
})

type Try = readonly [outcome: string, startedAt: string, acceptedAt: string | null, endedAt: string, isCustomerFirst?: true]
const utc = (time: string): Date => new Date(`2026-03-02T${time}Z`)
const TAKEN: readonly Try[] = [
  ['noAnswer', '08:00:00', null, '08:00:30'], // 30 seconds, and two minutes in which she is left in peace
  ['customerBusy', '08:10:00', '08:10:20', '08:11:00'], // a minute, and half a minute to wrap up
  ['talked', '08:20:00', '08:20:20', '08:45:30'], // 25 and a half minutes, and the wrap-up
]
let over = 0
async function isOver(tries: readonly Try[], source: 'web' | 'callNow' = 'web'): Promise<void> {
  const id = await isTried(tries, source)
  await line.database.pool.query(
    `with b as (update callback set state = 'done', first_try_at = $2, ended_at = $2 where id = $1 returning id)
    insert into callback_event (callback_id, at, kind, from_state, to_state, why) select id, $2, 'state', 'waiting', 'done', 'test' from b`,
    [id, now()],
  )
}

async function isTried(tries: readonly Try[], source: 'web' | 'callNow' = 'web'): Promise<string> {
  const { prisma, pool } = line.database
  const about = { source, language: 'en', zone: ZONE, ourNumber: '', window: { from: now(), to: now() }, isAsap: true, caseId: null }
  const { callback } = await prisma.$transaction((tx) => requestCallback(tx, { ...about, number: `+4917600000${(over += 1)}` }, now()))
  for (const [n, [outcome, startedAt, acceptedAt, endedAt, isCustomerFirst = false]] of tries.entries())
    await pool.query(
      `insert into callback_attempt (id, callback_id, n, person_id, number, state, outcome, started_at, accepted_at, connected_at, ended_at, is_customer_first)
       values ($1, $2, $3, $4, $5, 'ended', $6, $7, $8, case when $6 = 'talked' then $8::timestamptz end, $9, $10)`,
      [randomUUID(), callback.id, n + 1, ada, callback.number, outcome, utc(startedAt), acceptedAt && utc(acceptedAt), utc(endedAt), isCustomerFirst],
    )
  return callback.id
}

describe('what a callback takes of our time', () => {
  const means = () => readMeans(line.database.prisma, now(), callbackRule.parse({}))

  it('is that of all its tries, once five are over', async () => {
    await roster.shift(ada, '2026-03-02T08:00:00Z', '2026-03-02T10:00:00Z')
    for (let n = 0; n < 4; n += 1) await isOver(TAKEN)
    expect(await means()).toEqual({ talkSeconds: 360, meanSeconds: 360 })
    await isOver(TAKEN)
    expect(await means()).toEqual({ talkSeconds: 25 * 60 + 40, meanSeconds: 1_800 })
    // Half an hour each; of the third not even the talk would end before they go.
    expect([await ask('now'), await ask('now'), await ask('now')]).toMatchObject([{ waitMinutes: 0 }, { waitMinutes: 30 }, { kind: 'noCover' }])
  })

  it('is also that of the tries of those who are not reached yet: whoever was reached at once is no mean', async () => {
    for (let n = 0; n < 5; n += 1) await isOver([['customerNoAnswer', '08:00:00', null, '08:01:00', true]])
    expect((await means()).meanSeconds).toBe(60)
    await isTried([['noAnswer', '08:50:00', null, '08:50:30']])
    expect((await means()).meanSeconds).toBe(60 + 150 / 5)
  })

  it('an owner’s own calls are none; whoever rings a customer first is busy too; a bad day counts as half an hour each', async () => {
    for (let n = 0; n < 20; n += 1) await isOver([['customerBusy', '08:00:00', '08:00:10', '08:00:20']], 'callNow')
    expect(await means()).toEqual({ talkSeconds: 360, meanSeconds: 360 })
    for (let n = 0; n < 5; n += 1) await isOver([['customerNoAnswer', '08:00:00', null, '08:01:00', true]])
    expect(await means()).toEqual({ talkSeconds: 360, meanSeconds: 60 })
    for (let n = 0; n < 5; n += 1) await isOver(Array.from({ length: 40 }, (_, m) => ['declined', `08:${10 + m}:00`, null, `08:${10 + m}:30`] as const))
    expect((await means()).meanSeconds).toBe((60 + 1_800) / 2)
  })
})
