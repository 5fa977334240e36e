// What people and programs do with callbacks over HTTP, on a real database: who may, what it says in the chain, and what is refused.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { callbackActs } from '../../services/callbacks/acts/service.ts'
import { callbackBoardService } from '../../services/callbacks/board/service.ts'
import { callbackMaker } from '../../services/callbacks/making/service.ts'
import { callbackWindows, type Promised, type Wish } from '../../services/callbacks/windows/service.ts'
import { callbackRoutes } from '../../services/callbacks/routes.ts'
import { callbackReader } from '../../services/callbacks/service.ts'
import { changeState, holdCallback } from '../../services/callbacks/store.ts'
import { publicOptions } from '../../services/schemas/callbacks.ts'
import { accessServer, signedIn, type AccessServer, type Browser, type Json } from '../support/access.ts'
import { aCallback } from '../support/callbacks.ts'
import { smallRoster, type SmallRoster } from '../support/small-roster.ts'

type Person = Browser & { id: string }
let line: AccessServer
let roster: SmallRoster
let ada: Person
let bob: Person
let sven: Person
let payroll: Person
/** What is promised; a test says otherwise. */
let refusal: Exclude<Promised, { kind: 'ok' }> | undefined
const now = () => line.clock.now().toJSDate()
const inMinutes = (minutes: number) => line.clock.now().plus({ minutes }).toJSDate()
const iso = (minutes: number) => inMinutes(minutes).toISOString()
const FULL = { company: '', languages: [], canCall: true, now: null, zone: 'Europe/Berlin', opensAt: null, topics: [] }
const NOBODY = '00000000-0000-4000-8000-000000000000'
let numbers = 0
const aNumber = () => `+4930231251${String((numbers += 1)).padStart(2, '0')}`

beforeAll(async () => {
  line = await accessServer({
    routes: ({ database, clock }) => {
      const windows = {
        promise: async (_: unknown, { wish, at }: Wish): Promise<Promised> =>
          refusal ?? {
            kind: 'ok',
            window: wish === 'now' ? { from: at, to: new Date(at.getTime() + 7_200_000) } : wish,
            isAsap: wish === 'now',
            waitMinutes: 4,
            zone: 'Europe/Berlin',
          },
      }
      const parts = { database, clock, windows }
      return [
        callbackRoutes({
          reader: callbackReader(parts),
          acts: callbackActs(parts),
          make: callbackMaker(parts),
          board: callbackBoardService(parts),
          windows: callbackWindows(parts),
        }),
      ]
    },
  })
  roster = await smallRoster(line.database)
  const { prisma } = line.database
  await prisma.phoneNumber.create({ data: { number: '+493023125100', label: 'Berlin', siteId: roster.siteId, flow: 'demo', createdAt: now() } })
  await prisma.skill.createMany({ data: [{ key: 'gas', name: 'Gas' }] })
  const at = async (name: string, role: 'agent' | 'supervisor' | 'payroll', phone: string) => {
    const person = await signedIn(line, { name, role })
    await prisma.person.update({ where: { id: person.id }, data: { phone, speaks: ['en', 'de'], levelId: roster.front } })
    return person
  }
  ada = await at('Ada', 'agent', '+493055512301')
  bob = await at('Bob', 'agent', '+493055512302')
  sven = await at('Sven', 'supervisor', '+493055512303')
  payroll = await at('Jonas', 'payroll', '+493055512304')
})
afterAll(() => line.close())
beforeEach(async () => {
  refusal = undefined
  line.clock.move({ minutes: 1 })
  // Whatever a test has left open does not stand before the next one's.
  for (const { id } of await line.database.prisma.callback.findMany({ where: { endedAt: null }, select: { id: true } })) {
    await inTransaction(id, (tx, held) =>
      held.state === 'offering' ? endAttempt(tx, held) : changeState(tx, held, 'cancelled', { at: now(), why: 'the test is over' }),
    )
  }
})

