import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { z } from 'zod'
import { moveService } from '../../services/cases/moves/service.ts'
import { openCase } from '../../services/cases/store.ts'
import { SESSION_COOKIE } from '../../services/http/access.ts'
import { openSession } from '../../services/people/sign-in/service.ts'
import type { executiveView } from '../../services/schemas/pyramid.ts'
import { control, startLine, type TestLine } from '../support/line.ts'
import { noUnexpectedCalls, phone, timePasses, type Phone } from '../support/phones.ts'

type ExecutiveView = z.infer<typeof executiveView>

const CLARA = '+493023125906'
const FARID = '+493023125905'
const HOUR = 3_600

let line: TestLine
let clara: Phone
let farid: Phone
beforeAll(async () => {
  line = await startLine({ at: '2026-11-18T10:00:00+01:00' })
  await line.database.pool.query(`update person set deputy_id = (select id from person where name = 'Farid Rahimi') where name = 'Clara Winter'`)
})
/** One day after the other; nothing is left of the one before, nor of the demo company. */
beforeEach(async () => {
  const now = `timestamptz '${line.app.clock.now().toISO()}'`
  await line.database.pool.query(`begin; update custody set to_at = greatest(from_at, ${now}) where to_at is null;
    update "case" set status = 'closed', ended_at = greatest(opened_at, ${now}) where status = 'open'; commit`)
  await line.database.pool.query('delete from outbound_call; delete from telling; delete from text_message; delete from email_message; delete from leave')
  clara = phone(CLARA, line.simulator, { withinSeconds: 2_400 })
  farid = phone(FARID, line.simulator, { withinSeconds: 2_400 })
})
afterAll(() => line.stop())

const opens = (title: string, severity: string, minutesAgo = 0) =>
  line.database.prisma.$transaction((tx) =>
    openCase(tx, {
      customerId: null,
      callSid: null,
      title,
      reason: 'outage',
      severity,
      facts: {},
      openedAt: new Date(line.app.clock.now().toMillis() - minutesAgo * 60_000),
      channel: 'web',
    }),
  )
const stateOf = async (number: string) => {
  const row = await line.database.prisma.case.findUniqueOrThrow({
    where: { number },
    include: { level: true, custodies: { include: { person: true }, orderBy: { fromAt: 'asc' } } },
  })
  return { ...row, owners: row.custodies.map(({ person, how }) => [person.name, how]) }
}
const asks = async (name: string, method: 'GET' | 'POST', path: string): Promise<Response> => {
  const { prisma } = line.database
  const { id } = await prisma.person.findFirstOrThrow({ where: { name } })
  const { token } = await openSession(prisma, id, { userAgent: undefined }, line.app.clock.now())
  return fetch(line.url + path, { method, headers: { cookie: `${SESSION_COOKIE}=${token}`, origin: line.url } })
}
const callsTo = async (number: string): Promise<string[]> =>
  (await line.database.prisma.outboundCall.findMany({ where: { to: number }, orderBy: { startedAt: 'asc' } })).map(({ state }) => state)

test('cases that are not urgent wait for her hour: one call at 8 reads all, and her page stops it', async () => {
  const first = await opens('Invoice is wrong', 'normal')
  await timePasses(line.simulator, 30)
  const second = await opens('Nobody has called back', 'high')
  await timePasses(line.simulator, 21 * HOUR + 59 * 60 + 29)
  expect(await callsTo(CLARA)).toEqual([])
  await timePasses(line.simulator, 1)
  await clara.answers()
  const heard = await clara.hears(/2 cases have reached you/)
  expect([first, second].every(({ number }) => heard.includes([...number].join(', ')))).toBe(true)
  await clara.hangsUp()
  await timePasses(line.simulator, 5 * 60 + 30)
  expect(await callsTo(CLARA)).toEqual(['declined', 'ringing'])
  await clara.declines()
  const telling = await line.database.prisma.telling.findFirstOrThrow({ where: { state: 'open' } })
  const path = `/api/tellings/${telling.id}/acknowledge`
  expect((await asks('Farid Rahimi', 'POST', path)).status).toBe(404)
  expect(await (await asks('Clara Winter', 'POST', path)).json()).toMatchObject({
    state: 'acknowledged',
    person: { name: 'Clara Winter' },
    cases: [first.number, second.number],
  })
  const page = (await (await asks('Clara Winter', 'GET', '/api/executive')).json()) as ExecutiveView
  expect(page).toMatchObject({ executive: { name: 'Clara Winter' }, deputy: { name: 'Farid Rahimi' }, coming: [] })
  expect(page.cases.map(({ number }) => number)).toEqual([first.number, second.number])
  expect(page.tellings[0]).toMatchObject({ kind: 'digest', state: 'acknowledged', calls: [{ state: 'declined' }, { state: 'noAnswer' }] })
  await timePasses(line.simulator, HOUR)
  expect(await callsTo(CLARA)).toHaveLength(2)
})

