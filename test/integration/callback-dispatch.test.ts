import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CallbackAttempt } from '../../prisma/generated/client.ts'
import { startAttempt } from '../../services/callbacks/attempts/store.ts'
import { dispatcher, type DispatcherOptions } from '../../services/callbacks/dispatch/service.ts'
import type { NewCallback } from '../../services/callbacks/intake/store.ts'
import { changeState, holdCallback } from '../../services/callbacks/store.ts'
import { lineRoster } from '../../services/shifts/line/service.ts'
import type { LiveCaller } from '../../services/shifts/line/waiting/store.ts'
import { changePresence, leaveCall, takeCall } from '../../services/shifts/presence/store.ts'
import { accessServer, type AccessServer } from '../support/access.ts'
import { aCallback } from '../support/callbacks.ts'
import { aCallRow, aSid } from '../support/call-rows.ts'
import { smallRoster, ZONE, type SmallRoster } from '../support/small-roster.ts'

// The clock stands at 2026-03-02 09:00 UTC, a Monday: 10:00 in Berlin. Ada has been free longest, then Bob, then Eve, who alone speaks Russian.
let line: AccessServer
let roster: SmallRoster
let people: { ada: string; bob: string; eve: string }
const PHONES = { ada: '+493023125901', bob: '+493023125902', eve: '+493023125903' } as const
beforeAll(async () => {
  line = await accessServer()
  roster = await smallRoster(line.database)
  const person = (name: keyof typeof PHONES, speaks: string[]) => roster.person(name, { phone: PHONES[name], speaks })
  people = { ada: await person('ada', ['en', 'de']), bob: await person('bob', ['en', 'de']), eve: await person('eve', ['en', 'ru']) }
  for (const id of Object.values(people)) await roster.shift(id, '2026-03-02T07:00:00Z', '2026-03-02T20:00:00Z')
  await line.database.pool.query(`insert into sweep (name, seen_version, beat_at) values ('deadlines sweeper', 0, clock_timestamp() + interval '1 hour')`)
})
afterAll(() => line.close())
beforeEach(async () => {
  line.clock.move({ minutes: 10 })
  await Promise.all([is('ada', 'ready', -300), is('bob', 'ready', -200), is('eve', 'ready', -100)])
})
afterEach(async () => {
  await line.database.pool.query(`
    set session_replication_role = replica;
    truncate callback, callback_attempt, callback_event, callback_pause, outbound_call, callback_breaker, promise cascade;
    update call set ended_at = started_at; delete from presence; delete from rule_version where kind = 'callback'; set session_replication_role = origin`)
})

const at = (seconds = 0): Date => line.clock.now().plus({ seconds }).toJSDate()
const is = (name: keyof typeof PHONES, state: 'ready' | 'break', seconds = 0) => changePresence(line.database.pool, people[name], state, 'page', at(seconds))
let asked = 0
const ask = async (secondsAgo: number, more: Partial<NewCallback> = {}): Promise<string> => {
  const since = at(-secondsAgo)
  const number = `+4917612${String((asked += 1)).padStart(5, '0')}`
  const { callback } = await line.database.prisma.$transaction((tx) => aCallback(tx, { at: since, dueAt: at(7_200), number, ...more }))
  return callback.id
}
const holding = (secondsAgo: number, more: { language?: string | null; asked?: string[]; from?: string } = {}): Promise<string> => {
  const { language = null, asked: rung, from = '+493023125250' } = more
  const hold = { queue: 'support/queue', since: at(-secondsAgo).getTime(), offeredAt: 0, wanted: { skill: null, level: 1, siteId: null }, language }
  const position = { step: 'queue', awaiting: 'hold', noInput: 0, noMatch: 0, hold, ...(rung && { ringing: { since: 0, asked: rung } }) }
  return aCallRow(line.database.prisma, { at: at(-5), fromNumber: from, session: { position } as never })
}
const nudged: LiveCaller[] = []
const warned: unknown[] = []
const aDispatcher = (more: Partial<DispatcherOptions> = {}) =>
  dispatcher({
    database: line.database,
    clock: line.clock,
    zone: () => ZONE,
    wake: () => undefined,
    nudge: async (caller) => nudged.push(caller),
    log: { warn: (details) => void warned.push(details) },
    ...more,
  })
