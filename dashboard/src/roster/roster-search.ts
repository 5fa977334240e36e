import { isDate, mondayOfWeek, weekOf } from './weeks.ts'

/** What the address says, so that a link shows another person the same. Without `week` it is this week; without `view` all people of a week. */
export type RosterSearch = { week?: string; view?: 'day' | 'month' | 'weeks' | 'person'; day?: string; person?: string; plan?: 'published' }

export const readRosterSearch = (search: Record<string, unknown>): RosterSearch => {
  const week = readWeek(search['week'], search['from'])
  const day = search['view'] === 'day' && typeof search['day'] === 'string' && isDate(search['day']) ? { day: search['day'] } : {}
  const person = typeof search['person'] === 'string' && search['person'] !== '' ? search['person'] : undefined
  return {
    ...(week === undefined ? {} : { week }),
    ...readView(search['view']),
    ...day,
    ...(person === undefined ? {} : { person }),
    ...(search['plan'] === 'published' ? { plan: 'published' as const } : {}),
  }
}

const VIEWS = ['day', 'month', 'weeks', 'person'] as const
const readView = (name: unknown): Pick<RosterSearch, 'view'> => {
  const view = VIEWS.find((known) => known === name)
  return view === undefined ? {} : { view }
}

const readWeek = (week: unknown, from: unknown): string | undefined => {
  if (typeof week === 'string' && mondayOfWeek(week) !== undefined) return week
  return typeof from === 'string' && isDate(from) ? weekOf(from) : undefined
}