test('an urgent case: at 20 hours it is hers, she is called at once and says with 1 that she knows of it', async () => {
  const { number, dueTopAt } = await opens('No heating in the home for the elderly', 'urgent')
  await timePasses(line.simulator, 20 * HOUR - 1)
  expect((await stateOf(number)).toppedAt).toBeNull()
  const { steps } = (await (await asks('Dana Novak', 'GET', '/api/pyramid/rehearsal')).json()) as {
    steps: Array<{ at: string; caseNumber: string; what: string }>
  }
  expect(steps.filter(({ caseNumber }) => caseNumber === number).map(({ what }) => what)).toEqual(['top', 'told', 'deputy'])
  expect(steps[0]?.at).toBe(dueTopAt.toISOString())
  await timePasses(line.simulator, 1)
  const top = await stateOf(number)
  expect(top.owners.at(-1)).toEqual(['Clara Winter', 'top'])
  expect(top.level.isExecutive).toBe(true)
  expect(top.toppedAt!.getTime() - dueTopAt.getTime()).toBeLessThanOrEqual(30_000)
  await clara.answers()
  expect(await clara.hears(/1 case has reached you/)).toContain(`Case ${[...number].join(', ')}. No heating in the home for the elderly. Open for 20 hours.`)
  await clara.presses('2')
  await clara.hears(/1 case has reached you/)
  await clara.presses('1')
  await clara.hears(/It is noted that you know of it/)
  await clara.hearsTheLineEnd()
  await timePasses(line.simulator, HOUR)
  expect(await callsTo(CLARA)).toEqual(['acknowledged'])
  expect(await line.database.prisma.telling.findMany()).toMatchObject([{ kind: 'loud', state: 'acknowledged' }])
  const { messages } = await control<{ messages: Array<{ to: string; body: string }> }>(line.simulator, 'GET', '/messages')
  expect(messages.filter(({ to, body }) => to === CLARA && body.includes(number)).map(({ body }) => body)).toEqual([
    `Havel Heating: 1 case has reached you. ${number} No heating in the home for the elderly (20 h)`,
  ])
  expect(await line.database.prisma.emailMessage.findMany({ where: { to: 'clara@havel-heating.example' } })).toMatchObject([
    { subject: `Case ${number} has reached you: No heating in the home for the elderly` },
  ])
  await noUnexpectedCalls(line.simulator, [clara])
})

test('she is on a plane: two urgent cases in the same minute are one call at a time, and after 30 minutes her deputy has both, once', async () => {
  const [one, two] = [await opens('Gas smell in the cellar', 'urgent', 19 * 60 + 59), await opens('Water through the ceiling', 'urgent', 19 * 60 + 59)]
  await timePasses(line.simulator, 60 + 29 * 60)
  const before = await callsTo(CLARA)
  expect(before.length).toBe(6)
  expect(new Set(before)).toEqual(new Set(['noAnswer']))
  expect((await stateOf(one.number)).owners.at(-1)).toEqual(['Clara Winter', 'top'])
  await timePasses(line.simulator, 60)
  await farid.answers()
  const heard = await farid.hears(/2 cases have reached you/)
  for (const title of ['Gas smell in the cellar', 'Water through the ceiling']) expect(heard).toContain(title)
  await farid.presses('1')
  await farid.hears(/It is noted/)
  await timePasses(line.simulator, 2 * HOUR)
  for (const { number } of [one, two]) {
    const { owners, custodies, dueTopAt } = await stateOf(number)
    expect(owners.slice(-2)).toEqual([
      ['Clara Winter', 'top'],
      ['Farid Rahimi', 'deputy'],
    ])
    const handed = custodies.at(-1)!.fromAt.getTime() - dueTopAt.getTime()
    expect(handed).toBeGreaterThanOrEqual(30 * 60_000)
    expect(handed).toBeLessThanOrEqual(30 * 60_000 + 60_000)
    expect(custodies.filter(({ how }) => how === 'deputy')).toHaveLength(1)
  }
  expect(await callsTo(CLARA)).toHaveLength(6)
  expect(await callsTo(FARID)).toEqual(['acknowledged'])
  expect(await line.database.prisma.telling.findMany({ orderBy: { startedAt: 'asc' } })).toMatchObject([
    { kind: 'loud', state: 'handed' },
    { kind: 'loud', state: 'acknowledged' },
  ])
  const keys = await line.database.prisma.outboundCall.findMany({ select: { key: true } })
  expect(new Set(keys.map(({ key }) => key)).size).toBe(7)
  await noUnexpectedCalls(line.simulator, [clara, farid])
})

