import { Worker } from 'node:worker_threads'
import type { Problem } from '../problem.ts'
import type { Conflict } from './find.ts'
import type { Open } from './items.ts'

/** Where the thread's program lies: beside the built program, or bundled anew for whoever runs the sources (`useConflictThread`). */
let thread = new URL('./planner-conflict.js', import.meta.url)

export function useConflictThread(url: URL): void {
  thread = url
}

const SECONDS_OF_GRACE = 5

/**
 * What cannot all hold, where nothing lawful was found (find.ts), in a thread of its own: the loop of the caller goes on. `open`: who could work what if he
 * were not away. Ends at its time, or when the signal comes.
 */
export async function conflictOf(
  problem: Problem,
  { signal, ...options }: { open?: Open | undefined; seconds: number; seed?: number; signal?: AbortSignal },
): Promise<Conflict> {
  if (signal?.aborted) return { outcome: 'unknown' }
  const worker = new Worker(thread, { workerData: { problem, seed: 1, ...options } })
  const deadline = new Promise<Conflict>((resolve) => {
    setTimeout(() => resolve({ outcome: 'unknown' }), (options.seconds + SECONDS_OF_GRACE) * 1000).unref()
  })
  let abort = (): void => undefined
  const aborted = new Promise<Conflict>((resolve) => (abort = () => resolve({ outcome: 'unknown' })))
  signal?.addEventListener('abort', abort)
  const answered = new Promise<Conflict>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
  try {
    return await Promise.race([answered, deadline, aborted])
  } finally {
    signal?.removeEventListener('abort', abort)
    await worker.terminate()
  }
}
