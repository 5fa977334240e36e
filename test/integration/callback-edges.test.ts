// What happens to a callback at the edges: its case ends while a phone rings, one of us calls before its window, the line takes no call.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { callbackActs } from '../../services/callbacks/acts/service.ts'
import { callbackCalls } from '../../services/callbacks/attempts/service.ts'
import { startAttempt } from '../../services/callbacks/attempts/store.ts'
import { endCallbacksOf, holdCallbacksOf } from '../../services/callbacks/ends/store.ts'
import { requestCallback, type NewCallback } from '../../services/callbacks/intake/store.ts'
import { moveCallback } from '../../services/callbacks/moves/store.ts'
import { changeState, holdCallback } from '../../services/callbacks/store.ts'
import { callbackSweep } from '../../services/callbacks/sweep/service.ts'
import { callbackWindows } from '../../services/callbacks/windows/service.ts'
import { moveService } from '../../services/cases/moves/service.ts'
import type { Transaction } from '../../services/db.ts'
import { callNowService } from '../../services/desk/call-now/service.ts'
import type { PersonPrincipal } from '../../services/http/access.ts'
import { TEXT_LIMITS } from '../../services/messages/store.ts'
import { endCall, holdWithPurpose } from '../../services/outbound/ends/service.ts'
import type { CallStatus } from '../../services/telephony/provider.ts'
import { callbackHouse, type CallbackHouse } from '../support/callback-house.ts'
import { ZONE } from '../support/small-roster.ts'

// The clock stands at 2026-03-02 09:00 UTC, a Monday: 10:00 in Berlin.
let line: CallbackHouse
let ada: string
beforeEach(async () => {
  line = await callbackHouse()
  ada = await line.roster.person('Ada', { phone: '+4930111111', speaks: ['en'] })
  await line.roster.shift(ada, '2026-03-02T08:00:00Z', '2026-03-02T16:00:00Z')
  settled.length = 0
})
afterEach(() => line.close())

const now = () => line.clock.now().toJSDate()
const at = (time: string) => new Date(`2026-03-02T${time}:00Z`)
const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => line.database.prisma.$transaction(work)
let callers = 0
const ask = (from: string, to: string, more: Partial<NewCallback> = {}) =>
  within(async (tx) => {
    const number = `+4917612${String((callers += 1)).padStart(5, '0')}`
    const usual = { source: 'web', number, language: 'en', zone: ZONE, ourNumber: '', isAsap: false, window: { from: at(from), to: at(to) } } as const
    return (await requestCallback(tx, { ...usual, ...more }, now())).callback
  })
const read = (id: string) => line.database.prisma.callback.findUniqueOrThrow({ where: { id }, include: { case: true } })
const sweep = async () => {
  const faults: unknown[] = []
  const notices = { hasMail: false, textLimits: TEXT_LIMITS, linkOf: (token: string) => `https://line.example/callback/${token}`, reserve: async () => true }
  await callbackSweep({ ...line, notices, wake: () => undefined, log: { error: (details) => void faults.push(details) } }).sweep()
  expect(faults).toEqual([])
}
const texts = async () => (await line.database.prisma.textMessage.findMany({ orderBy: { createdAt: 'asc' } })).map(({ text }) => text)

const settled: boolean[] = []
const calls = callbackCalls({ settle: async (_, { isCharged }) => void settled.push(isCharged) })
const held = async (tx: Transaction, callId: string) => {
  const call = await holdWithPurpose(tx, calls, callId)
  if (!call) throw new Error('there is no such call')
  return call
}
const ends = (callId: string, state: 'noAnswer' | 'failed', status: CallStatus | null = null) =>
  within(async (tx) => endCall(tx, calls, await held(tx, callId), { state, status, at: now() }))
const callOf = async (id: string, side: 'agent' | 'customer'): Promise<string> => {
  const attempt = await line.database.prisma.callbackAttempt.findFirstOrThrow({ where: { callbackId: id, endedAt: null } })
  return (side === 'agent' ? attempt.agentCallId : attempt.customerCallId) ?? ''
}
const adaIsRung = (id: string) =>
  within(async (tx) => {
    const callback = await holdCallback(tx, id)
    if (callback) await startAttempt(tx, callback, { personId: ada, phone: '+4930111111', language: 'en', why: 'test', at: now() })
  })
const adaTakesIt = async (id: string) => {
  const callId = await callOf(id, 'agent')
  const key = { step: 'offered', key: '1', answeredBy: null, dialled: null, recording: null, at: now() }
  await within(async (tx) => calls.callbackAgent.answer(tx, await held(tx, callId), key))
}
/** As far as the phone of the customer has rung. */
const isPlaced = (callId: string) => line.database.prisma.outboundCall.update({ where: { id: callId }, data: { state: 'ringing', startedAt: now() } })

