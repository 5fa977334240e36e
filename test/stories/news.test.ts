import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { SESSION_COOKIE } from '../../services/http/access.ts'
import { openSession } from '../../services/people/sign-in/service.ts'
import { refuseTexts } from '../../services/messages/store.ts'
import { control, LINE, startLine, type TestLine } from '../support/line.ts'
import { aCaseOf, eventsOf, mailsTo, moves, outgoing, SOLVED, texts, textsTo } from '../support/news.ts'
import { phone, timePasses } from '../support/phones.ts'

/** Customers hear how their cases stand, by the way that reaches them. */
let line: TestLine
beforeAll(async () => {
  line = await startLine()
})
afterAll(() => line.stop())
/** What is left of a story is nobody's any more. */
afterEach(async () => {
  const { prisma } = line.database
  await prisma.customerMessage.updateMany({ where: { state: 'planned' }, data: { state: 'superseded' } })
  await prisma.outboundCall.updateMany({ where: { endedAt: null }, data: { state: 'failed', endedAt: new Date() } })
  await prisma.case.updateMany({ data: { toppedAt: new Date(), silenceToldAt: new Date(), warnedHours: 20 } })
})

const MOBILE = '+4915112345678'
const LANDLINE = '+493023125221'
const behaves = (number: string, behaviour: object) => control(line.simulator, 'PUT', `/phones/${encodeURIComponent(number)}`, { behaviour })
const isMobile = (number: string) => control(line.simulator, 'PUT', `/lines/${encodeURIComponent(number)}`, { type: 'mobile' })
const notices = async (name: string) =>
  (await line.database.prisma.notice.findMany({ where: { kind: 'undelivered', person: { name } } })).map(({ body }) => (body as { case: string }).case)

/** A minute is waited for the next change. */
const aMinute = () => timePasses(line.simulator, 61)

test('three changes in a minute are one notice, and it is the newest', async () => {
  const one = await aCaseOf(line, { phones: [MOBILE] })
  await moves(line, one, 'Dana Novak', { move: 'take' })
  await timePasses(line.simulator, 15)
  await moves(line, one, 'Dana Novak', { move: 'passUp', reason: 'needs a specialist' })
  await timePasses(line.simulator, 15)
  await moves(line, one, 'Elif Kaya', { move: 'take' })
  await timePasses(line.simulator, 120)
  expect(await textsTo(line, MOBILE)).toEqual([`Havel Heating: Elif Kaya has your case ${one.number} (No heat) in hand. You have an answer as soon as we can.`])
  expect((await outgoing(line, one)).map(({ kind, state }) => [kind, state])).toEqual([
    ['taken', 'superseded'],
    ['climbed', 'superseded'],
    ['taken', 'delivered'],
  ])
  expect(await eventsOf(line, one, 'message')).toMatchObject([{ kind: 'taken', channel: 'sms' }])
})

test('who prefers texts gets a text and no call, though his number is a landline by the plan', async () => {
  const number = '+493023125622'
  await isMobile(number)
  const one = await aCaseOf(line, { phones: [number], wishes: { preferredChannel: 'sms' } })
  await moves(line, one, 'Dana Novak', { move: 'take' })
  await timePasses(line.simulator, 120)
  expect(await textsTo(line, number)).toHaveLength(1)
  expect(await line.database.prisma.outboundCall.count({ where: { caseId: one.id } })).toBe(0)
})

test('a customer with a landline hears the news by phone, presses 1 and talks with the owner of her case', async () => {
  const one = await aCaseOf(line, { phones: [LANDLINE] })
  await moves(line, one, 'Dana Novak', { move: 'take' })
  const [ada, dana] = [phone(LANDLINE, line.simulator), phone('+493023125902', line.simulator)]
  await aMinute()
  await ada.answers()
  await ada.hears(new RegExp(`Dana Novak has your case in hand: No heat.*${[...one.number].join(', ')}`))
  await ada.presses('1')
  await dana.answers()
  await dana.hears(/A customer wants to talk about case/)
  await dana.presses('1')
  await timePasses(line.simulator, 40)
  expect((await ada.looks()).partner).not.toBeNull()
  await ada.hangsUp()
  await timePasses(line.simulator, 5)
  expect(await outgoing(line, one)).toMatchObject([{ kind: 'taken', channel: 'call', state: 'delivered' }])
  expect(await line.database.prisma.call.findMany({ where: { customerId: one.customerId } })).toMatchObject([{ direction: 'outbound', outcome: 'answered' }])
})

