import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedDemo } from '../../prisma/seed.ts'
import { callJobs } from '../../services/calls/jobs.ts'
import { endBlocked, endCallbacksOf, holdCallbacksOf } from '../../services/callbacks/ends/store.ts'
import { beginWindow } from '../../services/callbacks/intake/store.ts'
import { moveService } from '../../services/cases/moves/service.ts'
import { blockedNumbers } from '../../services/customers/blocked/service.ts'
import { openDatabase, type Database } from '../../services/db.ts'
import type { Principal } from '../../services/http/access.ts'
import type { Session } from '../../services/ivr/session.ts'
import { departureService } from '../../services/departures/service.ts'
import { peopleService } from '../../services/people/service.ts'
import { customerMerges } from '../../services/records/merges/store.ts'
import { recordSearch } from '../../services/records/search/store.ts'
import type { CallbackRule } from '../../services/schemas/rules.ts'
import { aCallback } from '../support/callbacks.ts'
import { aCallRow, aLeg, anEffect } from '../support/call-rows.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'

// A Wednesday, 13:00 in Berlin.
const NOW = DateTime.fromISO('2026-11-18T12:00:00Z', { zone: 'utc' })
const at = NOW.toJSDate()
const clock = { now: () => NOW }
const dueAt = NOW.plus({ hours: 2 }).toJSDate()

let cloned: TestDatabase
let database: Database
let prisma: Database['prisma']
const failures: unknown[] = []
beforeAll(async () => {
  cloned = await cloneDatabase()
  database = openDatabase({ url: cloned.url, onError: () => undefined })
  prisma = database.prisma
  await seedDemo({ database, now: at })
})
afterAll(async () => {
  await database.close()
  await cloned.drop()
})

let ruleVersion = 0
async function rule(body: Partial<CallbackRule>): Promise<void> {
  ruleVersion += 1
  await prisma.ruleVersion.create({ data: { kind: 'callback', key: '', version: ruleVersion, body, madeAt: at, why: 'test' } })
}
let line = 100
const aNumber = (): string => `+4930231254${(line += 1)}`

/** A call that has ended is settled. */
async function settle(callSid: string): Promise<void> {
  failures.length = 0
  await anEffect(prisma, callSid, { kind: 'settleCall' }, { turn: 9, at })
  await callJobs({ database, clock, announce: () => undefined, log: { error: (details) => void failures.push(details) } }).performDue()
  expect(failures).toEqual([])
}