const live = (): Promise<CallbackAttempt[]> => line.database.prisma.callbackAttempt.findMany({ where: { endedAt: null } })
/** Who calls whom, by name. */
const calls = async (ids: Readonly<Record<string, string>>): Promise<Record<string, string>> => {
  const nameOf = new Map(Object.entries(people).map(([name, id]) => [id, name]))
  const known = new Map(Object.entries(ids).map(([name, id]) => [id, name]))
  return Object.fromEntries((await live()).map(({ callbackId, personId }) => [known.get(callbackId) ?? callbackId, nameOf.get(personId ?? '') ?? '?']))
}
const look = async (ids: Readonly<Record<string, string>>, more: Partial<DispatcherOptions> = {}) => {
  const dispatch = aDispatcher(more)
  await dispatch.sweep()
  await dispatch.stop()
  return calls(ids)
}
const decline = (attempt: CallbackAttempt): Promise<unknown> =>
  line.database.prisma.$transaction(async (tx) => {
    const held = await holdCallback(tx, attempt.callbackId)
    await tx.callbackAttempt.update({ where: { id: attempt.id }, data: { state: 'ended', outcome: 'declined', endedAt: at() } })
    await tx.outboundCall.updateMany({ data: { state: 'declined', endedAt: at() } })
    if (held) await changeState(tx, held, 'waiting', { at: at(), why: 'he pressed another key' })
  })

describe('who calls whom', () => {
  it('the first has who was free longest; there are never more attempts than people', async () => {
    const [d, a, c, b] = [await ask(10), await ask(400), await ask(200), await ask(300)]
    expect(await look({ a, b, c, d })).toEqual({ a: 'ada', b: 'bob', c: 'eve' })
    expect(await look({ a, b, c, d })).toEqual({ a: 'ada', b: 'bob', c: 'eve' })
    expect((await line.database.prisma.callback.findUniqueOrThrow({ where: { id: d } })).state).toBe('waiting')
    expect(await line.database.prisma.outboundCall.count({ where: { purpose: 'callbackAgent' } })).toBe(3)
    const chain = await line.database.prisma.callbackEvent.findMany({ where: { callbackId: a }, orderBy: { id: 'asc' } })
    expect(chain.map(({ why }) => why)).toEqual(['asked for (ivr)', 'next in order; ada is free longest (published shift until 21:00)'])
  })

  it('a caller who came before has his person and is told to look; whoever came later waits behind', async () => {
    nudged.length = 0
    const first = await holding(500)
    const [a, b, c] = [await ask(400), await ask(300), await ask(100)]
    await holding(200)
    expect(await look({ a, b, c })).toEqual({ a: 'bob', b: 'eve' })
    expect(nudged.map(({ sid }) => sid)).toEqual([first])
  })

  it('a caller who has asked somebody in vain leaves him to others; one who is being rung for holds up nobody', async () => {
    await holding(500, { asked: Object.values(PHONES) })
    await is('ada', 'break')
    await is('bob', 'break')
    const a = await ask(400)
    expect(await look({ a })).toEqual({ a: 'eve' })
  })

  it('skill, language, level and person: each has only who suits, and holds up nobody', async () => {
    await line.database.prisma.skill.create({ data: { key: 'gas', name: 'Gas' } }).catch(() => undefined)
    const gas = await ask(900, { skill: 'gas' })
    const specialist = await ask(800, { levelId: roster.second })
    const russian = await ask(700, { language: 'ru' })
    const forBob = await ask(600, { personId: people.bob })
    const forBobToo = await ask(500, { personId: people.bob })
    const anybody = await ask(400)
    expect(await look({ gas, specialist, russian, forBob, forBobToo, anybody })).toEqual({ russian: 'eve', forBob: 'bob', anybody: 'ada' })
  })

  it('who speaks a language that nobody at the desk speaks is called all the same; while somebody does he waits for him', async () => {
    const [french, russian] = [await ask(300, { language: 'fr' }), await ask(200, { language: 'ru' })]
    await takeCallOf('eve')
    expect(await look({ french, russian })).toEqual({ french: 'ada' })
    await is('eve', 'break', 1)
    line.clock.move({ seconds: 2 })
    expect(await look({ french, russian })).toEqual({ french: 'ada', russian: 'bob' })
  })

  it('five behind one switchboard are called one after the other; who is on the line with us is not called', async () => {
    const number = '+49301234500'
    const [a, b] = [await ask(300, { number, name: 'A' }), await ask(200, { number, name: 'B' })]
    const onTheLine = await ask(400, { number: '+493023125777' })
    const call = await aCallRow(line.database.prisma, { at: at(-30), fromNumber: '+493023125777' })
    expect(await look({ a, b, onTheLine })).toEqual({ a: 'ada' })
    await line.database.prisma.call.update({ where: { sid: call }, data: { endedAt: at() } })
    expect(await look({ a, b, onTheLine })).toEqual({ a: 'ada', onTheLine: 'bob' })
  })

  it('who has not taken one is left in peace for a while, and the next one of us is rung', async () => {
    const a = await ask(300)
    expect(await look({ a })).toEqual({ a: 'ada' })
    for (const attempt of await live()) await decline(attempt)
    expect(await look({ a })).toEqual({ a: 'bob' })
    for (const attempt of await live()) await decline(attempt)
    line.clock.move({ seconds: 121 })
    expect(await look({ a })).toEqual({ a: 'ada' })
  })

  it('nobody is called who is paused', async () => {
    const [gas, other] = [await ask(300, { skill: 'heat' }), await ask(200)]
    const pause = { id: randomUUID(), why: 'training', pausedAt: at() }
    await line.database.prisma.callbackPause.create({ data: { ...pause, skill: 'heat' } })
    expect(await look({ gas, other })).toEqual({ other: 'ada' })
    await line.database.prisma.callbackPause.create({ data: { ...pause, id: randomUUID(), skill: null } })
    const third = await ask(100)
    expect(await look({ gas, other, third })).toEqual({ other: 'ada' })
    await line.database.prisma.callbackPause.updateMany({ data: { resumedAt: at() } })
    expect(await look({ gas, other, third })).toEqual({ other: 'ada', third: 'bob' })
  })

  it('nobody who stands by at home is rung for a callback', async () => {
    const olga = await roster.person('olga', { phone: '+493023125904' })
    await roster.shift(olga, '2026-03-02T21:00:00Z', '2026-03-03T05:00:00Z', { kind: 'onCall' })
    line.clock.move({ minutes: (Date.parse('2026-03-02T22:00:00Z') - at().getTime()) / 60_000 })
    const a = await ask(300)
    expect(await look({ a })).toEqual({})
    line.clock.move({ minutes: (Date.parse('2026-03-02T12:00:00Z') - at().getTime()) / 60_000 })
  })
})

