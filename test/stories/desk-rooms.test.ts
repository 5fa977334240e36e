import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { DeskCall, DeskView } from '../../services/schemas/desk.ts'
import { aCaller, recordAfter } from '../support/callers.ts'
import { atDesk, type AtDesk } from '../support/desk.ts'
import { control, LINE, MARTA, startLine, type TestLine } from '../support/line.ts'
import { noUnexpectedCalls, phone, timePasses, type LegView, type Phone } from '../support/phones.ts'
import { emptyTheRoster, putOnShift } from '../support/rosters.ts'

const AMIRA = '+493023125901'
const DANA = '+493023125902'
const CHEN = '+493023125904'

let line: TestLine
let amira: AtDesk
let hers: Phone
let marta: Phone

beforeAll(async () => {
  line = await startLine({ at: '2026-11-18T10:00:00+01:00', flowsDir: 'test/flows' })
  await emptyTheRoster(line)
  await putOnShift(line, { name: 'Amira Haddad', from: '2026-11-18T08:00', to: '2026-11-18T16:00' })
  amira = await atDesk(line, 'Amira Haddad')
})
afterAll(() => line.stop())

/** Marta talks with Amira. */
beforeEach(async () => {
  hers = phone(AMIRA, line.simulator)
  marta = await aCaller(line, MARTA)
  await marta.presses('1')
  await hers.rings()
  await hers.answers()
  await hers.presses('1')
  await settles()
})
afterEach(async () => {
  await control(line.simulator, 'DELETE', '/faults')
  if (!(await marta.looks()).ended) await marta.hangsUp()
  await settles(45)
  await noUnexpectedCalls(line.simulator, [{ number: AMIRA }, { number: DANA }, { number: CHEN }])
})

const settles = (seconds = 1): Promise<void> => timePasses(line.simulator, seconds)
const acts = (who: AtDesk, act: string, more: object = {}) => who.tries('POST', `/api/desk/calls/${marta.callSid}/acts`, { act, ...more })
const does = async (who: AtDesk, act: string, more: object = {}): Promise<void> => {
  const { status, body } = await acts(who, act, more)
  if (status !== 204) throw new Error(`${act}: ${status} ${JSON.stringify(body)}`)
  await settles()
}
const callOf = async (who = amira): Promise<DeskCall | undefined> => (await who.ask<DeskView>('GET', '/api/desk')).calls[0]
/** Who hears whom: says something and looks who has heard it. */
async function hear(speaker: Phone, listeners: readonly Phone[]): Promise<boolean[]> {
  const words = `words of ${speaker.number} ${Math.random()}`
  await control(line.simulator, 'POST', `/legs/${speaker.callSid}/speak`, { text: words }).catch(() => undefined)
  await settles(0)
  return Promise.all(listeners.map(async (one) => (await one.looks()).heard.some((heard) => heard.includes(words))))
}

test('hold and resume: the caller hears a word now and then, and the talk goes on; the flow ends as after any talk', async () => {
  await does(amira, 'hold')
  expect(await callOf()).toMatchObject({ state: 'talking', isHeld: true })
  await marta.hears('We are still with you')
  expect(await hear(hers, [marta])).toEqual([false])
  await settles(40)
  expect(marta.heard.filter((text) => text.includes('We are still with you')).length).toBeGreaterThan(0)
  await does(amira, 'resume')
  expect(await callOf()).toMatchObject({ isHeld: false })
  expect(await hear(hers, [marta])).toEqual([true])
  expect(await hear(marta, [hers])).toEqual([true])
  await does(amira, 'mute')
  expect(await hear(hers, [marta])).toEqual([false])
  expect(await hear(marta, [hers])).toEqual([true])
  await does(amira, 'unmute')
  expect(await hear(hers, [marta])).toEqual([true])
  await does(amira, 'end')
  await marta.hearsTheLineEnd()
  const record = await recordAfter(line, marta)
  expect(record.outcome).toBe('answered')
  expect(record.steps.filter(({ kind }) => kind === 'dialEnded')).toMatchObject([{ detail: { result: 'answered' } }])
  expect(record.steps.find(({ kind }) => kind === 'dialEnded')?.detail['talkSeconds']).toBeGreaterThan(40)
})

test('a colleague is consulted while the caller holds, and then has her', async () => {
  const his = phone(DANA, line.simulator)
  const dana = await atDesk(line, 'Dana Novak')
  await amira.ask('GET', `/api/desk/forms/${marta.callSid}`)
  await does(amira, 'consult', { personId: dana.id })
  await his.rings()
  expect(await acts(amira, 'consult', { number: '+4990012345678' })).toMatchObject({ body: { values: { reason: '+4990012345678 cannot be called' } } })
  const ours = async (from: string, to: string) =>
    line.database.prisma.phoneNumber.updateMany({ where: { number: from }, data: { number: to, createdAt: new Date(0) } })
  await ours(LINE, '+12125550199')
  expect(await acts(amira, 'consult', { number: '(900) 555-1234' })).toMatchObject({ body: { values: { reason: '+19005551234 cannot be called' } } })
  await ours('+12125550199', LINE)
  expect(await callOf(dana)).toMatchObject({ state: 'ringing', callSid: marta.callSid })
  await his.answers()
  await his.hears('Amira Haddad asks for you')
  expect(await acts(amira, 'transfer')).toMatchObject({ status: 409, body: { code: 'CALL_ACT_NOT_NOW' } })
  await his.presses('1')
  await settles()
  expect(await hear(hers, [his, marta])).toEqual([true, false])
  await does(amira, 'transfer')
  expect(await hear(his, [marta])).toEqual([true])
  expect((await hers.looks()).ended).toBe(true)
  expect(await callOf(dana)).toMatchObject({ state: 'talking' })
  // What her page still wanted to keep does not take the form back.
  const form = `/api/desk/forms/${marta.callSid}`
  expect(await amira.tries('PUT', form, { body: {} })).toMatchObject({ status: 409, body: { code: 'NOT_ON_THIS_CALL' } })
  expect((await dana.ask<DeskView>('GET', '/api/desk')).form).toMatchObject({ callSid: marta.callSid, person: { name: 'Dana Novak' } })
  await his.hangsUp()
  await marta.hearsTheLineEnd()
  expect((await recordAfter(line, marta)).outcome).toBe('answered')
})

