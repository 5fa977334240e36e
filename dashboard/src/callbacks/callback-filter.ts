import type { CallbackSource, CallbackState } from '../api/callback-types.ts'

export const CALLBACKS_PER_PAGE = 50
export const SOURCES: readonly CallbackSource[] = ['web', 'form', 'ivr', 'keyed', 'abandoned', 'agent', 'api', 'callNow']
/** In the order of a life. */
export const STATES: readonly CallbackState[] = [
  ...(['waiting', 'offering', 'calling', 'talking', 'resting', 'snoozed', 'scheduled', 'unverified'] as const),
  ...(['done', 'unreachable', 'cancelled', 'expired', 'blocked'] as const),
]

/** What the queue shows; it stands in the URL, so that a link shows the same to a colleague. Without a state: those that are open. */
export type CallbackFilter = {
  state?: CallbackState | 'all'
  source?: CallbackSource
  skill?: string
  isMine?: true
  /** From 1. */
  page?: number
  /** The one whose panel is open. */
  shown?: string
}

/** Takes what is usable out of a URL that a person may have typed. */
export const readCallbackFilter = (search: Record<string, unknown>): CallbackFilter => {
  const state = [...STATES, 'all' as const].find((known) => known === search['state'])
  const source = SOURCES.find((known) => known === search['source'])
  const skill = textOf(search['skill'])
  const shown = textOf(search['shown'])
  const page = Number(search['page'])
  return {
    ...(state ? { state } : {}),
    ...(source ? { source } : {}),
    ...(skill === '' ? {} : { skill }),
    ...(String(search['isMine']) === 'true' ? { isMine: true } : {}),
    ...(Number.isInteger(page) && page > 1 && page < 10_000 ? { page } : {}),
    ...(shown === '' ? {} : { shown }),
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '')

/** As GET /api/callbacks wants it. */
export const toCallbackQuery = ({ state, source, skill, isMine, page = 1 }: CallbackFilter, myId: string | undefined): string => {
  const query = new URLSearchParams({ limit: String(CALLBACKS_PER_PAGE) })
  if (state !== 'all') query.set('state', state ?? 'open')
  if (source) query.set('source', source)
  if (skill) query.set('skill', skill)
  if (isMine && myId) query.set('personId', myId)
  if (page > 1) query.set('offset', String((page - 1) * CALLBACKS_PER_PAGE))
  return `?${query.toString()}`
}

export const isFiltered = ({ page: _, shown: __, ...filter }: CallbackFilter): boolean => Object.keys(filter).length > 0
