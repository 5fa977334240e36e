import type { Transaction } from '../db.ts'
import { keeperAt, type NamedKeeper } from '../shifts/on-shift/store.ts'

/** A level by itself, by its storey, or the first of all. */
export type WhichLevel = { levelId: string } | { rank: number | 'first' }

/**
 * Who answers for a level at an instant when nobody has taken a case of it: who is on shift there, else on call there, else its head.
 * Throws when there is no such level; a company without levels is never left behind by `nightline init` and the seed.
 */
export async function getKeeper(tx: Transaction, which: WhichLevel, at: Date): Promise<NamedKeeper> {
  if ('levelId' in which) return keeperAt(tx, which.levelId, at)
  const where = which.rank === 'first' ? {} : { rank: which.rank }
  const level = await tx.level.findFirstOrThrow({ where, orderBy: { rank: 'asc' }, select: { id: true } })
  return keeperAt(tx, level.id, at)
}