type Tx = Parameters<typeof changeState>[0]
type Held = Parameters<typeof changeState>[1]
const inTransaction = (id: string, change: (tx: Tx, held: Held) => Promise<unknown>) =>
  line.database.prisma.$transaction(async (tx) => {
    const held = await holdCallback(tx, id)
    if (held) await change(tx, held)
  })
const asked = (more: Partial<Parameters<typeof aCallback>[1]> = {}) =>
  line.database.prisma.$transaction(async (tx) => (await aCallback(tx, { at: now(), dueAt: inMinutes(120), number: aNumber(), ...more })).callback)
/** Ada's phone rings for it. */
const rings = (id: string) =>
  inTransaction(id, async (tx, held) => {
    await tx.callbackAttempt.create({
      data: { id: randomUUID(), callbackId: id, n: 1, personId: ada.id, number: held.number, state: 'offering', why: 'the longest idle', startedAt: now() },
    })
    await changeState(tx, held, 'offering', { at: now(), why: 'the longest idle', personId: ada.id })
  })
const endAttempt = async (tx: Tx, held: Held) => {
  await tx.callbackAttempt.updateMany({ where: { callbackId: held.id, endedAt: null }, data: { state: 'ended', outcome: 'declined', endedAt: now() } })
  await changeState(tx, held, 'cancelled', { at: now(), why: 'the test is over' })
}
const list = async (query: string): Promise<Json[]> => (await ada.ask('GET', `/api/callbacks${query}`)).body
const post = (who: Person, path: string, body: object = {}) => who.ask('POST', `/api/callbacks${path}`, body)
const eventsOf = async (id: string): Promise<Json[]> => (await ada.ask('GET', `/api/callbacks/${id}`)).body.events
const promisesOf = async (caseId: string | null) =>
  (await line.database.prisma.customerPromise.findMany({ where: { caseId: caseId ?? '' }, orderBy: { madeAt: 'asc' } })).map(
    ({ keptAt, replacedAt, dueAt }) => ({ isKept: keptAt !== null, isReplaced: replacedAt !== null, dueAt }),
  )
const auditedOf = async (subject: string) =>
  (await line.database.prisma.auditEntry.findMany({ where: { subject }, orderBy: { seq: 'asc' } })).map(({ kind, actor }) => ({ kind, actor }))

describe('the list', () => {
  it('stands in the order of service: who is called, who waits by place with the reason, who waits for a time, who is done', async () => {
    const first = await asked()
    line.clock.move({ minutes: 1 })
    const second = await asked()
    const urgent = await asked({ severity: 'urgent', skill: 'gas' })
    const later = await asked({ isAsap: false, window: { from: inMinutes(300), to: inMinutes(360) } })
    await rings(first.id)
    const found = await list('?state=open')
    expect(found.map(({ id, position, state }) => ({ id, position, state }))).toEqual([
      { id: first.id, position: null, state: 'offering' },
      { id: urgent.id, position: 1, state: 'waiting' },
      { id: second.id, position: 2, state: 'waiting' },
      { id: later.id, position: null, state: 'scheduled' },
    ])
    expect(found[0]).toMatchObject({ agent: { name: 'Ada' }, case: { owner: { name: 'Hanna Head' } } })
    expect(found[1].score.headStartSeconds).toBeGreaterThan(0)
    expect(found[1].score.terms).toMatchObject([{ name: 'severity' }])
    expect(found[3].case).toBeNull()
    expect((await list('?state=open&skill=gas')).map(({ id, position }) => [id, position])).toEqual([[urgent.id, 1]])
    expect((await list(`?state=open&personId=${ada.id}`)).map(({ id }) => id)).toEqual([first.id])
    expect((await list('?state=open&limit=1&offset=2')).map(({ id, position }) => [id, position])).toEqual([[second.id, 2]])
    expect((await ada.ask('GET', `/api/callbacks/${second.id}`)).body).toMatchObject({ position: 2, attempts: [], events: [{ to: 'waiting' }] })
    expect((await ada.ask('GET', `/api/callbacks/${first.id}`)).body).toMatchObject({
      attempts: [{ n: 1, agent: { name: 'Ada' }, why: 'the longest idle', outcome: null }],
      events: [{ from: null }, { from: 'waiting', to: 'offering', person: { name: 'Ada' }, why: 'the longest idle' }],
    })
    expect(await payroll.ask('GET', '/api/callbacks')).toMatchObject({ status: 403 })
    expect(await ada.ask('GET', `/api/callbacks/${NOBODY}`)).toMatchObject({ status: 404 })
  })
})

