export type Background = { look: () => void; stop: () => Promise<void> }

export type BackgroundPart = {
  /** How many rounds may run side by side; absent: one. */
  atOnce?: number
  /** Asked first, and cheap: most looks find nothing. */
  isDue: () => Promise<boolean>
  performDue: () => Promise<void>
}
type Common = {
  /** Wraps each round (see `RunningClock` in time/store.ts). */
  during: (work: () => Promise<void>) => Promise<void>
  log: { warn: (details: object, text: string) => void }
}

/**
 * Work that asks somebody outside and for which nobody may wait: who asks while all rounds that may run are running gets one more after them.
 * A round that fails is told, and the next look tries again: the sweeper looks every few seconds.
 */
export function backgroundWork({ parts, ...common }: { parts: Readonly<Record<string, BackgroundPart>> } & Common): Background {
  const all = Object.entries(parts).map(([name, part]) => background(name, part, common))
  return {
    look: () => all.forEach((one) => one.look()),
    stop: async () => void (await Promise.all(all.map((one) => one.stop()))),
  }
}

function background(name: string, { atOnce = 1, isDue, performDue }: BackgroundPart, { during, log }: Common): Background {
  const running = new Set<Promise<void>>()
  let active = 0
  let isAsked = false
  let isStopped = false

  async function rounds(): Promise<void> {
    active += 1
    do {
      isAsked = false
      try {
        if (await isDue()) await during(performDue)
      } catch (err) {
        log.warn({ err, work: name }, 'work in the background failed; it is tried again')
      }
    } while (isAsked && !isStopped)
    active -= 1 // in the same moment as the last look at isAsked: nobody asks in between
  }

  return {
    look: () => {
      isAsked = active >= atOnce
      if (isAsked || isStopped) return
      const mine = rounds().finally(() => running.delete(mine))
      running.add(mine)
    },
    stop: async () => {
      isStopped = true
      await Promise.all(running)
    },
  }
}
