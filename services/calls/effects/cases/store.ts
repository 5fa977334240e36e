import { openCase, type OpenedCase } from '../../../cases/store.ts'
import { titleOfReason } from '../../../callbacks/intake/store.ts'
import { againByPhone, promiseByPhone, requestByPhone, type AskedByPhone, type PhoneWindows } from '../../../callbacks/phone/store.ts'
import type { Callback } from '../../../../prisma/generated/client.ts'
import type { Transaction } from '../../../db.ts'
import { byInWords, promisedAt } from '../../../escalation/promise.ts'
import { makePromise } from '../../../escalation/promises/store.ts'
import type { Effect } from '../../../ivr/effects.ts'
import type { CaseChannel } from '../../../schemas/cases.ts'
import { inWords } from '../../../shifts/next-opening.ts'
import { numberVariants } from '../../../telephony/caller-id.ts'
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

/**
 * He is called back as soon as possible and at the place that he had in line, or in the first window with somebody; by nobody, it is a case that is
 * answered. Who has asked before hears so, and when.
 */
export async function performCallback(tx: Transaction, performed: Performed, effect: Of<'callback'>, windows: PhoneWindows): Promise<Results> {
  const { call, at, turn } = performed
  const { number, language, title, severity, wanted, since } = effect
  const isHis = call.fromNumber !== null && numberVariants(call.fromNumber).includes(number)
  const asked: AskedByPhone = {
    ...{ source: isHis ? 'ivr' : 'keyed', number, language, title, severity, callSid: call.sid, ourNumber: call.toNumber ?? '', zone: zoneOf(call) },
    ...{ skill: wanted?.skill ?? null, levelId: await levelOf(tx, wanted?.level ?? null), siteId: wanted?.siteId ?? null },
    ...(since !== undefined && since < at.getTime() && { waitsSince: new Date(since) }),
  }
  const promised = await promiseByPhone(tx, windows, asked, at)
  const customerId = await settleCustomer(tx, call, at, true)
  const whose = { ...asked, customerId }
  const callback = promised ? (await requestByPhone(tx, promised, whose, at)).callback : await againByPhone(tx, whose, at)
  if (!callback) return caseInstead(tx, performed, effect)
  const told = await toldOf(tx, performed, callback, { windows, language })
  return {
    case: { ...(await caseOf(tx, performed, callback.caseId)), turn: String(turn) },
    callback: { number: spokenNumber(number, call.toNumber), ...told, turn: String(turn) },
  }
}

/** The level of a rank; null: any. */
export const levelOf = async (tx: Transaction, rank: number | null): Promise<string | null> =>
  rank === null ? null : ((await tx.level.findFirst({ where: { rank }, select: { id: true } }))?.id ?? null)

/** When he is called, in words: not before its window, about how long it takes from now on, at the latest when; and whether he had asked before. */
async function toldOf(
  tx: Transaction,
  performed: Performed,
  callback: Callback,
  { windows, language }: { windows: PhoneWindows; language: string },
): Promise<Record<string, string>> {
  const { call, at } = performed
  const { dueAt, windowFrom, requestedAt } = callback
  const words = (instant: Date): string => inWords(instant.getTime(), { at: at.getTime(), zone: zoneOf(call), language })
  const wait = callback.state === 'waiting' ? await windows.waitAt(tx, callback, at) : null
  return {
    ...(dueAt > at && { by: inWordsOf(performed, dueAt, language) }),
    ...(windowFrom > at && { from: words(windowFrom) }),
    ...(wait !== null && { wait: String(Math.max(1, wait)) }),
    ...(callback.callSid !== call.sid && { earlier: words(requestedAt) }),
  }
}

/** No time can be promised for a call: somebody owns it all the same, and answers. */
async function caseInstead(tx: Transaction, performed: Performed, { title, severity, language, number }: Of<'callback'>): Promise<Results> {
  const { call, turn, at } = performed
  const callback = { number: spokenNumber(number, call.toNumber), turn: String(turn) }
  const earlier = await tx.case.findFirst({ where: { callSid: call.sid, reason: 'callback', status: 'open' }, select: { id: true, dueTopAt: true } })
  if (earlier)
    return {
      case: { ...(await caseOf(tx, performed, earlier.id)), by: inWordsOf(performed, dueAtOf(performed, earlier), language), turn: String(turn) },
      callback,
    }
  const opened = await openCaseOf(tx, performed, {
    title: title || (await titleOfReason(tx, 'callback', language)),
    reason: 'callback',
    severity,
    channel: 'callback',
  })
  const dueAt = dueAtOf(performed, opened)
  await makePromise(tx, { caseId: opened.id, callSid: call.sid, kind: 'answer', madeAt: at, dueAt })
  return { case: { ...caseResult(performed, opened), by: inWordsOf(performed, dueAt, language) }, callback }
}

async function caseOf(tx: Transaction, performed: Performed, id: string | null): Promise<Record<string, string>> {
  if (id === null) return {}
  const { number, custodies } = await tx.case.findUniqueOrThrow({ where: { id }, include: { custodies: { where: { toAt: null }, include: { person: true } } } })
  return caseResult(performed, { number, owner: custodies[0]?.person.name ?? '' })
}

export const caseResult = ({ turn }: Performed, { number, owner }: Pick<OpenedCase, 'number' | 'owner'>) => ({ number, owner, turn: String(turn) })

/** What he was told while he decided holds; it was reckoned from earlier than the case's 20 hours, so it is never after them. */
function dueAtOf({ call, at }: Performed, { dueTopAt }: Pick<OpenedCase, 'dueTopAt'>): Date {
  const told = Date.parse(sessionOf(call).promise?.at ?? '')
  return new Date(told > at.getTime() && told <= dueTopAt.getTime() ? told : promisedAt(at.getTime(), zoneOf(call), dueTopAt.getTime()))
}

function inWordsOf({ call, at }: Performed, dueAt: Date, language = call.language): string {
  return byInWords(dueAt.getTime(), { at: at.getTime(), zone: zoneOf(call), language })
}
