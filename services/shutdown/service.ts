export type Shutdown = {
  add: (name: string, close: () => Promise<unknown> | unknown) => void
  /** Closes everything, the last opened first. Running it again closes what was added since. */
  run: () => Promise<void>
}

/**
 * What was opened and must be closed. Each step has a limit: one that hangs (a lost Redis, a sleeping browser) is named in
 * the log and does not keep the others open.
 */
export function shutdownList({ log, limitSeconds = 5 }: { log: { error: (details: object, text: string) => void }; limitSeconds?: number }): Shutdown {
  const steps: { name: string; close: () => Promise<unknown> | unknown }[] = []
  return {
    add: (name, close) => void steps.push({ name, close }),
    run: async () => {
      for (let step = steps.pop(); step; step = steps.pop()) {
        const { name, close } = step
        const isDone = await atMost(limitSeconds, Promise.resolve().then(close)).catch(
          (err: unknown) => log.error({ err, step: name }, 'closing had trouble') ?? true,
        )
        if (!isDone) log.error({ step: name }, `did not close within ${limitSeconds} s; going on without it`)
      }
    },
  }
}

/** Waits for `work` no longer than this; false when it was not done by then. Rejects as `work` does. */
export async function atMost(seconds: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), seconds * 1_000)
  })
  try {
    return await Promise.race([work.then(() => true), late])
  } finally {
    clearTimeout(timer)
  }
}
