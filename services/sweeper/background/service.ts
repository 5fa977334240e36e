import type { Clock } from '../../clock.ts'
import type { Database } from '../../db.ts'
import { findDue } from './store.ts'

export type Background = { look: () => void; stop: () => Promise<void> }

export type BackgroundPart = {
  /** How many rounds may run side by side; absent: one. */
  atOnce?: number
  /** Whether anything is due: a condition in SQL, `$1` is now. Cheap: most looks find nothing, and all parts are asked at each. */
  due: string
  performDue: () => Promise<void>
}
type Options = {
  /** Of all parts together. */
  name: string
  parts: Readonly<Record<string, BackgroundPart>>
  database: { pool: Pick<Database['pool'], 'query'> }
  clock: Clock
  /** Wraps each round (see `RunningClock` in time/store.ts). */
  during: (work: () => Promise<void>) => Promise<void>
  log: { warn: (details: object, text: string) => void }
}

/**
 * Work that asks somebody outside and for which nobody may wait. A look is one statement that names what is due, however many parts there are; who looks
 * while it is asked is answered by the next. Who looks while all rounds that may run are running gets one more look after them. A round that fails is
 * told, and the next look tries again: the sweeper looks every few seconds.
 */
export function backgroundWork({ name, parts, database: { pool }, clock, during, log }: Options): Background {
  const conditions = Object.fromEntries(Object.entries(parts).map(([of, { due }]) => [of, due]))
  const works = Object.entries(parts).map(([of, part]) => ({ of, ...rounds(of, part, { onEnd: look, during, log }) }))
  let looks = 0
  let isAsking = false
  let asking: Promise<void> = Promise.resolve()
  let isStopped = false

  async function ask(): Promise<void> {
    isAsking = true
    while (looks > 0 && !isStopped) {
      const asked = looks
      looks = 0
      try {
        const due = await findDue(pool, name, conditions, clock.now().toJSDate())
        if (!isStopped) for (const work of works) if (due.has(work.of)) work.begin(asked)
      } catch (err) {
        log.warn({ err, work: name }, 'what is due in the background could not be found out; it is asked again')
      }
    }
    isAsking = false // in the same moment as the last look at looks: nobody comes in between
  }

  function look(): void {
    if (isStopped) return
    looks += 1
    if (!isAsking) asking = ask()
  }

  return {
    look,
    stop: async () => {
      isStopped = true
      await asking
      await Promise.all(works.map(({ ended }) => ended()))
    },
  }
}

function rounds(work: string, { atOnce = 1, performDue }: BackgroundPart, { onEnd, during, log }: Pick<Options, 'during' | 'log'> & { onEnd: () => void }) {
  const running = new Set<Promise<void>>()
  let isAsked = false

  async function round(): Promise<void> {
    try {
      await during(performDue)
    } catch (err) {
      log.warn({ err, work }, 'work in the background failed; it is tried again')
    }
  }

  return {
    /** So many have looked and found it due; who finds all rounds running looks again after one of them. */
    begin: (asked: number): void => {
      const free = atOnce - running.size
      isAsked ||= free <= 0
      for (let n = 0; n < Math.min(asked, free); n += 1) {
        const mine = round().finally(() => {
          running.delete(mine)
          if (!isAsked) return
          isAsked = false
          onEnd()
        })
        running.add(mine)
      }
    },
    ended: async (): Promise<void> => void (await Promise.all(running)),
  }
}
