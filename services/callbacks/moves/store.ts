import type { Callback } from '../../../prisma/generated/client.ts'
import { addCaseEvent } from '../../cases/events/store.ts'
import { countContacts } from '../../cases/rows/store.ts'
import type { Transaction } from '../../db.ts'
import { keepPromises } from '../../escalation/promises/store.ts'
import { getRule } from '../../rules/store.ts'
import { giveCase } from '../intake/store.ts'
import { placeOf } from '../place.ts'
import { addCallbackEvent, changeState } from '../store.ts'

/** `why`: a sentence in English for the chain; `reason`: in the words of who did it; `personId`: who of us, absent: the customer or the program. */
export type Act = { at: Date; why: string; reason?: string; personId?: string | null }
export type NewWindow = { window: { from: Date; to: Date }; isAsap: boolean }

/**
 * Another time is promised for a callback that is held and for which no phone rings. As soon as possible, it keeps the place that it has waited for; one
 * that had not begun takes its place from now on; a later window takes the place of that window. A break of the window before stays in its events.
 */
export async function moveCallback(tx: Transaction, held: Callback, { window, isAsap }: NewWindow, act: Act): Promise<Callback> {
  const { at, why, personId = null } = act
  const begins = isAsap || window.from <= at
  await replacePromise(tx, held, at, act.reason ?? why)
  const place = begins && held.state !== 'scheduled' ? {} : await placeFrom(tx, held, begins ? at : window.from)
  const moved = await tx.callback.update({
    where: { id: held.id },
    data: {
      ...place,
      ...{ isAsap, windowFrom: window.from, dueAt: window.to, nextAt: begins ? window.to : window.from },
      ...{ atRiskAt: null, brokenAt: null, brokenWhy: null, remindedAt: null },
      // What was tried for another window keeps nothing of this one.
      firstTryAt: null,
    },
  })
  const body = { ...windowBody(held, window), ...(act.reason !== undefined && { reason: act.reason }) }
  await addCallbackEvent(tx, { callbackId: held.id, at, kind: 'moved', why, personId, body })
  const cased = begins || held.caseId !== null ? await giveCase(tx, moved, at) : moved
  if (held.caseId !== null) await addCaseEvent(tx, { caseId: held.caseId, at, personId, kind: 'promiseChanged', body, isInternal: false })
  const to = begins ? 'waiting' : 'scheduled'
  return held.state === to ? cased : changeState(tx, cased, to, { at, why, personId })
}

const windowBody = (held: Callback, { from, to }: NewWindow['window']) => ({
  fromWindow: { from: held.windowFrom.toISOString(), to: held.dueAt.toISOString() },
  toWindow: { from: from.toISOString(), to: to.toISOString() },
  // As a promise that was changed says it on the case.
  ...{ from: held.dueAt.toISOString(), to: to.toISOString() },
})

/** `endWhy`: asked (by the customer) | byUs | joined | ... What was promised is taken back, not broken. */
export async function cancelCallback(tx: Transaction, held: Callback, { endWhy, ...act }: Act & { endWhy: string }): Promise<Callback> {
  const { at, why, reason, personId = null } = act
  await replacePromise(tx, held, at, reason ?? why)
  return changeState(tx, held, 'cancelled', { at, why, personId, body: bodyOf(act), data: { endWhy } })
}

/** He was spoken with in another way; what was promised is kept. */
export async function finishCallback(tx: Transaction, held: Callback, { endWhy, ...act }: Act & { endWhy: string }): Promise<Callback> {
  const { at, why, personId = null } = act
  if (held.caseId !== null) await keepPromises(tx, held.caseId, 'callback', at)
  // Who called by himself was not tried.
  const firstTryAt = held.firstTryAt ?? (endWhy === 'calledUs' ? null : at)
  const data = { endWhy, firstTryAt, reachedAt: held.reachedAt ?? at }
  return changeState(tx, held, 'done', { at, why, personId, body: bodyOf(act), data })
}

const bodyOf = ({ reason }: Act) => (reason === undefined ? {} : { reason })

/** The promise of this callback among those of its case: it has the same end, or that of the 20 hours. */
async function replacePromise(tx: Transaction, { caseId, dueAt }: Callback, at: Date, reason: string): Promise<void> {
  if (caseId === null) return
  const { dueTopAt } = await tx.case.findUniqueOrThrow({ where: { id: caseId }, select: { dueTopAt: true } })
  const promised = dueAt < dueTopAt ? dueAt : dueTopAt
  await tx.customerPromise.updateMany({
    where: { caseId, kind: 'callback', dueAt: promised, keptAt: null, replacedAt: null },
    data: { replacedAt: at, reason },
  })
}

async function placeFrom(tx: Transaction, { severity, customerId }: Callback, askedAt: Date) {
  const [rule, score] = [await getRule(tx, 'callback'), await getRule(tx, 'score')]
  const contacts = customerId === null ? 0 : await countContacts(tx, customerId, askedAt)
  const { placeAt, headStartSeconds, terms } = placeOf({ askedAt, severity, contacts, isDistressed: false, isVip: false }, score, rule.body)
  return { placeAt, headStartSeconds, score: terms, ruleVersion: rule.version }
}
