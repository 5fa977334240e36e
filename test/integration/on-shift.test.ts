import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCase } from '../../services/cases/store.ts'
import { changePresence } from '../../services/shifts/presence/store.ts'
import { myShiftsReader } from '../../services/shifts/mine/service.ts'
import { onShiftRoutes } from '../../services/shifts/on-shift/routes.ts'
import { onShift, type OnShiftService } from '../../services/shifts/on-shift/service.ts'
import { accessServer, signedIn, type AccessServer, type Browser } from '../support/access.ts'
import { smallRoster, type SmallRoster } from '../support/small-roster.ts'

// The clock stands at 2026-03-02 09:00 UTC, a Monday: 10:00 in Berlin.
let line: AccessServer
let roster: SmallRoster
let service: OnShiftService
let agent: Browser
let planner: Browser
let [ada, bob, eve, onCall] = ['', '', '', '']
const NOON = new Date('2026-03-02T11:00:00Z')
const at = (time: string): Date => new Date(`2026-03-${time}Z`)

beforeAll(async () => {
  line = await accessServer({ routes: (parts) => [onShiftRoutes({ onShift: onShift(parts) })] })
  service = onShift(line)
  roster = await smallRoster(line.database)
  agent = await signedIn(line, { name: 'Agent' })
  planner = await signedIn(line, { name: 'Vera', role: 'supervisor' })
  ada = await roster.person('Ada', { phone: '+493023125901', speaks: ['en', 'de'] })
  bob = await roster.person('Bob', { phone: '+493023125902' })
  eve = await roster.person('Eve', { phone: '+493023125903' })
  onCall = await roster.person('Olga', { phone: '+493023125904' })
  const early = await roster.shift(ada, '2026-03-02T07:00:00Z', '2026-03-02T15:00:00Z')
  await roster.shift(bob, '2026-03-02T13:00:00Z', '2026-03-02T21:00:00Z')
  await roster.shift(onCall, '2026-03-02T17:00:00Z', '2026-03-03T07:00:00Z', { kind: 'onCall' })
  await roster.standIn(early, eve, '2026-03-02T10:00:00Z', '2026-03-02T12:00:00Z', 'dentist')
  await roster.need('08:00', '22:00')
  await changePresence(line.database.pool, ada, 'ready', 'page', at('02T08:30:00'))
  await changePresence(line.database.pool, eve, 'ready', 'page', at('02T09:30:00'))
})
afterAll(() => line.close())

const query = (instant: Date) => ({ at: instant.getTime(), siteId: null, levelId: roster.front, skill: null, language: null, isUrgent: false })

describe('who is on', () => {
  it('is read from the published roster, with stand-ins, presence and the time since when he is ready', async () => {
    expect(await service.whoIsOn(query(at('02T09:00:00')))).toMatchObject({
      standing: 'on',
      rung: [{ personId: ada, source: 'shift', phone: '+493023125901', idleSince: at('02T08:30:00').getTime(), until: at('02T10:00:00').getTime() }],
    })
    expect(await service.whoIsOn(query(NOON))).toMatchObject({
      rung: [{ personId: eve, source: 'override', plannedId: ada, reason: 'dentist' }],
      notRung: [{ personId: ada, why: 'replaced' }],
    })
    expect(await service.whoIsOn(query(at('02T15:00:00')))).toMatchObject({ standing: 'gap', notRung: [{ personId: bob, why: 'notSignedIn' }] })
    expect(await service.whoIsOn(query(at('03T06:59:59.999')))).toMatchObject({ rung: [{ personId: onCall, kind: 'onCall' }] })
    expect(await service.whoIsOn(query(at('03T07:00:00')))).toEqual({ standing: 'gap', rung: [], notRung: [] })
  })

  it('follows breaks, leave and what a skill needs', async () => {
    await changePresence(line.database.pool, ada, 'break', 'page', at('02T09:10:00'))
    expect(await service.whoIsOn(query(at('02T09:10:00')))).toMatchObject({ rung: [], notRung: [{ personId: ada, why: 'notReady', state: 'break' }] })
    await changePresence(line.database.pool, ada, 'ready', 'page', at('02T09:20:00'))
    expect(await service.whoIsOn({ ...query(at('02T09:30:00')), skill: 'heating' })).toMatchObject({ notRung: [{ why: 'noSkill' }] })
    await line.database.prisma.skill.create({ data: { key: 'heating', name: 'Heating' } })
    await line.database.prisma.attestation.create({ data: { personId: ada, skillKey: 'heating', expiresAt: at('02T09:45:00') } })
    expect(await service.whoIsOn({ ...query(at('02T09:44:59')), skill: 'heating' })).toMatchObject({ rung: [{ personId: ada }] })
    expect(await service.whoIsOn({ ...query(at('02T09:45:00')), skill: 'heating' })).toMatchObject({ notRung: [{ why: 'skillExpired' }] })
    expect(await service.whoIsOn({ ...query(at('02T09:30:00')), language: 'ru' })).toMatchObject({ notRung: [{ why: 'otherLanguage' }] })
    const leave = { id: randomUUID(), personId: ada, kind: 'sick', fromAt: at('02T09:40:00'), toAt: at('02T09:50:00'), createdAt: at('02T09:00:00') }
    await line.database.prisma.leave.create({ data: leave })
    expect(await service.whoIsOn(query(at('02T09:40:00')))).toMatchObject({ notRung: [{ personId: ada, why: 'onLeave' }] })
    expect(await service.whoIsOn(query(at('02T09:50:00')))).toMatchObject({ rung: [{ personId: ada }] })
    await line.database.prisma.leave.delete({ where: { id: leave.id } })
  })

  it('is asked over HTTP for now or any instant', async () => {
    const { status, body } = await planner.ask('GET', `/api/on-shift?at=2026-03-02T11:00:00Z&levelId=${roster.front}`)
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        at: '2026-03-02T11:00:00.000Z',
        standing: 'on',
        rung: [
          { id: eve, name: 'Eve', kind: 'desk', source: 'override', planned: { id: ada, name: 'Ada' }, reason: 'dentist', until: '2026-03-02T12:00:00.000Z' },
        ],
        notRung: [{ id: ada, name: 'Ada', why: 'replaced' }],
      },
    })
    expect((await agent.ask('GET', '/api/on-shift')).body.rung[0]).toMatchObject({ id: ada })
    expect((await agent.ask('GET', '/api/on-shift?isUrgent=maybe')).status).toBe(400)
  })
})

