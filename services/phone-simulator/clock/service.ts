import { nowOf } from './store.ts'
import type { ClockSource } from './reading.ts'
import { timerHeap, type Timer } from './timer-heap.ts'

export type Cancel = () => void

/** Everything in the simulator that takes time goes through here, so that one clock moves all of it. */
export type Scheduler = {
  /** Virtual now, epoch milliseconds. */
  now: () => number
  speed: () => number
  after: (seconds: number, run: () => void) => Cancel
  set: (next: { now?: number | undefined; speed?: number | undefined }) => Promise<void>
  /** Moves time to `target` from timer to timer; see `Advanced`. Moves are made one after another. */
  advance: (target: number, steps?: Steps) => Promise<Advanced>
  /** Counts work of ours that has begun and not ended (webhooks). Time is not moved before it is 0. */
  begin: () => () => void
  busy: () => number
  close: () => Promise<void>
}

export type Steps = {
  /** The longest single jump, for who has deadlines of his own that he does not announce. */
  stepSeconds?: number | undefined
  /** Makes one jump only: to what is due next, or to the target. */
  untilDue?: boolean | undefined
}
export type Advanced = { kind: 'arrived' } | { kind: 'notQuiet'; inFlight: number; waitedSeconds: number }

const longestRealWaitMilliseconds = 60_000
const quietPollMilliseconds = 15

export function scheduler(source: ClockSource, limits: { quietSeconds: number } = { quietSeconds: 10 }): Scheduler {
  const heap = timerHeap()
  let order = 0
  let inFlight = 0
  let armed: NodeJS.Timeout | undefined
  let soon: NodeJS.Immediate | undefined
  let isClosed = false
  let moves: Promise<unknown> = Promise.resolve()

  const now = (): number => nowOf(source)

  function disarm(): void {
    clearTimeout(armed)
    clearImmediate(soon)
    armed = undefined
    soon = undefined
  }

  function arm(): void {
    disarm()
    const next = isClosed ? undefined : heap.first()
    if (next === undefined) return
    const wait = next.dueAt - now()
    if (wait <= 0) soon = setImmediate(runDue)
    else if (source.reading().speed > 0) {
      const milliseconds = Math.ceil(wait / source.reading().speed)
      armed = setTimeout(runDue, Math.min(milliseconds, longestRealWaitMilliseconds))
    }
  }

  function runDue(): void {
    const until = now()
    for (let next = heap.first(); next && next.dueAt <= until; next = heap.first()) {
      heap.takeFirst()
      next.run()
    }
    arm()
  }

  /** Ready work has run, no webhook is open, and the rest of the program has nothing to do at this instant. */
  async function quiet(): Promise<Advanced> {
    let busySince: number | undefined
    for (;;) {
      await turn()
      const next = heap.first()
      if (inFlight > 0 || (next && next.dueAt <= now())) {
        if (inFlight > 0) await pause(2)
        continue
      }
      const others = await source.inFlight()
      if (others > 0) {
        busySince ??= source.realNow()
        const waitedSeconds = (source.realNow() - busySince) / 1000
        if (waitedSeconds >= limits.quietSeconds) return { kind: 'notQuiet', inFlight: others, waitedSeconds }
        await pause(quietPollMilliseconds)
        continue
      }
      busySince = undefined
      await turn()
      if (inFlight === 0) return { kind: 'arrived' }
    }
  }

  async function move(target: number, { stepSeconds, untilDue = false }: Steps): Promise<Advanced> {
    for (let isMoved = false; ; isMoved = true) {
      const rest = await quiet()
      const at = now()
      if (rest.kind === 'notQuiet' || at >= target || (isMoved && untilDue)) return rest
      const due = [target, heap.first()?.dueAt, await source.nextDue()]
      if (stepSeconds !== undefined) due.push(at + stepSeconds * 1000)
      const later = due.filter((instant) => instant !== undefined).filter((instant) => instant > at)
      await source.set({ virtualAt: Math.ceil(Math.min(...later)), speed: source.reading().speed })
    }
  }

  source.onChange(arm)

  return {
    now,
    speed: () => source.reading().speed,
    after(seconds, run) {
      // Whole milliseconds: Postgres keeps microseconds, and a clock that lands just before its timer would never ring it.
      const dueAt = Math.ceil(now() + Math.max(0, seconds) * 1000)
      const timer: Timer = { dueAt, order: order++, run, isCancelled: false }
      heap.push(timer)
      if (heap.first() === timer) arm()
      return () => {
        timer.isCancelled = true
      }
    },
    set: (next) => source.set({ virtualAt: Math.round(next.now ?? now()), speed: next.speed ?? source.reading().speed }),
    advance(target, steps = {}) {
      const result = moves.then(() => move(Math.ceil(target), steps))
      moves = result.catch(() => undefined)
      return result
    },
    begin() {
      inFlight++
      let isOver = false
      return () => {
        if (!isOver) inFlight--
        isOver = true
      }
    },
    busy: () => inFlight,
    async close() {
      isClosed = true
      disarm()
      await source.close()
    },
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
