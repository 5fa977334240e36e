import type { Severity } from '../../../services/schemas/cases.ts'

export const SEVERITIES: readonly Severity[] = ['urgent', 'high', 'normal', 'low']
export const STATUSES = ['open', 'solved', 'closed'] as const
export const SORTS = ['due', 'score', 'opened'] as const
export const CASES_PER_PAGE = 50

/** What the list of cases shows; it stands in the URL, so that a link shows the same list to a colleague. Without a status: the open ones. */
export type CaseFilter = {
  status?: (typeof STATUSES)[number] | 'all'
  level?: number
  /** A person's id, or "me". */
  owner?: string
  severity?: Severity
  reason?: string
  customerId?: string
  isUnattended?: true
  isLate?: true
  search?: string
  sort?: 'score' | 'opened'
  /** From 1. */
  page?: number
}

/** Takes what is usable out of a URL that a person may have typed; the rest is dropped, and so is what holds anyway. */
export const readCaseFilter = (search: Record<string, unknown>): CaseFilter => {
  const status = (['solved', 'closed', 'all'] as const).find((known) => known === search['status'])
  const severity = SEVERITIES.find((known) => known === search['severity'])
  const sort = (['score', 'opened'] as const).find((known) => known === search['sort'])
  return {
    ...(status ? { status } : {}),
    ...whole('level', search['level']),
    ...text('owner', search['owner']),
    ...(severity ? { severity } : {}),
    ...text('reason', search['reason']),
    ...text('customerId', search['customerId']),
    ...(String(search['isUnattended']) === 'true' ? { isUnattended: true } : {}),
    ...(String(search['isLate']) === 'true' ? { isLate: true } : {}),
    ...text('search', search['search']),
    ...(sort ? { sort } : {}),
    ...(Number(search['page']) > 1 ? whole('page', search['page']) : {}),
  }
}

const text = <K extends string>(name: K, value: unknown): Partial<Record<K, string>> => {
  // The router reads ?search=100018 as a number; a case's number is text all the same.
  const words = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : ''
  return words === '' ? {} : ({ [name]: words } as Record<K, string>)
}

const whole = <K extends string>(name: K, value: unknown): Partial<Record<K, number>> => {
  const number = Number(value === undefined || value === '' ? Number.NaN : value)
  return Number.isInteger(number) && number >= 1 && number <= 10_000 ? ({ [name]: number } as Record<K, number>) : {}
}

/** As GET /api/cases wants it. */
export const toCaseQuery = ({ status = 'open', page = 1, ...rest }: CaseFilter): string => {
  const query = new URLSearchParams()
  if (status !== 'all') query.set('status', status)
  for (const [name, value] of Object.entries(rest)) query.set(name, String(value))
  query.set('limit', String(CASES_PER_PAGE))
  if (page > 1) query.set('offset', String((page - 1) * CASES_PER_PAGE))
  return `?${query.toString()}`
}

export const isFiltered = ({ page: _, sort: __, ...filter }: CaseFilter): boolean => Object.keys(filter).length > 0
