import { randomUUID } from 'node:crypto'
import type { Callback, CallbackAttempt } from '../../../prisma/generated/client.ts'
import { addCaseEvent, noteSign } from '../../cases/events/store.ts'
import type { Transaction } from '../../db.ts'
import { keepPromises } from '../../escalation/promises/store.ts'
import { WAKING, type AllowedHours } from '../../messages/hours.ts'
import { requestCall } from '../../outbound/store.ts'
import { getRule } from '../../rules/store.ts'
import type { DetectsMachines } from '../../telephony/provider.ts'
import type { CallbackState } from '../states.ts'
import { isByStranger } from '../abuse/strangers.ts'
import { addCallbackEvent, changeState, type Change } from '../store.ts'
import { callAllowedFrom, type Outcome, type Promised } from './plan.ts'

/** So soon after it was asked for a phone must ring, or it rings no more: whoever was free is not any more. */
const USEFUL_SECONDS = 60
const later = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1_000)

/** Money for one attempt (both of its calls), before any phone rings; false: there is none left. Asked again for the same key it is the same. */
export type Reserve = (tx: Transaction, cost: { kind: 'call'; key: string; number: string; at: Date }) => Promise<boolean>
/** What it has really cost: an attempt that nobody of us picked up, and that rang no customer, costs nothing. */
export type Settle = (tx: Transaction, cost: { key: string; isCharged: boolean; talkSeconds: number; at: Date }) => Promise<void>
export const attemptKey = (attemptId: string): string => `callback:${attemptId}`

export type Start = {
  /** Of us, and his phone. */
  personId: string
  phone: string
  language: string
  /** Why he, in English: it stands in the chain. */
  why: string
  at: Date
  /** He calls by himself, and knows what time it is there. */
  isHisOwn?: boolean
  reserve?: Reserve | undefined
}
export type Started =
  | { kind: 'started'; attempt: CallbackAttempt; callId: string }
  /** The callback waits no more (it is night where he is): look at the next one. */
  | { kind: 'putOff' }
  /** This number, or this one of us, is in a live attempt already: look at the next one. */
  | { kind: 'taken' }
  /** The budget is used up, for this number or for all. */
  | { kind: 'noMoney' }

/**
 * Begins an attempt for a callback that is held and waits: from the commit on a phone rings, once. One of us first, unless the rule says that the
 * customer is. Wake the queue after the commit.
 */
export async function startAttempt(
  tx: Transaction,
  callback: Callback,
  { personId, phone, language, why, at, isHisOwn = false, reserve }: Start,
): Promise<Started> {
  const { body: rule } = await getRule(tx, 'callback')
  const allowed = await allowedFrom(tx, callback, at)
  if (allowed > at && !isHisOwn) {
    await changeState(tx, callback, 'snoozed', { at, why: 'nobody is called at this hour where he is', data: { nextAt: allowed } })
    return { kind: 'putOff' }
  }
  const isCustomerFirst = rule.isCustomerFirst && !isHisOwn
  const n = (await tx.callbackAttempt.count({ where: { callbackId: callback.id } })) + 1
  const data = { id: randomUUID(), callbackId: callback.id, n, personId, number: callback.number, isCustomerFirst, why, startedAt: at, state: 'offering' }
  const [made] = await tx.callbackAttempt.createManyAndReturn({ data: [data], skipDuplicates: true })
  if (!made) return { kind: 'taken' }
  if (reserve && isByStranger(callback) && !(await reserve(tx, { kind: 'call', key: attemptKey(made.id), number: callback.number, at }))) {
    await tx.callbackAttempt.delete({ where: { id: made.id } })
    return { kind: 'noMoney' }
  }
  const callId = isCustomerFirst ? await callCustomer(tx, callback, made, at) : await callAgent(tx, callback, made, { phone, language, at })
  const attempt = await tx.callbackAttempt.findUniqueOrThrow({ where: { id: made.id } })
  if (!isCustomerFirst) await changeState(tx, callback, 'offering', { at, why, personId, attemptId: made.id })
  return { kind: 'started', attempt, callId }
}

