import { titleOfReason } from '../../../callbacks/intake/store.ts'
import { promiseByPhone, requestByPhone, type AskedByPhone, type PhoneWindows, type PromisedByPhone } from '../../../callbacks/phone/store.ts'
import type { Transaction } from '../../../db.ts'
import { getRule } from '../../../rules/store.ts'
import { canBeCalled, numberVariants } from '../../../telephony/caller-id.ts'
import { levelOf, openCaseOf } from '../cases/store.ts'
import { sessionOf, zoneOf, type CallRow } from '../performed.ts'

/** What follows: a case for who keeps the first level, or with a promise a callback. */
export type Follow = { asked: AskedByPhone; promised: PromisedByPhone | undefined }

const HOUR = 3_600_000

/**
 * He hung up while he waited in line and nobody had answered: does the rule want us to come back to him? Not to one of us, not at a number that cannot
 * be called, and once an hour. Call it before anything is held.
 */
export async function followAbandoned(tx: Transaction, call: CallRow, windows: PhoneWindows): Promise<Follow | undefined> {
  const { body: rule } = await getRule(tx, 'callback')
  if (rule.abandoned === 'nothing') return undefined
  const { position, staff = [] } = sessionOf(call)
  const at = endOf(call)
  const number = call.fromNumber
  const hold = position?.hold
  if (hold?.wanted === undefined || at.getTime() - hold.since < rule.abandonedAfterSeconds * 1_000) return undefined
  if (number === null || !canBeCalled(number) || staff.length > 0 || !(await isFirst(tx, number, at))) return undefined
  const { skill, level, siteId } = hold.wanted
  const asked: AskedByPhone = {
    ...{ source: 'abandoned', reason: 'abandoned', number, language: call.language, callSid: call.sid, ourNumber: call.toNumber ?? '', zone: zoneOf(call) },
    ...{ skill, siteId, levelId: await levelOf(tx, level), waitsSince: new Date(hold.since) },
  }
  return { asked, promised: rule.abandoned === 'callback' ? await promiseByPhone(tx, windows, asked, at) : undefined }
}

/** Neither called back nor written down for the same within the hour; two of his calls are settled one after the other. */
async function isFirst(tx: Transaction, number: string, at: Date): Promise<boolean> {
  const variants = [...numberVariants(number)]
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`abandoned ${variants[0] ?? number}`}))`
  const since = new Date(at.getTime() - HOUR)
  const [row] = await tx.$queryRaw<[{ isFirst: boolean }]>`
    select not exists (select from callback where number = any(${variants}) and requested_at > ${since})
       and not exists (select from call c join "case" k on k.call_sid = c.sid
                        where c.from_number = any(${variants}) and c.started_at > ${new Date(since.getTime() - 2 * HOUR)}
                          and k.reason = 'abandoned' and k.opened_at > ${since}) as "isFirst"`
  return row.isFirst
}

export async function performAbandoned(tx: Transaction, call: CallRow, { asked, promised }: Follow, customerId: string | null): Promise<void> {
  const at = endOf(call)
  if (promised) return void (await requestByPhone(tx, promised, { ...asked, customerId }, at))
  const title = await titleOfReason(tx, 'abandoned', call.language)
  await openCaseOf(tx, { call, at, turn: call.turn }, { title, reason: 'abandoned', severity: 'normal' })
}

export const endOf = ({ endedAt, lastEventAt }: CallRow): Date => endedAt ?? lastEventAt
