import type { QueryClient } from '@tanstack/react-query'
import { flowsQuery } from '../api/queries.ts'

/** As the server wants it (services/schemas/flows.ts). */
export const SHORTEST_REASON = 3

export const refreshFlow = (queryClient: QueryClient, flow: string): Promise<unknown> =>
  Promise.all([queryClient.invalidateQueries({ queryKey: ['flow', flow] }), queryClient.invalidateQueries({ queryKey: flowsQuery.queryKey })])
