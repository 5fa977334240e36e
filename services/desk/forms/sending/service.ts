import type { Transaction } from '../../../db.ts'
import { livingRecord } from '../../../customers/store.ts'
import { domainError } from '../../../errors.ts'
import { addContact } from '../../../cases/contacts/store.ts'
import { addCaseEvent, announceCase, noteSign } from '../../../cases/events/store.ts'
import { holdOpenCase } from '../../../cases/custody/store.ts'
import { gather } from '../../../cases/intake/store.ts'
import { openCase } from '../../../cases/store.ts'
import { completenessOf, missingNames } from '../../../cases/views.ts'
import { promisedAt } from '../../../escalation/promise.ts'
import { makePromise } from '../../../escalation/promises/store.ts'
import type { Rule } from '../../../rules/store.ts'
import type { CaseMove } from '../../../schemas/cases.ts'
import type { DeskFormBody, deskFormSubmit } from '../../../schemas/desk.ts'
import { factsOf, titleOf } from '../checklist.ts'
import type { FormCall, FormRow } from '../store.ts'
import type { z } from 'zod'

/** Moves a case within the transaction, by the rules that hold for everybody. */
export type MoveCase = (tx: Transaction, caseId: string, personId: string, move: CaseMove) => Promise<void>

export type Sending = {
  form: FormRow
  body: DeskFormBody
  call: FormCall
  rule: Rule<'reason'> | undefined
  zone: string
  personId: string
  then: z.output<typeof deskFormSubmit>['then']
  at: Date
  move: MoveCase
}

/**
 * What was written down becomes a case, or goes to the open case that the call is about; then it stays, climbs or is solved. Nothing is done unless
 * all of it can be done. Returns the case's id.
 */
export async function sendForm(tx: Transaction, sending: Sending): Promise<string> {
  const { form, body, rule, then, at, personId } = sending
  check(sending)
  const caseId = form.case ? await addToCase(tx, sending, form.case) : await openNewCase(tx, sending)
  const { acknowledgement, words, reason } = body
  const isFirst = form.case?.acknowledgedAt == null
  await tx.case.update({
    where: { id: caseId },
    data: {
      ...(isFirst && { acknowledgement, acknowledgedAt: at, completeness: completenessOf(rule?.body, factsOfCase(sending)) }),
      // A machine took it down; who speaks with the customer knows better what it is about.
      ...(isFirst && rule && { reason: rule.key, reasonVersion: rule.version }),
      ...(body.isDistressed && { isDistressed: true }),
    },
  })
  if (isFirst && form.case && rule && rule.key !== form.case.reason)
    await addCaseEvent(tx, { caseId, at, personId, kind: 'changed', body: { reason: { before: form.case.reason, after: reason } } })
  await noteSign(tx, caseId, at)
  await addCaseEvent(tx, { caseId, at, personId, kind: 'acknowledged', body: { words, acknowledgement }, isInternal: false })
  if (then !== 'solve') await promise(tx, sending, caseId)
  if (then === 'passUp') await sending.move(tx, caseId, personId, { move: 'passUp', reason: body.passReason.trim() })
  if (then === 'solve') await sending.move(tx, caseId, personId, solution(body))
  await announceCase(tx, caseId)
  return caseId
}

/** The two steps: he was heard and told; and, before it is handed on, all was asked that the reason asks for. */
function check({ body, rule, then, form, call }: Sending): void {
  const missing = (['words', 'acknowledgement'] as const).filter((name) => body[name].trim() === '')
  if (missing.length > 0) throw domainError('NOT_ACKNOWLEDGED', { missing: missing.join(', ') })
  const absent = then === 'passUp' ? missingNames(rule?.body, factsOfCase({ form, body, call })) : []
  const unasked = form.case || body.reason.trim() !== '' ? absent : ['reason', ...absent]
  const blank = then === 'solve' ? (['solution', 'satisfiedBy', 'spotReason'] as const).filter((name) => body[name].trim() === '') : []
  const why = then === 'passUp' && body.passReason.trim() === '' ? ['passReason'] : []
  const names = [...unasked, ...blank, ...why]
  if (names.length > 0) throw domainError('FACTS_MISSING', { names: names.join(', ') })
}

const solution = ({ solution: text, satisfiedBy, spotReason }: DeskFormBody): CaseMove => ({
  move: 'solve',
  solution: text.trim(),
  satisfiedBy: satisfiedBy.trim(),
  spotReason: spotReason.trim(),
})

function factsOfCase({ form, body, call }: Pick<Sending, 'form' | 'body' | 'call'>): Record<string, string> {
  const about = form.case && { facts: form.case.facts as Record<string, string>, missing: form.case.missing }
  return factsOf({ typed: body.facts, captured: Object.fromEntries(call.captured.map(({ name, value }) => [name, value])), about })
}

async function openNewCase(tx: Transaction, { body, call, rule, personId, at, form, then }: Sending): Promise<string> {
  const { name, levelId, role } = await tx.person.findUniqueOrThrow({ where: { id: personId }, select: { name: true, levelId: true, role: true } })
  const { id: firstLevel } = await tx.level.findFirstOrThrow({ orderBy: { rank: 'asc' }, select: { id: true } })
  // A guest has no rights when his shift is over: what he does not hand on at once is the keeper's.
  const isKept = role === 'guest' && then === 'keep'
  const opened = await openCase(tx, {
    customerId: call.customerId,
    callSid: call.sid,
    title: titleOf(body.title, rule?.body, body.words, call.language),
    reason: body.reason,
    severity: body.severity,
    facts: factsOfCase({ form, body, call }),
    openedAt: at,
    ...(!isKept && { owner: { personId, name, levelId: levelId ?? firstLevel } }),
    words: body.words,
    isDistressed: body.isDistressed,
    takenDownById: personId,
  })
  const names = Object.keys(body.facts).filter((fact) => body.facts[fact]?.trim())
  if (names.length > 0) await addCaseEvent(tx, { caseId: opened.id, at, personId, kind: 'gathered', body: { names } })
  return opened.id
}

/** The call is one more contact about the case: its words are kept beside the others, and what its owner missed is answered. */
async function addToCase(tx: Transaction, { form, body, call, personId, at }: Sending, about: NonNullable<FormRow['case']>): Promise<string> {
  if (about.status !== 'open') throw domainError('CASE_IS_OVER', { number: about.number, status: about.status })
  if (about.customerId === null && call.customerId !== null) {
    const customerId = await livingRecord(tx, call.customerId)
    await tx.case.update({ where: { id: about.id }, data: { customerId } })
  }
  await addContact(tx, about.id, { at, personId, callSid: call.sid, words: body.words })
  const held = await holdOpenCase(tx, about.id, about.number)
  await gather(tx, held, { facts: factsOfCase({ form, body, call }), personId, at })
  return about.id
}

/** He is told by when he has an answer, and that is kept; a time that he was told before stands. */
async function promise(tx: Transaction, { call, zone, at, form }: Sending, caseId: string): Promise<void> {
  if (form.case?.promises.some(({ kind, dueAt }) => kind === 'answer' && dueAt > at)) return
  const { dueTopAt } = await tx.case.findUniqueOrThrow({ where: { id: caseId }, select: { dueTopAt: true } })
  const dueAt = new Date(promisedAt(at.getTime(), zone, dueTopAt.getTime()))
  if (dueAt > at && dueAt <= dueTopAt)
    await makePromise(tx, { caseId, callSid: call.sid, kind: 'answer', madeAt: at, dueAt, toWhom: call.customer?.name ?? '' })
}
