import { randomUUID } from 'node:crypto'
import type { Callback } from '../../../prisma/generated/client.ts'
import { countContacts } from '../../cases/rows/store.ts'
import { openCase } from '../../cases/store.ts'
import { inLanguage } from '../../cases/views.ts'
import type { Transaction } from '../../db.ts'
import { makePromise } from '../../escalation/promises/store.ts'
import { findRule, getRule } from '../../rules/store.ts'
import { apartKeyOf, placeOf, sameKeyOf } from '../place.ts'
import { addCallbackEvent, changeState } from '../store.ts'

export type CallbackSource = 'web' | 'form' | 'ivr' | 'keyed' | 'abandoned' | 'agent' | 'api' | 'callNow'

export type NewCallback = {
  source: CallbackSource
  /** E.164, and one that may be called: whoever asks for it has looked. */
  number: string
  extension?: string | null
  askFor?: string | null
  name?: string
  /** Where he is told of it when his number takes no texts. */
  email?: string | null
  customerId?: string | null
  /** Of an existing case; absent: it gets its own when the customer wants us. */
  caseId?: string | null
  callSid?: string | null
  language: string
  zone: string
  ourNumber: string
  reason?: string
  title?: string
  words?: string
  severity?: string
  skill?: string | null
  levelId?: string | null
  siteId?: string | null
  personId?: string | null
  /** What is promised. A window that has begun, or `isAsap`, waits at once. */
  window: { from: Date; to: Date }
  isAsap: boolean
  /** Since when he waits, where that is longer than the request: he keeps his place on the line. */
  waitsSince?: Date
  /** A code must come back first. */
  isUnverified?: boolean
  /** Until when the link to it works; absent: he has no link. */
  tokenUntil?: Date
  token?: string
  requestKey?: string
  madeById?: string | null
  /** One of its own, whatever else is open for this number: one of us calls about this case. */
  isApart?: boolean
  /** Beside one of which nobody has proved that it is his: the code decides between them. */
  isRival?: boolean
}

/**
 * All ways in make the same thing. Asked twice (same number, extension and customer) it is one: then `isNew` is false, and the callback is the one
 * that is there. At once or when its window begins it has a case, so that somebody owns it whatever becomes of the calls.
 */
export async function requestCallback(tx: Transaction, given: NewCallback, at: Date): Promise<{ callback: Callback; isNew: boolean }> {
  const { window, isAsap, waitsSince, isUnverified = false, isApart = false, isRival = false, ...rest } = given
  const id = randomUUID()
  const baseKey = `${isApart ? `${given.caseId ?? ''} ` : ''}${sameKeyOf({ extension: null, customerId: null, name: '', askFor: null, ...withoutUndefined(rest) })}`
  const sameKey = isRival ? apartKeyOf(baseKey, id) : baseKey
  const [rule, score] = [await getRule(tx, 'callback'), await getRule(tx, 'score')]
  const begins = isAsap || window.from <= at
  const facts = {
    askedAt: isAsap ? (waitsSince ?? at) : window.from,
    severity: given.severity ?? 'normal',
    contacts: given.customerId ? await countContacts(tx, given.customerId, at) : 0,
    isDistressed: false,
    isVip: false,
  }
  const { placeAt, headStartSeconds, terms } = placeOf(facts, score, rule.body)
  const state = isUnverified ? 'unverified' : begins ? 'waiting' : 'scheduled'
  const data = {
    ...rest,
    ...{ id, sameKey, state, isAsap, placeAt, headStartSeconds, requestedAt: at, windowFrom: window.from, dueAt: window.to },
    score: terms,
    ruleVersion: rule.version,
    nextAt: isUnverified ? new Date(at.getTime() + rule.body.codeMinutes * 60_000) : begins ? window.to : window.from,
  }
  const [made] = await tx.callback.createManyAndReturn({ data: [data], skipDuplicates: true })
  if (!made) return { callback: await findSame(tx, sameKey, given), isNew: false }
  await addCallbackEvent(tx, { callbackId: made.id, at, kind: 'state', toState: state, why: `asked for (${given.source})`, personId: given.madeById ?? null })
  return { callback: state === 'waiting' ? await giveCase(tx, made, at) : made, isNew: true }
}

async function findSame(tx: Transaction, sameKey: string, { requestKey, callSid, number }: NewCallback): Promise<Callback> {
  const or = [{ sameKey, endedAt: null }, ...(requestKey ? [{ requestKey }] : []), ...(callSid ? [{ callSid, number }] : [])]
  return tx.callback.findFirstOrThrow({ where: { OR: or }, orderBy: { requestedAt: 'desc' } })
}

const CHANNEL = { web: 'web', form: 'web', api: 'web', ivr: 'callback', keyed: 'callback', abandoned: 'call', agent: 'page', callNow: 'page' } as const

/** From now on somebody owns it: a case of its own, with the promise. One that has a case already only gets the promise. */
export async function giveCase(tx: Transaction, callback: Callback, at: Date): Promise<Callback> {
  const { customerId, callSid, reason, severity, words, number, name, extension, askFor } = callback
  let { caseId } = callback
  if (caseId === null) {
    const captured = callSid === null ? [] : await tx.captured.findMany({ where: { callSid }, select: { name: true, value: true } })
    const keyed = Object.fromEntries(captured.map((one) => [one.name, one.value]))
    const facts = { ...keyed, from: number, ...(name && { name }), ...(extension && { extension }), ...(askFor && { askFor }) }
    const channel = CHANNEL[callback.source as CallbackSource]
    const title = callback.title || words.slice(0, 80) || (await titleOfReason(tx, reason, callback.language))
    const opened = await openCase(tx, { ...{ customerId, callSid, reason, severity, words, facts, channel, title }, openedAt: at })
    caseId = opened.id
  }
  const { dueTopAt } = await tx.case.findUniqueOrThrow({ where: { id: caseId }, select: { dueTopAt: true } })
  const dueAt = callback.dueAt < dueTopAt ? callback.dueAt : dueTopAt
  // Nobody has told the customer that one of us is about to call.
  if (dueAt > at && callback.source !== 'callNow') await makePromise(tx, { caseId, callSid, kind: 'callback', madeAt: at, dueAt, toWhom: name })
  return tx.callback.update({ where: { id: callback.id }, data: { caseId } })
}

/** Of a case that nobody has given one. */
export async function titleOfReason(tx: Transaction, reason: string, language: string): Promise<string> {
  const rule = (await findRule(tx, 'reason', reason)) ?? (await findRule(tx, 'reason', 'callback'))
  return rule ? inLanguage(rule.body.title, language) : ''
}

/** His window begins. */
export async function beginWindow(tx: Transaction, callback: Callback, at: Date): Promise<Callback> {
  const withCase = await giveCase(tx, callback, at)
  return changeState(tx, withCase, 'waiting', { at, why: 'its window has begun', data: { nextAt: callback.dueAt } })
}

function withoutUndefined<T extends object>(given: T): T {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T
}
