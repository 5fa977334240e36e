import type { PolicyRule } from '../schemas/rules.ts'

/** By when a level is to answer a case that came to it at `since`, as was agreed; null: nothing was. */
export function olaDueAt({ levels }: PolicyRule, levelId: string, since: Date): Date | null {
  const minutes = levels[levelId]?.olaMinutes
  return minutes == null ? null : new Date(since.getTime() + minutes * 60_000)
}
