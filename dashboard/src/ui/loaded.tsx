import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Fault, Waiting } from './states.tsx'

type LoadedProps<T> = { query: UseQueryResult<T>; lines?: number; isPage?: boolean; children: (data: T) => ReactNode }

/** One place for the three states that every list and record has before it is there. `isPage`: nothing else is on the screen. */
export const Loaded = <T,>({ query, lines, isPage = false, children }: LoadedProps<T>) => {
  if (query.data !== undefined)
    return (
      <>
        {query.isError ? <Fault error={query.error} onRetry={() => void query.refetch()} /> : null}
        {children(query.data)}
      </>
    )
  if (query.isError) return <Fault isPage={isPage} error={query.error} onRetry={() => void query.refetch()} />
  return <Waiting {...(lines === undefined ? {} : { lines })} />
}
