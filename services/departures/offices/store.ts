import type { Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { PersonRow } from '../../people/views.ts'

/** Levels and departments that he heads, and people whose deputy he is. */
export async function countOffices(tx: Transaction, id: string): Promise<number> {
  const levels = await tx.level.count({ where: { headId: id } })
  const departments = await tx.department.count({ where: { headId: id } })
  return levels + departments + (await tx.person.count({ where: { deputyId: id, isActive: true } }))
}

/** The head of a level is of that level or above. Nobody is his own deputy: who would be has none. */
export async function moveOffices(tx: Transaction, { id }: PersonRow, heir: PersonRow): Promise<number> {
  const count = await countOffices(tx, id)
  const headed = await tx.level.findMany({ where: { headId: id }, orderBy: { rank: 'desc' } })
  const tooHigh = headed.find(({ rank }) => rank > (heir.level?.rank ?? -1))
  if (tooHigh) throw domainError('HEAD_TOO_LOW', { name: heir.name, level: tooHigh.name })
  await tx.level.updateMany({ where: { headId: id }, data: { headId: heir.id } })
  await tx.department.updateMany({ where: { headId: id }, data: { headId: heir.id } })
  await tx.person.updateMany({ where: { deputyId: id, id: heir.id }, data: { deputyId: null } })
  await tx.person.updateMany({ where: { deputyId: id }, data: { deputyId: heir.id } })
  return count
}
