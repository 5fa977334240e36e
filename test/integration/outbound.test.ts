import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { outboundJobs } from '../../services/outbound/jobs.ts'
import { outboundService } from '../../services/outbound/service.ts'
import { acknowledge, cancelCalls, requestCall, turnLeg, type NewOutboundCall } from '../../services/outbound/store.ts'
import { ProviderFault, type CallStatus, type OutboundRequest } from '../../services/telephony/provider.ts'
import { startDeadlines, type Deadlines } from '../support/deadlines.ts'

const CUSTOMER = '+493023125200'
const OURS = '+493023125100'
const START = Date.parse('2026-11-18T09:00:00Z')

let company: Deadlines
let placed: Array<{ to: string; from: string; detectsMachines?: boolean; sid: string }>
let fault: ProviderFault | undefined
let ended: string[]
let seconds: number
/** What the provider says when it is asked after a leg. */
let known: CallStatus | undefined
/** What its list of calls shows, and what it was asked to do with lines. */
let listed: Array<{ callSid: string; status: CallStatus }>
let turned: string[]
beforeAll(async () => {
  company = await startDeadlines('2026-11-18T09:00:00Z')
})
afterAll(() => company.stop())
beforeEach(async () => {
  await company.database.pool.query('delete from outbound_call')
  ;[placed, ended, fault, seconds, known, listed, turned] = [[], [], undefined, 0, undefined, [], []]
  passes(0)
})

const passes = (more: number): void => {
  seconds += more
  company.isNow(new Date(START + seconds * 1_000))
}
const sid = (): string => `CA${randomUUID().replaceAll('-', '')}`
const silent = { warn: () => undefined }

const purposes = {
  telling: {
    answer: async (tx: Parameters<typeof acknowledge>[0], call: { id: string }, { step, key }: { step: string; key: string | null }) => {
      if (step === '') return { kind: 'asks' as const, step: 'told', text: 'Press 1.', language: 'en' }
      if (key === '1') await acknowledge(tx, call.id)
      return { kind: 'ends' as const, text: 'Goodbye.', language: 'en' }
    },
    ended: async (_: unknown, { key, state }: { key: string; state: string }) => void ended.push(`${key} ${state}`),
  },
}
const jobs = () =>
  outboundJobs({
    database: company.database,
    clock: company.clock,
    purposes,
    provider: async () => ({
      placeCall: async ({ to, from }) => {
        if (fault) throw fault
        const callSid = sid()
        placed.push({ to, from, sid: callSid })
        return { callSid }
      },
      findCall: async () => known && { status: known, durationSeconds: 0 },
      findPlaced: async () => listed,
      redirectLeg: async (legSid, asks) => void turned.push(`${legSid} ${asks}`),
      endLeg: async (legSid) => void turned.push(`${legSid} end`),
    }),
    urls: () => ({ asks: 'asks', again: 'again', status: 'status', who: 'who' }),
    announce: () => undefined,
    log: silent,
  })
const service = () => outboundService({ database: company.database, purposes, wake: () => undefined, announce: () => undefined })

const wants = (key: string, more: Partial<NewOutboundCall> = {}) =>
  company.database.prisma.$transaction((tx) =>
    requestCall(tx, { key, purpose: 'telling', to: CUSTOMER, language: 'en', dueAt: company.clock.now().toJSDate(), ...more }),
  )
const stateOf = async (key: string) => company.database.prisma.outboundCall.findUniqueOrThrow({ where: { key } })
const raw = (callSid: string) => ({
  callSid,
  kind: 'outbound' as const,
  token: null,
  fingerprint: createHash('sha256').update(randomUUID()).digest('hex'),
  url: '/',
  params: {},
  receivedAt: company.clock.now().toJSDate().toISOString(),
})
const picksUp = (id: string, legSid: string, more: Partial<OutboundRequest> = {}) =>
  service().answer({ raw: raw(legSid), id, legSid, step: '', key: null, answeredBy: null, dialled: null, recording: null, ...more })
const reports = (id: string, callSid: string, status: CallStatus, more: { parentSid?: string; to?: string; durationSeconds?: number } = {}) =>
  service().report({ raw: raw(more.parentSid ?? callSid), id, callSid, to: CUSTOMER, status, at: company.clock.now().toJSDate().toISOString(), ...more })

test('asked for again and again it is one call; two workers place it once', async () => {
  const asked = await Promise.all([wants('a'), wants('a'), wants('a')])
  expect([new Set(asked.map(({ id }) => id)).size, asked.filter(({ isNew }) => isNew).length]).toEqual([1, 1])
  await Promise.all([jobs().performDue(), jobs().performDue(), jobs().performDue()])
  expect(placed).toMatchObject([{ to: CUSTOMER, from: OURS }])
  expect(await stateOf('a')).toMatchObject({ state: 'ringing', legSid: placed[0]?.sid })
  expect((await wants('a')).isNew).toBe(false)
  await jobs().performDue()
  expect(placed).toHaveLength(1)
})

