import { isDate, mondayOfWeek, weekOf } from './weeks.ts'

/** What the address says, so that a link shows another person the same. Without `week` it is this week; without `view` all people of a week. */
export type RosterSearch = { week?: string; view?: 'person'; person?: string; plan?: 'published' }

export const readRosterSearch = (search: Record<string, unknown>): RosterSearch => {
  const week = readWeek(search['week'], search['from'])
  const person = typeof search['person'] === 'string' && search['person'] !== '' ? search['person'] : undefined
  return {
    ...(week === undefined ? {} : { week }),
    ...(search['view'] === 'person' ? { view: 'person' as const } : {}),
    ...(person === undefined ? {} : { person }),
    ...(search['plan'] === 'published' ? { plan: 'published' as const } : {}),
  }
}

const readWeek = (week: unknown, from: unknown): string | undefined => {
  if (typeof week === 'string' && mondayOfWeek(week) !== undefined) return week
  return typeof from === 'string' && isDate(from) ? weekOf(from) : undefined
}
