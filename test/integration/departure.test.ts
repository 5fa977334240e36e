import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { moveCustody, holdCase } from '../../services/cases/custody/store.ts'
import { openCase } from '../../services/cases/store.ts'
import type { Transaction } from '../../services/db.ts'
import { departureRoutes } from '../../services/departures/routes.ts'
import { departureService } from '../../services/departures/service.ts'
import { tellOfTop } from '../../services/tellings/store.ts'
import { aCallback } from '../support/callbacks.ts'
import { accessServer, signedIn, type AccessServer, type Browser } from '../support/access.ts'
import { smallRoster, type SmallRoster } from '../support/small-roster.ts'

// The clock stands at 2026-03-02 09:00 UTC, a Monday: 10:00 in Berlin.
let line: AccessServer
let roster: SmallRoster
let admin: Browser & { id: string }
let ada: Browser & { id: string }
let heir: Browser & { id: string }

beforeEach(async () => {
  line = await accessServer({ routes: ({ database, clock }) => [departureRoutes({ departures: departureService({ database, clock, onTop: tellOfTop }) })] })
  roster = await smallRoster(line.database)
  admin = await signedIn(line, { name: 'Petra', role: 'admin' })
  ada = await signedIn(line, { name: 'Ada' })
  heir = await signedIn(line, { name: 'Heiri' })
  await line.database.prisma.person.updateMany({ where: { id: { in: [ada.id, heir.id] } }, data: { levelId: roster.front } })
})
afterEach(() => line.close())

const casesOf = (personId: string, count: number) =>
  line.database.prisma.$transaction(
    async (tx) => {
      const opened = []
      for (let n = 0; n < count; n += 1) opened.push(await caseOf(tx, personId, `Case ${n}`))
      return opened
    },
    { timeout: 60_000 },
  )
const caseOf = (tx: Transaction, personId: string, title = 'A fault') =>
  openCase(tx, {
    ...{ customerId: null, callSid: null, title, reason: 'fault', severity: 'normal', facts: {}, openedAt: line.clock.now().toJSDate() },
    owner: { personId, name: 'Ada', levelId: roster.front },
  })
const leave = (successors: object, note = 'moves to Lisbon') => admin.ask('POST', `/api/people/${ada.id}/departure`, { successors, note })
const customer = (accountManagerId: string) =>
  line.database.prisma.customer.create({ data: { id: randomUUID(), name: 'Bakery', accountManagerId, createdAt: line.clock.now().toJSDate() } })

it('200 open items: none is left with who left, each went over once, and he is out', async () => {
  const { prisma } = line.database
  await casesOf(ada.id, 120)
  const asked = { number: '+493023125200', at: line.clock.now().toJSDate(), dueAt: line.clock.now().plus({ hours: 5 }).toJSDate() }
  const waiting = await casesOf(ada.id, 20)
  for (const [n, { id: caseId }] of waiting.entries()) await prisma.$transaction((tx) => aCallback(tx, { caseId, name: `Caller ${n}`, ...asked }))
  for (let day = 3; day < 23; day += 1) {
    const [from, to] = [`2026-03-${String(day).padStart(2, '0')}T08:00:00Z`, `2026-03-${String(day).padStart(2, '0')}T16:00:00Z`]
    const id = await roster.shift(ada.id, from, to)
    await roster.shift(ada.id, from, to, { plan: 'draft', id })
  }
  await Promise.all(Array.from({ length: 37 }, () => customer(ada.id)))
  await prisma.level.update({ where: { id: roster.front }, data: { headId: ada.id } })
  await prisma.department.create({ data: { id: randomUUID(), name: 'IT', headId: ada.id, olaMinutes: 60, zone: 'UTC' } })
  await prisma.person.update({ where: { id: roster.boss }, data: { deputyId: ada.id } })
  const caller = await roster.person('Callie')

  expect((await admin.ask('GET', `/api/people/${ada.id}/departure`)).body.counts).toEqual({ cases: 120, callbacks: 20, shifts: 20, accounts: 37, offices: 3 })
  const { status, body } = await leave({ to: heir.id, callbacks: caller })
  expect({ status, body }).toEqual({
    status: 200,
    body: { person: { id: ada.id, name: 'Ada' }, counts: { cases: 120, callbacks: 20, shifts: 20, accounts: 37, offices: 3 }, openShifts: [] },
  })

  const left = await admin.ask('GET', `/api/people/${ada.id}/departure`)
  expect(left.body.counts).toEqual({ cases: 0, callbacks: 0, shifts: 0, accounts: 0, offices: 0 })
  const owners = await prisma.custody.groupBy({ by: ['personId', 'how'], where: { toAt: null }, _count: true, orderBy: { personId: 'asc' } })
  expect(owners.map(({ personId, how, _count }) => [personId, how, _count])).toEqual(
    [[heir.id, 'handover', 120] as const, [caller, 'handover', 20] as const].sort(),
  )
  expect(await prisma.custody.count()).toBe(280) // 140 born, 140 handed over: one transfer each
  expect(await prisma.caseEvent.count({ where: { kind: 'handedOver', personId: admin.id, body: { path: ['reason'], equals: 'moves to Lisbon' } } })).toBe(140)
  expect(await prisma.duty.count({ where: { personId: ada.id } })).toBe(0)
  expect(await prisma.duty.count({ where: { personId: heir.id } })).toBe(40)
  expect(await prisma.level.findUnique({ where: { id: roster.front } })).toMatchObject({ headId: heir.id })
  expect(await prisma.notice.count({ where: { personId: heir.id, kind: 'handover' } })).toBe(1)
  expect(await prisma.auditEntry.findFirst({ where: { kind: 'person.left' } })).toMatchObject({ actor: admin.id, subject: ada.id })

  expect((await ada.ask('GET', '/api/me')).status).toBe(401)
  expect((await leave({ to: heir.id })).body).toMatchObject({ code: 'PERSON_INACTIVE' })
})

