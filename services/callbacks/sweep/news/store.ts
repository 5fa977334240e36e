import type { Callback } from '../../../../prisma/generated/client.ts'
import type { Transaction } from '../../../db.ts'
import { firstAllowed } from '../../../messages/hours.ts'
import { hoursOf } from '../../attempts/store.ts'

type Window = { from: Date; to: Date }
type UntoldMove = {
  /** The window that he knows. */
  known: Window
  /** Event of the last move. */
  id: bigint
}

/** What one of us has moved since he was told last, and he has not chosen anew himself meanwhile. */
export async function untoldMove(tx: Transaction, { id: callbackId, confirmedAt }: Pick<Callback, 'id' | 'confirmedAt'>): Promise<UntoldMove | undefined> {
  const moves = await tx.callbackEvent.findMany({
    where: { callbackId, kind: 'moved', ...(confirmedAt && { at: { gt: confirmedAt } }) },
    orderBy: { id: 'asc' },
    select: { id: true, body: true },
  })
  const ours = moves.slice(moves.findLastIndex(({ body }) => !isOurs(body)) + 1)
  const [first, last] = [ours[0], ours.at(-1)]
  if (!first || !last) return undefined
  const { from, to } = (first.body as { fromWindow: { from: string; to: string } }).fromWindow
  return { known: { from: new Date(from), to: new Date(to) }, id: last.id }
}

/** We give a reason; he needs none. */
const isOurs = (body: unknown): boolean => 'reason' in (body as object)

/** In the night nobody is told what he can as well read in the morning, while he does not wait for us: the first look after it finds it again. */
export async function canWait(tx: Transaction, held: Callback, at: Date): Promise<boolean> {
  const awake = firstAllowed(at.getTime(), await hoursOf(tx, held))
  if (awake <= at.getTime()) return false
  const { known } = (await untoldMove(tx, held)) ?? { known: windowOf(held) }
  const waits = held.endedAt === null ? [known, windowOf(held)] : [known]
  return waits.every(({ from, to }) => to <= at || awake <= from.getTime())
}

const windowOf = ({ windowFrom, dueAt }: Callback): Window => ({ from: windowFrom, to: dueAt })
