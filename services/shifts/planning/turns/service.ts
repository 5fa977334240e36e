import { setImmediate } from 'node:timers/promises'
import type { Slices } from '../slices.ts'

/** Whoever waits for the thread has it between two slices. */
export async function inTurns<T>(slices: Slices<T>): Promise<T> {
  for (;;) {
    const { done, value } = slices.next()
    if (done) return value
    await setImmediate()
  }
}