async function takeCallOf(name: keyof typeof PHONES): Promise<void> {
  const client = await line.database.pool.connect()
  await takeCall(client, people[name], at())
  client.release()
}

describe('whatever happens', () => {
  it('two dispatchers in the same moment begin each attempt once', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, (_, n) => ask(300 - n)))
    const both = [aDispatcher(), aDispatcher()]
    await Promise.all(both.map((one) => one.sweep()))
    await Promise.all(both.map((one) => one.stop()))
    expect((await live()).map(({ callbackId }) => callbackId).sort()).toEqual(ids.slice(0, 3).sort())
    expect(await line.database.prisma.callbackAttempt.count()).toBe(3)
  })

  it('one that cannot begin is put aside for a minute, and the next one begins', async () => {
    const [bad, good] = [await ask(300), await ask(200)]
    warned.length = 0
    const start: typeof startAttempt = (tx, callback, more) => (callback.id === bad ? Promise.reject(new Error('broken')) : startAttempt(tx, callback, more))
    expect(await look({ bad, good }, { start })).toEqual({ good: 'ada' })
    expect(warned).toHaveLength(1)
    const { state, nextAt } = await line.database.prisma.callback.findUniqueOrThrow({ where: { id: bad } })
    expect([state, nextAt]).toEqual(['snoozed', at(60)])
  })

  it('a stranger for whom there is no money is put off, and the next one begins', async () => {
    const [dear, cheap] = [await ask(300, { source: 'web' }), await ask(200, { source: 'web' })]
    const number = (await line.database.prisma.callback.findUniqueOrThrow({ where: { id: dear } })).number
    expect(await look({ dear, cheap }, { reserve: async (_, cost) => cost.number !== number })).toEqual({ cheap: 'bob' })
  })
})