test('nobody of us picks up: her message lies on the case, and the owner is told', async () => {
  const one = await aCaseOf(line, { phones: ['+493023125223'] })
  await behaves('+493023125902', { kind: 'declines', afterSeconds: 1 })
  await moves(line, one, 'Dana Novak', { move: 'take' })
  const ada = phone('+493023125223', line.simulator)
  await aMinute()
  await ada.answers()
  await ada.presses('1')
  await ada.hears(/Nobody can answer just now/)
  await ada.says('It has become worse.')
  await ada.presses('#')
  await ada.hears(/Your message is with your case/)
  await ada.hearsTheLineEnd()
  await behaves('+493023125902', { kind: 'rings' })
  expect(await line.database.prisma.recording.findMany({ where: { caseId: one.id } })).toHaveLength(1)
  expect(await line.database.prisma.notice.count({ where: { kind: 'message', person: { name: 'Dana Novak' } } })).toBe(1)
})

test('STOP sends it by e-mail; who has neither is a task of the owner, once', async () => {
  const number = '+4915112345679'
  await line.database.prisma.$transaction((tx) => refuseTexts(tx, number, new Date()))
  const one = await aCaseOf(line, { phones: [number], email: 'ada@example.org' })
  await moves(line, one, 'Dana Novak', { move: 'take' })
  const other = await aCaseOf(line, { name: 'Nobody Knows' })
  await moves(line, other, 'Irina Sokolova', { move: 'take' })
  await timePasses(line.simulator, 120)
  expect(await textsTo(line, number)).toEqual([])
  expect(mailsTo(line, 'ada@example.org')).toMatchObject([{ subject: `Havel Heating: your case ${one.number}`, from: 'line@havel-heating.example' }])
  expect(await outgoing(line, one)).toMatchObject([{ channel: 'email', state: 'delivered' }])
  await moves(line, other, 'Irina Sokolova', SOLVED)
  await timePasses(line.simulator, 3_600)
  expect((await outgoing(line, other)).map(({ state }) => state)).toEqual(['refused', 'refused', 'refused'])
  expect(await notices('Irina Sokolova')).toEqual([other.number])
})

test('a text that comes back as a landline goes by call, and the next news goes there at once', async () => {
  const number = '+4930231256' + '25'
  await control(line.simulator, 'PUT', `/lines/${encodeURIComponent(number)}`, { texts: { kind: 'undelivered', errorCode: 30006 } })
  const one = await aCaseOf(line, { phones: [number], wishes: { preferredChannel: 'sms' } })
  await moves(line, one, 'Dana Novak', { move: 'take' })
  const ada = phone(number, line.simulator)
  await aMinute()
  await ada.answers()
  await ada.hears(/Dana Novak has your case in hand/)
  await ada.hearsTheLineEnd()
  expect(await outgoing(line, one)).toMatchObject([{ channel: 'call', state: 'delivered' }])
  await moves(line, one, 'Dana Novak', SOLVED)
  await aMinute()
  await ada.answers()
  await ada.hears(/Your case is solved: No heat\. The pump was replaced\./)
  await timePasses(line.simulator, 4)
  await ada.hangsUp()
  expect(await textsTo(line, number)).toHaveLength(1)
})

test('on a number that others may share there is nothing but how it stands', async () => {
  const number = '+4915112345680'
  const one = await aCaseOf(line, { phones: [number], standing: 'shared' })
  await moves(line, one, 'Dana Novak', { move: 'take' })
  await timePasses(line.simulator, 90)
  await moves(line, one, 'Dana Novak', SOLVED)
  await timePasses(line.simulator, 90)
  expect(await textsTo(line, number)).toEqual([`Havel Heating: case ${one.number} is being worked on.`, `Havel Heating: case ${one.number} is solved.`])
})

