import type { Transaction } from '../../db.ts'

type Named = { id: string; name: string }
export type Executive = {
  levelId: string
  level: string
  /** Head of the highest level. */
  head: Named
  /** Who stands in for him; null: nobody is named, or he is not there himself. */
  deputy: Named | null
  /** A planned absence, or he is not active any more. */
  isAway: boolean
  /** Who owns what comes to the top at this instant. */
  owner: Named
}

/** Who answers at the top at an instant. Planned absence makes the deputy owner; without one who is there it stays with the head: there is always somebody. */
export async function getExecutive(tx: Transaction, at: Date): Promise<Executive> {
  const away = { where: { fromAt: { lte: at }, toAt: { gt: at } }, select: { id: true }, take: 1 }
  const person = { select: { id: true, name: true, isActive: true, leaves: away } }
  const level = await tx.level.findFirstOrThrow({
    orderBy: [{ isExecutive: 'desc' }, { rank: 'desc' }],
    include: { head: { select: { ...person.select, deputy: person } } },
  })
  const { head } = level
  const isThere = (one: { isActive: boolean; leaves: readonly object[] }): boolean => one.isActive && one.leaves.length === 0
  const deputy = head.deputy && isThere(head.deputy) && head.deputy.id !== head.id ? named(head.deputy) : null
  const isAway = !isThere(head)
  return { levelId: level.id, level: level.name, head: named(head), deputy, isAway, owner: (isAway && deputy) || named(head) }
}

const named = ({ id, name }: Named): Named => ({ id, name })
