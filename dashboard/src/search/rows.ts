import type { SearchHit } from '../api/case-types.ts'

/** One line of what was found: a record to open, or a page to go to. */
export type SearchRow = { id: string; kind: SearchHit['kind'] | 'page'; title: string; text: string; to: string }
export type SearchGroup = { kind: SearchRow['kind']; rows: SearchRow[] }
export type PageChoice = { to: string; title: string }

const PATHS: Record<SearchHit['kind'], (ref: string) => string> = {
  customer: (ref) => `/customers/${encodeURIComponent(ref)}`,
  case: (ref) => `/cases/${encodeURIComponent(ref)}`,
  call: (ref) => `/calls/${encodeURIComponent(ref)}`,
  // People have no page of their own: their cases say most about them.
  callback: (ref) => `/callbacks?shown=${encodeURIComponent(ref)}`,
  person: (ref) => `/cases?owner=${encodeURIComponent(ref)}`,
}

const MOST_PAGES = 6

/** In the order in which the server found them, kind by kind; pages last, but first when nothing else is typed. */
export const groupsOf = (typed: string, hits: readonly SearchHit[], pages: readonly PageChoice[]): SearchGroup[] => {
  const wanted = typed.trim().toLowerCase()
  const fitting = wanted === '' ? pages : pages.filter(({ title }) => title.toLowerCase().includes(wanted)).slice(0, MOST_PAGES)
  const kinds = [...new Set(hits.map(({ kind }) => kind))]
  const groups: SearchGroup[] = kinds.map((kind) => ({
    kind,
    rows: hits.filter((hit) => hit.kind === kind).map(({ ref, title, text }) => ({ id: `${kind}-${ref}`, kind, title, text, to: PATHS[kind](ref) })),
  }))
  const ways: SearchGroup = { kind: 'page', rows: fitting.map(({ to, title }) => ({ id: `page-${to}`, kind: 'page', title, text: '', to })) }
  return ways.rows.length === 0 ? groups : [...groups, ways]
}