test('who does not come is let go, and the caller is back', async () => {
  const his = phone(DANA, line.simulator)
  const dana = await atDesk(line, 'Dana Novak')
  await does(amira, 'consult', { personId: dana.id })
  await his.rings()
  await does(amira, 'dropConsulted')
  expect((await his.looks()).ended).toBe(true)
  expect(await hear(hers, [marta])).toEqual([true])
  await marta.hangsUp()
  await settles(2)
  expect((await hers.looks()).ended).toBe(true)
})

test('help is asked for; the supervisor listens, whispers and joins, and goes again', async () => {
  const chen = await atDesk(line, 'Chen Wei')
  const chens = phone(CHEN, line.simulator)
  expect(await acts(chen, 'hold')).toMatchObject({ status: 409, body: { code: 'NOT_ON_THIS_CALL' } })
  await does(amira, 'askHelp')
  expect(await chen.ask('GET', '/api/desk/calls')).toMatchObject([{ callSid: marta.callSid, agent: { name: 'Amira Haddad' }, isHelpAsked: true }])
  expect(await line.database.prisma.notice.count({ where: { personId: chen.id, kind: 'help' } })).toBe(1)
  expect((await acts(amira, 'listen')).status).toBe(403)
  await does(chen, 'listen')
  await chens.rings()
  await chens.answers()
  await chens.presses('1')
  await settles(2)
  expect(await hear(marta, [chens, hers])).toEqual([true, true])
  expect(await hear(chens, [marta, hers])).toEqual([false, false])
  await does(chen, 'whisper')
  expect(await hear(chens, [marta, hers])).toEqual([false, true])
  await does(chen, 'join')
  expect(await hear(chens, [marta, hers])).toEqual([true, true])
  expect(await chen.ask('GET', '/api/desk/calls')).toMatchObject([{ isHelpAsked: false }])
  // Who helps sees the call, and begins no form.
  expect(await chen.ask<DeskView>('GET', '/api/desk')).toMatchObject({ calls: [{ callSid: marta.callSid }], form: null })
  expect(await chen.tries('GET', `/api/desk/forms/${marta.callSid}`)).toMatchObject({ status: 409, body: { code: 'NOT_ON_THIS_CALL' } })
  expect(await line.database.prisma.deskForm.count({ where: { callSid: marta.callSid } })).toBe(0)
  await does(chen, 'leave')
  expect(await hear(marta, [hers])).toEqual([true])
  await marta.hangsUp()
  await settles(2)
})

test('the caller hangs up while she is held: all is over for all', async () => {
  const his = phone(DANA, line.simulator)
  await does(amira, 'consult', { personId: (await atDesk(line, 'Dana Novak')).id })
  await his.rings()
  await marta.hangsUp()
  await settles(3)
  expect((await hers.looks()).ended).toBe(true)
  expect((await his.looks()).ended).toBe(true)
  expect(await line.database.prisma.callRoom.findUniqueOrThrow({ where: { callSid: marta.callSid } })).toMatchObject({ endedAt: expect.any(Date) })
})

test("the agent's leg fails while the caller is held: the caller is not left alone", async () => {
  await does(amira, 'hold')
  await hers.hangsUp()
  await marta.hearsTheLineEnd()
  expect((await recordAfter(line, marta)).outcome).toBe('answered')
})

test('the line refuses: the two talk on, and it is said', async () => {
  await control(line.simulator, 'POST', '/faults/next', { fault: 'rateLimit429' })
  expect(await acts(amira, 'hold')).toMatchObject({ status: 409, body: { code: 'CALL_ACT_NOT_NOW' } })
  await settles()
  expect(await hear(hers, [marta])).toEqual([true])
  expect(await callOf()).toMatchObject({ isHeld: false, members: [] })
  await does(amira, 'hold')
  expect(await hear(hers, [marta])).toEqual([false])
  await hers.hangsUp()
  await marta.hearsTheLineEnd()
})

test.each(['duplicate', 'reorder'])('reports that come %s change nothing', async (fault) => {
  await control(line.simulator, 'PUT', '/faults', { seed: 3, rates: { [fault]: 1 } })
  await does(amira, 'hold')
  await does(amira, 'resume')
  await settles(6)
  expect(await hear(hers, [marta])).toEqual([true])
  await does(amira, 'end')
  await settles(6)
  await marta.hearsTheLineEnd()
  expect((await recordAfter(line, marta)).outcome).toBe('answered')
})

test('reports are lost: the room is found to be over all the same', async () => {
  await control(line.simulator, 'PUT', '/faults', { seed: 3, rates: { dropStatus: { conference: 1 } } })
  await does(amira, 'hold')
  await marta.hears('We are still with you')
  await does(amira, 'resume')
  expect(await hear(hers, [marta])).toEqual([true])
  await marta.hangsUp()
  await settles(10)
  const legs = await control<{ legs: LegView[] }>(line.simulator, 'GET', `/calls/${marta.callSid}`)
  expect(legs.legs.every(({ ended }) => ended)).toBe(true)
})
