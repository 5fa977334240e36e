import { openCase, type OpenedCase } from '../../../cases/store.ts'
import { requestCallback } from '../../../callbacks/intake/store.ts'
import type { Transaction } from '../../../db.ts'
import { byInWords, promisedAt } from '../../../escalation/promise.ts'
import { makePromise } from '../../../escalation/promises/store.ts'
import type { Effect } from '../../../ivr/effects.ts'
import type { CaseChannel } from '../../../schemas/cases.ts'
import { spokenNumber } from '../../../telephony/spoken-number.ts'
import { settleCustomer } from '../identity/store.ts'
import { sessionOf, zoneOf, type Performed, type Results } from '../performed.ts'

type Of<Kind extends Effect['kind']> = Extract<Effect, { kind: Kind }>

/** A case of this call, with everything captured so far, on the caller's record. */
export async function openCaseOf(
  tx: Transaction,
  { call, at }: Performed,
  { title, reason, severity, channel = 'call' }: { title: string; reason: string; severity: string; channel?: CaseChannel },
): Promise<OpenedCase> {
  const customerId = await settleCustomer(tx, call, at, true)
  const captured = await tx.captured.findMany({ where: { callSid: call.sid } })
  const facts = Object.fromEntries(captured.map(({ name, value }) => [name, value]))
  return openCase(tx, { customerId, callSid: call.sid, title, reason, severity, facts, openedAt: at, channel })
}

export async function performOpenCase(tx: Transaction, performed: Performed, effect: Of<'openCase'>): Promise<Results> {
  const opened = await openCaseOf(tx, performed, effect)
  const result = caseResult(performed, opened)
  if (!effect.hasPromise) return { case: result }
  const dueAt = dueAtOf(performed, opened)
  await makePromise(tx, { caseId: opened.id, callSid: performed.call.sid, kind: 'answer', madeAt: performed.at, dueAt })
  return { case: { ...result, by: inWordsOf(performed, dueAt, effect.language) } }
}

/** Who asks twice in one call for the same number is called once. */
export async function performCallback(tx: Transaction, performed: Performed, effect: Of<'callback'>): Promise<Results> {
  const { call, at, turn } = performed
  const { number, language } = effect
  const told = (dueAt: Date) => ({ number: spokenNumber(number, call.toNumber), by: inWordsOf(performed, dueAt, language), turn: String(turn) })
  const earlier = await findCallback(tx, call.sid, number)
  if (earlier) return { case: caseResult(performed, earlier.case), callback: told(earlier.dueAt) }
  const opened = await openCaseOf(tx, performed, { ...effect, title: effect.title || `Callback to ${number}`, reason: 'callback', channel: 'callback' })
  const dueAt = dueAtOf(performed, opened)
  const { customerId } = await tx.case.findUniqueOrThrow({ where: { id: opened.id }, select: { customerId: true } })
  const about = { caseId: opened.id, customerId, callSid: call.sid, ourNumber: call.toNumber ?? '', zone: zoneOf(call), severity: effect.severity }
  await requestCallback(tx, { source: 'ivr', number, language, ...about, window: { from: at, to: dueAt }, isAsap: true }, at)
  return { case: caseResult(performed, opened), callback: told(dueAt) }
}

async function findCallback(tx: Transaction, callSid: string, number: string) {
  const found = await tx.callback.findUnique({
    where: { callSid_number: { callSid, number } },
    include: { case: { include: { custodies: { where: { toAt: null }, include: { person: true } } } } },
  })
  return found?.case && { dueAt: found.dueAt, case: { number: found.case.number, owner: found.case.custodies[0]?.person.name ?? '' } }
}

export const caseResult = ({ turn }: Performed, { number, owner }: Pick<OpenedCase, 'number' | 'owner'>) => ({ number, owner, turn: String(turn) })

/** What he was told while he decided holds; it was reckoned from earlier than the case's 20 hours, so it is never after them. */
function dueAtOf({ call, at }: Performed, { dueTopAt }: OpenedCase): Date {
  const told = Date.parse(sessionOf(call).promise?.at ?? '')
  return new Date(told > at.getTime() && told <= dueTopAt.getTime() ? told : promisedAt(at.getTime(), zoneOf(call), dueTopAt.getTime()))
}

function inWordsOf({ call, at }: Performed, dueAt: Date, language = call.language): string {
  return byInWords(dueAt.getTime(), { at: at.getTime(), zone: zoneOf(call), language })
}
