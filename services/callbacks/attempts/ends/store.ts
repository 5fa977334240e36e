import type { Callback, CallbackAttempt } from '../../../../prisma/generated/client.ts'
import { addCaseEvent } from '../../../cases/events/store.ts'
import type { Transaction } from '../../../db.ts'
import { tell } from '../../../notifications/store.ts'
import { getRule } from '../../../rules/store.ts'
import { cancelCallback } from '../../moves/store.ts'
import { changeState } from '../../store.ts'
import { isTry, nextTry, type Outcome } from '../plan.ts'
import { attemptKey, endAttempt, hoursOf, noteReached, promisedOf, type Settle } from '../store.ts'

/** A moment to be looked at again, where nothing else is near. */
const LOOK_MINUTES = 5
const lookAt = ({ dueAt }: Callback, at: Date): Date => (dueAt > at ? dueAt : new Date(at.getTime() + LOOK_MINUTES * 60_000))

/** They have talked: it is done. */
export async function talkEnded(tx: Transaction, callback: Callback, attempt: CallbackAttempt, at: Date): Promise<void> {
  await noteReached(tx, callback, attempt, at)
  await endAttempt(tx, callback, attempt, 'talked', 'done', { at, why: 'they have talked', data: { endWhy: 'talked' } })
  await noteCalled(tx, callback, attempt, 'answered', at)
}

/** Nobody of us took it, or he was lost: the callback keeps its place for the next. Who called by himself calls again himself. */
async function giveBack(tx: Transaction, callback: Callback, attempt: CallbackAttempt, outcome: Outcome, at: Date): Promise<void> {
  const change = { at, why: GIVEN_BACK[outcome] ?? `the attempt has ended: ${outcome}` }
  if (callback.source === 'callNow') await endAttempt(tx, callback, attempt, outcome, 'cancelled', { ...change, data: { endWhy: 'byUs' } })
  else await endAttempt(tx, callback, attempt, outcome, 'waiting', { ...change, data: { nextAt: lookAt(callback, at), reachedAt: null } })
  if (attempt.customerRungAt !== null) await noteCalled(tx, callback, attempt, resultOf(outcome), at)
}

const GIVEN_BACK: Readonly<Partial<Record<Outcome, string>>> = {
  declined: 'one of us did not take it, or has hung up; it keeps its place',
  noAnswer: 'one of us did not answer; it keeps its place',
  busy: 'the phone of one of us was busy; it keeps its place',
  failed: 'the phone of one of us could not be rung; it keeps its place',
  unknown: 'nobody knows whether a phone has rung, and the provider knows of no call; it keeps its place',
}

/** Nobody talks: the next of us, or the customer again later. */
export async function missed(tx: Transaction, callback: Callback, attempt: CallbackAttempt, outcome: Outcome, at: Date): Promise<void> {
  const ended = await tx.callbackAttempt.findMany({ where: { callbackId: callback.id, endedAt: { not: null } }, select: { outcome: true } })
  const outcomes = [...ended.map((one) => one.outcome as Outcome), outcome]
  const isOfCustomer = attempt.customerRungAt !== null && isTry(outcome, outcomes)
  const endWhy = await endOfCase(tx, callback)
  if (endWhy !== undefined) return endWithCase(tx, callback, attempt, { outcome, endWhy, at })
  if (isBeforeWindow(callback, at)) return backToWindow(tx, callback, attempt, outcome, at)
  await (isOfCustomer ? customerMissed(tx, callback, attempt, outcomes, at) : giveBack(tx, callback, attempt, outcome, at))
}

/** Its case was ended while a phone rang: that was the last call about it. Undefined: it goes on. Who calls by himself may call about any. */
async function endOfCase(tx: Transaction, { caseId, source }: Callback): Promise<'solved' | 'closed' | 'joined' | undefined> {
  if (caseId === null || source === 'callNow') return undefined
  const { status, joinedToId } = await tx.case.findUniqueOrThrow({ where: { id: caseId }, select: { status: true, joinedToId: true } })
  if (status === 'open') return undefined
  return status === 'solved' ? 'solved' : joinedToId === null ? 'closed' : 'joined'
}

type WithCase = { outcome: Outcome; endWhy: string; at: Date }
async function endWithCase(tx: Transaction, callback: Callback, attempt: CallbackAttempt, { outcome, endWhy, at }: WithCase): Promise<void> {
  const waits = await toWaiting(tx, callback, attempt, outcome, at)
  await cancelCallback(tx, waits, { at, why: 'its case was ended while a phone rang', endWhy })
}

const isBeforeWindow = ({ isAsap, windowFrom, source }: Callback, at: Date): boolean => !isAsap && windowFrom > at && source !== 'callNow'

