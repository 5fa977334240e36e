import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { mergeStatus } from '../../services/calls/status.ts'
import { callStore, type CallStore } from '../../services/calls/store.ts'
import type { CallStatus } from '../../services/telephony/provider.ts'
import { changePresence } from '../../services/shifts/presence/store.ts'
import { presenceRoutes } from '../../services/shifts/presence/routes.ts'
import { presenceService } from '../../services/shifts/presence/service.ts'
import { listen } from '../../services/listener/store.ts'
import { accessServer, browser, signedIn, type AccessServer, type Browser } from '../support/access.ts'
import { seeded } from '../support/seeded.ts'
import { smallRoster, type SmallRoster } from '../support/small-roster.ts'

const T = (seconds: number): Date => new Date(Date.parse('2026-03-02T09:00:00Z') + seconds * 1_000)
const PHONE = '+493023125901'

let line: AccessServer
let roster: SmallRoster
let store: CallStore
beforeAll(async () => {
  line = await accessServer({ routes: (parts) => [presenceRoutes({ presences: presenceService(parts) })] })
  roster = await smallRoster(line.database)
  store = callStore({ pool: line.database.linePool })
})
afterAll(() => line.close())

const historyOf = (personId: string) =>
  line.database.prisma.presence.findMany({ where: { personId }, orderBy: [{ fromAt: 'asc' }, { toAt: { sort: 'asc', nulls: 'last' } }] })
const statesOf = async (personId: string) =>
  (await historyOf(personId)).filter(({ fromAt, toAt }) => fromAt.getTime() !== toAt?.getTime()).map(({ state }) => state)
const change = (personId: string, state: 'ready' | 'break' | 'away', at: Date) => changePresence(line.database.pool, personId, state, 'page', at)

describe('one after the other', () => {
  it('ends what was and begins what is, and changes nothing by the same again', async () => {
    const ada = await roster.person('Ada')
    expect(await change(ada, 'ready', T(0))).toBe(true)
    expect(await change(ada, 'ready', T(5))).toBe(false)
    expect(await line.database.prisma.$transaction((tx) => changePresence(tx, ada, 'break', 'phone', T(10)))).toBe(true)
    expect(await change(ada, 'break', T(11))).toBe(false)
    expect(await historyOf(ada)).toMatchObject([
      { state: 'ready', fromAt: T(0), toAt: T(10), via: 'page' },
      { state: 'break', fromAt: T(10), toAt: null, via: 'phone' },
    ])
  })

  it('stays one line of intervals when many change at once', async () => {
    const ada = await roster.person('Ada')
    const states = ['ready', 'break', 'away'] as const
    await Promise.all(Array.from({ length: 30 }, (_, n) => change(ada, states[n % 3] ?? 'ready', T(n % 7))))
    const rows = await historyOf(ada)
    expect(rows.filter(({ toAt }) => toAt === null)).toHaveLength(1)
    for (const [index, row] of rows.slice(1).entries()) expect(row.fromAt).toEqual(rows[index]?.toAt)
  })

  it('does not let keys that waited in the outbox undo what was said since', async () => {
    const ada = await roster.person('Ada')
    const keyed = (at: Date) => changePresence(line.database.pool, ada, 'ready', 'phone', at)
    await change(ada, 'away', T(0))
    await change(ada, 'break', T(60))
    expect(await keyed(T(30))).toBe(false)
    expect(await keyed(T(60))).toBe(true)
    await changePresence(line.database.pool, ada, 'onACall', 'call', T(90))
    await changePresence(line.database.pool, ada, 'break', 'phone', T(80))
    expect(await statesOf(ada)).toEqual(['away', 'ready', 'onACall'])
  })

  it('takes "ready" of who is ready since an earlier shift as the sign-in for this one', async () => {
    const ada = await roster.person('Ada')
    await change(ada, 'ready', T(-86_400))
    expect(await change(ada, 'ready', T(0))).toBe(false)
    await roster.shift(ada, T(1_800).toISOString(), T(9_000).toISOString())
    expect(await change(ada, 'ready', T(0))).toBe(true)
    expect(await change(ada, 'ready', T(60))).toBe(false)
    expect(await change(ada, 'ready', T(2_000))).toBe(false)
  })
})