test('what is said by itself goes last: whom one of us waits for is not behind a morning full of messages', async () => {
  for (const n of [1, 2, 3]) await wants(`message-${n}`, { purpose: n === 3 ? 'survey' : 'message', to: `+49302312520${n}` })
  passes(5)
  await wants('callback', { purpose: 'callbackCustomer', to: '+493023125205' })
  await wants('executive', { to: '+493023125206' })
  await jobs().performDue()
  expect(
    placed
      .map(({ to }) => to.slice(-1))
      .map(Number)
      .slice(0, 2)
      .sort(),
  ).toEqual([5, 6])
  expect(
    placed
      .map(({ to }) => to.slice(-1))
      .map(Number)
      .slice(2)
      .sort(),
  ).toEqual([1, 2, 3])
})

test('a phone rings for one matter at a time, another phone meanwhile', async () => {
  for (const key of ['a', 'b']) await wants(key)
  await wants('c', { to: '+493023125201' })
  await jobs().performDue()
  expect(placed.map(({ to }) => to).sort()).toEqual([CUSTOMER, '+493023125201'])
  const [first] = await company.database.prisma.outboundCall.findMany({ where: { to: CUSTOMER, state: 'ringing' } })
  await reports(first!.id, first!.legSid!, 'busy')
  passes(6)
  await jobs().performDue()
  expect(placed).toHaveLength(3)
  expect(ended).toEqual([`${first!.key} noAnswer`])
})

test('he presses 1: it is acknowledged, whatever the line says after; the same request again gets the same answer', async () => {
  const { id } = await wants('a')
  await jobs().performDue()
  const leg = placed[0]!.sid
  expect(await picksUp(id, leg)).toMatchObject({ kind: 'asks', step: 'told' })
  expect(await picksUp(id, leg)).toMatchObject({ kind: 'asks', step: 'told' })
  expect((await stateOf('a')).state).toBe('answered')
  expect(await picksUp(id, leg, { step: 'told', key: '1' })).toMatchObject({ kind: 'ends' })
  await reports(id, leg, 'completed', { durationSeconds: 12 })
  await reports(id, leg, 'in-progress')
  await reports(id, leg, 'completed')
  expect(await stateOf('a')).toMatchObject({ state: 'acknowledged' })
  expect(ended).toEqual(['a acknowledged'])
})

test.each<[string, { isSure: boolean; isPassing?: boolean }, string, number]>([
  ['the answer is lost: nobody knows, it is not placed again', { isSure: false }, 'unknown', 0],
  ['the number may not be called', { isSure: true }, 'failed', 0],
  ['too many at once: a moment later', { isSure: true, isPassing: true }, 'ringing', 1],
])('%s', async (_, how, state, times) => {
  await wants('a')
  fault = new ProviderFault('no', how)
  await jobs().performDue()
  fault = undefined
  for (let n = 0; n < 20; n += 1) {
    passes(5)
    if (n < 8 || times === 0) await jobs().performDue()
    if (placed.length > 0) break
  }
  expect([(await stateOf('a')).state, placed.length, ended]).toEqual([state, times, times === 0 ? [`a ${state}`] : []])
})

test('what nobody knows of turns out to have rung after all: his 1 counts', async () => {
  const { id } = await wants('a')
  fault = new ProviderFault('no', { isSure: false })
  await jobs().performDue()
  passes(89)
  await jobs().performDue()
  expect(ended).toEqual([])
  passes(2)
  await jobs().performDue()
  expect(ended).toEqual(['a unknown'])
  const leg = sid()
  await picksUp(id, leg)
  await picksUp(id, leg, { step: 'told', key: '1' })
  await reports(id, leg, 'completed')
  expect([await stateOf('a'), ended]).toMatchObject([{ state: 'acknowledged', legSid: leg }, ['a unknown', 'a acknowledged']])
})

test('placed, and nobody noted it: found in the list of the provider after a minute of silence, never placed again', async () => {
  await wants('other')
  await jobs().performDue()
  const other = placed[0]!.sid
  await reports((await stateOf('other')).id, other, 'busy')
  passes(6)
  const { id } = await wants('a')
  fault = new ProviderFault('the answer is lost', { isSure: false })
  await jobs().performDue()
  const leg = sid()
  listed = [
    { callSid: other, status: 'busy' },
    { callSid: leg, status: 'in-progress' },
  ]
  passes(80)
  await jobs().performDue()
  expect((await stateOf('a')).state).toBe('placing')
  passes(15)
  await jobs().performDue()
  expect(await stateOf('a')).toMatchObject({ state: 'answered', legSid: leg, endedAt: null })
  await reports(id, leg, 'completed')
  expect([placed.length, ended]).toEqual([1, ['other noAnswer', 'a declined']])
})