it('what he has asked for is withdrawn, and nobody waits for his answer', async () => {
  const { prisma } = line.database
  const at = line.clock.now().toJSDate()
  const shift = await roster.shift(ada.id, '2026-03-04T08:00:00Z', '2026-03-04T16:00:00Z')
  const offer = { siteId: roster.siteId, levelId: roster.front, startsAt: new Date('2026-03-04T08:00:00Z'), endsAt: new Date('2026-03-04T16:00:00Z') }
  const made = { ...offer, needsApproval: true, createdAt: at }
  const [his, other] = [randomUUID(), randomUUID()]
  await prisma.shiftOffer.create({ data: { ...made, id: his, kind: 'give', shiftId: shift, personId: ada.id, createdById: ada.id } })
  const taken = { state: 'accepted', takenById: ada.id, takenAt: at }
  await prisma.shiftOffer.create({ data: { ...made, ...taken, id: other, kind: 'give', shiftId: randomUUID(), personId: heir.id, createdById: heir.id } })
  await prisma.offerPerson.createMany({ data: [{ offerId: his, personId: heir.id, rank: 1, why: {}, toldAt: at }] })
  const span = { fromAt: new Date('2026-04-01'), toAt: new Date('2026-04-08') }
  await prisma.leaveRequest.create({ data: { id: randomUUID(), personId: ada.id, kind: 'leave', ...span, createdAt: at } })
  expect((await leave({ to: heir.id })).status).toBe(200)
  expect(await prisma.shiftOffer.findUnique({ where: { id: his } })).toMatchObject({ state: 'withdrawn' })
  expect(await prisma.shiftOffer.findUnique({ where: { id: other } })).toMatchObject({ state: 'open', takenById: null })
  expect(await prisma.leaveRequest.findMany()).toMatchObject([{ state: 'withdrawn' }])
})

it('says what is left when nobody is named for it, and changes nothing', async () => {
  await casesOf(ada.id, 1)
  await customer(ada.id)
  const { status, body } = await leave({ shifts: heir.id })
  expect(status).toBe(409)
  expect(body).toMatchObject({ code: 'SUCCESSOR_MISSING', values: { name: 'Ada', count: 2, kind: 'cases (1), accounts (1)' } })
  expect((await leave({ to: ada.id })).body).toMatchObject({ code: 'SAME_PERSON' })
  expect((await leave({ to: randomUUID() })).body).toMatchObject({ code: 'PERSON_UNKNOWN' })
  await line.database.prisma.level.update({ where: { id: roster.second }, data: { headId: ada.id } })
  expect((await leave({ to: heir.id })).body).toMatchObject({ code: 'HEAD_TOO_LOW' })
  expect((await ada.ask('GET', '/api/me')).status).toBe(200)
  expect((await admin.ask('PATCH', `/api/people/${roster.head}`, { isActive: false })).body).toMatchObject({ code: 'PERSON_HEADS_LEVEL' })
  await line.database.prisma.level.update({ where: { id: roster.second }, data: { headId: roster.boss } })
  expect((await admin.ask('PATCH', `/api/people/${ada.id}`, { isActive: false })).body).toMatchObject({
    code: 'SUCCESSOR_MISSING',
    values: { kind: 'cases (1)' },
  })
})