/** One of us has called before the window that he chose, in vain: what was promised stands. */
async function backToWindow(tx: Transaction, callback: Callback, attempt: CallbackAttempt, outcome: Outcome, at: Date): Promise<void> {
  const waits = await toWaiting(tx, callback, attempt, outcome, at)
  const data = { nextAt: callback.windowFrom, firstTryAt: null, reachedAt: null }
  await changeState(tx, waits, 'scheduled', { at, why: 'the window that he chose has not begun', data })
}

async function toWaiting(tx: Transaction, callback: Callback, attempt: CallbackAttempt, outcome: Outcome, at: Date): Promise<Callback> {
  if (attempt.customerRungAt !== null) await noteCalled(tx, callback, attempt, resultOf(outcome), at)
  return endAttempt(tx, callback, attempt, outcome, 'waiting', { at, why: MISSED[outcome] ?? GIVEN_BACK[outcome] ?? outcome })
}

const resultOf = (outcome: Outcome): 'noAnswer' | 'failed' => (outcome === 'customerFailed' || outcome === 'unknown' ? 'failed' : 'noAnswer')

/** The customer was not reached: again by the rule's plan; after the last try his case tells its owner. `outcomes`: of all attempts, this one last. */
async function customerMissed(tx: Transaction, callback: Callback, attempt: CallbackAttempt, outcomes: readonly Outcome[], at: Date): Promise<void> {
  const outcome = outcomes.at(-1) ?? 'unknown'
  await noteCalled(tx, callback, attempt, resultOf(outcome), at)
  if (callback.source === 'callNow') {
    await endAttempt(tx, callback, attempt, outcome, 'unreachable', { at, why: MISSED[outcome] ?? outcome, data: { endWhy: 'retriesUsed' } })
    return
  }
  const { body: rule } = await getRule(tx, 'callback')
  const next = nextTry(outcome, outcomes, promisedOf(callback), rule, await hoursOf(tx, callback), at)
  if (next.kind === 'again') {
    const body = { until: next.at.toISOString(), outcome }
    await endAttempt(tx, callback, attempt, outcome, 'resting', { at, why: MISSED[outcome] ?? outcome, body, data: { nextAt: next.at, reachedAt: null } })
    return
  }
  const why = `${MISSED[outcome] ?? outcome}; ${next.why === 'windowOver' ? 'the window that he chose is over' : 'all tries are used'}`
  await endAttempt(tx, callback, attempt, outcome, 'unreachable', { at, why, body: { outcome }, data: { endWhy: next.why, reachedAt: null } })
  await tellOwner(tx, callback, next.why, at)
}

const MISSED: Readonly<Partial<Record<Outcome, string>>> = {
  customerBusy: 'his line was busy',
  customerNoAnswer: 'he did not answer',
  customerMachine: 'a machine answered',
  customerFailed: 'his number could not be reached',
  customerHungUp: 'he hung up before anybody talked with him',
  customerUnheard: 'one of us hung up before it was known who had answered',
  unknown: 'nobody knows whether his phone has rung',
}

async function noteCalled(
  tx: Transaction,
  { id, caseId }: Callback,
  attempt: CallbackAttempt,
  result: 'answered' | 'noAnswer' | 'failed',
  at: Date,
): Promise<void> {
  if (caseId === null) return
  const callSid = attempt.isCustomerFirst ? attempt.customerLegSid : attempt.agentLegSid
  const body = { callbackId: id, attemptId: attempt.id, result, ...(callSid !== null && { callSid }) }
  await addCaseEvent(tx, { caseId, at, personId: attempt.personId, kind: 'called', body, isInternal: false })
}

/** From now on it is a case like others, whose promise was not kept. */
async function tellOwner(tx: Transaction, { id, caseId, tries, name }: Callback, why: string, at: Date): Promise<void> {
  if (caseId === null) return
  const about = await tx.case.findUniqueOrThrow({
    where: { id: caseId },
    include: { custodies: { where: { toAt: null } }, customer: { select: { name: true } } },
  })
  const body = { case: about.number, title: about.title, name: about.customer?.name ?? name, tries }
  await addCaseEvent(tx, { caseId, at, kind: 'unreachable', body: { callbackId: id, tries, why } })
  await tell(
    tx,
    about.custodies.map(({ personId }) => personId),
    { kind: 'unreachable', key: `callback:${id}:unreachable`, body },
    at,
  )
}

export async function settleAttempt(tx: Transaction, attempt: CallbackAttempt, outcome: Outcome, at: Date, settle: Settle | undefined): Promise<void> {
  const talkSeconds = outcome === 'talked' && attempt.connectedAt ? Math.round((at.getTime() - attempt.connectedAt.getTime()) / 1_000) : 0
  // The provider takes money for each line that is picked up: for ours too, though nobody pressed 1.
  const isCharged = attempt.customerRungAt !== null || attempt.agentLegSid !== null
  await settle?.(tx, { key: attemptKey(attempt.id), isCharged, talkSeconds, at })
}
