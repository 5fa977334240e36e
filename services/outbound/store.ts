import { randomUUID } from 'node:crypto'
import type { OutboundCall } from '../../prisma/generated/client.ts'
import { Prisma, type Transaction } from '../db.ts'
import type { CallStatus } from '../telephony/provider.ts'
import { UNDER_WAY, type EndedAs } from './states.ts'

export type OutboundPurpose = 'telling' | 'message' | 'survey' | 'callbackAgent' | 'callbackCustomer'
/** Nobody of us waits for them: where calls a second are few, all others go first. */
const AUTOMATIC: OutboundPurpose[] = ['message', 'survey']

export type NewOutboundCall = {
  /** What it is for, once: however often it is asked for, there is one call of each. */
  key: string
  purpose: OutboundPurpose
  /** E.164 */
  to: string
  /** A number of ours, shown to him; absent: our first. */
  from?: string
  language: string
  ringSeconds?: number
  /** Whom we call, if he is one of us. */
  personId?: string
  caseId?: string
  tellingId?: string
  messageId?: string
  /** Number of the customer to whom or for whom it is: then it lies on his record (that of the case) as a call. */
  customerNumber?: string
  /** The call of the record to which its leg belongs as another party's; then it lies on no record by itself. */
  ofCallSid?: string
  /** Dialled as tones once the other side has answered; `w` waits half a second. */
  digits?: string
  body?: Prisma.InputJsonObject
  /** Not placed before. */
  dueAt: Date
  /** Nor after; absent: ten minutes later it is of no use any more. */
  untilAt?: Date
}

const RING_SECONDS = 30
const USEFUL_SECONDS = 600
const later = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1_000)

/** Twilio shows only numbers of ours. */
async function ourFirstNumber(tx: Transaction): Promise<string> {
  const number = await tx.phoneNumber.findFirst({ orderBy: { createdAt: 'asc' }, select: { number: true } })
  return number?.number ?? ''
}

/**
 * Writes down that somebody is to be called. Who asks again with the same key gets the call that is there already (`isNew` false). Nobody is called
 * inside the transaction: ask the queue to look afterwards, or the sweeper will.
 */
export async function requestCall(tx: Transaction, call: NewOutboundCall): Promise<{ id: string; isNew: boolean }> {
  const { from = await ourFirstNumber(tx), ringSeconds = RING_SECONDS, untilAt = later(call.dueAt, USEFUL_SECONDS) } = call
  const data = { ...call, id: randomUUID(), from, ringSeconds, untilAt }
  const [made] = await tx.outboundCall.createManyAndReturn({ data: [data], skipDuplicates: true, select: { id: true } })
  if (made) return { id: made.id, isNew: true }
  return { id: (await tx.outboundCall.findUniqueOrThrow({ where: { key: call.key }, select: { id: true } })).id, isNew: false }
}

/** What was asked for need not be any more; a phone that rings already goes on ringing. Returns how many calls are not placed. */
export async function cancelCalls(tx: Transaction, which: { tellingId: string } | { messageId: string } | { key: string }, at: Date): Promise<number> {
  const { count } = await tx.outboundCall.updateMany({ where: { ...which, state: 'waiting' }, data: { state: 'failed', endedAt: at } })
  return count
}

/** The call, held until the commit. */
export async function holdCall(tx: Transaction, id: string): Promise<OutboundCall | undefined> {
  await tx.$executeRaw`select 1 from outbound_call where id = ${id}::uuid for no key update`
  return (await tx.outboundCall.findUnique({ where: { id } })) ?? undefined
}

/** So long after a phone has stopped ringing its report is waited for. */
const REPORT_SECONDS = 15
/** A call of which the provider has told us nothing is looked for so long after its phone would have stopped ringing: lists of calls lag. */
const SILENCE_SECONDS = 60
/** A phone that is used by another call is looked at again after this. */
const BUSY_SECONDS = 5
/** Who talks for so long is asked after: the report of his end may be lost. */
const TALK_SECONDS = 600
/** The longest connection (client.ts), and a little. */
const LONGEST_LEG_SECONDS = 65 * 60
const RETRY_SECONDS = 5

