import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ask, askList } from './http.ts'
import type { DirectoryEntry, Incident, Unmet, WebhookLogRow } from './line-types.ts'

// Calls make these while somebody looks at them.
const OFTEN = 15_000

export const incidentsQuery = queryOptions({
  queryKey: ['incidents'],
  queryFn: ({ signal }) => askList<Incident>('/api/incidents', 'incidents', { signal }),
  refetchInterval: OFTEN,
})

export const directoryQuery = (q: string, section: string) =>
  queryOptions({
    queryKey: ['directory', 'entries', q, section],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ ...(q === '' ? {} : { q }), ...(section === '' ? {} : { section }) })
      return askList<DirectoryEntry>(`/api/directory?${query.toString()}`, 'entries', { signal })
    },
    placeholderData: keepPreviousData,
  })

export const unmetQuery = queryOptions({
  queryKey: ['directory', 'unmet'],
  queryFn: ({ signal }) => askList<Unmet>('/api/directory/unmet', 'unmet', { signal }),
})

export const webhooksQuery = (sid: string) =>
  queryOptions({
    queryKey: ['phone', 'webhooks', sid],
    queryFn: ({ signal }) => ask<WebhookLogRow[]>('GET', `/api/phone/calls/${encodeURIComponent(sid)}/webhooks`, { signal }),
  })

export type FaultPlan = { next: { fault: string }[]; rates: Record<string, unknown>; counts: Record<string, number> }
export const faultsQuery = queryOptions({
  queryKey: ['phone', 'faults'],
  queryFn: ({ signal }) => ask<FaultPlan>('GET', '/api/phone/faults', { signal }),
  refetchInterval: 3000,
})

export type WorldPhones = { phones: Record<string, { behaviour: { kind: string } }> }
export const worldPhonesQuery = queryOptions({
  queryKey: ['phone', 'phones'],
  queryFn: ({ signal }) => ask<WorldPhones>('GET', '/api/phone/phones', { signal }),
})