describe('what is nobody else’s business', () => {
  it.each(['agent', 'executive', 'guest'] as const)('why somebody stands in is for planners only: not for the role %s', async (role) => {
    const who = await signedIn(line, { name: 'Curious', role })
    const reasonsIn = async (browser: Browser, path: string) =>
      [...JSON.stringify((await browser.ask('GET', path)).body).matchAll(/"reason":"(.*?)"/g)].map(([, reason]) => reason)
    const paths = ['/api/board', ...(role === 'guest' ? [] : ['/api/on-shift?at=2026-03-02T11:00:00Z', '/api/duties?from=2026-03-02&to=2026-03-03'])]
    for (const path of paths) {
      expect(await reasonsIn(planner, path)).toContain('dentist')
      expect(new Set(await reasonsIn(who, path))).toEqual(new Set(['']))
    }
  })

  it('an API key reads as much as its role', async () => {
    const { key } = await line.apiKeys.createApiKey({ name: 'wallboard', role: 'agent' })
    const { body } = await line.app.inject({ url: '/api/board', headers: { authorization: `Bearer ${key}` } })
    expect(body).toContain('"source":"override"')
    expect(body).not.toContain('dentist')
  })

  it('on the own page of who stands in, too', async () => {
    const read = myShiftsReader(line)
    expect((await read({ id: eve, role: 'agent' })).duties).toMatchObject([{ source: 'override', planned: { name: 'Ada' }, reason: '' }])
    expect((await read({ id: eve, role: 'supervisor' })).duties).toMatchObject([{ reason: 'dentist' }])
  })

  it('a guest is not told who is on leave', async () => {
    const guest = await signedIn(line, { name: 'Gustav', role: 'guest' })
    const leave = { id: randomUUID(), personId: ada, kind: 'sick', fromAt: at('02T08:00:00'), toAt: at('02T10:00:00'), createdAt: at('02T08:00:00') }
    await line.database.prisma.leave.create({ data: leave })
    const now = async (who: Browser) => (await who.ask('GET', '/api/board')).body.levels[1].now
    expect(await now(agent)).toMatchObject([{ person: { id: ada }, notRung: 'onLeave' }])
    expect(await now(guest)).toMatchObject([{ person: { id: ada }, notRung: null }])
    await line.database.prisma.leave.delete({ where: { id: leave.id } })
  })
})