/** One of us is rung. While the customer is on the line already his leg belongs to that call. */
export async function callAgent(
  tx: Transaction,
  callback: Callback,
  attempt: CallbackAttempt,
  { phone, language, at }: { phone: string; language: string; at: Date },
): Promise<string> {
  const { body: rule } = await getRule(tx, 'callback')
  const { id } = await requestCall(tx, {
    key: `${attemptKey(attempt.id)}:agent`,
    purpose: 'callbackAgent',
    ...{ to: phone, language, ringSeconds: rule.agentRingSeconds, body: { attemptId: attempt.id } },
    ...common(callback, at),
    ...(attempt.personId !== null && { personId: attempt.personId }),
    ...(attempt.isCustomerFirst && attempt.customerLegSid !== null ? { ofCallSid: attempt.customerLegSid } : { customerNumber: callback.number }),
  })
  await tx.callbackAttempt.update({ where: { id: attempt.id }, data: { agentCallId: id } })
  return id
}

/** The customer is rung: a try. */
export async function callCustomer(tx: Transaction, callback: Callback, attempt: CallbackAttempt, at: Date): Promise<string> {
  const { body: rule } = await getRule(tx, 'callback')
  const { id } = await requestCall(tx, {
    key: `${attemptKey(attempt.id)}:customer`,
    purpose: 'callbackCustomer',
    ...{ to: callback.number, language: callback.language, ringSeconds: rule.customerRingSeconds },
    body: { attemptId: attempt.id, ...(machinesOf(callback, attempt) && { machines: machinesOf(callback, attempt) }) },
    ...common(callback, at),
    // A second of silence first: a switchboard needs a moment before it hears.
    ...(callback.extension !== null && { digits: `ww${callback.extension}` }),
    ...(!attempt.isCustomerFirst && attempt.agentLegSid !== null ? { ofCallSid: attempt.agentLegSid } : { customerNumber: callback.number }),
  })
  await tx.callbackAttempt.update({ where: { id: attempt.id }, data: { customerCallId: id, customerRungAt: at, state: 'calling' } })
  const why = attempt.isCustomerFirst ? attempt.why : 'one of us has taken it'
  const data = { tries: { increment: 1 }, firstTryAt: callback.firstTryAt ?? at }
  await changeState(tx, callback, 'calling', { at, why, personId: attempt.personId, attemptId: attempt.id, data })
  if (callback.firstTryAt === null && at >= callback.dueAt) await noteLate(tx, callback, at)
  return id
}

/** His phone was never rung after all: no try, and nothing is kept by it. */
export async function notTried(
  tx: Transaction,
  { callback, attempt }: { callback: Callback; attempt: CallbackAttempt },
): Promise<{ callback: Callback; attempt: CallbackAttempt }> {
  const isFirst = callback.firstTryAt?.getTime() === attempt.customerRungAt?.getTime()
  const data = { tries: { decrement: 1 }, ...(isFirst && { firstTryAt: null }) }
  return {
    callback: await tx.callback.update({ where: { id: callback.id }, data }),
    attempt: await tx.callbackAttempt.update({ where: { id: attempt.id }, data: { customerRungAt: null } }),
  }
}

/** One of us was found in time, but said yes when the window was over. He who is being called need not be told that we are late. */
async function noteLate(tx: Transaction, { id, brokenAt, source, windowFrom, dueAt }: Callback, at: Date): Promise<void> {
  if (brokenAt !== null || source === 'callNow') return
  await tx.callback.update({ where: { id }, data: { brokenAt: at, brokenWhy: 'queueTooLong' } })
  const body = { why: 'queueTooLong', from: windowFrom.toISOString(), to: dueAt.toISOString() }
  await addCallbackEvent(tx, { callbackId: id, at, kind: 'broken', why: 'the promise was not kept: the first try came after its end', body })
}

