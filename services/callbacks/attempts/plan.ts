import { firstAllowed, type AllowedHours } from '../../messages/hours.ts'
import type { CallbackRule } from '../../schemas/rules.ts'

/** How an attempt has ended (`attemptOutcome` in schemas/callbacks.ts). */
export type Outcome =
  | 'declined'
  | 'noAnswer'
  | 'machine'
  | 'busy'
  | 'failed'
  | 'talked'
  | 'customerBusy'
  | 'customerNoAnswer'
  | 'customerMachine'
  | 'customerFailed'
  | 'customerHungUp'
  | 'customerUnheard'
  | 'cancelled'
  | 'unknown'

/** Outcomes after which the customer is called again by the rule's plan. Who hung up before anybody talked with him is like one who did not answer. */
const PLAN: Readonly<Partial<Record<Outcome, keyof CallbackRule['retries']>>> = {
  customerBusy: 'busy',
  customerNoAnswer: 'noAnswer',
  customerHungUp: 'noAnswer',
  customerMachine: 'machine',
  customerUnheard: 'machine',
  customerFailed: 'failed',
  unknown: 'failed',
}

/** So often it is taken for our own fault that nobody knows whether a phone has rung; then it counts as a try. */
const MOST_UNKNOWN = 3
/** Whether the attempt counts as a try to reach the customer; else somebody of us is looked for again, at once. `before`: as in `nextTry`. */
export const isTry = (outcome: Outcome, before: readonly Outcome[]): boolean =>
  outcome === 'unknown' ? before.filter((one) => one === 'unknown').length > MOST_UNKNOWN : PLAN[outcome] !== undefined

/** `window`: the one that he chose; after its end he is called no more. Absent: as soon as possible. */
export type Promised = { dueAt: Date; window?: { to: Date } }

/** Until his window ends he has asked for it himself; after that only in hours in which people are called. */
export function callAllowedFrom(at: Date, { dueAt }: Promised, hours: AllowedHours): Date {
  return at <= dueAt ? at : new Date(firstAllowed(at.getTime(), hours))
}

export type Next = { kind: 'again'; at: Date } | { kind: 'over'; why: 'retriesUsed' | 'windowOver' }

/** When he is called again who was not reached. `before`: outcomes of all attempts so far, this one among them. */
export function nextTry(
  outcome: Outcome,
  before: readonly Outcome[],
  promised: Promised,
  { retries }: Pick<CallbackRule, 'retries'>,
  hours: AllowedHours,
  at: Date,
): Next {
  const plan = PLAN[outcome]
  const tries = before.filter((one) => PLAN[one] === plan).length
  const minutes = plan === undefined ? undefined : retries[plan][tries - 1]
  if (minutes === undefined) return { kind: 'over', why: 'retriesUsed' }
  const next = callAllowedFrom(new Date(at.getTime() + minutes * 60_000), promised, hours)
  return promised.window && next >= promised.window.to ? { kind: 'over', why: 'windowOver' } : { kind: 'again', at: next }
}