/**
 * Takes the next call whose time has come and whose phone no other call of ours uses, what is said by itself last: two matters for one person in the same minute are two calls,
 * one after the other. From the commit on it is never placed again, whatever breaks.
 */
export async function takeCall(tx: Transaction, now: Date): Promise<OutboundCall | undefined> {
  // Of two who place calls to one phone at once the second sees the first's.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('outbound calls'))`
  const isInUse = Prisma.sql`(
    exists (select from outbound_call b where b."to" = o."to" and b.ended_at is null and b.state = any(${[...UNDER_WAY]}::text[]))
    or exists (select from wake_attempt a where a.phone = o."to" and a.ended_at is null and a.started_at > ${later(now, -LONGEST_LEG_SECONDS)}))`
  const first = (of: Prisma.Sql) => Prisma.sql`
    select o.id from outbound_call o where o.state = 'waiting' and o.due_at <= ${now} and ${of} and not ${isInUse} order by o.due_at, o.id limit 1 for update skip locked`
  const isAutomatic = Prisma.sql`o.purpose = any(${AUTOMATIC})`
  const [due] = await tx.$queryRaw<{ id: string }[]>`
    with one as (${first(Prisma.sql`not ${isAutomatic}`)}), other as (${first(Prisma.sql`${isAutomatic} and not exists (select from one)`)})
    select id from one union all select id from other`
  if (!due) {
    // Only those: one that was asked for a moment ago, after we looked, is placed at once.
    await tx.$executeRaw`update outbound_call o set due_at = ${later(now, BUSY_SECONDS)} where o.state = 'waiting' and o.due_at <= ${now} and ${isInUse}`
    return undefined
  }
  const { ringSeconds } = await tx.outboundCall.findUniqueOrThrow({ where: { id: due.id }, select: { ringSeconds: true } })
  return tx.outboundCall.update({ where: { id: due.id }, data: { state: 'placing', startedAt: now, dueAt: later(now, ringSeconds + SILENCE_SECONDS) } })
}

/** Calls of which nothing was heard in time, and those that were of use only until now. */
export async function listOverdue(tx: Pick<Transaction, 'outboundCall'>, now: Date): Promise<OutboundCall[]> {
  const isOverdue = [
    { state: { in: [...UNDER_WAY] }, dueAt: { lte: now }, OR: [{ wanted: null }, { legSid: null }] },
    { state: 'waiting', untilAt: { lte: now } },
  ]
  return tx.outboundCall.findMany({ where: { endedAt: null, OR: isOverdue }, orderBy: [{ dueAt: 'asc' }, { id: 'asc' }], take: 50 })
}

/** The provider says that it goes on, or cannot be asked just now. Undefined: it has lasted longer than any call can. */
export async function lookLater(tx: Transaction, call: OutboundCall, seconds: number, now: Date): Promise<OutboundCall | undefined> {
  if (call.startedAt === null || later(call.startedAt, LONGEST_LEG_SECONDS) <= now) return undefined
  return tx.outboundCall.update({ where: { id: call.id }, data: { dueAt: later(now, seconds) } })
}

/** His phone rings from now on, as far as the provider says; a report may have been faster. */
export async function notePlaced(tx: Transaction, { id, ringSeconds }: OutboundCall, legSid: string, now: Date): Promise<void> {
  await tx.outboundCall.updateMany({ where: { id, legSid: null }, data: { legSid } })
  await tx.outboundCall.updateMany({
    where: { id, state: { in: ['placing', 'unknown'] } },
    data: { state: 'ringing', endedAt: null, dueAt: later(now, ringSeconds + REPORT_SECONDS) },
  })
  await tx.outboundCall.updateMany({ where: { id, endedAt: null, wanted: { not: null } }, data: { dueAt: now } })
}

/** It was surely not placed, and may be a moment later: it waits again. */
export async function putOff(tx: Transaction, { id }: OutboundCall, now: Date): Promise<void> {
  await tx.outboundCall.updateMany({ where: { id, state: 'placing' }, data: { state: 'waiting', startedAt: null, dueAt: later(now, RETRY_SECONDS) } })
}

