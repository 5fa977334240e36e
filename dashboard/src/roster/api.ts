import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ask, askList } from '../api/http.ts'
import type {
  AddedShift,
  ChangedShift,
  Copied,
  CoveredShift,
  NewOverride,
  NewSwap,
  Period,
  Plan,
  PublicationRow,
  Publish,
  Roster,
  RosterDiff,
  ShiftChange,
} from './types.ts'

const periodOf = ({ from, to }: Period): string => `from=${from}&to=${to}`

/** All keys begin with `roster`: one live message makes all of them old. */
export const rosterQuery = (period: Period, plan: Plan) =>
  queryOptions({
    queryKey: ['roster', plan, period.from, period.to],
    queryFn: ({ signal }) => ask<Roster>('GET', `/api/roster?${periodOf(period)}&plan=${plan}`, { signal }),
    placeholderData: keepPreviousData,
  })

export const diffQuery = (period: Period) =>
  queryOptions({
    queryKey: ['roster', 'diff', period.from, period.to],
    queryFn: ({ signal }) => ask<RosterDiff>('GET', `/api/roster/diff?${periodOf(period)}`, { signal }),
    staleTime: 0,
  })

export const publicationsQuery = queryOptions({
  queryKey: ['roster', 'publications'],
  queryFn: ({ signal }) => askList<PublicationRow>('/api/roster/publications', 'publications', { signal }),
})

export const addShift = (body: AddedShift) => ask<ChangedShift>('POST', '/api/roster/shifts', { body })
export const changeShift = (id: string, body: ShiftChange) => ask<ChangedShift>('PATCH', `/api/roster/shifts/${id}`, { body })
export const removeShift = (id: string, version: number) => ask<unknown>('DELETE', `/api/roster/shifts/${id}?version=${version}`)
export const publish = (body: Publish) => ask<unknown>('POST', '/api/roster/publish', { body })
export const copyPeriod = (body: Period & { target: string }) => ask<Copied>('POST', '/api/roster/copy', { body })
export const standIn = (body: NewOverride) => ask<CoveredShift>('POST', '/api/overrides', { body })
export const swap = (body: NewSwap) => ask<CoveredShift>('POST', '/api/swaps', { body })
export const revokeOverride = (id: string) => ask<unknown>('DELETE', `/api/overrides/${id}`)
