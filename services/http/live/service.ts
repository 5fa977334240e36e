import { randomUUID } from 'node:crypto'
import type { FastifyBaseLogger } from 'fastify'
import type { WebSocket } from 'ws'
import type { Clock } from '../../clock.ts'
import type { Authenticator, Principal } from '../access.ts'
import { listen } from '../../listener/store.ts'
import { isForPages, LIVE_CHANNEL, parseNote, type LiveMessage } from './messages.ts'

export type LiveHubOptions = {
  connectionUrl: string
  clock: Clock
  log: Pick<FastifyBaseLogger, 'info' | 'warn'>
  isCurrent: Authenticator['isCurrent']
  coalesceMs?: number
  recheckMs?: number
  maxSocketsEach?: number
}

export type LiveHub = {
  /** Begins to listen; returns at once, the feed comes up (and back) by itself. */
  start: () => void
  stop: () => Promise<void>
  isListening: () => boolean
  hasRoomFor: (principal: Principal) => boolean
  readonly maxSocketsEach: number
  join: (socket: WebSocket, principal: Principal) => void
}

type Guest = { socket: WebSocket; principal: Principal; isAlive: boolean }

/** More than this waiting in a socket: the page does not read, and would fill our memory. */
const MAX_BUFFERED_BYTES = 1_000_000
/** The page signs in again (4401) or just comes back (1012, 1013). */
const CLOSE = { signedOut: 4401, restarting: 1012, tooSlow: 1013 }

/** Passes "this changed" from Postgres to all open pages: each id at most once in `coalesceMs`. */
export function liveHub(options: LiveHubOptions): LiveHub {
  const { connectionUrl, clock, log, isCurrent, coalesceMs = 100, recheckMs = 30_000, maxSocketsEach = 10 } = options
  const stream = randomUUID()
  const guests = new Set<Guest>()
  const waiting = new Map<string, NodeJS.Timeout>()
  let seq = 0
  let listener: ReturnType<typeof listen> | undefined
  let recheck: NodeJS.Timeout | undefined

  const at = () => clock.now().toUTC().toJSDate().toISOString()
  const state = (type: 'hello' | 'resync'): LiveMessage => ({ type, stream, seq, at: at() })
  const sendAll = (message: LiveMessage) => {
    const text = JSON.stringify(message)
    for (const guest of guests) sendTo(guest, text)
  }

  const onNote = (payload: string | undefined) => {
    const note = parseNote(payload)
    if (!note) return log.warn('live: a notification that is not {"type","id"} was left out')
    if (note.type === 'access') return void checkGuests(guests, isCurrent, ({ principal }) => principal.id === note.id)
    const key = `${note.type}:${note.id}`
    if (!isForPages(note) || waiting.has(key)) return
    waiting.set(
      key,
      setTimeout(() => {
        waiting.delete(key)
        seq += 1
        sendAll({ ...note, seq, at: at() })
      }, coalesceMs),
    )
  }

  return {
    maxSocketsEach,
    start: () => {
      listener = listen({
        connectionUrl,
        channel: LIVE_CHANNEL,
        onNote,
        onListening: (isAgain) => isAgain && sendAll(state('resync')),
        onLost: (error) => log.warn({ err: error }, 'live: the feed from Postgres is lost, coming back'),
      })
      recheck = setInterval(() => {
        pingGuests(guests)
        void checkGuests(guests, isCurrent, () => true)
      }, recheckMs)
    },
    stop: async () => {
      clearInterval(recheck)
      for (const timer of waiting.values()) clearTimeout(timer)
      waiting.clear()
      for (const { socket } of guests) socket.close(CLOSE.restarting)
      const left = [...guests]
      setTimeout(() => left.forEach(({ socket }) => socket.terminate()), 1_000).unref() // a page that sleeps does not answer
      await listener?.stop()
    },
    isListening: () => listener?.isListening() ?? false,
    hasRoomFor: (principal) => [...guests].filter((guest) => guest.principal.id === principal.id).length < maxSocketsEach,
    join: (socket, principal) => {
      const guest: Guest = { socket, principal, isAlive: true }
      guests.add(guest)
      socket.on('pong', () => {
        guest.isAlive = true
      })
      socket.on('close', () => guests.delete(guest))
      sendTo(guest, JSON.stringify(state('hello')))
    },
  }
}

function sendTo({ socket }: Guest, text: string): void {
  if (socket.bufferedAmount > MAX_BUFFERED_BYTES) socket.close(CLOSE.tooSlow)
  else if (socket.readyState === socket.OPEN) socket.send(text)
}

/** Who did not answer the last ping is gone. */
function pingGuests(guests: ReadonlySet<Guest>): void {
  for (const guest of guests) {
    if (!guest.isAlive) guest.socket.terminate()
    guest.isAlive = false
    if (guest.socket.readyState === guest.socket.OPEN) guest.socket.ping()
  }
}

/** Closes the sockets of whoever may no longer be here. While the database is away nobody is thrown out. */
async function checkGuests(guests: ReadonlySet<Guest>, isCurrent: Authenticator['isCurrent'], isMeant: (guest: Guest) => boolean): Promise<void> {
  await Promise.all(
    [...guests].filter(isMeant).map(async ({ socket, principal }) => {
      const may = await isCurrent(principal).catch(() => true)
      if (!may) socket.close(CLOSE.signedOut, 'signed out')
    }),
  )
}