describe('its case is closed while a phone rings', () => {
  const close = async (id: string) => {
    const { case: its, caseId } = await read(id)
    const { personId } = await line.database.prisma.custody.findFirstOrThrow({ where: { caseId: caseId ?? '', toAt: null } })
    const { move } = moveService({ ...line, waiting: { hold: holdCallbacksOf, end: endCallbacksOf } })
    await move(its?.number ?? '', personId, { move: 'take' })
    await move(its?.number ?? '', personId, { move: 'close', reason: 'withdrawn', note: '' })
  }

  it('that of one of us, who does not answer: nobody else is rung', async () => {
    const { id, caseId } = await ask('09:00', '10:00', { isAsap: true })
    await adaIsRung(id)
    await close(id)
    expect(await read(id)).toMatchObject({ state: 'offering' })
    await ends(await callOf(id, 'agent'), 'noAnswer', 'no-answer')
    expect(await read(id)).toMatchObject({ state: 'cancelled', endWhy: 'closed' })
    expect(await line.database.prisma.customerPromise.findMany({ where: { caseId: caseId ?? '' } })).toMatchObject([{ replacedAt: now() }])
  })

  it('his own, and it is busy: he is not called again', async () => {
    const { id } = await ask('09:00', '10:00', { isAsap: true })
    await adaIsRung(id)
    await adaTakesIt(id)
    await close(id)
    const callId = await callOf(id, 'customer')
    await isPlaced(callId)
    await ends(callId, 'noAnswer', 'busy')
    expect(await read(id)).toMatchObject({ state: 'cancelled', endWhy: 'closed', tries: 1 })
  })
})

describe('the owner calls before the window that the customer chose', () => {
  it.each(['he does not pick up himself', 'the customer is busy'])('in vain (%s): nobody calls him earlier than he wants', async (how) => {
    const { caseId, case: its } = await read((await ask('09:00', '10:00', { isAsap: true })).id)
    const { id, number } = await ask('14:00', '15:00', { source: 'agent', caseId })
    const by = { kind: 'person', id: ada, role: 'supervisor' } as unknown as PersonPrincipal
    await callNowService({ ...line, wake: () => undefined }).callNow(its?.number ?? '', by, { number, anyway: false })
    expect(await read(id)).toMatchObject({ state: 'offering' })
    if (how === 'the customer is busy') {
      await adaTakesIt(id)
      const callId = await callOf(id, 'customer')
      await isPlaced(callId)
      await ends(callId, 'noAnswer', 'busy')
    } else await ends(await callOf(id, 'agent'), 'noAnswer', 'no-answer')
    expect(await read(id)).toMatchObject({ state: 'scheduled', nextAt: at('14:00'), firstTryAt: null })
    line.clock.move({ minutes: 301 })
    await sweep()
    expect(await read(id)).toMatchObject({ state: 'waiting' })
  })
})

describe('a promise', () => {
  it('is not kept by a call that the line never placed, which costs nothing and stands on no case', async () => {
    const { id, caseId } = await ask('09:00', '10:00', { isAsap: true })
    await adaIsRung(id)
    await adaTakesIt(id)
    await ends(await callOf(id, 'customer'), 'failed')
    expect(await read(id)).toMatchObject({ state: 'waiting', tries: 0, firstTryAt: null })
    expect(settled).toEqual([false])
    expect(await line.database.prisma.caseEvent.count({ where: { caseId: caseId ?? '', kind: 'called' } })).toBe(0)
    line.clock.move({ minutes: 61 })
    await sweep()
    expect(await read(id)).toMatchObject({ brokenAt: now() })
  })

  it('of another window is not kept by a try in the one before', async () => {
    const { id } = await ask('09:00', '10:00', { isAsap: true })
    await adaIsRung(id)
    await adaTakesIt(id)
    const callId = await callOf(id, 'customer')
    await isPlaced(callId)
    await ends(callId, 'noAnswer', 'busy')
    expect(await read(id)).toMatchObject({ state: 'resting', tries: 1 })
    await within(async (tx) => {
      const callback = await holdCallback(tx, id)
      const window = { from: at('12:00'), to: at('13:00') }
      if (callback) await moveCallback(tx, callback, { window, isAsap: false }, { at: now(), why: 'he has chosen another time by his link' })
    })
    line.clock.move({ minutes: 241 })
    await sweep()
    expect(await read(id)).toMatchObject({ state: 'waiting', brokenAt: now(), tries: 1 })
    expect((await texts()).at(-1)).toMatch(/sorry|did not manage/)
  })

  it.each(['ivr', 'web'] as const)('that we change is told, whoever of us has changed it (%s)', async (source) => {
    const { id } = await ask('09:00', '10:00', { isAsap: true, source })
    await sweep()
    line.clock.move({ minutes: 1 })
    await within(async (tx) => {
      const callback = await holdCallback(tx, id)
      const window = { from: at('12:00'), to: at('13:00') }
      // By a program: there is no person.
      if (callback) await moveCallback(tx, callback, { window, isAsap: false }, { at: now(), why: 'one of us has moved it', reason: 'a full desk' })
    })
    line.clock.move({ minutes: 1 })
    await sweep()
    await sweep()
    const told = (await texts()).filter((text) => text.includes('today 13:00-14:00'))
    expect(told).toHaveLength(1)
  })
})

