import { queryOptions } from '@tanstack/react-query'
import { ask, askList } from './http.ts'
import type { LeaveRequest, OfferList, Wish } from './pay-types.ts'

const MINUTE = 60_000

/** A shift that is offered is also taken, or begins, without a live message. */
export const offersQuery = queryOptions({
  queryKey: ['offers'],
  queryFn: ({ signal }) => ask<OfferList>('GET', '/api/shift-offers', { signal }),
  refetchInterval: MINUTE,
})
export const wishesQuery = queryOptions({ queryKey: ['wishes'], queryFn: ({ signal }) => askList<Wish>('/api/wishes', 'wishes', { signal }) })
export const leaveRequestsQuery = queryOptions({
  queryKey: ['leave-requests'],
  queryFn: ({ signal }) => askList<LeaveRequest>('/api/leave-requests', 'leaveRequests', { signal }),
})
