import type { Clock } from '../../clock.ts'
import type { Database, Transaction } from '../../db.ts'
import { LIVE_CHANNEL, parseNote } from '../../http/live/messages.ts'
import { listen, type Listener } from '../../listener/store.ts'
import { backgroundWork } from '../../sweeper/background/service.ts'
import type { LiveCaller } from '../../shifts/line/waiting/store.ts'
import { startAttempt, type Reserve } from '../attempts/store.ts'
import { changeState, holdCallback, holdCallbacks } from '../store.ts'
import type { Aside } from '../sweep/decide.ts'
import { decide, nextMoment, peopleAt, type Assignment } from './decide.ts'
import { isAnybodyWaiting, readFirst, readStanding, SOMEBODY_WAITS, takeTurn } from './store.ts'

export type DispatcherOptions = {
  database: Database
  clock: Clock
  /** By whose clock the chain tells times. */
  zone: () => string
  /** Phones are to ring: whoever places calls should look. After the commit. */
  wake: () => void
  reserve?: Reserve
  /** It is the turn of a caller who holds: the line should look at once, not when his music ends. */
  nudge?: (caller: LiveCaller) => Promise<unknown>
  /** Wraps each round (see `RunningClock` in time/store.ts). */
  during?: (work: () => Promise<void>) => Promise<void>
  start?: typeof startAttempt
  log: { warn: (details: object, text: string) => void }
}

export type Dispatcher = ReturnType<typeof dispatcher>

/** So many begin in one transaction: the first phone rings before the last attempt is written. */
const MOST_AT_ONCE = 5
/** Under a flood of news one look is enough for so long. */
const BREATH_MS = 50
/** Callers come and go all the time; who of them has gone is looked at in one. */
const CALLS_MS = 300
/** What could not begin is not tried again for so long, so that it holds up nobody. */
const ASIDE_SECONDS = 60
const MOST_FAULTS = 20
/** Whoever has just been told to hold is hearing so; and nobody's music begins anew all the time. */
const HOLDS_MS = 500
const NUDGED_MS = 5_000

/**
 * Gives those who wait to be called back to whoever becomes free. It looks whenever somebody's presence, a callback or a call changes (Postgres says so),
 * when a wrap-up, a rest or the time before a shift ends, and with the sweeper. What it has decided begins in the same transaction, so it can die at any
 * instant, and two of them decide one after the other.
 */
