import type { spoolFile } from '../files.ts'

/** Takes in what was kept in files, as soon as Postgres is back. Returns how to stop. */
export function spoolReader({
  spool,
  take,
  log,
}: {
  spool: ReturnType<typeof spoolFile>
  take: (entry: unknown) => Promise<void>
  log: { warn: (details: object, text: string) => void }
}): () => Promise<void> {
  let looking: Promise<unknown> | undefined
  let restUntil = 0
  const look = async (): Promise<void> => {
    if (await spool.isEmpty()) return
    await spool.takeIn(take).catch((err: unknown) => {
      restUntil = Date.now() + 3_000
      log.warn({ err }, 'events wait in a file; they are taken in when the database is back')
    })
  }
  const timer = setInterval(() => {
    if (Date.now() >= restUntil)
      looking ??= look().finally(() => {
        looking = undefined
      })
  }, 1_000)
  return async () => {
    clearInterval(timer)
    await looking
  }
}
