import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { meQuery } from '../api/queries.ts'

/** The server's time, in milliseconds: the demo clock can be moved, and the machine's own may be wrong. */
export const useNow = (everyMilliseconds = 1000): number => {
  const { data, dataUpdatedAt } = useQuery(meQuery)
  const offset = data ? new Date(data.now).getTime() - dataUpdatedAt : 0
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMilliseconds)
    return () => clearInterval(timer)
  }, [everyMilliseconds])
  return now + offset
}
