import { changePresence, leaveCall } from '../../../shifts/presence/store.ts'
import type { Transaction } from '../../../db.ts'

/** Who has taken a callback is on a call; who has a break or is away and calls by himself stays so. */
export async function beOnACall(tx: Transaction, personId: string, at: Date): Promise<void> {
  const now = await tx.presence.findFirst({ where: { personId, toAt: null }, select: { state: true } })
  if (now?.state !== 'break' && now?.state !== 'away') await changePresence(tx, personId, 'onACall', 'call', at)
}

/** His line has ended: as after any call. */
export async function wrapUp(tx: Transaction, personId: string, at: Date): Promise<void> {
  await leaveCall(tx, [personId], at)
}