test('a line is turned once it is known, and asked again while the provider is away', async () => {
  const { prisma } = company.database
  const turns = (id: string, seconds = 0) => prisma.$transaction((tx) => turnLeg(tx, id, company.clock.now().toJSDate(), seconds))
  const { id } = await wants('a')
  await jobs().performDue()
  const leg = placed[0]!.sid
  await picksUp(id, leg)
  await turns(id, 5)
  await jobs().performDue()
  expect(turned).toEqual([])
  passes(5)
  await jobs().performDue()
  await jobs().performDue()
  expect(turned).toEqual([`${leg} again`])
  const rings = await wants('b', { to: '+493023125202' })
  await jobs().performDue()
  await turns(rings.id)
  const waits = await wants('c', { to: '+493023125202' })
  await turns(waits.id)
  await jobs().performDue()
  expect([turned.at(-1), (await stateOf('c')).state, placed.length]).toEqual([`${placed[1]!.sid} end`, 'failed', 2])
})

test('every report is lost: after its time the line counts as free; what is of no use any more is not placed; what is taken back neither', async () => {
  await wants('a')
  await jobs().performDue()
  await wants('b')
  await wants('late', { to: '+493023125202', dueAt: new Date(START + 20_000), untilAt: new Date(START + 30_000) })
  await wants('back', { to: '+493023125203', dueAt: new Date(START + 20_000) })
  await company.database.prisma.$transaction((tx) => cancelCalls(tx, { key: 'back' }, company.clock.now().toJSDate()))
  passes(50)
  await jobs().performDue()
  expect(ended).toEqual(expect.arrayContaining(['a noAnswer', 'late failed']))
  expect(placed).toHaveLength(2)
  expect([(await stateOf('b')).state, (await stateOf('late')).state, (await stateOf('back')).state]).toEqual(['ringing', 'failed', 'failed'])
})

test('the report of the end is lost: who talks on is asked after, and his line counts as free when the provider says so', async () => {
  const { id } = await wants('a')
  await jobs().performDue()
  await picksUp(id, placed[0]!.sid)
  known = 'in-progress'
  for (let minute = 0; minute < 20; minute += 1) {
    passes(60)
    await jobs().performDue()
  }
  expect([(await stateOf('a')).endedAt, ended]).toEqual([null, []])
  known = 'completed'
  passes(61)
  await jobs().performDue()
  expect(ended).toEqual(['a declined'])
})

test('a call to a customer lies on his record, with legs and an outcome', async () => {
  const { prisma } = company.database
  const marta = await prisma.customer.findFirstOrThrow({ where: { name: 'Marta Nowak' } })
  const { id: caseId } = await company.opens({ customerId: marta.id })
  const { id: personId, phone } = await prisma.person.findFirstOrThrow({ where: { name: 'Elif Kaya' } })
  const { id } = await wants('now', { to: phone!, personId, caseId, customerNumber: CUSTOMER })
  await jobs().performDue()
  const leg = placed[0]!.sid
  await picksUp(id, leg, { answeredBy: 'person' })
  const her = sid()
  await reports(id, her, 'ringing', { parentSid: leg })
  await reports(id, her, 'in-progress', { parentSid: leg })
  passes(40)
  await reports(id, her, 'completed', { parentSid: leg, durationSeconds: 38 })
  await reports(id, leg, 'completed', { durationSeconds: 45 })
  const call = await prisma.call.findUniqueOrThrow({ where: { sid: leg }, include: { legs: { orderBy: { number: 'desc' } } } })
  expect(call).toMatchObject({
    direction: 'outbound',
    customerId: marta.id,
    identity: 'known',
    fromNumber: OURS,
    toNumber: CUSTOMER,
    status: 'completed',
    outcome: 'answered',
  })
  expect(call.legs.map(({ number, personId: who, status }) => [number, who === personId, status])).toEqual([
    [phone, true, 'completed'],
    [CUSTOMER, false, 'completed'],
  ])
  // Her mailbox, and nobody at all, are no answer.
  for (const [key, answeredBy] of [
    ['box', 'machine'],
    ['none', null],
  ] as const) {
    const again = await wants(key, { caseId, customerNumber: CUSTOMER })
    await jobs().performDue()
    const sidOfIt = placed.at(-1)!.sid
    if (answeredBy) await picksUp(again.id, sidOfIt, { answeredBy })
    await reports(again.id, sidOfIt, answeredBy ? 'completed' : 'no-answer')
    expect(await prisma.call.findUniqueOrThrow({ where: { sid: sidOfIt } })).toMatchObject({ outcome: 'failed', customerId: marta.id })
  }
})