export function dispatcher({ database, clock, zone, wake, reserve, nudge, during = (work) => work(), start = startAttempt, log }: DispatcherOptions) {
  const { prisma, pool } = database
  let listener: Listener | undefined
  let breath: NodeJS.Timeout | undefined
  let moment: NodeJS.Timeout | undefined
  let calls: NodeJS.Timeout | undefined
  const nudged = new Map<string, number>()
  let isAsked = false
  let isStopped = false

  const parts = { callbacks: { due: SOMEBODY_WAITS, performDue: perform } }
  const work = backgroundWork({ name: 'dispatcher', parts, database, clock, during, log })

  /** Never waits. */
  function look(): void {
    if (isStopped) return
    isAsked = breath !== undefined
    if (isAsked) return
    work.look()
    breath = setTimeout(() => {
      breath = undefined
      if (isAsked) look()
    }, BREATH_MS)
  }

  /** Until nobody who waits can be given to anybody who is free. */
  async function perform(): Promise<void> {
    for (let faults = 0; faults < MOST_FAULTS && !isStopped;) {
      let at: Assignment | undefined
      try {
        const { begun, callers } = await prisma.$transaction((tx) => round(tx, (assignment) => (at = assignment)))
        if (begun > 0) wake()
        nudgeAll(callers)
        if (begun === 0) return
      } catch (err) {
        faults += 1
        if (at === undefined) throw err
        log.warn({ err, callback: at.callbackId }, 'a callback could not begin')
        const { callbackId } = at
        await prisma.$transaction((tx) => putAside(tx, callbackId, 'it could not begin; tried again in a minute'))
      }
    }
  }

  async function round(tx: Transaction, isAt: (assignment: Assignment) => void): Promise<{ begun: number; callers: LiveCaller[] }> {
    await takeTurn(tx)
    const at = clock.now().toJSDate()
    const standing = await readStanding(pool, at)
    rememberMoment(nextMoment(standing))
    const people = peopleAt(standing)
    const heads = await readFirst(pool, standing, people)
    const { assignments, callers } = decide(heads, standing, people, zone())
    const now = assignments.slice(0, MOST_AT_ONCE)
    await holdCallbacks(
      tx,
      now.map(({ callbackId }) => callbackId),
    )
    let begun = 0
    for (const assignment of now) {
      isAt(assignment)
      if (await begin(tx, assignment, at)) begun += 1
    }
    return { begun, callers: callers.filter(({ heardAt }) => at.getTime() - heardAt >= HOLDS_MS) }
  }

  function nudgeAll(callers: readonly LiveCaller[]): void {
    const now = performance.now()
    for (const [sid, at] of nudged) if (now - at > NUDGED_MS) nudged.delete(sid)
    for (const caller of callers) {
      if (nudged.has(caller.sid)) continue
      nudged.set(caller.sid, now)
      // He may have hung up, or his music may just have ended: then the line looks by itself.
      nudge?.(caller).catch((err: unknown) => log.warn({ err, callSid: caller.sid }, 'a caller could not be told that it is his turn; his line looks soon'))
    }
  }

  async function begin(tx: Transaction, { callbackId, ...whom }: Assignment, at: Date): Promise<boolean> {
    const held = await holdCallback(tx, callbackId)
    if (held?.state !== 'waiting') return true // it has changed while we decided
    const { language } = await tx.person.findUniqueOrThrow({ where: { id: whom.personId }, select: { language: true } })
    const { kind } = await start(tx, held, { ...whom, language, at, reserve })
    if (kind === 'noMoney')
      await putAside(tx, callbackId, 'there is no money left for a call to this number; tried again later', { seconds: 15 * 60, aside: 'money' })
    return kind !== 'taken'
  }

  async function putAside(tx: Transaction, callbackId: string, why: string, { seconds = ASIDE_SECONDS, ...body }: { seconds?: number; aside?: Aside } = {}) {
    const held = await holdCallback(tx, callbackId)
    const at = clock.now().toJSDate()
    if (held?.state === 'waiting') await changeState(tx, held, 'snoozed', { at, why, body, data: { nextAt: new Date(at.getTime() + seconds * 1_000) } })
  }

  function rememberMoment(next: number | null): void {
    clearTimeout(moment)
    const wait = next === null ? undefined : next - clock.now().toMillis()
    if (wait !== undefined && wait < 86_400_000 && !isStopped) moment = setTimeout(look, Math.max(0, wait) + 1)
  }

  function onNote(payload: string | undefined): void {
    const type = parseNote(payload)?.type
    if (type === 'presence' || type === 'callback') look()
    if (type === 'call') calls ??= setTimeout(() => ((calls = undefined), look()), CALLS_MS)
  }

  return {
    start: (): void => {
      const onLost = (err: Error): void => log.warn({ err }, 'the dispatcher hears nothing from Postgres for a moment; the sweeper looks')
      listener = listen({ connectionUrl: database.url, channel: LIVE_CHANNEL, onNote, onListening: look, onLost })
    },
    look,
    /** For the sweeper: what a lost word would have done. */
    sweep: async (): Promise<void> => {
      if (await isAnybodyWaiting(pool)) await perform()
    },
    stop: async (): Promise<void> => {
      isStopped = true
      for (const timer of [breath, moment, calls]) clearTimeout(timer)
      await Promise.all([listener?.stop(), work.stop()])
    },
  }
}