describe('who hangs up while he waits', () => {
  const since = NOW.minus({ minutes: 4 })
  const inLine = (more: Partial<Session['position']> = {}): Partial<Session> => ({
    position: {
      ...{ step: 'line', awaiting: 'hold', noInput: 0, noMatch: 0, silences: 0 },
      hold: { queue: 'support/line', since: since.toMillis(), offeredAt: 0, wanted: { skill: null, level: null, siteId: null }, language: null },
      ...more,
    } as NonNullable<Session['position']>,
  })
  const waited = async (fromNumber: string, session = inLine(), more = {}): Promise<string> => {
    const sid = await aCallRow(prisma, { at: since.toJSDate(), endedAt: at, status: 'completed', fromNumber, fromRaw: fromNumber, session, ...more })
    await settle(sid)
    return sid
  }
  const made = async (sid: string) => ({
    callbacks: await prisma.callback.findMany({ where: { callSid: sid } }),
    cases: await prisma.case.findMany({ where: { callSid: sid } }),
  })

  it('is nobody’s business as shipped', async () => {
    expect(await made(await waited(aNumber()))).toEqual({ callbacks: [], cases: [] })
  })

  it('is a case for who keeps the first level, once an hour, if the rule says so', async () => {
    await rule({ abandoned: 'task' })
    const number = aNumber()
    const sid = await waited(number)
    expect(await made(sid)).toMatchObject({ callbacks: [], cases: [{ reason: 'abandoned', title: 'Hung up while waiting', channel: 'call' }] })
    expect(await prisma.call.findUnique({ where: { sid } })).toMatchObject({ outcome: 'abandoned' })
    expect(await made(await waited(number))).toEqual({ callbacks: [], cases: [] })
    await prisma.case.updateMany({ where: { callSid: sid }, data: { openedAt: NOW.minus({ minutes: 61 }).toJSDate() } })
    expect((await made(await waited(number))).cases).toHaveLength(1)
  })

  it('is called back at the place that he had, if the rule says so; settled again it is one', async () => {
    await rule({ abandoned: 'callback' })
    const sid = await waited(aNumber())
    await settleAgain(sid)
    const { callbacks, cases } = await made(sid)
    expect(callbacks).toMatchObject([{ source: 'abandoned', state: 'waiting', isAsap: true, placeAt: since.toJSDate(), caseId: cases[0]?.id }])
    expect(cases).toMatchObject([{ title: 'Hung up while waiting', reason: 'abandoned' }])
  })
  const settleAgain = async (sid: string): Promise<void> => {
    await prisma.effect.updateMany({ where: { callSid: sid, kind: 'settleCall' }, data: { doneAt: null } })
    await callJobs({ database, clock, announce: () => undefined, log: { error: () => undefined } }).performDue()
  }

  it('not who waited for a moment, was served, is one of us, cannot be called, or waited for somebody to be woken', async () => {
    await rule({ abandoned: 'callback' })
    const briefly = inLine()
    if (briefly.position?.hold) briefly.position.hold.since = NOW.minus({ seconds: 19 }).toMillis()
    const woken = inLine({ hold: { queue: 'support/wake', since: since.toMillis(), offeredAt: 0 } })
    for (const [number, session] of [
      [aNumber(), briefly],
      [aNumber(), { ...inLine(), achieved: ['served'] }],
      [aNumber(), { ...inLine(), staff: [randomUUID()] }],
      ['+49900123456', inLine()],
      [aNumber(), woken],
      [aNumber(), {}],
    ] as const)
      expect(await made(await waited(number, session as Partial<Session>))).toEqual({ callbacks: [], cases: [] })
    expect(await made(await waited(aNumber(), inLine(), { fromNumber: null, fromKind: 'withheld' }))).toEqual({ callbacks: [], cases: [] })
  })
})

describe('who calls us himself while he waits for our call', () => {
  const answered = async (fromNumber: string): Promise<string> => {
    const sid = await aCallRow(prisma, { at, endedAt: at, status: 'completed', fromNumber, fromRaw: fromNumber })
    await aLeg(prisma, sid, { number: '+493023125301', startedAt: at, acceptedAt: at })
    await settle(sid)
    return sid
  }
  const waits = async (number: string, more: Partial<Parameters<typeof aCallback>[1]> = {}) => {
    const { callback } = await prisma.$transaction((tx) => aCallback(tx, { number, at: NOW.minus({ minutes: 5 }).toJSDate(), dueAt, ...more }))
    return callback
  }
  const found = ({ id }: { id: string }) =>
    prisma.callback.findUniqueOrThrow({ where: { id }, include: { case: { include: { promises: true, events: true } } } })

  it('is answered: the callback is done, its promise kept, and its owner hears of the call', async () => {
    const number = aNumber()
    const callback = await waits(number)
    const sid = await answered(number)
    const { case: its, ...done } = await found(callback)
    expect(done).toMatchObject({ state: 'done', endWhy: 'calledUs', reachedAt: at })
    expect(its?.promises).toMatchObject([{ kind: 'callback', keptAt: at }])
    expect(its?.events).toContainEqual(expect.objectContaining({ kind: 'contact', body: { callSid: sid } }))
  })

  it('hangs up in line: it waits on', async () => {
    const number = aNumber()
    const callback = await waits(number)
    await settle(await aCallRow(prisma, { at, endedAt: at, fromNumber: number, fromRaw: number }))
    expect(await found(callback)).toMatchObject({ state: 'waiting' })
  })

  it('before the window that he chose, or from a number that several wait at: none is taken for his', async () => {
    const [early, shared] = [aNumber(), aNumber()]
    const later = await waits(early, { isAsap: false, window: { from: dueAt, to: NOW.plus({ hours: 3 }).toJSDate() } })
    const both = [await waits(shared, { name: 'Ann' }), await waits(shared, { name: 'Ben' })]
    const behind = await waits(aNumber(), { extension: '12' })
    for (const number of [early, shared, behind.number]) await answered(number)
    expect(await found(later)).toMatchObject({ state: 'scheduled' })
    for (const one of [...both, behind]) expect(await found(one)).toMatchObject({ state: 'waiting' })
  })

  it('from a switchboard: the one that waits there and is nobody’s may be his neighbour’s', async () => {
    const number = aNumber()
    const customer = await prisma.customer.create({ data: { id: randomUUID(), name: 'Nolte & Sons', createdAt: at } })
    await prisma.contactPoint.create({
      data: { id: randomUUID(), customerId: customer.id, kind: 'phone', value: number, standing: 'shared', validFrom: at },
    })
    const neighbour = await waits(number)
    await answered(number)
    expect(await found(neighbour)).toMatchObject({ state: 'waiting' })
  })
})