describe('made by one of us or by a program', () => {
  it('is one for the same person, and one for the same key, whatever became of it', async () => {
    const number = aNumber()
    const first = await post(ada, '', { number, name: 'Marta', words: 'The heating is cold', severity: 'high' })
    expect(first).toMatchObject({ status: 201, body: { source: 'agent', state: 'waiting', isAsap: true, case: { title: 'The heating is cold' } } })
    expect(await post(bob, '', { number: ` ${number} `, name: 'marta' })).toMatchObject({ status: 200, body: { id: first.body.id } })
    expect((await post(bob, '', { number, name: 'Marta', extension: '12' })).status).toBe(201)

    const { key: secret } = await line.apiKeys.createApiKey({ name: 'Shop', role: 'agent' })
    const asks = (key: string, body: object) =>
      line.app.inject({
        method: 'POST',
        url: '/api/callbacks',
        headers: { authorization: `Bearer ${secret}`, 'idempotency-key': key },
        payload: { number: aNumber(), ...body },
      })
    const made = await asks('order-1', {})
    expect([made.statusCode, made.json<Json>().source]).toEqual([201, 'api'])
    await inTransaction(made.json<Json>().id, (tx, held) => changeState(tx, held, 'cancelled', { at: now(), why: 'taken back' }))
    const again = await Promise.all([asks('order-1', {}), asks('order-1', {})])
    expect(again.map((answer) => [answer.statusCode, answer.json<Json>().id])).toEqual([1, 2].map(() => [200, made.json<Json>().id]))
    const atOnce = await Promise.all([1, 2, 3].map(() => asks('order-2', {})))
    expect(atOnce.map(({ statusCode }) => statusCode).sort()).toEqual([200, 200, 201])
    expect(new Set(atOnce.map((answer) => answer.json<Json>().id)).size).toBe(1)
  })

  it('promises what can be kept, and refuses what is not there or cannot be called', async () => {
    const window = { from: iso(120), to: iso(180) }
    expect(await post(ada, '', { number: aNumber(), window })).toMatchObject({ status: 201, body: { state: 'scheduled', window, case: null } })
    refusal = { kind: 'gone', options: publicOptions.parse({ ...FULL, windows: [{ from: iso(240), to: iso(300) }] }) }
    expect(await post(ada, '', { number: aNumber(), window })).toMatchObject({ status: 409, body: { code: 'WINDOW_GONE', values: { free: iso(240) } } })
    refusal = { kind: 'noCover', opensAt: null }
    expect(await post(ada, '', { number: aNumber() })).toMatchObject({ status: 409, body: { code: 'NO_COVER' } })
    refusal = undefined
    const refused = async (body: object) => (await post(ada, '', { number: aNumber(), ...body })).body.code
    expect(await refused({ number: 'by heart' })).toBe('NUMBER_INVALID')
    expect(await refused({ number: '+49900123456' })).toBe('UNREACHABLE_CUSTOMER')
    expect(await refused({ number: '+493023125100' })).toBe('NUMBER_OF_OURS')
    expect(await refused({ caseNumber: '1' })).toBe('NOT_FOUND')
    expect(await refused({ customerId: NOBODY })).toBe('NOT_FOUND')
    expect(await refused({ skill: 'coal' })).toBe('SKILL_UNKNOWN')
    expect(await refused({ personId: NOBODY })).toBe('PERSON_UNKNOWN')
    expect(await refused({ zone: 'Moon/Base' })).toBe('ZONE_UNKNOWN')
  })
})