test('after the solution he is asked once; a mark and then the reason; a later 1 to 5 is an ordinary text', async () => {
  const number = '+4915112345681'
  const one = await aCaseOf(line, { phones: [number], wishes: { language: 'ru' } })
  await moves(line, one, 'Dana Novak', { move: 'take' })
  await moves(line, one, 'Dana Novak', SOLVED)
  await timePasses(line.simulator, 1_900)
  const [solved, survey, ...more] = await textsTo(line, number)
  expect([solved, survey, more]).toEqual([
    `Havel Heating: ваше обращение ${one.number} (No heat) решено. The pump was replaced. Если это не так, позвоните нам и назовите этот номер.`,
    expect.stringContaining('Ответьте числом от 1'),
    [],
  ])
  await texts(line, number, ' 4! ')
  await texts(line, number, 'Мастер пришёл поздно.')
  await texts(line, number, '5')
  const { prisma } = line.database
  expect(await prisma.caseRating.findUnique({ where: { caseId: one.id } })).toMatchObject({ score: 4, why: 'Мастер пришёл поздно.', via: 'sms' })
  expect(await eventsOf(line, one, 'rated')).toEqual([
    { score: 4, why: '' },
    { score: 4, why: 'Мастер пришёл поздно.' },
  ])
  expect(await prisma.case.findMany({ where: { customerId: one.customerId, channel: 'text' } })).toMatchObject([{ words: '5' }])
})

test('a landline is asked by phone, and a key is the mark', async () => {
  const number = '+493023125226'
  const one = await aCaseOf(line, { phones: [number] })
  await moves(line, one, 'Dana Novak', { move: 'take' })
  await moves(line, one, 'Dana Novak', SOLVED)
  const ada = phone(number, line.simulator)
  await aMinute()
  await ada.answers()
  await ada.hears(/Your case is solved/)
  await ada.hangsUp()
  await timePasses(line.simulator, 1_740)
  await ada.answers()
  await ada.hears(/How satisfied are you/)
  await ada.presses('5')
  await ada.hears(/Thank you for your answer/)
  await ada.hearsTheLineEnd()
  expect(await line.database.prisma.caseRating.findUnique({ where: { caseId: one.id } })).toMatchObject({ score: 5, via: 'call' })
})

test('a text joins the case whose number is in it, or the only open one of its customer', async () => {
  const [mine, yours] = ['+4915112345682', '+4915112345683']
  const one = await aCaseOf(line, { phones: [mine] })
  await moves(line, one, 'Dana Novak', { move: 'take' })
  await texts(line, mine, 'It is still cold.')
  await texts(line, yours, `About ${one.number.slice(0, 3)} ${one.number.slice(3)}: I am her neighbour.`)
  await texts(line, yours, 'And another thing.')
  expect((await eventsOf(line, one, 'contact')).map((body) => (body as { words: string }).words)).toEqual([
    'It is still cold.',
    `About ${one.number.slice(0, 3)} ${one.number.slice(3)}: I am her neighbour.`,
  ])
  expect(await line.database.prisma.case.count({ where: { channel: 'text', facts: { path: ['from'], equals: yours } } })).toBe(1)
})

test('who could not be reached hears the newest at last, and is not called with what is old', async () => {
  const number = '+493023125227'
  await behaves(number, { kind: 'busy' })
  const one = await aCaseOf(line, { phones: [number] })
  await moves(line, one, 'Dana Novak', { move: 'take' })
  await timePasses(line.simulator, 180)
  await behaves(number, { kind: 'rings' })
  await moves(line, one, 'Dana Novak', SOLVED)
  const ada = phone(number, line.simulator)
  await aMinute()
  await ada.answers()
  await ada.hears(/Your case is solved/)
  await ada.hangsUp()
  await timePasses(line.simulator, 1)
  expect((await outgoing(line, one)).map(({ kind, state }) => [kind, state]).slice(0, 2)).toEqual([
    ['taken', 'superseded'],
    ['solved', 'handed'],
  ])
  const calls = await line.database.prisma.outboundCall.findMany({ where: { caseId: one.id, state: 'waiting' }, select: { key: true } })
  // She hung up in the middle: again at another hour.
  expect(calls.map(({ key }) => key)).toEqual([expect.stringMatching(/:2$/)])
})

