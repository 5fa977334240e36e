import type { Callback } from '../../../prisma/generated/client.ts'
import type { CaseEnd } from '../../cases/moves/service.ts'
import type { Transaction } from '../../db.ts'
import { giveCase } from '../intake/store.ts'
import { cancelCallback } from '../moves/store.ts'
import { LIVE_STATES } from '../states.ts'
import { addCallbackEvent, holdCallback } from '../store.ts'

/** Callbacks are held before their case, by everybody. */
export async function holdCallbacksOf(tx: Transaction, caseId: string): Promise<void> {
  await tx.$executeRaw`select 1 from callback where case_id = ${caseId}::uuid and ended_at is null order by id for no key update`
}

/**
 * A case is over, and nobody is to be called about it any more. While a phone rings or somebody talks, that call ends the callback. Of a case that is the
 * same as another the customer still waits for a call: it goes over to the other, unless he waits for one there at the same number.
 */
export async function endCallbacksOf(tx: Transaction, { caseId, how, joinedToId, at, personId }: CaseEnd): Promise<void> {
  const open = await tx.callback.findMany({ where: { caseId, endedAt: null }, orderBy: { id: 'asc' } })
  for (const callback of open) {
    if (joinedToId !== undefined && !(await waitsThere(tx, callback, joinedToId))) await goOver(tx, callback, joinedToId, at, personId)
    else if (!LIVE_STATES.some((state) => state === callback.state)) await cancelCallback(tx, callback, { at, personId, why: WHY[how], endWhy: how })
  }
}

/** A number was blocked: nobody is called there any more. While a phone rings or somebody talks, that call ends it. */
export async function endBlocked(tx: Transaction, numbers: readonly string[], { at, personId, reason }: { at: Date; personId: string | null; reason: string }) {
  const open = await tx.callback.findMany({ where: { number: { in: [...numbers] }, endedAt: null }, select: { id: true }, orderBy: { id: 'asc' } })
  for (const { id } of open) {
    const held = await holdCallback(tx, id)
    if (!held || held.endedAt !== null || LIVE_STATES.some((state) => state === held.state)) continue
    await cancelCallback(tx, held, { at, personId, reason, why: 'its number was blocked', endWhy: 'blocked' })
  }
}

const WHY = {
  solved: 'its case was solved',
  closed: 'its case was closed',
  joined: 'its case is the same as another, in which he is called back',
} as const satisfies Record<CaseEnd['how'], string>

async function waitsThere(tx: Transaction, { number, extension }: Callback, caseId: string): Promise<boolean> {
  return (await tx.callback.count({ where: { caseId, number, extension, endedAt: null } })) > 0
}

async function goOver(tx: Transaction, callback: Callback, caseId: string, at: Date, personId: string): Promise<void> {
  const moved = await tx.callback.update({ where: { id: callback.id }, data: { caseId } })
  await addCallbackEvent(tx, { callbackId: callback.id, at, personId, kind: 'note', why: 'its case was joined to another, which has it now', body: { caseId } })
  await giveCase(tx, moved, at)
}
