import type { Callback } from '../../../prisma/generated/client.ts'
import { addContact } from '../../cases/contacts/store.ts'
import type { Transaction } from '../../db.ts'
import { getRule } from '../../rules/store.ts'
import { newSecret } from '../../secrets/service.ts'
import { canBeTexted } from '../../telephony/caller-id.ts'
import { countryOf } from '../abuse/keys.ts'
import { listOurNumbers } from '../abuse/store.ts'
import { requestCallback, type NewCallback } from '../intake/store.ts'
import { addCallbackEvent } from '../store.ts'
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
  const same = await findSame(tx, asked)
  if (same) return { callback: await askedAgain(tx, same, asked, at), isNew: false }
  const { body: rule } = await getRule(tx, 'callback')
  const link = canBeTexted(asked.number) ? { token: newSecret(), tokenUntil: new Date(at.getTime() + rule.linkDays * 86_400_000) } : {}
  const made = await requestCallback(tx, { ...asked, ...link, window, isAsap, zone }, at)
  return made.isNew ? made : { callback: await askedAgain(tx, made.callback, asked, at), isNew: false }
}

async function findSame(tx: Transaction, { number, callSid, customerId }: AskedByPhone & { customerId: string | null }): Promise<Callback | null> {
  const open = { endedAt: null, state: { not: 'unverified' }, extension: null, OR: [{ customerId }, { customerId: null }] }
  return tx.callback.findFirst({ where: { number, OR: [{ callSid }, open] }, orderBy: [{ requestedAt: 'desc' }, { id: 'asc' }] })
}

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