describe('over HTTP', () => {
  let agent: Browser & { id: string }
  let supervisor: Browser & { id: string }
  beforeAll(async () => {
    agent = await signedIn(line, { name: 'Abe' })
    supervisor = await signedIn(line, { role: 'supervisor' })
  })

  it('says what one does, for oneself and (supervisors and keys) for others, and tells pages', async () => {
    const notes: (string | undefined)[] = []
    let isListening = (): void => undefined
    const listening = new Promise<void>((resolve) => (isListening = resolve))
    const listener = listen({
      connectionUrl: line.database.url,
      channel: 'nightline_live',
      onNote: (note) => notes.push(note),
      onListening: () => isListening(),
      onLost: () => undefined,
    })
    await listening
    expect(await agent.ask('PUT', '/api/me/presence', { state: 'ready' })).toMatchObject({
      status: 200,
      body: { personId: agent.id, state: 'ready', since: '2026-03-02T09:00:00.000Z', until: null, via: 'page' },
    })
    expect(await supervisor.ask('PUT', `/api/people/${agent.id}/presence`, { state: 'away' })).toMatchObject({
      status: 200,
      body: { state: 'away', via: 'page' },
    })
    const { key } = await line.apiKeys.createApiKey({ name: 'clock', role: 'manager' })
    const program = browser(line.app, key)
    expect(await program.ask('PUT', `/api/people/${agent.id}/presence`, { state: 'break' })).toMatchObject({
      status: 200,
      body: { state: 'break', via: 'api' },
    })
    expect(await program.ask('PUT', '/api/me/presence', { state: 'ready' })).toMatchObject({ status: 403, body: { code: 'NEEDS_PERSON' } })
    expect((await supervisor.ask('GET', '/api/presence')).body).toContainEqual(expect.objectContaining({ personId: agent.id, state: 'break' }))
    const told = () => notes.map((note) => JSON.parse(note ?? '{}')).filter(({ type, id }) => type === 'presence' && id === agent.id)
    await expect.poll(() => told().length).toBe(3)
    await listener.stop()
  })

  it('refuses what people cannot say, who may not, and nobody', async () => {
    expect((await agent.ask('PUT', '/api/me/presence', { state: 'onACall' })).status).toBe(400)
    expect((await agent.ask('PUT', `/api/people/${supervisor.id}/presence`, { state: 'away' })).status).toBe(403)
    expect((await (await signedIn(line, { role: 'payroll' })).ask('PUT', '/api/me/presence', { state: 'ready' })).status).toBe(403)
    expect((await supervisor.ask('PUT', '/api/people/00000000-0000-4000-8000-000000000000/presence', { state: 'away' })).body.code).toBe('NOT_FOUND')
    const gone = await roster.person('Gone')
    await line.database.prisma.person.update({ where: { id: gone }, data: { isActive: false } })
    expect((await supervisor.ask('PUT', `/api/people/${gone}/presence`, { state: 'away' })).body.code).toBe('PERSON_INACTIVE')
  })

  it('reads a wrap-up that is over as ready, and "ready" then is nothing new', async () => {
    const ada = await roster.person('Ada')
    const now = line.clock.now()
    await changePresence(line.database.pool, ada, 'wrapUp', 'call', now.toJSDate(), now.plus({ seconds: 30 }).toJSDate())
    const seen = async () => (await supervisor.ask('GET', '/api/presence')).body.find((one: { personId: string }) => one.personId === ada)
    expect(await seen()).toMatchObject({ state: 'wrapUp', until: now.plus({ seconds: 30 }).toJSDate().toISOString() })
    line.clock.move({ seconds: 30 })
    expect(await seen()).toEqual({ personId: ada, state: 'ready', since: now.plus({ seconds: 30 }).toJSDate().toISOString(), until: null, via: 'call' })
    expect(await change(ada, 'ready', line.clock.now().toJSDate())).toBe(false)
  })
})

