import { queryOptions } from '@tanstack/react-query'
import { ask, askList } from './http.ts'
import type { RosterView } from '../../../services/schemas/rosters.ts'
import type { LeaveRequest, Offer, OfferList, Wish } from './pay-types.ts'

const MINUTE = 60_000

/** A shift that is offered is also taken, or begins, without a live message. */
export const offersQuery = queryOptions({
  queryKey: ['offers'],
  queryFn: ({ signal }) => ask<OfferList>('GET', '/api/shift-offers', { signal }),
  refetchInterval: MINUTE,
})
/** With which of my own shifts I may pay for a swap: reckoned for one offer at a time. */
export const offerQuery = (id: string) =>
  queryOptions({ queryKey: ['offers', id], queryFn: ({ signal }) => ask<Offer>('GET', `/api/shift-offers/${id}`, { signal }) })
/** From a date on. */
export const wishesQuery = (from: string) =>
  queryOptions({ queryKey: ['wishes', from], queryFn: ({ signal }) => askList<Wish>(`/api/wishes?from=${from}`, 'wishes', { signal }) })
/** What is published, for choosing a colleague's shift. Dates; `to` is not included. */
export const publishedQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['roster', 'published', from, to],
    queryFn: ({ signal }) => ask<RosterView>('GET', `/api/roster?from=${from}&to=${to}&plan=published`, { signal }),
  })
export const leaveRequestsQuery = queryOptions({
  queryKey: ['leave-requests'],
  queryFn: ({ signal }) => askList<LeaveRequest>('/api/leave-requests', 'leaveRequests', { signal }),
})