describe('one of us hangs up', () => {
  /** They are connected; `who` hangs up after so long. `person`: it was found out before that no machine has answered. */
  const talk = async (seconds: number, who: 'agent' | 'customer' = 'agent', answeredBy: 'person' | null = null): Promise<string> => {
    const { id } = await ask('09:00', '10:00', { isAsap: true })
    await adaIsRung(id)
    await adaTakesIt(id)
    const callId = await callOf(id, 'customer')
    await isPlaced(callId)
    const picksUp = { step: '', key: null, answeredBy: null, dialled: null, recording: null, at: now() }
    await within(async (tx) => calls.callbackCustomer.answer(tx, await held(tx, callId), picksUp))
    if (answeredBy) await within(async (tx) => calls.callbackCustomer.heard?.(tx, { ...(await held(tx, callId)), answeredBy }, now()))
    line.clock.move({ seconds })
    await ends(await callOf(id, who), 'noAnswer', 'completed')
    return id
  }
  const promisesOf = async (id: string) => line.database.prisma.customerPromise.findMany({ where: { caseId: (await read(id)).caseId ?? '' } })

  it('before anybody was heard: he is called again as after a machine, unless she who called says that they have talked', async () => {
    const id = await talk(5)
    expect(await read(id)).toMatchObject({ state: 'resting', reachedAt: null, tries: 1, nextAt: new Date(now().getTime() + 60 * 60_000) })
    expect(await line.database.prisma.callbackAttempt.findMany({ where: { callbackId: id } })).toMatchObject([{ outcome: 'customerUnheard' }])
    expect(await promisesOf(id)).toMatchObject([{ keptAt: null }])
    // It is not hers any more, but she knows.
    await line.database.prisma.callback.update({ where: { id }, data: { personId: line.roster.head } })
    const { finish, cancel } = callbackActs({ ...line, windows: callbackWindows(line) })
    const by = (personId: string) => ({ kind: 'person', id: personId, role: 'agent' }) as const
    await expect(finish(id, by(await line.roster.person('Bob')), 'I think so')).rejects.toMatchObject({ code: 'CALLBACK_NOT_YOURS' })
    await expect(cancel(id, by(ada), 'not needed')).rejects.toMatchObject({ code: 'CALLBACK_NOT_YOURS' })
    await finish(id, by(ada), 'He had no time and needs nothing more')
    expect(await read(id)).toMatchObject({ state: 'done', endWhy: 'byUs', reachedAt: now() })
    expect(await promisesOf(id)).toMatchObject([{ keptAt: now() }])
  })

  it.each([
    ['it was found out that a person has answered', [5, 'agent', 'person']],
    ['she would have known by then', [11, 'agent', null]],
    ['he has hung up himself', [5, 'customer', null]],
  ] as const)('they have talked: %s', async (_, [seconds, who, answeredBy]) => {
    expect(await read(await talk(seconds, who, answeredBy))).toMatchObject({ state: 'done', endWhy: 'talked' })
  })
})

it('after a rest he is called in any language, when nobody at the desk speaks his, and by whom it was given to', async () => {
  const his = await ask('09:00', '11:00', { isAsap: true, language: 'ru' })
  const hers = await ask('09:00', '11:00', { isAsap: true, skill: 'heating', personId: ada })
  for (const { id } of [his, hers])
    await within(async (tx) => {
      const callback = await holdCallback(tx, id)
      if (callback) await changeState(tx, callback, 'snoozed', { at: now(), why: 'test', data: { nextAt: at('09:30') } })
    })
  line.clock.move({ minutes: 30 })
  await sweep()
  expect(await read(his.id)).toMatchObject({ state: 'waiting' })
  expect(await read(hers.id)).toMatchObject({ state: 'waiting' })
})
