import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { createContext, use, useEffect, useState, type ReactNode } from 'react'
import { startLiveFeed, type LiveState } from './live-feed.ts'
import { concerns, MADE_OLD, type LiveType } from './live-order.ts'

const LiveContext = createContext<LiveState>({ kind: 'connecting' })
export const useLiveState = (): LiveState => use(LiveContext)

/** `isWanted` is false for roles that see no calls: the server would refuse their socket. */
export const LiveProvider = ({ personId, isWanted, children }: { personId: string; isWanted: boolean; children: ReactNode }) => {
  const queryClient = useQueryClient()
  const [state, setState] = useState<LiveState>({ kind: 'connecting' })
  useEffect(() => {
    if (!isWanted) return
    const refresh = gather(queryClient, personId)
    const everything = () => void queryClient.invalidateQueries()
    // Signed out elsewhere: the next question to the server is refused, and that leads to the sign-in.
    const onState = (next: LiveState) => {
      setState(next)
      // A phone may have begun to ring between the first page and the open socket.
      if (next.kind === 'live') refresh.change('desk', undefined)
    }
    const feed = startLiveFeed({ onChange: refresh.change, onEverything: everything, onState, onSignedOut: everything })
    return () => {
      feed.stop()
      refresh.stop()
    }
  }, [queryClient, personId, isWanted])
  return <LiveContext value={state}>{children}</LiveContext>
}

/** A busy line sends many messages a second; the lists are fetched at most every 250 ms. A phone that rings here is shown at once. */
const gather = (queryClient: QueryClient, personId: string) => {
  const waiting = new Set<string>()
  const calls = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    timer = undefined
    for (const sid of calls) void queryClient.invalidateQueries({ queryKey: ['call', sid] })
    for (const kind of waiting) void queryClient.invalidateQueries({ queryKey: [kind] })
    calls.clear()
    waiting.clear()
  }
  return {
    change: (type: LiveType, id: string | undefined) => {
      if (!concerns(type, id, personId)) return
      if (type === 'desk') return void queryClient.invalidateQueries({ queryKey: ['desk'] })
      if (type === 'call' && id !== undefined) calls.add(id)
      for (const kind of MADE_OLD[type]) waiting.add(kind)
      timer ??= setTimeout(flush, 250)
    },
    stop: () => clearTimeout(timer),
  }
}