it.each<[string, object]>([
  ['inactive', { isActive: false }],
  ['payroll', { role: 'payroll' }],
  ['a guest', { role: 'guest' }],
  ['of no level', { levelId: null }],
])('who owns cases, heads something or is a deputy does not become %s before a departure', async (_, change) => {
  const { prisma } = line.database
  const { id } = (await casesOf(ada.id, 2))[0] ?? { id: '' }
  await prisma.department.create({ data: { id: randomUUID(), name: 'IT', headId: ada.id, olaMinutes: 60, zone: 'UTC' } })
  await prisma.person.update({ where: { id: roster.boss }, data: { deputyId: ada.id } })
  const ask = () => admin.ask('PATCH', `/api/people/${ada.id}`, change)
  expect((await ask()).body).toMatchObject({
    code: 'SUCCESSOR_MISSING',
    values: { name: 'Ada', count: 4, kind: 'cases (2), head of IT, deputy of Bruno Boss' },
    detail: 'Ada still has 4 open items: cases (2), head of IT, deputy of Bruno Boss; a departure hands them over, name a successor for each.',
  })
  expect((await admin.ask('PATCH', `/api/people/${ada.id}`, { role: 'supervisor', levelId: roster.second })).status).toBe(200)
  await prisma.level.update({ where: { id: roster.second }, data: { headId: ada.id } })
  expect((await ask()).body).toMatchObject({ code: 'PERSON_HEADS_LEVEL' })
  expect(await prisma.custody.findFirst({ where: { caseId: id, toAt: null } })).toMatchObject({ personId: ada.id })
})

it('a shift that the successor may not work leaves the roster and is listed; the running one is his from now on', async () => {
  const { prisma } = line.database
  const running = await roster.shift(ada.id, '2026-03-02T07:00:00Z', '2026-03-02T15:00:00Z')
  const clash = await roster.shift(ada.id, '2026-03-04T08:00:00Z', '2026-03-04T16:00:00Z')
  await roster.shift(ada.id, '2026-03-04T08:00:00Z', '2026-03-04T16:00:00Z', { plan: 'draft', id: clash })
  await roster.shift(heir.id, '2026-03-04T12:00:00Z', '2026-03-04T20:00:00Z')
  const night = await roster.shift(ada.id, '2026-03-06T21:00:00Z', '2026-03-07T05:00:00Z')
  await roster.shift(heir.id, '2026-03-05T21:00:00Z', '2026-03-06T05:00:00Z')
  const good = await roster.shift(ada.id, '2026-03-10T08:00:00Z', '2026-03-10T16:00:00Z')
  const past = await roster.shift(ada.id, '2026-02-20T08:00:00Z', '2026-02-20T16:00:00Z')
  const others = await roster.shift(roster.boss, '2026-03-12T08:00:00Z', '2026-03-12T16:00:00Z')
  await roster.standIn(others, ada.id, '2026-03-12T10:00:00Z', '2026-03-12T12:00:00Z')

  const { body } = await leave({ to: heir.id })
  expect(body.openShifts).toEqual([
    { from: '2026-03-04T08:00:00.000Z', to: '2026-03-04T16:00:00.000Z', level: 'Front line', why: 'OVERLAP' },
    { from: '2026-03-06T21:00:00.000Z', to: '2026-03-07T05:00:00.000Z', level: 'Front line', why: 'TWO_NIGHTS' },
  ])
  expect(body.counts.shifts).toBe(3)
  expect(await prisma.shift.count({ where: { id: { in: [clash, night] } } })).toBe(0)
  const duties = await prisma.duty.findMany({ where: { shiftId: { in: [running, good, past, others] } }, orderBy: { startsAt: 'asc' } })
  const at = (date: Date): string => date.toISOString().slice(5, 16)
  expect(
    duties.map(({ personId, startsAt, endsAt }) => [personId === ada.id ? 'Ada' : personId === heir.id ? 'heir' : 'boss', at(startsAt), at(endsAt)]),
  ).toEqual([
    ['Ada', '02-20T08:00', '02-20T16:00'],
    ['Ada', '03-02T07:00', '03-02T09:00'],
    ['heir', '03-02T09:00', '03-02T15:00'],
    ['heir', '03-10T08:00', '03-10T16:00'],
    ['boss', '03-12T08:00', '03-12T10:00'],
    ['heir', '03-12T10:00', '03-12T12:00'],
    ['boss', '03-12T12:00', '03-12T16:00'],
  ])
})