/** A request of somebody who is signed in. */
async function asks(name: string, method: string, path: string, body?: object) {
  const { prisma } = line.database
  const { id } = await prisma.person.findFirstOrThrow({ where: { name } })
  const { token } = await openSession(prisma, id, { userAgent: undefined }, line.app.clock.now())
  const headers = { cookie: `${SESSION_COOKIE}=${token}`, origin: line.url, ...(body && { 'content-type': 'application/json' }) }
  const response = await fetch(line.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  return { status: response.status, body: (await response.json()) as { code?: string; values?: object; outgoing?: object[]; mails?: object[] } }
}

test('an agent sends a skeleton whose blanks are filled; an empty one is refused, and so is a customer whom nothing reaches', async () => {
  const one = await aCaseOf(line, { email: 'grace@example.org' })
  const path = `/api/cases/${one.number}/messages`
  const empty = await asks('Dana Novak', 'POST', path, { template: 'update', values: { news: ' ' } })
  expect(empty).toMatchObject({ status: 422, body: { code: 'TEMPLATE_HAS_BLANKS', values: { names: 'news' } } })
  expect(await asks('Dana Novak', 'POST', path, { template: 'nonsense' })).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
  expect(await asks('Dana Novak', 'POST', path, { template: 'update', values: { news: 'x' }, channel: 'sms' })).toMatchObject({ status: 409 })
  const sent = await asks('Dana Novak', 'POST', path, { template: 'update', values: { news: 'The part is here.', number: '1' } })
  expect(sent).toMatchObject({ status: 201, body: { outgoing: [{ kind: 'written', channel: 'email', to: 'grace@example.org', state: 'planned' }] } })
  await timePasses(line.simulator, 15)
  const text = `Havel Heating: about your case ${one.number} (No heat): The part is here. You have an answer as soon as we can.`
  expect(mailsTo(line, 'grace@example.org')).toMatchObject([{ text }])
  expect((await asks('Chen Wei', 'GET', '/api/mailbox')).body.mails?.[0]).toMatchObject({ to: 'grace@example.org', text })
  expect((await asks('Dana Novak', 'GET', '/api/mailbox')).status).toBe(403)
  const other = await aCaseOf(line, { name: 'Nobody Knows' })
  const refused = await asks('Dana Novak', 'POST', `/api/cases/${other.number}/messages`, { template: 'update', values: { news: 'x' } })
  expect(refused).toMatchObject({ status: 409, body: { code: 'UNREACHABLE_CUSTOMER' } })
})

test('what is decided in the night waits for his morning; a call from the line shows the number of the line', async () => {
  const number = '+81312345678' // Tokyo: UTC+9
  await timePasses(line.simulator, 9 * 3_600) // 19:00 in Berlin, 03:00 in Tokyo
  const one = await aCaseOf(line, { phones: [number] })
  await moves(line, one, 'Dana Novak', { move: 'take' })
  await timePasses(line.simulator, 3_600)
  expect(await line.database.prisma.outboundCall.count({ where: { to: number } })).toBe(0)
  await timePasses(line.simulator, 4 * 3_600 + 60)
  const [call] = await line.database.prisma.outboundCall.findMany({ where: { to: number } })
  expect(call).toMatchObject({ from: LINE })
  expect(call?.startedAt?.toISOString()).toMatch(/T23:00:/)
})

test('her machine hears nothing personal; she is called at other hours, three times at most, and then the owner has the task', async () => {
  const number = '+493023125224'
  await behaves(number, { kind: 'voicemail', afterSeconds: 2, greeting: 'This is the mailbox of Ada Byron. Please speak after the tone.' })
  const one = await aCaseOf(line, { phones: [number] })
  await moves(line, one, 'Dana Novak', { move: 'take' })
  await timePasses(line.simulator, 26 * 3_600)
  const calls = await line.database.prisma.outboundCall.findMany({ where: { caseId: one.id, purpose: 'message' }, orderBy: { dueAt: 'asc' } })
  const hours = calls.map(({ startedAt }) => startedAt?.toISOString().slice(11, 13))
  expect(calls.slice(0, 3).map(({ state, answeredBy }) => [state, answeredBy])).toEqual(Array(3).fill(['declined', 'machine']))
  expect(new Set(hours.slice(0, 3)).size).toBe(3)
  const { legs } = await control<{ legs: { heard: string[] }[] }>(line.simulator, 'GET', `/legs?of=${encodeURIComponent(number)}`)
  expect(legs.flatMap(({ heard }) => heard).join(' ')).not.toMatch(/No heat|Ada|\d, \d/)
  expect((await outgoing(line, one))[0]).toMatchObject({ kind: 'taken', state: 'failed' })
  expect(await notices('Dana Novak')).toContain(one.number)
})