it('a blocked number is called back no more, and its promise is taken back with the reason', async () => {
  const number = aNumber()
  const { callback } = await prisma.$transaction((tx) => aCallback(tx, { number, at: NOW.minus({ minutes: 5 }).toJSDate(), dueAt }))
  await blockedNumbers({ database: { prisma }, clock, onBlocked: endBlocked }).block({ number, reason: 'a machine' }, {
    kind: 'apiKey',
    id: 'key',
  } as Principal)
  const { case: its, ...gone } = await prisma.callback.findUniqueOrThrow({ where: { id: callback.id }, include: { case: { include: { promises: true } } } })
  expect(gone).toMatchObject({ state: 'cancelled', endWhy: 'blocked' })
  expect(its?.promises).toMatchObject([{ keptAt: null, reason: 'a machine' }])
})

it('who asks again when no time can be promised has the callback that he has, and no second case', async () => {
  const number = aNumber()
  const { callback } = await prisma.$transaction((tx) => aCallback(tx, { number, at: NOW.minus({ minutes: 5 }).toJSDate(), dueAt }))
  await rule({ countries: ['FR'] })
  const sid = await aCallRow(prisma, { at, fromNumber: number, fromRaw: number })
  const id = await anEffect(prisma, sid, { kind: 'callback', number, title: '', severity: 'normal', language: 'en' }, { turn: 1, at })
  await callJobs({ database, clock, announce: () => undefined, log: { error: (details) => void failures.push(details) } }).performDue()
  await rule({})
  expect(failures).toEqual([])
  expect(await prisma.case.count({ where: { callSid: sid } })).toBe(0)
  expect(await prisma.callbackEvent.count({ where: { callbackId: callback.id, why: 'asked for again by phone' } })).toBe(1)
  const { result } = await prisma.effect.findUniqueOrThrow({ where: { id } })
  expect(result).toMatchObject({ callback: { earlier: expect.any(String) as string } })
})

