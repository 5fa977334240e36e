import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Fault, Waiting } from './states.tsx'

type LoadedProps<T> = { query: UseQueryResult<T>; lines?: number; children: (data: T) => ReactNode }

/** One place for the three states that every list and record has before it is there. */
export const Loaded = <T,>({ query, lines, children }: LoadedProps<T>) => {
  if (query.data !== undefined)
    return (
      <>
        {query.isError ? <Fault error={query.error} onRetry={() => void query.refetch()} /> : null}
        {children(query.data)}
      </>
    )
  if (query.isError) return <Fault error={query.error} onRetry={() => void query.refetch()} />
  return <Waiting {...(lines === undefined ? {} : { lines })} />
}
