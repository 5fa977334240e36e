import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { CallFilter } from '../calls/call-filter.ts'
import { toQuery } from '../calls/call-filter.ts'
import { ask, askList } from './http.ts'
import type {
  ApiKey,
  CallDetail,
  CallList,
  CaseDetail,
  CustomerDetail,
  CustomerRow,
  FlowInfo,
  Level,
  LinkInfo,
  LoginSession,
  Me,
  Person,
  PhoneNumber,
  Site,
} from './types.ts'

const path = encodeURIComponent

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => ask<Me>('GET', '/api/me', { signal }),
  staleTime: 60_000,
  // Follows the demo clock, which can be moved.
  refetchInterval: 60_000,
  retry: false,
})

export const linkQuery = (token: string) =>
  queryOptions({
    queryKey: ['link', token],
    queryFn: ({ signal }) => ask<LinkInfo>('GET', `/api/links/${path(token)}`, { signal }),
    retry: false,
    staleTime: Infinity,
  })

export const callsQuery = (filter: CallFilter) =>
  queryOptions({
    queryKey: ['calls', filter],
    queryFn: ({ signal }) => ask<CallList>('GET', `/api/calls${toQuery(filter)}`, { signal }),
    placeholderData: keepPreviousData,
  })

export const callQuery = (sid: string) =>
  queryOptions({ queryKey: ['call', sid], queryFn: ({ signal }) => ask<CallDetail>('GET', `/api/calls/${path(sid)}`, { signal }) })

export const customersQuery = (search: string) =>
  queryOptions({
    queryKey: ['customers', search],
    queryFn: ({ signal }) => askList<CustomerRow>(`/api/customers${search === '' ? '' : `?search=${path(search)}`}`, 'customers', { signal }),
    placeholderData: keepPreviousData,
  })

export const customerQuery = (id: string) =>
  queryOptions({
    queryKey: ['customer', id],
    queryFn: ({ signal }) => ask<CustomerDetail>('GET', `/api/customers/${path(id)}`, { signal }),
  })

export const caseQuery = (number: string) =>
  queryOptions({
    queryKey: ['case', number],
    queryFn: ({ signal }) => ask<CaseDetail>('GET', `/api/cases/${path(number)}`, { signal }),
  })

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => askList<Person>('/api/people', 'people', { signal }),
})
export const levelsQuery = queryOptions({
  queryKey: ['levels'],
  queryFn: ({ signal }) => askList<Level>('/api/levels', 'levels', { signal }),
  staleTime: 300_000,
})
export const numbersQuery = queryOptions({
  queryKey: ['numbers'],
  queryFn: ({ signal }) => askList<PhoneNumber>('/api/numbers', 'numbers', { signal }),
})
export const sitesQuery = queryOptions({
  queryKey: ['sites'],
  queryFn: ({ signal }) => askList<Site>('/api/sites', 'sites', { signal }),
  staleTime: 300_000,
})
export const flowsQuery = queryOptions({
  queryKey: ['flows'],
  queryFn: ({ signal }) => askList<FlowInfo>('/api/flows', 'flows', { signal }),
  staleTime: 60_000,
})
export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => askList<LoginSession>('/api/me/sessions', 'sessions', { signal }),
})
export const apiKeysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: ({ signal }) => askList<ApiKey>('/api/api-keys', 'apiKeys', { signal }),
})
