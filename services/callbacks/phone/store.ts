import type { Callback } from '../../../prisma/generated/client.ts'
import { addContact } from '../../cases/contacts/store.ts'
import type { Transaction } from '../../db.ts'
import { getRule } from '../../rules/store.ts'
import { newSecret } from '../../secrets/service.ts'
import { canBeTexted, numberVariants } from '../../telephony/caller-id.ts'
import { countryOf } from '../abuse/keys.ts'
import { isUnproven } from '../abuse/strangers.ts'
import { listOurNumbers } from '../abuse/store.ts'
import { requestCallback, type NewCallback } from '../intake/store.ts'
import { cancelCallback, finishCallback } from '../moves/store.ts'
import { sameKeyOf } from '../place.ts'
import { addCallbackEvent, holdCallback } from '../store.ts'
import type { CallbackWindows, Promised } from '../windows/service.ts'

/** What whoever asks by phone is promised from. */
export type PhoneWindows = Pick<CallbackWindows, 'promise' | 'waitAt'>
export type AskedByPhone = Omit<NewCallback, 'window' | 'isAsap' | 'customerId' | 'token' | 'tokenUntil'> & { callSid: string }
export type PromisedByPhone = Extract<Promised, { kind: 'ok' }>

/**
 * As soon as possible; where that is too late today, the first window in which somebody is there. Undefined: no time can be promised (nobody is on the
 * roster, or calls to that country are not wanted), so it is a case. Call it before anything is held.
 */
export async function promiseByPhone(tx: Transaction, windows: PhoneWindows, asked: AskedByPhone, at: Date): Promise<PromisedByPhone | undefined> {
  if (!(await isOfAllowedCountry(tx, asked.number))) return undefined
  const { skill, language, zone, levelId, siteId } = asked
  const about = { skill, language, zone, levelId, siteId, at }
  const now = await windows.promise(tx, { ...about, wish: 'now' })
  if (now.kind === 'ok') return now
  if (now.kind === 'noCover') return undefined
  for (const { from, to } of now.options.windows) {
    const later = await windows.promise(tx, { ...about, wish: { from: new Date(from), to: new Date(to) } })
    if (later.kind === 'ok') return later
  }
  return undefined
}

/** Asked twice it is one: that of his number and record, or of his number while nobody knows whose it is. What he keyed this time goes to its case. */
export async function requestByPhone(
  tx: Transaction,
  { window, isAsap, zone }: PromisedByPhone,
  asked: AskedByPhone & { customerId: string | null },
  at: Date,
): Promise<{ callback: Callback; isNew: boolean }> {
  if (asked.source === 'ivr') await endUnproven(tx, asked, window.from, at)
  const same = await againByPhone(tx, asked, at)
  if (same) return { callback: same, isNew: false }
  const { body: rule } = await getRule(tx, 'callback')
  const link = canBeTexted(asked.number) ? { token: newSecret(), tokenUntil: new Date(at.getTime() + rule.linkDays * 86_400_000) } : {}
  const made = await requestCallback(tx, { ...asked, ...link, window, isAsap, zone }, at)
  return made.isNew ? made : { callback: await askedAgain(tx, made.callback, asked, at), isNew: false }
}

/**
 * He calls from the number, so it is his: what somebody has asked for there who has not proved it holds him back no longer, neither by a later window nor
 * by a code that may never come back.
 */
async function endUnproven(tx: Transaction, asked: AskedByPhone & { customerId: string | null }, from: Date, at: Date): Promise<void> {
  const { number } = asked
  const sameKey = sameKeyOf({ extension: null, name: '', askFor: null, ...asked })
  const pending = await tx.callback.findFirst({ where: { sameKey, state: 'unverified' } })
  const later = onlyHis(await listOpen(tx, [number]), asked.customerId)
  const over = [pending, later?.state === 'scheduled' && later.windowFrom > from ? later : null].filter((one) => one != null).filter(isUnproven)
  for (const { id } of over.sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const held = await holdCallback(tx, id)
    const isOpen = held?.state === 'unverified' || held?.state === 'scheduled'
    if (held && isOpen) await cancelCallback(tx, held, { at, why: 'who has the number has asked anew', endWhy: 'asked' })
  }
}