it('who calls from his number is held back by nobody who only typed it: neither by a later window nor by a code that never comes', async () => {
  const window = { from: dueAt, to: NOW.plus({ hours: 3 }).toJSDate() }
  const asks = async (number: string) => {
    const sid = await aCallRow(prisma, { at, fromNumber: number, fromRaw: number })
    await anEffect(prisma, sid, { kind: 'callback', number, title: '', severity: 'normal', language: 'en' }, { turn: 1, at })
    failures.length = 0
    await callJobs({ database, clock, announce: () => undefined, log: { error: (details) => void failures.push(details) } }).performDue()
    expect(failures).toEqual([])
    const all = await prisma.callback.findMany({ where: { number }, orderBy: [{ requestedAt: 'asc' }, { source: 'desc' }] })
    return all.map(({ source, state }) => `${source} ${state}`)
  }
  const typed = async (more: Partial<Parameters<typeof aCallback>[1]>) => {
    const number = aNumber()
    await prisma.$transaction((tx) => aCallback(tx, { number, at, dueAt, source: 'web', isAsap: false, window, ...more }))
    return number
  }
  expect(await asks(await typed({}))).toEqual(['web cancelled', 'ivr waiting'])
  // Of two firms at one switchboard nobody knows which calls: his request has the same key as the one that waits for its code.
  const switchboard = await typed({ isUnverified: true })
  for (const name of ['Nolte & Sons', 'Ott & Co']) {
    const { id } = await prisma.customer.create({ data: { id: randomUUID(), name, createdAt: at } })
    const point = { kind: 'phone', value: switchboard, standing: 'shared', validFrom: at }
    await prisma.contactPoint.create({ data: { id: randomUUID(), customerId: id, ...point } })
  }
  expect(await asks(switchboard)).toEqual(['web cancelled', 'ivr waiting'])
  // What is not later, and what one of us has written down, is the same as before.
  expect(await asks(await typed({ isAsap: true }))).toEqual(['web waiting'])
  expect(await asks(await typed({ source: 'agent' }))).toEqual(['agent scheduled'])
})

describe('a case ends', () => {
  const moves = () => moveService({ database, clock, waiting: { hold: holdCallbacksOf, end: endCallbacksOf } })
  const inCase = async () => {
    const number = aNumber()
    const { callback } = await prisma.$transaction((tx) => aCallback(tx, { number, at, dueAt }))
    return prisma.callback.findUniqueOrThrow({ where: { id: callback.id }, include: { case: { include: { custodies: { where: { toAt: null } } } } } })
  }
  type InCase = Awaited<ReturnType<typeof inCase>>
  const ownerOf = async ({ case: its }: InCase): Promise<string> => {
    const id = its?.custodies[0]?.personId ?? ''
    await moves().move(its?.number ?? '', id, { move: 'take' })
    return id
  }
  const found = ({ id }: { id: string }) =>
    prisma.callback.findUniqueOrThrow({ where: { id }, include: { case: { include: { promises: { orderBy: { madeAt: 'asc' } } } } } })

  it('solved, or closed: nobody is called about it any more', async () => {
    const solved = await inCase()
    const solver = await ownerOf(solved)
    await prisma.case.update({ where: { id: solved.caseId ?? '' }, data: { words: 'the heater', acknowledgement: 'we come', acknowledgedAt: at } })
    await moves().move(solved.case?.number ?? '', solver, { move: 'solve', solution: 'reset', satisfiedBy: 'it is warm', spotReason: 'known fault' })
    expect(await found(solved)).toMatchObject({ state: 'cancelled', endWhy: 'solved', endedAt: at, case: { promises: [{ kind: 'callback', replacedAt: at }] } })
    const closed = await inCase()
    await moves().move(closed.case?.number ?? '', await ownerOf(closed), { move: 'close', reason: 'withdrawn', note: '' })
    expect(await found(closed)).toMatchObject({ state: 'cancelled', endWhy: 'closed' })
    await moves().move(solved.case?.number ?? '', solver, { move: 'reopen', reason: 'cold again' })
    expect(await found(solved)).toMatchObject({ state: 'cancelled' })
  })

  it('the same as another: he is called about the other, once', async () => {
    const [one, other] = [await inCase(), await inCase()]
    const same = await prisma.$transaction((tx) => aCallback(tx, { number: other.number, name: 'again', caseId: one.caseId, at, dueAt }))
    await moves().move(one.case?.number ?? '', await ownerOf(one), { move: 'close', reason: 'duplicate', joinTo: other.case?.number ?? '', note: '' })
    expect(await found(one)).toMatchObject({ state: 'waiting', caseId: other.caseId, case: { promises: [{}, { kind: 'callback', dueAt, replacedAt: null }] } })
    expect(await found(same.callback)).toMatchObject({ state: 'cancelled', endWhy: 'joined' })
  })
})

