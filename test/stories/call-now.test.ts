import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { aCaller, recordAfter } from '../support/callers.ts'
import { atDesk, type AtDesk } from '../support/desk.ts'
import { control, LINE, MARTA, startLine, type TestLine } from '../support/line.ts'
import { noUnexpectedCalls, phone, timePasses, type Phone } from '../support/phones.ts'
import { emptyTheRoster, putOnShift } from '../support/rosters.ts'

const AMIRA = '+493023125901'

let line: TestLine
let amira: AtDesk
let hers: Phone
let number: string

beforeAll(async () => {
  line = await startLine({ at: '2026-11-18T19:30:00+01:00', flowsDir: 'test/flows' })
  await emptyTheRoster(line)
  await putOnShift(line, { name: 'Amira Haddad', from: '2026-11-18T08:00', to: '2026-11-18T22:00' })
  amira = await atDesk(line, 'Amira Haddad')
  hers = phone(AMIRA, line.simulator)
  const first = await aCaller(line, MARTA)
  for (const keys of ['2', '123456', '1']) await first.presses(keys)
  await first.hearsTheLineEnd()
  number = (await recordAfter(line, first)).cases[0]?.number ?? ''
  await amira.ask('POST', `/api/cases/${number}/moves`, { move: 'take' })
})
afterAll(() => line.stop())
afterEach(() => timePasses(line.simulator, 45))

const called = async () => {
  const found = await line.database.prisma.case.findUniqueOrThrow({ where: { number }, include: { events: { where: { kind: 'called' } } } })
  return { signAt: found.lastSignAt, results: found.events.map(({ body }) => (body as { result: string }).result) }
}

test('the owner calls the customer, who sees our number; it stands on the case and on the record', async () => {
  const before = await called()
  expect(await amira.tries('POST', `/api/cases/${number}/call`, { number: '+4990012345678' })).toMatchObject({ body: { code: 'UNREACHABLE_CUSTOMER' } })
  const [one, two] = await Promise.all([1, 2].map(() => amira.ask<{ id: string; to: string }>('POST', `/api/cases/${number}/call`, {})))
  expect(two?.id).toBe(one?.id)
  expect(one).toMatchObject({ to: MARTA })
  await hers.rings()
  await hers.answers()
  await hers.hears('Press 1 to be connected')
  await hers.presses('1')
  const marta = phone(MARTA, line.simulator)
  await marta.rings()
  expect((await marta.looks()).from).toBe(LINE)
  await marta.answers()
  await timePasses(line.simulator, 30)
  await hers.says('We come tomorrow at nine.')
  await marta.hears('We come tomorrow at nine.')
  await marta.hangsUp()
  await hers.hearsTheLineEnd()
  await timePasses(line.simulator, 2)
  const after = await called()
  expect(after.results).toEqual(['answered'])
  expect(after.signAt?.getTime()).toBeGreaterThan(before.signAt?.getTime() ?? 0)
  const calls = await line.database.prisma.call.findMany({ where: { direction: 'outbound' }, include: { customer: true } })
  expect(calls).toMatchObject([{ outcome: 'answered', customer: { name: 'Marta Nowak' }, toNumber: MARTA }])
  await noUnexpectedCalls(line.simulator, [hers, marta])
})

test('a try in vain counts once; a return call reaches the owner first', async () => {
  await putOnShift(line, { name: 'Dana Novak', from: '2026-11-18T08:00', to: '2026-11-18T22:00' })
  // She is called about her case too, and does not answer.
  await timePasses(line.simulator, 60)
  await amira.ask('POST', `/api/cases/${number}/call`, {})
  await hers.rings()
  await hers.answers()
  await hers.presses('1')
  const marta = phone(MARTA, line.simulator)
  await marta.rings()
  await marta.declines()
  await hers.hears('The line is busy')
  await hers.hearsTheLineEnd()
  await timePasses(line.simulator, 60)
  expect((await called()).results).toEqual(['answered', 'noAnswer'])
  const back = await aCaller(line, MARTA)
  await back.presses('1')
  await hers.rings()
  const { legs } = await control<{ legs: { to: string }[] }>(line.simulator, 'GET', '/ringing')
  expect(legs.map(({ to }) => to).filter((to) => to !== MARTA)).toEqual([AMIRA])
  await back.hangsUp()
})

test('who does not press 1 has not called; at night it must be said that it shall be all the same', async () => {
  await amira.ask('POST', `/api/cases/${number}/call`, {})
  await hers.rings()
  await hers.answers()
  await hers.hangsUp()
  await timePasses(line.simulator, 2)
  expect((await called()).results).toEqual(['answered', 'noAnswer'])
  await timePasses(line.simulator, 3_600)
  expect(await amira.tries('POST', `/api/cases/${number}/call`, {})).toMatchObject({ status: 409, body: { code: 'CALL_ACT_NOT_NOW' } })
  expect((await amira.tries('POST', `/api/cases/${number}/call`, { anyway: true })).status).toBe(202)
  const dana = await atDesk(line, 'Dana Novak')
  expect(await dana.tries('POST', `/api/cases/${number}/call`, {})).toMatchObject({ status: 409, body: { code: 'NOT_THE_OWNER' } })
})

test('when the case is over only who had it last, and who supervises, calls the customer', async () => {
  await amira.ask('POST', `/api/cases/${number}/moves`, { move: 'solve', solution: 'A new valve', satisfiedBy: 'It is warm' })
  const tries = async (name: string) => (await atDesk(line, name)).tries('POST', `/api/cases/${number}/call`, { anyway: true })
  expect(await tries('Dana Novak')).toMatchObject({ status: 409, body: { code: 'CASE_IS_OVER' } })
  expect((await tries('Amira Haddad')).status).toBe(202)
  // His phone rings for one of us at a time.
  expect(await tries('Chen Wei')).toMatchObject({ status: 409, body: { code: 'CALL_ACT_NOT_NOW' } })
  await hers.rings()
  await hers.declines()
  await timePasses(line.simulator, 2)
  expect((await tries('Chen Wei')).status).toBe(202)
})

test('a number in a national spelling is read in the country of our number', async () => {
  await line.database.prisma.phoneNumber.updateMany({ where: { number: LINE }, data: { number: '+12125550199', createdAt: new Date(0) } })
  const call = await (await atDesk(line, 'Amira Haddad')).ask('POST', `/api/cases/${number}/call`, { number: '(212) 555-0100', anyway: true })
  expect(call).toMatchObject({ to: '+12125550100' })
})
