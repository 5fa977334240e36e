import type { Callback, Prisma } from '../../prisma/generated/client.ts'
import type { Transaction } from '../db.ts'
import { LIVE_CHANNEL } from '../http/live/messages.ts'
import { isOver, type CallbackState } from './states.ts'

/** Whoever changes a callback holds it first; who holds its case too holds the callback before it. */
export async function holdCallback(tx: Transaction, id: string): Promise<Callback | undefined> {
  await tx.$executeRaw`select 1 from callback where id = ${id}::uuid for no key update`
  return (await tx.callback.findUnique({ where: { id } })) ?? undefined
}

/** That of an attempt, which belongs to one for good. Whoever changes an attempt holds its callback. */
export async function holdCallbackOf(tx: Transaction, attemptId: string): Promise<void> {
  await tx.$executeRaw`select 1 from callback where id = (select callback_id from callback_attempt where id = ${attemptId}::uuid) for no key update`
}

/** Several at once, in one order. Whoever asks for money holds all that he needs first: those who wait for the money may hold any of them. */
export async function holdCallbacks(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`select 1 from callback where id = any(${[...ids]}::uuid[]) order by id for no key update`
}

export type Change = {
  at: Date
  /** A sentence in English for the chain "why was he called at 03:12". */
  why: string
  personId?: string | null
  attemptId?: string | null
  body?: Prisma.InputJsonObject
  /** What else changes with the state. */
  data?: Omit<Prisma.CallbackUncheckedUpdateInput, 'state' | 'endedAt'>
}

/**
 * Brings a callback that is held into another state, with the event that says why; the database refuses what states.ts does not allow. States that
 * end it set `endedAt`. Pages and whoever dials hear of it at the commit.
 */
export async function changeState(
  tx: Transaction,
  callback: Callback,
  to: CallbackState,
  { at, why, personId, attemptId, body, data }: Change,
): Promise<Callback> {
  const changed = await tx.callback.update({ where: { id: callback.id }, data: { ...data, state: to, endedAt: isOver(to) ? at : null } })
  await addCallbackEvent(tx, { callbackId: callback.id, at, kind: 'state', fromState: callback.state, toState: to, why, ...{ personId, attemptId, body } })
  return changed
}

export type NewCallbackEvent = {
  callbackId: string
  at: Date
  /** state | moved | told | offered | atRisk | broken | kept | note */
  kind: string
  fromState?: string | null
  toState?: string | null
  why: string
  personId?: string | null | undefined
  attemptId?: string | null | undefined
  body?: Prisma.InputJsonObject | undefined
}

export async function addCallbackEvent(tx: Transaction, { personId = null, attemptId = null, body = {}, ...event }: NewCallbackEvent): Promise<void> {
  await tx.callbackEvent.create({ data: { ...event, personId, attemptId, body } })
  await announceCallback(tx, event.callbackId)
}

/** Pages and dispatchers hear that it changed. */
export async function announceCallback(tx: Pick<Transaction, '$executeRaw'>, id: string): Promise<void> {
  await tx.$executeRaw`select pg_notify(${LIVE_CHANNEL}, json_build_object('type', 'callback', 'id', ${id}::text)::text)`
}