describe('taken', () => {
  it('in order: the first that suits, one at a time; two at once take two', async () => {
    const off = await signedIn(line, { name: 'Otto', role: 'agent' })
    expect(await post(off, '/next')).toMatchObject({ status: 409, body: { code: 'NOT_ON_DUTY' } })
    const shifts = await Promise.all([ada, bob, sven].map(({ id }) => roster.shift(id, iso(-5), iso(10))))
    const gas = await asked({ skill: 'gas' })
    const russian = await asked({ language: 'ru' })
    line.clock.move({ minutes: 1 })
    const [first, second] = [await asked(), await asked()]
    const taken = await Promise.all([post(ada, '/next'), post(bob, '/next')])
    expect(taken.map(({ body }) => body.id).sort()).toEqual([first.id, second.id].sort())
    expect(taken.map(({ body }) => body.person.name)).toEqual(['Ada', 'Bob'])
    expect((await post(ada, '/next')).body.id).toBe(taken[0]?.body.id)
    expect(await post(sven, '/next')).toMatchObject({ status: 404, body: { code: 'NO_CALLBACK_WAITS' } })
    await line.database.prisma.attestation.create({ data: { personId: sven.id, skillKey: 'gas' } })
    await post(sven, '/pauses', { skill: 'gas', reason: 'the supplier is down' })
    expect((await post(sven, '/next')).status).toBe(404)
    const [pause] = (await sven.ask('GET', '/api/callbacks/board')).body.pauses
    await post(sven, `/pauses/${pause.id}/resume`)
    expect((await post(sven, '/next')).body.id).toBe(gas.id)
    expect((await eventsOf(gas.id)).at(-1)).toMatchObject({ kind: 'taken', person: { name: 'Sven' }, body: { to: { name: 'Sven' } } })
    expect((await ada.ask('GET', `/api/callbacks/${russian.id}`)).body.person).toBeNull()
    await line.database.prisma.shift.deleteMany({ where: { id: { in: shifts } } })
  })

  it('out of its turn by the supervision, who may give it to somebody; by others only what is theirs', async () => {
    const { id } = await asked()
    expect(await post(ada, `/${id}/take`)).toMatchObject({ status: 403, body: { code: 'CALLBACK_NOT_YOURS' } })
    expect((await post(sven, `/${id}/take`, { personId: ada.id })).body.person.name).toBe('Ada')
    expect(await auditedOf(id)).toEqual([{ kind: 'callback.taken', actor: sven.id }])
    expect(await post(bob, `/${id}/snooze`, { until: iso(5), reason: 'x' })).toMatchObject({ status: 403 })
    expect((await post(sven, `/${id}/take`, { personId: NOBODY })).body.code).toBe('PERSON_UNKNOWN')
  })
})