/** He has asked before: it is the one that he has, also when no time could be promised now. */
export async function againByPhone(tx: Transaction, asked: AskedByPhone & { customerId: string | null }, at: Date): Promise<Callback | undefined> {
  const same = await findSame(tx, asked)
  return same && askedAgain(tx, same, asked, at)
}

async function findSame(tx: Transaction, asked: AskedByPhone & { customerId: string | null }): Promise<Callback | undefined> {
  const { number, callSid } = asked
  const earlier = await tx.callback.findUnique({ where: { callSid_number: { callSid, number } } })
  return earlier ?? onlyHis(await listOpen(tx, [number]), asked.customerId)
}

/** What is open at a number itself; behind an extension is somebody else, and whoever has not sent back his code may be anybody. */
async function listOpen(tx: Transaction, numbers: readonly string[]): Promise<Callback[]> {
  return tx.callback.findMany({ where: { number: { in: [...numbers] }, endedAt: null, state: { not: 'unverified' }, extension: null }, orderBy: { id: 'asc' } })
}

/** That of his record; else the only one that is nobody's. Of several who share the number none is taken for him. */
function onlyHis(open: readonly Callback[], customerId: string | null): Callback | undefined {
  const his = customerId === null ? undefined : open.find((one) => one.customerId === customerId)
  const [first, ...others] = open.filter((one) => one.customerId === null && one.askFor === null)
  return his ?? (others.length === 0 ? first : undefined)
}

export type AnsweredCall = { sid: string; number: string; startedAt: Date; customerId: string | null }

/**
 * He called us himself and one of us talked with him: what waited for him is done, and what was promised is kept. A window that has not begun stays
 * (he may have called for something else), and so does what rings just now: that call ends it.
 */
export async function endAnswered(tx: Transaction, { sid, number, startedAt, customerId }: AnsweredCall, at: Date): Promise<void> {
  const numbers = numberVariants(number)
  const found = onlyHis(await listOpen(tx, numbers), customerId)
  const held = found && (await holdCallback(tx, found.id))
  if (!held || held.callSid === sid || held.requestedAt > at || held.windowFrom > at || !WAITING.some((state) => state === held.state)) return
  if (held.customerId === null && (await isShared(tx, numbers))) return
  await finishCallback(tx, held, { at, why: `he called us himself at ${startedAt.toISOString()} (${sid}) and was answered`, endWhy: 'calledUs' })
  if (held.caseId !== null) await addContact(tx, held.caseId, { at, callSid: sid })
}

/** Of a switchboard, or of several records: what waits there and is nobody's may be his neighbour's. */
async function isShared(tx: Transaction, numbers: readonly string[]): Promise<boolean> {
  const points = await tx.contactPoint.findMany({
    where: { kind: 'phone', value: { in: [...numbers] }, validTo: null },
    select: { customerId: true, standing: true },
  })
  return points.some(({ standing }) => standing === 'shared') || new Set(points.map(({ customerId }) => customerId)).size > 1
}

const WAITING = ['waiting', 'snoozed', 'resting'] as const

async function askedAgain(tx: Transaction, same: Callback, { callSid, words }: AskedByPhone, at: Date): Promise<Callback> {
  if (same.callSid === callSid) return same
  const body = { callSid, ...(words && { words }) }
  await addCallbackEvent(tx, { callbackId: same.id, at, kind: 'note', why: 'asked for again by phone', body })
  if (same.caseId === null) return same
  const facts = await capturedIn(tx, callSid)
  await tx.$executeRaw`update "case" set facts = ${JSON.stringify(facts)}::jsonb || facts where id = ${same.caseId}::uuid and status = 'open'`
  await addContact(tx, same.caseId, { at, ...body })
  return same
}

async function capturedIn(tx: Transaction, callSid: string): Promise<Record<string, string>> {
  const rows = await tx.captured.findMany({ where: { callSid }, select: { name: true, value: true } })
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]))
}

async function isOfAllowedCountry(tx: Transaction, number: string): Promise<boolean> {
  const { body: rule } = await getRule(tx, 'callback')
  const allowed = rule.countries.length > 0 ? rule.countries : (await listOurNumbers(tx)).map(countryOf)
  return allowed.includes(countryOf(number))
}