test('another urgent case comes in while she listens: her 1 counts for it when she has heard it', async () => {
  await opens('Gas smell in the cellar', 'urgent', 19 * 60 + 59)
  await opens('Water through the ceiling', 'urgent', 19 * 60 + 58)
  await timePasses(line.simulator, 60)
  await clara.answers()
  await clara.hears(/1 case has reached you.*Gas smell/)
  await line.database.pool.query(`update "case" set due_top_at = $1 where title like 'Water%'`, [line.app.clock.now().toJSDate()])
  await timePasses(line.simulator, 1)
  await clara.presses('1')
  await clara.hears(/1 more case has come in meanwhile.*Water through the ceiling/)
  await clara.presses('1')
  await clara.hears(/It is noted/)
  await timePasses(line.simulator, HOUR)
  expect(await callsTo(CLARA)).toEqual(['acknowledged'])
})

test('solved at 19 h 59 m and reopened: two hours are left, then it is hers', async () => {
  const { number, id } = await opens('No hot water', 'normal', 19 * 60 + 59)
  const { prisma } = line.database
  const owner = await prisma.custody.findFirstOrThrow({ where: { caseId: id, toAt: null } })
  const moves = moveService({ database: line.database, clock: line.app.clock })
  await moves.move(number, owner.personId, { move: 'take' })
  await moves.move(number, owner.personId, { move: 'solve', solution: 'Valve opened', satisfiedBy: 'it is warm' })
  await timePasses(line.simulator, 3 * HOUR)
  const other = await prisma.person.findFirstOrThrow({ where: { role: 'agent', isActive: true, id: { not: owner.personId } } })
  await moves.move(number, other.id, { move: 'reopen', reason: 'cold again' })
  const reopenedAt = line.app.clock.now().toMillis()
  expect((await stateOf(number)).dueTopAt.getTime() - reopenedAt).toBe(2 * HOUR * 1_000)
  await timePasses(line.simulator, 2 * HOUR - 1)
  expect((await stateOf(number)).toppedAt).toBeNull()
  await timePasses(line.simulator, 1)
  const { owners, toppedAt } = await stateOf(number)
  expect(owners.at(-1)).toEqual(['Clara Winter', 'top'])
  expect(toppedAt!.getTime() - reopenedAt).toBeGreaterThanOrEqual(2 * HOUR * 1_000)
  expect(toppedAt!.getTime() - reopenedAt).toBeLessThanOrEqual(2 * HOUR * 1_000 + 30_000)
})

test("she is away as planned: it is her deputy's at once; without one it stays hers, and she is called on, more slowly", async () => {
  const { prisma } = line.database
  const { id: personId } = await prisma.person.findFirstOrThrow({ where: { name: 'Clara Winter' } })
  const [fromAt, toAt] = [new Date('2026-11-18T00:00:00Z'), new Date('2026-12-25T00:00:00Z')]
  await prisma.leave.create({ data: { id: randomUUID(), personId, kind: 'leave', fromAt, toAt, createdAt: fromAt } })
  const one = await opens('Gas smell in the cellar', 'urgent', 19 * 60 + 59)
  await timePasses(line.simulator, 60)
  expect((await stateOf(one.number)).owners.at(-1)).toEqual(['Farid Rahimi', 'deputy'])
  await farid.answers()
  await farid.presses('1')
  await farid.hears(/It is noted/)
  await prisma.person.updateMany({ data: { deputyId: null } })
  const two = await opens('Water through the ceiling', 'urgent', 19 * 60 + 59)
  await timePasses(line.simulator, 60 + 59 * 60)
  expect((await stateOf(two.number)).owners.at(-1)).toEqual(['Clara Winter', 'top'])
  expect(await callsTo(CLARA)).toHaveLength(6 + 3)
})