describe('changed', () => {
  it('snoozed with a reason within what was promised', async () => {
    const { id } = await asked({ personId: ada.id })
    const snooze = (until: string) => post(ada, `/${id}/snooze`, { until, reason: 'He is in a meeting until ten' })
    expect((await snooze(iso(121))).body.code).toBe('SNOOZE_NOT_POSSIBLE')
    expect((await snooze(iso(0))).body.code).toBe('SNOOZE_NOT_POSSIBLE')
    expect(await snooze(iso(30))).toMatchObject({ status: 200, body: { state: 'snoozed', nextAt: iso(30), position: null } })
    expect(await snooze(iso(40))).toMatchObject({ status: 200, body: { state: 'snoozed', nextAt: iso(40) } })
    expect((await eventsOf(id)).at(-1)).toMatchObject({ person: { name: 'Ada' }, body: { reason: 'He is in a meeting until ten' } })
  })

  it('moved by the supervision: a window of its own place, or at once in the place that it has; the promise is replaced, not broken', async () => {
    const { id, caseId, placeAt } = await asked()
    const window = { from: iso(200), to: iso(260) }
    expect((await post(ada, `/${id}/move`, { window, reason: 'x' })).body.code).toBe('CALLBACK_NOT_YOURS')
    expect((await post(sven, `/${id}/move`, { window, reason: 'He asked for noon' })).body).toMatchObject({ state: 'scheduled', window, isAsap: false })
    expect((await post(sven, `/${id}/move`, { window: { from: iso(300), to: iso(360) }, reason: 'Later' })).body).toMatchObject({
      state: 'scheduled',
      placeAt: iso(300),
    })
    line.clock.move({ minutes: 2 })
    const back = await post(sven, `/${id}/move`, { window: null, reason: 'He is free now' })
    expect(back.body).toMatchObject({ state: 'waiting', isAsap: true, placeAt: iso(0) })
    expect(placeAt < now()).toBe(true)
    expect((await promisesOf(caseId)).map(({ isReplaced }) => isReplaced)).toEqual([true, true, true, false])
    expect((await eventsOf(id)).map(({ kind, to }) => to ?? kind)).toEqual(['waiting', 'moved', 'scheduled', 'moved', 'moved', 'waiting'])
    const waits = await asked()
    line.clock.move({ minutes: 3 })
    expect((await post(sven, `/${waits.id}/move`, { window: null, reason: 'Two more hours' })).body.placeAt).toBe(waits.placeAt.toISOString())
  })

  it('cancelled and finished with a reason, once; not while a phone rings', async () => {
    const cancelled = await asked({ personId: ada.id })
    const finished = await asked({ personId: ada.id })
    expect(await post(ada, `/${cancelled.id}/cancel`, { reason: ' ' })).toMatchObject({ status: 400 })
    expect((await post(ada, `/${cancelled.id}/cancel`, { reason: 'He wrote that all is well' })).body).toMatchObject({ state: 'cancelled', endWhy: 'byUs' })
    expect(await promisesOf(cancelled.caseId)).toMatchObject([{ isKept: false, isReplaced: true }])
    expect(await auditedOf(cancelled.id)).toEqual([{ kind: 'callback.cancelled', actor: ada.id }])
    expect((await post(ada, `/${finished.id}/done`, { reason: 'Spoke with him at the door' })).body).toMatchObject({ state: 'done', reachedAt: iso(0) })
    expect(await promisesOf(finished.caseId)).toMatchObject([{ isKept: true, isReplaced: false }])
    expect(await post(ada, `/${finished.id}/cancel`, { reason: 'x' })).toMatchObject({ status: 409, body: { code: 'CALLBACK_IS_OVER' } })

    const ringing = await asked({ personId: ada.id })
    await rings(ringing.id)
    for (const act of ['cancel', 'done', 'move', 'take', 'snooze'])
      expect((await post(sven, `/${ringing.id}/${act}`, { reason: 'x', window: null, until: iso(5) })).body.code).toBe('CALLBACK_RINGS')
    const unverified = await asked({ isUnverified: true })
    expect((await post(sven, `/${unverified.id}/take`)).body.code).toBe('CALLBACK_UNVERIFIED')
    expect((await post(sven, `/${unverified.id}/cancel`, { reason: 'x' })).body.state).toBe('cancelled')
    expect((await post(sven, `/${NOBODY}/cancel`, { reason: 'x' })).status).toBe(404)
  })
})

