import pg from 'pg'

export type ListenerOptions = {
  connectionUrl: string
  /** A name of ours; it is not quoted. */
  channel: string
  onNote: (payload: string | undefined) => void
  /** The feed stands; `isAgain` when it was lost before, so that notes may have been missed. */
  onListening: (isAgain: boolean) => void
  onLost: (error: Error) => void
}

export type Listener = { stop: () => Promise<void>; isListening: () => boolean }

const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 5_000
const HEARTBEAT_MS = 10_000

/** One dedicated connection that LISTENs until `stop`; comes back by itself, with longer and longer waits. */
export function listen({ connectionUrl, channel, onNote, onListening, onLost }: ListenerOptions): Listener {
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let state: 'connecting' | 'listening' | 'stopped' = 'connecting'
  let hasListened = false
  let waitMs = FIRST_WAIT_MS

  const connect = async () => {
    const own = new pg.Client({
      connectionString: connectionUrl,
      keepAlive: true,
      connectionTimeoutMillis: 3_000,
      query_timeout: 3_000,
      application_name: channel,
    })
    client = own
    own.on('notification', ({ payload }) => onNote(payload))
    own.on('error', (error) => lose(own, error))
    own.on('end', () => lose(own, new Error('the connection ended')))
    try {
      await own.connect()
      await own.query(`LISTEN ${channel}`)
    } catch (error) {
      return lose(own, error instanceof Error ? error : new Error(String(error)))
    }
    if (client !== own) return
    state = 'listening'
    waitMs = FIRST_WAIT_MS
    onListening(hasListened)
    hasListened = true
    timer = setInterval(() => void beat(own), HEARTBEAT_MS)
  }

  // A connection that died without a word (a cable, a firewall) delivers nothing and reports nothing: ask it.
  const beat = (own: pg.Client) => own.query('SELECT 1').catch((error: Error) => lose(own, error))

  const lose = (own: pg.Client, error: Error) => {
    if (client !== own) return
    client = undefined
    clearInterval(timer)
    own.end().catch(() => undefined)
    if (state === 'stopped') return
    state = 'connecting'
    onLost(error)
    timer = setTimeout(() => void connect(), waitMs)
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
  }

  void connect()
  return {
    isListening: () => state === 'listening',
    stop: async () => {
      state = 'stopped'
      clearInterval(timer)
      const last = client
      client = undefined
      await last?.end().catch(() => undefined)
    },
  }
}
