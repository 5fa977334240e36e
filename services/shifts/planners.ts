import type { Role } from '../schemas/people.ts'

/** Who plans: sees the draft, changes and publishes it, and says when others are away. */
export const PLANNERS: readonly Role[] = ['supervisor', 'manager', 'admin']

export function isPlanner(role: Role): boolean {
  return PLANNERS.includes(role)
}

/** Why somebody stands in may be another one's illness: only who plans reads it, the others get ''. */
export function reasonsFor<T extends { reason: string }>(role: Role, rows: readonly T[]): T[] {
  return isPlanner(role) ? [...rows] : rows.map((row) => ({ ...row, reason: '' }))
}