it('a case that comes to him while he leaves goes over too, or does not come', async () => {
  const { prisma } = line.database
  const cases = await casesOf(roster.boss, 12)
  await casesOf(ada.id, 1)
  const give = (id: string) =>
    prisma.$transaction(async (tx) => {
      const held = await holdCase(tx, id)
      if (!held) throw new Error('no case')
      const to = { personId: ada.id, levelId: roster.front }
      await moveCustody(tx, held, { to, how: 'passUp', reason: 'for Ada', at: line.clock.now().toJSDate(), movedById: roster.boss, isKeeper: true })
    })
  const given = cases.map(({ id }) => give(id))
  const [answer, ...rest] = await Promise.allSettled([leave({ to: heir.id }), ...given])
  expect(answer).toMatchObject({ status: 'fulfilled', value: { status: 200 } })
  const refused = rest.filter(({ status }) => status === 'rejected').length
  expect(await prisma.custody.count({ where: { personId: ada.id, toAt: null } })).toBe(0)
  expect(await prisma.custody.count({ where: { personId: heir.id, toAt: null } })).toBe(13 - refused)
  await expect(give(cases[0]?.id ?? '')).rejects.toThrow(/no longer with us/)
})

it('an urgent case at the top: its new owner is called as the other one was, who is called no more', async () => {
  const { prisma } = line.database
  await prisma.person.update({ where: { id: heir.id }, data: { levelId: roster.second } })
  await prisma.level.updateMany({ where: { id: roster.second }, data: { headId: ada.id, isExecutive: true } })
  const at = line.clock.now().toJSDate()
  const caseId = await prisma.$transaction(async (tx) => {
    const { id } = await caseOf(tx, ada.id)
    await tx.case.update({ where: { id }, data: { levelId: roster.second, severity: 'urgent' } })
    await tellOfTop(tx, id, at)
    return id
  })
  await prisma.outboundCall.create({
    data: {
      ...{ id: randomUUID(), key: 'telling:1', purpose: 'telling', to: '+493023125301', from: '+493023125100', language: 'en', ringSeconds: 35, dueAt: at },
      tellingId: (await prisma.telling.findFirstOrThrow()).id,
    },
  })
  expect(await leave({ to: heir.id })).toMatchObject({ status: 200 })
  const tellings = await prisma.telling.findMany({ include: { cases: true, calls: true }, orderBy: { state: 'asc' } })
  expect(tellings).toMatchObject([
    { personId: ada.id, state: 'handed', handedToId: heir.id, calls: [{ state: 'failed' }] },
    { personId: heir.id, state: 'open', kind: 'loud', cases: [{ caseId }], calls: [] },
  ])
})

it('a case of the top stays there: with another executive, the deputy, or nobody', async () => {
  const { prisma } = line.database
  await prisma.level.updateMany({ where: { id: roster.second }, data: { isExecutive: true } })
  await prisma.person.update({ where: { id: ada.id }, data: { levelId: roster.second } })
  const numbers = await prisma.$transaction(async (tx) => {
    const opened = [await caseOf(tx, ada.id), await caseOf(tx, ada.id), await caseOf(tx, ada.id)]
    for (const { id } of opened.slice(1)) await tx.case.update({ where: { id }, data: { levelId: roster.second } })
    return opened.slice(1).map(({ number }) => number)
  })
  const refused = await leave({ to: heir.id })
  expect(refused).toMatchObject({ status: 409, body: { code: 'HEIR_BELOW_TOP', values: { name: 'Heiri', cases: numbers.sort().join(', ') } } })
  expect(await prisma.custody.count({ where: { personId: ada.id, toAt: null } })).toBe(3)
  expect((await leave({ to: roster.boss })).body).toMatchObject({ counts: { cases: 3 } })
})

it.each(['his own deputy', 'the deputy of the head'])('%s may have what has come to the top', async (which) => {
  const { prisma } = line.database
  await prisma.level.updateMany({ where: { id: roster.second }, data: { isExecutive: true } })
  await prisma.person.update({ where: { id: ada.id }, data: { levelId: roster.second } })
  await prisma.person.update({ where: { id: which === 'his own deputy' ? ada.id : roster.boss }, data: { deputyId: heir.id } })
  await prisma.$transaction(async (tx) => tx.case.update({ where: { id: (await caseOf(tx, ada.id)).id }, data: { levelId: roster.second } }))
  expect((await leave({ to: heir.id })).body).toMatchObject({ counts: { cases: 1 } })
})