describe('it looks by itself', () => {
  const begun = async (count: number): Promise<number> => {
    const from = performance.now()
    while ((await live()).length < count && performance.now() - from < 3_000) await sleep(5)
    expect(await live()).toHaveLength(count)
    return performance.now() - from
  }

  it('when somebody becomes ready, a callback comes, a call ends, a wrap-up is over', async () => {
    await Promise.all([is('ada', 'break'), is('bob', 'break'), is('eve', 'break')])
    const dispatch = aDispatcher()
    dispatch.start()
    try {
      await ask(300)
      await sleep(200)
      expect(await live()).toHaveLength(0)
      await is('ada', 'ready')
      await begun(1)
      const number = '+493023125778'
      const call = await aCallRow(line.database.prisma, { at: at(-30), fromNumber: number })
      await is('bob', 'ready')
      await ask(200, { number })
      await sleep(300)
      expect(await live()).toHaveLength(1)
      await line.database.prisma.call.update({ where: { sid: call }, data: { endedAt: at() } })
      await line.database.pool.query(`select pg_notify('nightline_live', '{"type":"call","id":"${call}"}')`)
      await begun(2)
      await takeCallOf('eve')
      await line.database.prisma.company.updateMany({ data: { wrapUpSeconds: 1 } })
      const client = await line.database.pool.connect()
      await leaveCall(client, [people.eve], at())
      client.release()
      await ask(100)
      await sleep(100)
      expect(await live()).toHaveLength(2)
      line.clock.move({ seconds: 2 }) // the program waits for the real second
      await begun(3)
    } finally {
      await dispatch.stop()
    }
  })
})

describe('a caller on the line', () => {
  const question = (since: number) =>
    ({
      kind: 'queue',
      queue: 'support/queue',
      since,
      wanted: { skill: null, level: 1, siteId: null },
      language: null,
      order: 'longestIdle',
      zone: ZONE,
      asked: [],
    }) as const
  const turnOf = async (secondsAgo: number) => {
    const answer = await lineRoster(line).answers.queue(question(at(-secondsAgo).getTime()), { callSid: aSid(), turn: 3, at: line.clock.now() })
    if (answer.kind !== 'queue') throw new Error('another answer')
    return { ahead: answer.ahead, standing: answer.standing, rung: answer.round.map(({ name }) => name) }
  }

  it('waits behind callbacks whose place is before his, as far as they want the same people', async () => {
    for (const secondsAgo of [400, 300, 50]) await ask(secondsAgo)
    await ask(500, { language: 'ru' })
    await ask(500, { levelId: roster.second })
    await ask(500, { skill: 'gas' })
    expect(await turnOf(350)).toEqual({ ahead: 2, standing: 'turn', rung: ['bob'] }) // Eve speaks Russian, Ada is the first one's
    expect(await turnOf(100)).toEqual({ ahead: 3, standing: 'wait', rung: [] })
    expect(await turnOf(600)).toEqual({ ahead: 0, standing: 'turn', rung: ['ada'] })
  })

  it('does not ring whom a callback rings', async () => {
    const a = await ask(100)
    expect(await look({ a })).toEqual({ a: 'ada' })
    expect(await turnOf(600)).toEqual({ ahead: 0, standing: 'turn', rung: ['bob'] })
  })

  it('does not wait for paused ones, nor for those whose number is in use, nor while nobody calls back', async () => {
    for (const secondsAgo of [400, 390, 380]) await ask(secondsAgo)
    expect((await turnOf(10)).standing).toBe('wait')
    const beat = (to: string): Promise<unknown> =>
      line.database.pool.query(`update sweep set beat_at = clock_timestamp() + interval '${to}' where name = 'deadlines sweeper'`)
    await beat('-31 seconds')
    expect(await turnOf(10)).toEqual({ ahead: 0, standing: 'turn', rung: ['ada'] })
    await beat('1 hour')
    await line.database.prisma.callbackPause.create({ data: { id: randomUUID(), why: 'test', skill: null, pausedAt: at() } })
    expect((await turnOf(10)).standing).toBe('turn')
  })
})