/** Nobody listens for machines where one of us calls by himself: he hears who answers. Nor at a switchboard: its voice is no mailbox. */
export const listensForMachines = ({ source, extension }: Pick<Callback, 'source' | 'extension'>): boolean => source !== 'callNow' && extension === null

/** Who has waited for us hears no silence: it is found out while they talk already. Where nobody of us is on the line yet there is time. */
function machinesOf(callback: Callback, { isCustomerFirst }: CallbackAttempt): DetectsMachines | undefined {
  if (!listensForMachines(callback)) return undefined
  return isCustomerFirst ? 'first' : 'meanwhile'
}

/** It is he who has picked up: what was promised is kept since then. Again it changes nothing. */
export async function noteReached(tx: Transaction, callback: Callback, { connectedAt }: CallbackAttempt, at: Date): Promise<void> {
  if (callback.reachedAt !== null) return
  const since = connectedAt ?? at
  await tx.callback.update({ where: { id: callback.id }, data: { reachedAt: since } })
  if (callback.caseId === null) return
  await noteSign(tx, callback.caseId, since)
  if ((await keepPromises(tx, callback.caseId, 'callback', since)) > 0)
    await addCaseEvent(tx, { caseId: callback.caseId, at: since, kind: 'promiseKept', body: { kind: 'callback' } })
}

const common = ({ ourNumber, caseId }: Callback, at: Date) => ({
  ...(ourNumber !== '' && { from: ourNumber }),
  ...(caseId !== null && { caseId }),
  dueAt: at,
  untilAt: later(at, USEFUL_SECONDS),
})

/** The attempt goes on, and its callback with it. */
export async function moveAttempt(
  tx: Transaction,
  callback: Callback,
  attempt: CallbackAttempt,
  to: Extract<CallbackState, 'offering' | 'calling' | 'talking'>,
  { at, why, data = {} }: { at: Date; why: string; data?: { acceptedAt?: Date; connectedAt?: Date; agentLegSid?: string; customerLegSid?: string } },
  ofCallback: NonNullable<Change['data']> = {},
): Promise<{ callback: Callback; attempt: CallbackAttempt }> {
  const moved = await tx.callbackAttempt.update({ where: { id: attempt.id }, data: { ...data, state: to } })
  const changed = await changeState(tx, callback, to, { at, why, personId: attempt.personId, attemptId: attempt.id, data: ofCallback })
  return { callback: changed, attempt: moved }
}

/** The attempt is over; what becomes of the callback is said in the same breath. */
export async function endAttempt(
  tx: Transaction,
  callback: Callback,
  attempt: CallbackAttempt,
  outcome: Outcome,
  to: CallbackState,
  change: Omit<Change, 'attemptId' | 'personId'>,
): Promise<Callback> {
  await tx.callbackAttempt.update({ where: { id: attempt.id }, data: { state: 'ended', outcome, endedAt: change.at } })
  return changeState(tx, callback, to, { ...change, personId: attempt.personId, attemptId: attempt.id })
}

export const promisedOf = ({ isAsap, dueAt }: Callback): Promised => ({ dueAt, ...(!isAsap && { window: { to: dueAt } }) })

/** By the clock on his wall, in the hours that he has allowed. */
export async function hoursOf(tx: Transaction, { customerId, zone }: Callback): Promise<AllowedHours> {
  const customer = customerId === null ? null : await tx.customer.findUnique({ where: { id: customerId }, select: { allowedFrom: true, allowedTo: true } })
  return { from: customer?.allowedFrom ?? WAKING.from, to: customer?.allowedTo ?? WAKING.to, zones: [zone] }
}

async function allowedFrom(tx: Transaction, callback: Callback, at: Date): Promise<Date> {
  if (at <= callback.dueAt) return at
  return callAllowedFrom(at, promisedOf(callback), await hoursOf(tx, callback))
}
