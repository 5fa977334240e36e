import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { toCaseQuery, type CaseFilter } from '../cases/case-filter.ts'
import { ask, askList, statusOf } from './http.ts'
import type {
  CaseList,
  Department,
  ExecutiveView,
  FigureRows,
  Mail,
  MonthReport,
  Pyramid,
  Rehearsal,
  RuleKind,
  RuleView,
  SearchResult,
  Timeline,
  TimelineKind,
} from './case-types.ts'

const path = encodeURIComponent

/** Live notes make these old at once; this is for when the feed is lost. */
const OFTEN = 30_000

export const casesQuery = (filter: CaseFilter) =>
  queryOptions({
    queryKey: ['cases', filter],
    queryFn: ({ signal }) => ask<CaseList>('GET', `/api/cases${toCaseQuery(filter)}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: OFTEN,
  })

export const departmentsQuery = queryOptions({
  queryKey: ['departments'],
  queryFn: ({ signal }) => askList<Department>('/api/departments', 'departments', { signal }),
  staleTime: 300_000,
})

export const pyramidQuery = queryOptions({
  queryKey: ['pyramid'],
  queryFn: ({ signal }) => ask<Pyramid>('GET', '/api/pyramid', { signal }),
  refetchInterval: OFTEN,
})
export const rehearsalQuery = queryOptions({
  queryKey: ['pyramid', 'rehearsal'],
  queryFn: ({ signal }) => ask<Rehearsal>('GET', '/api/pyramid/rehearsal', { signal }),
})
export const executiveQuery = queryOptions({
  queryKey: ['executive'],
  queryFn: ({ signal }) => ask<ExecutiveView>('GET', '/api/executive', { signal }),
  refetchInterval: OFTEN,
})

export const timelineQuery = (id: string, kind: TimelineKind | '') =>
  infiniteQueryOptions({
    queryKey: ['customer', id, 'timeline', kind],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: '30', ...(kind === '' ? {} : { kind }), ...(pageParam === '' ? {} : { before: pageParam }) })
      return ask<Timeline>('GET', `/api/customers/${path(id)}/timeline?${query.toString()}`, { signal })
    },
    initialPageParam: '',
    getNextPageParam: ({ next }: Timeline) => next,
  })

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: ({ signal }) => ask<SearchResult>('GET', `/api/search?q=${path(q)}`, { signal }),
    enabled: q !== '',
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })

export const monthQuery = (month: string) =>
  queryOptions({ queryKey: ['month', month], queryFn: ({ signal }) => ask<MonthReport>('GET', `/api/reports/months/${month}`, { signal }) })
export const figureQuery = (month: string, figure: string, personId: string | undefined) =>
  queryOptions({
    queryKey: ['month', month, 'rows', figure, personId ?? ''],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ figure, ...(personId === undefined ? {} : { personId }) })
      return ask<FigureRows>('GET', `/api/reports/months/${month}/rows?${query.toString()}`, { signal })
    },
  })

export const rulesQuery = (kind: RuleKind) =>
  queryOptions({ queryKey: ['rules', kind], queryFn: ({ signal }) => askList<RuleView>(`/api/rules/${kind}`, 'rules', { signal }), staleTime: 60_000 })
export const ruleVersionsQuery = (kind: RuleKind, key: string) =>
  queryOptions({
    queryKey: ['rules', kind, key],
    queryFn: ({ signal }) => askList<RuleView>(`${rulePath(kind, key)}/versions`, 'versions', { signal }),
  })
export const rulePath = (kind: RuleKind, key: string): string => `/api/rules/${kind}/${path(key)}`

/** Null: there is no local mailbox, mails really go out. */
export const mailboxQuery = queryOptions({
  queryKey: ['mailbox'],
  queryFn: ({ signal }) =>
    askList<Mail>('/api/mailbox', 'mails', { signal }).catch((error: unknown) => {
      if (statusOf(error) === 404) return null
      throw error
    }),
  refetchInterval: 15_000,
})
