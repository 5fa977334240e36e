import type { Outcome } from '../../../services/schemas/calls.ts'

export const OUTCOMES: readonly Outcome[] = ['answered', 'callback', 'voicemail', 'self-served', 'abandoned', 'failed', 'turned-away']

/** What the list of calls shows; it stands in the URL, so that a link shows the same list to a colleague. */
export type CallFilter = {
  outcome?: Outcome
  search?: string
  label?: string
  site?: string
  isOpen?: true
  /** Where the page before this one ends, as the server said it: the older pages. */
  before?: string
}

/** Takes what is usable out of a URL that a person may have typed; the rest is dropped. */
export const readFilter = (search: Record<string, unknown>): CallFilter => {
  const outcome = OUTCOMES.find((known) => known === search['outcome'])
  return {
    ...(outcome ? { outcome } : {}),
    ...text('search', search['search']),
    ...text('label', search['label']),
    ...text('site', search['site']),
    ...(String(search['isOpen']) === 'true' ? { isOpen: true } : {}),
    ...text('before', search['before']),
  }
}

const text = <K extends string>(name: K, value: unknown): Partial<Record<K, string>> => {
  // The router reads ?search=123456 as a number; a contract number is text all the same.
  const words = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : ''
  return words === '' ? {} : ({ [name]: words } as Record<K, string>)
}

export const toQuery = (filter: CallFilter): string => {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(filter)) query.set(name, String(value))
  const words = query.toString()
  return words === '' ? '' : `?${words}`
}

export const isFiltered = ({ before: _, ...filter }: CallFilter): boolean => Object.keys(filter).length > 0
