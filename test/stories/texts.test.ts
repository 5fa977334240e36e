import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { customersCalled } from '../support/callers.ts'
import { closeAll } from '../support/deadlines.ts'
import { control, LINE, MARTA, startLine, type TestLine } from '../support/line.ts'
import { timePasses } from '../support/phones.ts'
import { callByHand } from '../support/webhooks.ts'

let line: TestLine
beforeAll(async () => {
  line = await startLine()
})
afterAll(() => line.stop())
beforeEach(() => control(line.simulator, 'DELETE', '/faults'))
/** The next test begins a day later: nobody has had a text within 24 hours. No case is open on that day, else the executive is called all the while. */
afterEach(async () => {
  await closeAll(line.database, line.app.clock.now().toJSDate())
  await line.database.pool.query('delete from telling')
  await timePasses(line.simulator, 86_500)
})

const MOBILE = '+493023125601'
let n = 0

/** A call that wants a text to be sent, as the step `sms` does. */
async function aTextTo(to: string, text = 'Your case number is 100018.'): Promise<string> {
  const call = callByHand(line, MARTA, LINE)
  await call.begins()
  const at = line.app.clock.now().toJSDate()
  const id = `${call.sid}:1:${(n += 1)}`
  await line.database.prisma.effect.create({
    data: { id, callSid: call.sid, turn: 1, n, kind: 'sms', body: { kind: 'sms', to, text }, createdAt: at, dueAt: at },
  })
  // Nobody has told the worker of it; a clock that is set makes it look.
  await control(line.simulator, 'POST', '/clock', { speed: 0 })
  return id
}
const textOf = (id: string) => line.database.prisma.textMessage.findUniqueOrThrow({ where: { id } })
const atTheCarrier = async (to: string) =>
  (await control<{ messages: Array<{ to: string; from: string; body: string; direction: string }> }>(line.simulator, 'GET', '/messages')).messages.filter(
    (message) => message.to === to && message.direction === 'outbound-api',
  )
const somebodyTexts = (from: string, body: string) => control(line.simulator, 'POST', '/messages', { from, to: LINE, body })

test('a text goes out once, from the number that was dialled, and its delivery is known', async () => {
  const id = await aTextTo(MOBILE)
  await timePasses(line.simulator, 10)
  expect(await textOf(id)).toMatchObject({ state: 'delivered', errorCode: null, from: LINE })
  expect(await atTheCarrier(MOBILE)).toMatchObject([{ from: LINE, body: 'Your case number is 100018.' }])
})

test('a landline takes no texts: the carrier says why', async () => {
  const id = await aTextTo('+493023125201')
  await timePasses(line.simulator, 10)
  expect(await textOf(id)).toMatchObject({ state: 'undelivered', errorCode: 30006 })
})

test.each<[string, string, object, number]>([
  ['answers 500 after the work was done', 'delivered', { fault: 'restErrorAfter', request: 'POST Messages' }, 1],
  ['answers 500 before', 'unknown', { fault: 'restErrorBefore', request: 'POST Messages' }, 0],
  ['has too much to do for a moment', 'delivered', { fault: 'rateLimit429', request: 'POST Messages' }, 1],
])('the carrier %s: %s, and never sent twice', async (_, state, fault, sent) => {
  await control(line.simulator, 'POST', '/faults/next', fault)
  const to = `+49302312561${(n += 1) % 10}`
  const id = await aTextTo(to)
  await timePasses(line.simulator, 120)
  expect([(await textOf(id)).state, (await atTheCarrier(to)).length]).toEqual([state, sent])
})

test('the sixth text to a number within a day is refused', async () => {
  const to = '+493023125620'
  const ids: string[] = []
  for (let count = 0; count < 6; count += 1) ids.push(await aTextTo(to))
  await timePasses(line.simulator, 10)
  const states = await Promise.all(ids.map(async (id) => (await textOf(id)).state))
  expect(states.sort()).toEqual(['delivered', 'delivered', 'delivered', 'delivered', 'delivered', 'refused'])
  expect(await atTheCarrier(to)).toHaveLength(5)
})

test('who answers STOP gets no more texts until he answers START; neither is a case', async () => {
  const to = '+493023125630'
  await somebodyTexts(to, ' Stop. ')
  await timePasses(line.simulator, 1)
  const refused = await aTextTo(to)
  await timePasses(line.simulator, 10)
  expect(await textOf(refused)).toMatchObject({ state: 'refused', errorCode: 21610 })
  expect(await atTheCarrier(to)).toEqual([])
  await somebodyTexts(to, 'START')
  await timePasses(line.simulator, 1)
  const sent = await aTextTo(to)
  await timePasses(line.simulator, 10)
  expect((await textOf(sent)).state).toBe('delivered')
  expect(await line.database.prisma.case.count({ where: { title: { contains: to } } })).toBe(0)
})

test('"yes" of somebody who never refused texts is an answer that somebody must read', async () => {
  const from = '+493023125631'
  await somebodyTexts(from, 'Yes')
  await timePasses(line.simulator, 1)
  expect(await line.database.prisma.case.findMany({ where: { title: { contains: from } } })).toMatchObject([{ facts: { text: 'Yes' } }])
})

test("a customer's text becomes a case of the keeper on his record; the next one lies on it, and the owner is told", async () => {
  await somebodyTexts(MARTA, 'The boiler is loud again. Please stop by.')
  await timePasses(line.simulator, 1)
  await somebodyTexts(MARTA, 'And it leaks.')
  await timePasses(line.simulator, 1)
  const [marta] = await customersCalled(line, 'Marta Nowak')
  const cases = await line.database.prisma.case.findMany({ where: { title: `Text from ${MARTA}` }, include: { custodies: { include: { person: true } } } })
  expect(cases).toMatchObject([
    {
      customerId: marta?.id,
      callSid: null,
      status: 'open',
      facts: { from: MARTA, to: LINE, text: 'The boiler is loud again. Please stop by.\nAnd it leaks.' },
      custodies: [{ how: 'born', toAt: null }],
    },
  ])
  const owner = cases[0]?.custodies[0]?.personId ?? ''
  expect(await line.database.prisma.notice.findMany({ where: { personId: owner, kind: 'message' } })).toMatchObject([{ body: { case: cases[0]?.number } }])
})

test('a report that comes twice, late or in another order changes nothing that is final', async () => {
  await control(line.simulator, 'PUT', '/faults', { rates: { duplicate: 1, reorder: 1 } })
  const id = await aTextTo('+493023125640')
  await timePasses(line.simulator, 60)
  expect((await textOf(id)).state).toBe('delivered')
})

test('a worker that dies while it sends leaves a text that is never sent again', async () => {
  const id = await aTextTo('+493023125650')
  await timePasses(line.simulator, 10)
  const { prisma } = line.database
  await prisma.textMessage.update({ where: { id }, data: { state: 'sending', sid: null, dueAt: line.app.clock.now().plus({ seconds: 30 }).toJSDate() } })
  await timePasses(line.simulator, 60)
  expect((await textOf(id)).state).toBe('unknown')
  expect(await atTheCarrier('+493023125650')).toHaveLength(1)
})
