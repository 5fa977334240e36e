import { follow, readMessage, type LiveType } from './live-order.ts'

export type LiveState = { kind: 'connecting' } | { kind: 'live' } | { kind: 'lost'; since: number }

type FeedHandlers = {
  onChange: (type: LiveType, id: string | undefined) => void
  /** Something was missed: all that is shown may be old. */
  onEverything: () => void
  onState: (state: LiveState) => void
  onSignedOut: () => void
}

/** The server closes with this when the session has ended. */
const SIGNED_OUT = 4401

const FIRST_WAIT = 500
const LONGEST_WAIT = 10_000

/** Keeps one socket to /api/live open until `stop` is called, and says when what is on the screen may be old. */
export const startLiveFeed = ({ onChange, onEverything, onState, onSignedOut }: FeedHandlers): { stop: () => void } => {
  let socket: WebSocket | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let wait = FIRST_WAIT
  let lostSince: number | undefined
  let isStopped = false

  const open = () => {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
    let seq: number | null = null
    socket = new WebSocket(`${scheme}://${location.host}/api/live`)
    socket.onmessage = ({ data }) => {
      const message = readMessage(parse(data))
      if (message === undefined) return
      const step = follow(seq, message)
      if (seq === null) arrive()
      seq = step.seq
      if (step.then.kind === 'changed') onChange(step.then.type, step.then.id)
      if (step.then.kind === 'everything') onEverything()
    }
    socket.onclose = lose
  }
  const arrive = () => {
    wait = FIRST_WAIT
    if (lostSince !== undefined) onEverything()
    lostSince = undefined
    onState({ kind: 'live' })
  }
  const lose = ({ code }: CloseEvent) => {
    if (isStopped) return
    if (code === SIGNED_OUT) return onSignedOut()
    lostSince ??= Date.now()
    onState({ kind: 'lost', since: lostSince })
    timer = setTimeout(open, wait)
    wait = Math.min(wait * 2, LONGEST_WAIT)
  }
  const hurry = () => {
    if (lostSince === undefined) return
    clearTimeout(timer)
    open()
  }
  // A laptop that wakes up keeps a dead socket for minutes; the browser knows sooner.
  const cut = () => socket?.close()

  window.addEventListener('online', hurry)
  window.addEventListener('offline', cut)
  open()
  return {
    stop: () => {
      isStopped = true
      clearTimeout(timer)
      window.removeEventListener('online', hurry)
      window.removeEventListener('offline', cut)
      socket?.close()
    },
  }
}

const parse = (data: unknown): unknown => {
  try {
    return JSON.parse(String(data))
  } catch {
    return null
  }
}
