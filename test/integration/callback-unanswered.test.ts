// Who does not answer callbacks that he is offered is away, until he says that he is back; nothing of the queue is lost by it.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { callbackCalls } from '../../services/callbacks/attempts/service.ts'
import { dispatcher } from '../../services/callbacks/dispatch/service.ts'
import { callbackSweep } from '../../services/callbacks/sweep/service.ts'
import type { Transaction } from '../../services/db.ts'
import { TEXT_LIMITS } from '../../services/messages/store.ts'
import { endCall, holdWithPurpose } from '../../services/outbound/ends/service.ts'
import { callbackRule } from '../../services/schemas/rules.ts'
import { presenceService } from '../../services/shifts/presence/service.ts'
import { aCallback } from '../support/callbacks.ts'
import { callbackHouse, type CallbackHouse } from '../support/callback-house.ts'
import { ZONE } from '../support/small-roster.ts'

// The clock stands at 2026-03-02 09:00 UTC, a Monday: 10:00 in Berlin. Ada is at the desk until 11:00, and again from 11:30 on; nobody else is.
let line: CallbackHouse
let ada: string
let supervisor: string
beforeAll(async () => {
  line = await callbackHouse()
  supervisor = await line.roster.person('Sam', { role: 'supervisor' })
  ada = await line.roster.person('Ada', { phone: '+4930111111', speaks: ['en'] })
  await line.roster.shift(ada, '2026-03-02T08:00:00Z', '2026-03-02T11:00:00Z')
  await line.roster.shift(ada, '2026-03-02T11:30:00Z', '2026-03-02T16:00:00Z')
})
afterAll(() => line.close())

const now = () => line.clock.now().toJSDate()
const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => line.database.prisma.$transaction(work)
const calls = callbackCalls()
let asked = 0
const ask = async (): Promise<string> => {
  const dueAt = new Date(now().getTime() + 1_800_000)
  const number = `+4917612${String((asked += 1)).padStart(5, '0')}`
  return (await within((tx) => aCallback(tx, { at: now(), dueAt, number, source: 'web' }))).callback.id
}
/** Ada is offered it; false: her phone does not ring. */
const isOffered = async (id: string): Promise<boolean> => {
  const dispatch = dispatcher({ ...line, zone: () => ZONE, wake: () => undefined, log: { warn: (details) => expect(details).toBeUndefined() } })
  await dispatch.sweep()
  await dispatch.stop()
  return (await line.database.prisma.callbackAttempt.count({ where: { callbackId: id, endedAt: null } })) > 0
}
type Way = 'rings in vain' | 'is busy' | 'says nothing' | 'presses 9'
const offer = async (id: string, way: Way): Promise<void> => {
  line.clock.move({ minutes: 3 })
  expect(await isOffered(id)).toBe(true)
  await does(id, way)
}
const does = async (id: string, way: Way): Promise<void> => {
  const { agentCallId } = await line.database.prisma.callbackAttempt.findFirstOrThrow({ where: { callbackId: id, endedAt: null } })
  await within(async (tx) => {
    const call = await holdWithPurpose(tx, calls, agentCallId ?? '')
    if (!call) throw new Error('there is no such call')
    const key = { step: 'offered', key: way === 'presses 9' ? '9' : null, answeredBy: null, dialled: null, recording: null, at: now() }
    if (way === 'says nothing' || way === 'presses 9') await calls.callbackAgent.answer(tx, call, key)
    await endCall(tx, calls, call, { state: 'noAnswer', status: way === 'is busy' ? 'busy' : 'no-answer', at: now() })
  })
}
const presence = async () => (await presenceService(line).list()).find(({ personId }) => personId === ada)
const saysReady = () => presenceService(line).changeOwn(ada, 'ready')
const notices = async (personId: string) => (await line.database.prisma.notice.findMany({ where: { personId, kind: 'unanswered' } })).map(({ body }) => body)
const state = async (id: string) => (await line.database.prisma.callback.findUniqueOrThrow({ where: { id } })).state

it('a refusal and a busy phone are answers: she stays, and so she does after one in vain between them', async () => {
  const id = await ask()
  for (const way of ['rings in vain', 'presses 9', 'rings in vain', 'is busy', 'rings in vain'] as const) await offer(id, way)
  expect(await presence()).toBeUndefined()
  // What she says herself begins anew.
  await saysReady()
  await offer(id, 'says nothing')
  expect(await presence()).toMatchObject({ state: 'ready' })
  expect(await notices(supervisor)).toEqual([])
})

it('the second in a row: she is away, she and supervision are told why, and the callback waits where it was', async () => {
  const id = (await line.database.prisma.callback.findFirstOrThrow({ where: { state: 'waiting' } })).id
  const before = await line.database.prisma.callback.findUniqueOrThrow({ where: { id } })
  await offer(id, 'rings in vain')
  expect(await presence()).toMatchObject({ state: 'away', via: 'unanswered', since: now().toISOString() })
  expect([await notices(ada), await notices(supervisor)]).toEqual([[{ name: 'Ada', calls: 2 }], [{ name: 'Ada', calls: 2 }]])
  expect(await line.database.prisma.callback.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'waiting', placeAt: before.placeAt, endedAt: null })
  line.clock.move({ minutes: 3 })
  expect(await isOffered(id)).toBe(false)
})

it('nobody is left at the desk: whoever was promised a time is told before it is late', async () => {
  const id = await ask()
  const options = { hasMail: false, textLimits: TEXT_LIMITS, linkOf: (token: string) => `https://line.example/${token}`, reserve: async () => true }
  await callbackSweep({ ...line, notices: options, wake: () => undefined, log: { error: (details) => expect(details).toBeUndefined() } }).sweep()
  expect(await line.database.prisma.callback.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'waiting', atRiskAt: now() })
})

it('she is back when she says so, and rung at once', async () => {
  await saysReady()
  expect(await presence()).toMatchObject({ state: 'ready', via: 'page' })
  const first = await line.database.prisma.callback.findFirstOrThrow({ where: { state: 'waiting' }, orderBy: { placeAt: 'asc' } })
  await offer(first.id, 'rings in vain')
  expect([await presence(), await state(first.id)]).toMatchObject([{ state: 'ready' }, 'waiting'])
})

it('into her next shift it does not go, however soon that begins', async () => {
  const first = await line.database.prisma.callback.findFirstOrThrow({ where: { state: 'waiting' }, orderBy: { placeAt: 'asc' } })
  line.clock.move({ minutes: Math.round((Date.parse('2026-03-02T10:55:00Z') - now().getTime()) / 60_000) })
  await offer(first.id, 'rings in vain')
  expect(await presence()).toMatchObject({ state: 'away', via: 'unanswered' })
  line.clock.move({ minutes: 40 })
  expect(await isOffered(first.id)).toBe(true)
})

it('the rule says after how many, and whether at all', async () => {
  const { id } = await line.database.prisma.callback.findFirstOrThrow({ where: { state: 'offering' } })
  const body = callbackRule.parse({ awayAfterUnanswered: 0 })
  await line.database.prisma.ruleVersion.create({ data: { kind: 'callback', key: '', version: 1, body, madeAt: now(), why: 'test' } })
  await saysReady()
  await does(id, 'rings in vain')
  for (let n = 0; n < 2; n += 1) await offer(id, 'rings in vain')
  expect(await presence()).toMatchObject({ state: 'ready' })
})
