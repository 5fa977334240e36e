import { QueryCache, QueryClient } from '@tanstack/react-query'
import { statusOf } from './http.ts'

/** `onSignedOut` runs when a session that we had is over: revoked elsewhere, or expired. */
export const createQueryClient = (onSignedOut: () => void): QueryClient => {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (statusOf(error) !== 401 || query.queryKey[0] === 'me') return
        client.removeQueries()
        onSignedOut()
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // What the server refused (4xx) it refuses again; only a missing answer is worth a second try.
        retry: (count, error) => count < 2 && (statusOf(error) === 0 || statusOf(error) >= 500),
        retryDelay: (count) => 500 * 2 ** count,
      },
    },
  })
  return client
}