describe('the board, gaps and duties', () => {
  it('shows level by level from the top who answers, who is on and who comes', async () => {
    const { status, body } = await agent.ask('GET', '/api/board')
    expect(status).toBe(200)
    expect(body.at).toBe('2026-03-02T09:00:00.000Z')
    expect(body.levels.map(({ rank }: { rank: number }) => rank)).toEqual([2, 1])
    expect(body.levels[0]).toMatchObject({ keeper: { id: roster.boss, name: 'Bruno Boss', why: 'head' }, now: [], next: [] })
    expect(body.levels[1]).toMatchObject({
      keeper: { id: ada, name: 'Ada', why: 'desk' },
      now: [{ person: { name: 'Ada' }, from: '2026-03-02T07:00:00.000Z', to: '2026-03-02T10:00:00.000Z', presence: { state: 'ready' }, notRung: null }],
      next: [{ person: { name: 'Eve' }, planned: { name: 'Ada' }, source: 'override', from: '2026-03-02T10:00:00.000Z' }],
    })
    // Berlin is an hour ahead: 22:00 is 21:00 UTC, and from Tuesday on nobody is planned.
    expect(body.gaps[0]).toEqual({
      siteId: roster.siteId,
      levelId: roster.front,
      kind: 'desk',
      skill: null,
      from: '2026-03-03T07:00:00.000Z',
      to: '2026-03-03T21:00:00.000Z',
      need: 1,
      have: 0,
    })
  })

  it('lists them for a period of days of the company, at most 62', async () => {
    expect((await agent.ask('GET', '/api/gaps?from=2026-03-02&to=2026-03-04')).body).toHaveLength(1)
    const duties = (await agent.ask('GET', '/api/duties?from=2026-03-02&to=2026-03-03')).body
    expect(duties.map(({ person }: { person: { name: string } }) => person.name)).toEqual(['Ada', 'Eve', 'Ada', 'Bob', 'Olga'])
    expect((await agent.ask('GET', '/api/duties?from=2026-03-03&to=2026-03-04')).body).toHaveLength(1)
    for (const period of ['from=2026-03-02&to=2026-03-02', 'from=2026-03-03&to=2026-03-02', 'from=2026-03-02&to=2026-05-04']) {
      expect((await agent.ask('GET', `/api/duties?${period}`)).body.code).toBe('PERIOD_INVALID')
      expect((await agent.ask('GET', `/api/gaps?${period}`)).body.code).toBe('PERIOD_INVALID')
    }
    expect((await agent.ask('GET', '/api/duties?from=2026-03-02&to=2026-05-03')).status).toBe(200)
  })
})

describe('a case opened without an agent', () => {
  const ownerAt = (instant: Date) =>
    line.database.prisma.$transaction(async (tx) => {
      const { number } = await openCase(tx, {
        customerId: null,
        callSid: CALL,
        title: '',
        reason: 'voicemail',
        severity: 'normal',
        facts: {},
        openedAt: instant,
      })
      const { levelId, custodies } = await tx.case.findUniqueOrThrow({ where: { number }, include: { custodies: true } })
      return { levelId, how: custodies[0]?.how, owner: custodies[0]?.personId, fromAt: custodies[0]?.fromAt }
    })
  const CALL = 'CA1'
  beforeAll(async () => {
    const now = at('02T09:00:00')
    await line.database.prisma.call.create({
      data: {
        sid: CALL,
        direction: 'inbound',
        fromRaw: '',
        fromKind: 'withheld',
        toRaw: '',
        flow: '',
        flowVersion: '',
        language: 'en',
        session: {},
        startedAt: now,
        lastEventAt: now,
      },
    })
  })

  it.each([
    ['by day is who is at the desk', '02T09:00:00', () => ada],
    ['is his who stands in', '02T11:00:00', () => eve],
    ['at night is the on-call person’s', '03T02:00:00', () => onCall],
    ['in a gap is the head’s', '03T12:00:00', () => roster.head],
  ])('%s', async (_, when, owner) => {
    expect(await ownerAt(at(when))).toEqual({ levelId: roster.front, how: 'born', owner: owner(), fromAt: at(when) })
  })
})

describe('with 60 people', () => {
  it('an answer takes less than 20 ms', async () => {
    for (let n = 0; n < 60; n += 1) {
      const person = await roster.person(`Many ${n}`, { phone: `+4930231256${String(n).padStart(2, '0')}` })
      for (const day of ['05', '06', '07']) await roster.shift(person, `2026-03-${day}T0${5 + (n % 5)}:00:00Z`, `2026-03-${day}T1${3 + (n % 5)}:00:00Z`)
      await line.database.pool.query(
        `insert into presence (id, person_id, state, from_at, to_at, via)
         select gen_random_uuid(), $1, case n % 2 when 0 then 'ready' else 'onACall' end, $2::timestamptz + n * interval '1 minute',
                case when n < 1000 then $2::timestamptz + (n + 1) * interval '1 minute' end, 'call' from generate_series(0, 1000) n`,
        [person, '2026-03-05T04:00:00Z'],
      )
    }
    await line.database.pool.query('analyze')
    const ask = { ...query(at('05T08:00:00')), isUrgent: true }
    expect((await service.whoIsOn(ask)).rung.length).toBeGreaterThan(20)
    const took: number[] = []
    for (let n = 0; n < 50; n += 1) {
      const started = performance.now()
      await service.whoIsOn(ask)
      took.push(performance.now() - started)
    }
    took.sort((x, y) => x - y)
    console.log(`who is on, of 60 people: median ${took[25]?.toFixed(1)} ms, slowest ${took.at(-1)?.toFixed(1)} ms`)
    expect(took[25]).toBeLessThan(20)
    for (const time of ['first', 'second']) {
      const started = performance.now()
      expect((await service.getBoard('agent')).levels).toHaveLength(2)
      console.log(`the board, ${time} time: ${(performance.now() - started).toFixed(0)} ms`)
    }
  })
})
