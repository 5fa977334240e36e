import { randomUUID } from 'node:crypto'
import type { CallbackBreaker } from '../../../../prisma/generated/client.ts'
import { Prisma, type Transaction } from '../../../db.ts'
import { tell } from '../../../notifications/store.ts'
import { SUPERVISION } from '../../../schemas/people.ts'
import { announceCallback } from '../../store.ts'
import { STRANGERS_WAYS } from '../strangers.ts'
import type { Calls } from './share.ts'

export type Why = 'failed' | 'budgetHour' | 'budgetDay' | 'byHand'
/** A spent budget closes nothing by itself: what is kept for customers is theirs. */
export const CLOSES_ALL: readonly Why[] = ['failed', 'byHand']

const isOpenAt = (at: Date) => ({ closedAt: null, openedAt: { lte: at }, OR: [{ untilAt: null }, { untilAt: { gt: at } }] })

/** By phone nobody is promised anything at the public ways; a request in writing is taken. */
export async function isClosed(tx: Pick<Transaction, 'callbackBreaker'>, at: Date): Promise<boolean> {
  return (await tx.callbackBreaker.findFirst({ where: { ...isOpenAt(at), why: { in: [...CLOSES_ALL] } }, select: { id: true } })) !== null
}

export function findOpen(tx: Transaction, why: Why, at: Date): Promise<CallbackBreaker | null> {
  return tx.callbackBreaker.findFirst({ where: { ...isOpenAt(at), why }, orderBy: { openedAt: 'desc' } })
}

export function findLast(tx: Transaction, why: Why): Promise<CallbackBreaker | null> {
  return tx.callbackBreaker.findFirst({ where: { why }, orderBy: { openedAt: 'desc' } })
}

/** How calls to people who asked by the public ways went. Bad: it could not be placed, it ended before anybody talked with him, or after seconds. */
export async function countCalls(tx: Transaction, since: Date, shortSeconds: number): Promise<Calls> {
  const [row] = await tx.$queryRaw<[Calls]>(Prisma.sql`
    select count(*)::int as all, count(*) filter (where a.outcome in ('customerFailed', 'customerHungUp', 'customerUnheard')
             or a.outcome = 'talked' and extract(epoch from a.ended_at - a.connected_at) < ${shortSeconds})::int as bad
      from callback_attempt a join callback b on b.id = a.callback_id
     where a.customer_rung_at >= ${since} and a.state = 'ended' and a.outcome not in ('cancelled', 'unknown') and b.source = any(${[...STRANGERS_WAYS]}::text[])`)
  return row
}

/** `key`: of one key people are told once, however often it opens; absent: each time. */
export type Opening = { why: Why; at: Date; untilAt: Date | null; body: Prisma.InputJsonObject; key?: string }

/** Opened, and the supervision is told. */
export async function openBreaker(tx: Transaction, { why, at, untilAt, body, key }: Opening): Promise<void> {
  const id = randomUUID()
  await tx.callbackBreaker.create({ data: { id, why, openedAt: at, untilAt, body } })
  await tellLeads(tx, { key: `${why}:${key ?? id}`, body: { why, until: untilAt?.toISOString() ?? null, ...body } }, at)
  await announceCallback(tx, id)
}

/** Once for each key. */
export async function tellLeads(tx: Transaction, { key, body }: { key: string; body: Prisma.InputJsonObject }, at: Date): Promise<void> {
  const leads = await tx.person.findMany({ where: { isActive: true, role: { in: [...SUPERVISION] } }, select: { id: true } })
  const people = leads.map(({ id }) => id)
  await tell(tx, people, { kind: 'breaker', key: `breaker:${key}`, body }, at)
}

export async function closeBreaker(tx: Transaction, id: string, at: Date): Promise<void> {
  const { count } = await tx.callbackBreaker.updateMany({ where: { id, closedAt: null }, data: { closedAt: at } })
  if (count > 0) await announceCallback(tx, id)
}

/** Those whose time is over. */
export function listOver(tx: Transaction, at: Date): Promise<CallbackBreaker[]> {
  return tx.callbackBreaker.findMany({ where: { closedAt: null, untilAt: { lte: at } } })
}