/** He has picked up (or his machine has). */
export async function noteAnswered(tx: Transaction, call: OutboundCall, at: Date, answeredBy: OutboundCall['answeredBy']): Promise<OutboundCall> {
  const isNew = ['placing', 'ringing', 'unknown'].includes(call.state)
  if (!isNew && (answeredBy === null || call.answeredBy !== null)) return call
  const data = { ...(isNew && { state: 'answered', endedAt: null, dueAt: later(at, TALK_SECONDS) }), ...(answeredBy && { answeredBy }) }
  return tx.outboundCall.update({ where: { id: call.id }, data })
}

/** What the call was for is done: he pressed the key, or was connected. It counts once, and stays whatever becomes of the line. */
export async function acknowledge(tx: Transaction, id: string): Promise<boolean> {
  const { count } = await tx.outboundCall.updateMany({ where: { id, state: { not: 'acknowledged' } }, data: { state: 'acknowledged' } })
  return count > 0
}

/** The line is free again. An acknowledged call stays one. Undefined: it had ended before. */
export async function noteEnd(tx: Transaction, call: OutboundCall, state: EndedAs, at: Date, endStatus: CallStatus | null): Promise<OutboundCall | undefined> {
  if (call.endedAt !== null) return undefined
  const endedAt = call.startedAt && call.startedAt > at ? call.startedAt : at
  const data = { endedAt, endStatus, wanted: null, ...(call.state !== 'acknowledged' && { state }) }
  return tx.outboundCall.update({ where: { id: call.id }, data })
}

/**
 * The line of a call shall ask us anew what is heard (its purpose is asked with the step `again`); one that nobody has answered ends, and one that is
 * not placed never is. After `seconds`, unless it has ended by then. Nobody is asked inside the transaction: wake the queue afterwards.
 */
export async function turnLeg(tx: Transaction, id: string, at: Date, seconds = 0): Promise<void> {
  await wantOfLeg(tx, id, ['answered', 'acknowledged'], 'again', at, seconds)
  await endLeg(tx, id, at, seconds)
}

/** A call shall end, ringing or talked on. */
export async function endLeg(tx: Transaction, id: string, at: Date, seconds = 0): Promise<void> {
  await tx.outboundCall.updateMany({ where: { id, state: 'waiting' }, data: { state: 'failed', endedAt: at } })
  await wantOfLeg(tx, id, UNDER_WAY, 'end', at, seconds)
}

async function wantOfLeg(tx: Transaction, id: string, states: readonly string[], wanted: 'end' | 'again', at: Date, seconds: number): Promise<void> {
  const which = { id, endedAt: null, wanted: null, state: { in: [...states] } }
  await tx.outboundCall.updateMany({ where: { ...which, legSid: { not: null } }, data: { wanted, dueAt: later(at, seconds) } })
  // Its phone may ring already: as soon as we know by which name.
  await tx.outboundCall.updateMany({ where: { ...which, legSid: null }, data: { wanted } })
}

/** Calls of which the provider is to be asked something now. */
export async function listWanted(tx: Pick<Transaction, 'outboundCall'>, now: Date): Promise<OutboundCall[]> {
  const where = { endedAt: null, wanted: { not: null }, legSid: { not: null }, dueAt: { lte: now } }
  return tx.outboundCall.findMany({ where, orderBy: [{ dueAt: 'asc' }, { id: 'asc' }], take: 50 })
}

/** It was asked for; its report is waited for. */
export async function noteFollowed(tx: Transaction, { id, wanted }: OutboundCall, now: Date): Promise<void> {
  await tx.outboundCall.updateMany({ where: { id, wanted, endedAt: null }, data: { wanted: null, dueAt: later(now, REPORT_SECONDS) } })
}

/** Of these legs, those that are not known to be of another call that we have placed. */
export async function unknownLegs(tx: Transaction, sids: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ sid: string }[]>`
    select sid from unnest(${[...sids]}::text[]) with ordinality as given(sid, n)
     where not exists (select from outbound_call where leg_sid = sid) and not exists (select from wake_attempt where leg_sid = sid)
       and not exists (select from room_member where leg_sid = sid) order by n`
  return rows.map(({ sid }) => sid)
}
