import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { createContext, use, useEffect, useState, type ReactNode } from 'react'
import { startLiveFeed, type LiveState } from './live-feed.ts'

const LiveContext = createContext<LiveState>({ kind: 'connecting' })
export const useLiveState = (): LiveState => use(LiveContext)

/** Everything that a call may have changed. People and numbers do not change with calls. */
const CALL_KINDS = ['calls', 'customer', 'customers', 'case']

/** `isWanted` is false for roles that see no calls: the server would refuse their socket. */
export const LiveProvider = ({ isWanted, children }: { isWanted: boolean; children: ReactNode }) => {
  const queryClient = useQueryClient()
  const [state, setState] = useState<LiveState>({ kind: 'connecting' })
  useEffect(() => {
    if (!isWanted) return
    const refresh = gather(queryClient)
    const everything = () => void queryClient.invalidateQueries()
    // Signed out elsewhere: the next question to the server is refused, and that leads to the sign-in.
    const feed = startLiveFeed({ onCall: refresh.call, onEverything: everything, onState: setState, onSignedOut: everything })
    return () => {
      feed.stop()
      refresh.stop()
    }
  }, [queryClient, isWanted])
  return <LiveContext value={state}>{children}</LiveContext>
}

/** A busy line sends many messages a second; the lists are fetched at most every 250 ms. */
const gather = (queryClient: QueryClient) => {
  const waiting = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    timer = undefined
    for (const sid of waiting) void queryClient.invalidateQueries({ queryKey: ['call', sid] })
    waiting.clear()
    for (const kind of CALL_KINDS) void queryClient.invalidateQueries({ queryKey: [kind] })
  }
  return {
    call: (sid: string) => {
      waiting.add(sid)
      timer ??= setTimeout(flush, 250)
    },
    stop: () => clearTimeout(timer),
  }
}