describe('the board', () => {
  it('shows pauses, breaker and budget; the supervision changes them, and the audit knows it', async () => {
    await asked()
    await roster.shift(ada.id, iso(-60), iso(240))
    await line.database.prisma.presence.create({
      data: { id: randomUUID(), personId: ada.id, state: 'ready', fromAt: inMinutes(-30), via: 'page', until: null },
    })
    await line.database.prisma.spending.create({ data: { id: randomUUID(), kind: 'call', key: 'a', at: now(), reservedMinor: 25, settledMinor: 7 } })
    const board = (await ada.ask('GET', '/api/callbacks/board')).body
    expect(board).toMatchObject({ waiting: 1, live: 0, freePeople: 1, breaker: null, pauses: [] })
    expect(board.budget).toMatchObject({ currency: 'EUR', hour: { spentMinor: 7 }, day: { spentMinor: 7 } })
    expect(board.windows[0]).toMatchObject({ people: 1, promised: 1, atRisk: 0 })
    expect(board.waitMinutes).toBe(6)
    expect((await post(ada, '/pauses', { skill: null, reason: 'x' })).status).toBe(403)
    const paused = await post(sven, '/pauses', { skill: null, reason: 'The line is down' })
    expect(paused.body.pauses).toMatchObject([{ skill: null, reason: 'The line is down', by: { name: 'Sven' } }])
    expect((await post(sven, '/pauses', { skill: null, reason: 'again' })).body.code).toBe('ALREADY_EXISTS')
    expect((await post(sven, '/pauses', { skill: 'coal', reason: 'x' })).body.code).toBe('SKILL_UNKNOWN')
    const { id } = paused.body.pauses[0]
    expect((await post(sven, `/pauses/${id}/resume`)).body.pauses).toEqual([])
    expect((await post(sven, `/pauses/${NOBODY}/resume`)).status).toBe(404)
    expect(await auditedOf(id)).toEqual([
      { kind: 'callback.paused', actor: sven.id },
      { kind: 'callback.resumed', actor: sven.id },
    ])
    const breaker = randomUUID()
    await line.database.prisma.callbackBreaker.create({ data: { id: breaker, openedAt: now(), why: 'failed', body: { share: 0.7 } } })
    expect((await ada.ask('GET', '/api/callbacks/board')).body.breaker).toMatchObject({ why: 'failed', untilAt: null })
    expect((await post(sven, '/breaker/close', { reason: 'It was a fault of the carrier' })).body.breaker).toBeNull()
    expect(await auditedOf(breaker)).toEqual([{ kind: 'callback.breakerClosed', actor: sven.id }])
  })

  it('figures: kept within the window, by source; what the customer took back stands apart', async () => {
    const from = iso(0)
    const lived = async (source: 'web' | 'ivr', firstTry: number | null, more: object = {}) => {
      const { id } = await asked({ source, dueAt: inMinutes(60) })
      await line.database.prisma.callback.update({ where: { id }, data: { firstTryAt: firstTry === null ? null : inMinutes(firstTry), ...more } })
      return id
    }
    await lived('web', 10, { reachedAt: inMinutes(11), tries: 1 })
    await lived('web', 30, { reachedAt: inMinutes(50), tries: 3 })
    await lived('web', 61)
    await lived('ivr', null)
    const early = await lived('ivr', 5)
    await line.database.prisma.callbackEvent.create({ data: { callbackId: early, at: now(), kind: 'broken', why: 'cover ended', body: { why: 'coverEnded' } } })
    const back = await lived('web', null)
    await inTransaction(back, (tx, held) => changeState(tx, held, 'cancelled', { at: inMinutes(20), why: 'he took it back', data: { endWhy: 'asked' } }))
    const running = await asked({ source: 'web', dueAt: inMinutes(500) })
    line.clock.move({ minutes: 90 })
    const figures = await ada.ask('GET', `/api/callbacks/figures?${new URLSearchParams({ from, to: iso(3_000) })}`)
    expect(figures.body).toMatchObject({ from })
    expect(figures.body.rows).toEqual([
      {
        ...{ source: 'all', asked: 7, windowsEnded: 5, kept: 2, broken: 3, brokenWhys: { coverEnded: 1 }, cancelledByCustomer: 1, reached: 2 },
        ...{ triesToReach: 2, medianSecondsToFirstTry: 1_200 },
      },
      {
        ...{ source: 'ivr', asked: 2, windowsEnded: 2, kept: 0, broken: 2, brokenWhys: { coverEnded: 1 }, cancelledByCustomer: 0, reached: 0 },
        ...{ triesToReach: null, medianSecondsToFirstTry: 300 },
      },
      {
        ...{ source: 'web', asked: 5, windowsEnded: 3, kept: 2, broken: 1, brokenWhys: {}, cancelledByCustomer: 1, reached: 2 },
        ...{ triesToReach: 2, medianSecondsToFirstTry: 1_800 },
      },
    ])
    expect(running.state).toBe('waiting')
    expect((await ada.ask('GET', `/api/callbacks/figures?${new URLSearchParams({ from: iso(5), to: iso(0) })}`)).body.code).toBe('PERIOD_INVALID')
  })
})
