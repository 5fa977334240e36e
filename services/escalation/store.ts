import type { Transaction } from '../db.ts'

export type Keeper = { levelId: string; personId: string; name: string }

/**
 * Who answers for the first level now when nobody has taken a case of it: its head. Throws when the company has no levels,
 * which `nightline init` and the seed never leave behind.
 */
export async function getFrontKeeper(tx: Transaction): Promise<Keeper> {
  const level = await tx.level.findFirstOrThrow({ orderBy: { rank: 'asc' }, include: { head: true } })
  return { levelId: level.id, personId: level.headId, name: level.head.name }
}