describe('calls', () => {
  let ada: string
  beforeEach(async () => {
    await line.database.prisma.person.updateMany({ where: { phone: PHONE }, data: { phone: null } })
    ada = await roster.person('Ada', { phone: PHONE })
    await change(ada, 'ready', T(-60))
  })

  const raw = (callSid: string, at: Date, fingerprint = randomBytes(32).toString('hex')) =>
    ({ callSid, kind: 'status', token: null, fingerprint, url: '/x', params: {}, receivedAt: at.toISOString() }) as const
  const newCall = {
    direction: 'inbound',
    fromRaw: '',
    fromNumber: null,
    fromKind: 'withheld',
    toRaw: '',
    toNumber: null,
    numberLabel: null,
    siteName: null,
    zone: null,
    customerId: null,
    identity: 'none',
  } as const
  const status = (sid: string, parentSid: string | undefined, value: CallStatus, at: Date, fingerprint?: string) =>
    store.saveStatus(raw(sid, at, fingerprint), {
      ...(parentSid && { parentSid }),
      number: PHONE,
      newCall,
      merge: (state) => mergeStatus(state, { status: value, at: at.toISOString() }),
    })
  const accept = (legSid: string, callSid: string, at: Date, fingerprint?: string, number = PHONE) =>
    store.saveAcceptance(raw(legSid, at, fingerprint), { callSid, number })
  const sids = (): [call: string, leg: string] => [`CA${randomBytes(8).toString('hex')}`, `CA${randomBytes(8).toString('hex')}`]

  it('put him on a call, then in wrap-up for as long as the company says, then he is ready', async () => {
    const [call, leg] = sids()
    await status(call, undefined, 'in-progress', T(0))
    await accept(leg, call, T(10))
    expect(await line.database.prisma.callLeg.findUniqueOrThrow({ where: { sid: leg } })).toMatchObject({ personId: ada, isTraining: false, acceptedAt: T(10) })
    expect(await statesOf(ada)).toEqual(['ready', 'onACall'])
    await status(leg, call, 'completed', T(70))
    await status(call, undefined, 'completed', T(71))
    expect(await historyOf(ada)).toMatchObject([
      { state: 'ready', toAt: T(10) },
      { state: 'onACall', fromAt: T(10), toAt: T(70), via: 'call' },
      { state: 'wrapUp', fromAt: T(70), until: T(100), toAt: null, via: 'call' },
    ])
  })

  it('of a trainee are marked, and of strangers are nobody’s', async () => {
    const [call, leg] = sids()
    await status(call, undefined, 'in-progress', T(0))
    await line.database.prisma.person.update({ where: { id: ada }, data: { isTrainee: true } })
    await accept(leg, call, T(10))
    await line.database.prisma.person.update({ where: { id: ada }, data: { isTrainee: false } })
    await status(leg, call, 'in-progress', T(11))
    const [, other] = sids()
    await accept(other, call, T(12), undefined, '+493023125998')
    const legs = await line.database.prisma.callLeg.findMany({ where: { callSid: call }, orderBy: { startedAt: 'asc' } })
    expect(legs).toMatchObject([
      { personId: ada, isTraining: true },
      { personId: null, isTraining: false },
    ])
  })

  it('leave a break alone that he has begun himself meanwhile', async () => {
    const [call, leg] = sids()
    await status(call, undefined, 'in-progress', T(0))
    await accept(leg, call, T(10))
    await change(ada, 'break', T(20))
    await status(leg, call, 'completed', T(30))
    await status(call, undefined, 'completed', T(31))
    expect(await statesOf(ada)).toEqual(['ready', 'onACall', 'break'])
  })

  it('are over with the call when the report of the leg is lost', async () => {
    const [call, leg] = sids()
    await status(call, undefined, 'in-progress', T(0))
    await accept(leg, call, T(10))
    await status(call, undefined, 'failed', T(700)) // as the sweep of quiet calls does
    expect(await statesOf(ada)).toEqual(['ready', 'onACall', 'wrapUp'])
  })

  it('go on when the end of an earlier one is told late', async () => {
    const [[first, firstLeg], [second, secondLeg]] = [sids(), sids()]
    for (const call of [first, second]) await status(call, undefined, 'in-progress', T(0))
    await accept(firstLeg, first, T(10))
    await accept(secondLeg, second, T(40))
    await status(firstLeg, first, 'completed', T(50))
    await status(first, undefined, 'completed', T(51))
    expect(await statesOf(ada)).toEqual(['ready', 'onACall'])
    await status(secondLeg, second, 'completed', T(60))
    expect(await statesOf(ada)).toEqual(['ready', 'onACall', 'wrapUp'])
  })

  it('that were taken in late do not undo what he has said since', async () => {
    const [call, leg] = sids()
    await status(call, undefined, 'in-progress', T(0))
    await change(ada, 'away', T(300))
    await accept(leg, call, T(10))
    await status(leg, call, 'completed', T(60))
    expect(await statesOf(ada)).toEqual(['ready', 'away'])
  })

  it('end the same in any order, however often they are told, side by side', async () => {
    const chance = seeded(7)
    for (let round = 0; round < 25; round += 1) {
      const person = await roster.person(`Round ${round}`, { phone: `+4930231258${String(round).padStart(2, '0')}` })
      const number = `+4930231258${String(round).padStart(2, '0')}`
      await change(person, 'ready', T(-60))
      const [call, leg] = sids()
      await status(call, undefined, 'in-progress', T(0))
      const [a, b, c] = [1, 2, 3].map(() => randomBytes(32).toString('hex'))
      const reports = [
        () => accept(leg, call, T(10), a, number),
        () => status(leg, call, 'completed', T(60), b),
        () => status(call, undefined, 'completed', T(61), c),
      ]
      await Promise.all(chance.shuffled([...reports, ...reports]).map((report) => report()))
      const rows = await historyOf(person)
      expect(rows.at(-1), `round ${round}`).toMatchObject({ state: 'wrapUp', toAt: null })
      expect(rows.map(({ state }) => state).filter((state) => state === 'onACall')).toHaveLength(1)
    }
  })

  it('cost little: what an acceptance and an end take', async () => {
    const took: number[] = []
    for (let n = 0; n < 40; n += 1) {
      const [call, leg] = sids()
      await status(call, undefined, 'in-progress', T(n * 100))
      const started = performance.now()
      await accept(leg, call, T(n * 100 + 10))
      await status(leg, call, 'completed', T(n * 100 + 60))
      took.push((performance.now() - started) / 2)
      await status(call, undefined, 'completed', T(n * 100 + 61))
    }
    const median = took.sort((x, y) => x - y)[20] ?? 0
    console.log(`an acceptance or an end: ${median.toFixed(1)} ms`)
    expect(median).toBeLessThan(50)
  })
})
