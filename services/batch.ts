type Options = { maxItems?: number; isItemsFault: (error: unknown) => boolean }

/**
 * Gathers what comes in while a flush is under way and flushes it together: one statement for many callers. No timer:
 * the first item arms `setImmediate`, so a lone caller never waits for company. Small batches keep both sides busy: with large
 * ones all callers fall into step, and the server waits for the database while the database waits for the server.
 *
 * A flush that fails through an item's fault is tried again item by item, so that one poisoned item does not refuse its
 * neighbours; when the database is gone all fail at once, and each caller hears so in time.
 */
export function batcher<Item, Result>(flush: (items: readonly Item[]) => Promise<readonly Result[]>, { maxItems = 16, isItemsFault }: Options) {
  type Waiting = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }
  let waiting: Waiting[] = []
  let isFlushing = false

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, maxItems)
      waiting = waiting.slice(maxItems)
      await flushBatch(batch)
    }
    isFlushing = false
  }

  async function flushBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const results = await flush(batch.map(({ item }) => item))
      batch.forEach(({ resolve }, index) => resolve(results[index] as Result))
    } catch (error) {
      if (batch.length === 1 || !isItemsFault(error)) return batch.forEach(({ reject }) => reject(error))
      for (const one of batch) await flushBatch([one])
    }
  }

  return (item: Item): Promise<Result> =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (isFlushing) return
      isFlushing = true
      setImmediate(() => void run())
    })
}

/** Whoever asks while it is being read waits for the next reading, together with all who came meanwhile: nobody gets what was read before he asked. */
export function together<Result>(read: () => Promise<Result>): () => Promise<Result> {
  const ask = batcher<undefined, Result>(
    async (all) => {
      const found = await read()
      return all.map(() => found)
    },
    { maxItems: Infinity, isItemsFault: () => false },
  )
  return () => ask(undefined)
}