it('two records become one: what waits for its window goes over, and back again', async () => {
  const [kept, gone] = [randomUUID(), randomUUID()]
  for (const id of [kept, gone]) await prisma.customer.create({ data: { id, name: 'Bakery', createdAt: at } })
  const { callback } = await prisma.$transaction((tx) =>
    aCallback(tx, { number: aNumber(), customerId: gone, at, dueAt, isAsap: false, window: { from: dueAt, to: NOW.plus({ hours: 3 }).toJSDate() } }),
  )
  const hits = await recordSearch({ database }).search({ q: callback.number, limit: 20 })
  expect(hits).toContainEqual(expect.objectContaining({ kind: 'callback', ref: callback.id }))
  const whose = async () => (await prisma.callback.findUniqueOrThrow({ where: { id: callback.id } })).customerId
  const { merge, undo } = customerMerges({ database, clock })
  await merge(kept, { goneId: gone, reason: 'the same' }, { personId: null, actor: 'test' })
  expect(await whose()).toBe(kept)
  const { id } = await prisma.customerMerge.findFirstOrThrow({ where: { goneId: gone } })
  await undo(id, { personId: null, actor: 'test' })
  expect(await whose()).toBe(gone)
  await prisma.$transaction(async (tx) => beginWindow(tx, await tx.callback.findUniqueOrThrow({ where: { id: callback.id } }), at))
  await merge(kept, { goneId: gone, reason: 'the same after all' }, { personId: null, actor: 'test' })
  expect(await whose()).toBe(kept)
})

it('nobody is put out of work who alone is to call somebody', async () => {
  const { id, name } = await prisma.person.create({
    data: { id: randomUUID(), name: 'Nils', email: 'nils@example.org', phone: '+493023125988', role: 'agent', createdAt: at },
  })
  await prisma.$transaction((tx) => aCallback(tx, { number: aNumber(), personId: id, at, dueAt }))
  const { changePerson } = peopleService({ database, clock })
  await expect(changePerson(id, { isActive: false })).rejects.toMatchObject({ code: 'SUCCESSOR_MISSING', values: { name, count: 1, kind: 'callbacks (1)' } })
})

it('whoever leaves hands over what he alone was to call', async () => {
  const people = await prisma.person.findMany({ where: { isActive: true, role: 'agent', phone: { not: null } }, take: 2, orderBy: { name: 'asc' } })
  const [leaver, heir] = people.map(({ id }) => id)
  const { callback } = await prisma.$transaction((tx) =>
    aCallback(tx, { number: aNumber(), personId: leaver ?? '', at, dueAt, isAsap: false, window: { from: dueAt, to: NOW.plus({ hours: 3 }).toJSDate() } }),
  )
  const departures = departureService({ database, clock, onTop: async () => undefined })
  const { counts } = await departures.getBelongings(leaver ?? '')
  expect(counts.callbacks).toBeGreaterThanOrEqual(1)
  const left = await departures.letGo(leaver ?? '', { successors: { to: heir ?? '' }, note: 'leaves' }, { kind: 'apiKey', id: randomUUID(), name: 'test' })
  expect(left.counts.callbacks).toBe(counts.callbacks)
  expect(await prisma.callback.findUnique({ where: { id: callback.id }, include: { events: true } })).toMatchObject({
    personId: heir,
    events: [{ toState: 'scheduled' }, { kind: 'taken' }],
  })
})
