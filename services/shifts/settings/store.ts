import type { Transaction } from '../../db.ts'
import { domainError } from '../../errors.ts'

/** What the settings of the roster speak of must exist. Each throws and says what is allowed. */

export async function checkSite(tx: Transaction, id: string): Promise<void> {
  const sites = await tx.site.findMany({ orderBy: { name: 'asc' } })
  if (sites.some((known) => known.id === id)) return
  throw domainError('SITE_UNKNOWN', { site: id, allowed: named(sites) || 'none, there are no sites yet' })
}

export async function checkLevel(tx: Transaction, id: string): Promise<void> {
  const levels = await tx.level.findMany({ orderBy: { rank: 'asc' } })
  if (levels.some((known) => known.id === id)) return
  throw domainError('LEVEL_UNKNOWN', { level: id, allowed: named(levels) || 'none, there are no levels yet' })
}

/** Locks them: a skill that is being deleted must not be asked for meanwhile. */
export async function checkSkills(tx: Transaction, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  const known = await tx.$queryRaw<{ key: string }[]>`SELECT key FROM skill ORDER BY key FOR SHARE`
  const unknown = keys.find((key) => !known.some((one) => one.key === key))
  if (unknown === undefined) return
  throw domainError('SKILL_UNKNOWN', { skill: unknown, allowed: known.map(({ key }) => key).join(', ') || 'none, there are no skills yet' })
}

export async function checkShiftTypes(tx: Transaction, ids: readonly string[]): Promise<void> {
  const known = new Set((await tx.shiftType.findMany({ where: { id: { in: [...ids] } }, select: { id: true } })).map(({ id }) => id))
  const unknown = ids.find((id) => !known.has(id))
  if (unknown !== undefined) throw domainError('NOT_FOUND', { kind: 'shift type', id: unknown })
}

function named(rows: readonly { id: string; name: string }[]): string {
  return rows.map(({ id, name }) => `${id} (${name})`).join(', ')
}
