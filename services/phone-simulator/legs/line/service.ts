import type { Scheduler } from '../../clock/service.ts'
import type { Interrupted, Line, Reply, Signal } from '../leg.ts'

/** The line of one leg; `isStopped`: nothing may wait on it any more. */
export function createLine(scheduler: Scheduler, isStopped: () => boolean): Line {
  let current: { deliver: (signal: Signal) => boolean; interrupt: () => void } | undefined

  function until<T>(seconds: number | undefined, on: (signal: Signal) => Reply<T>): Promise<T | Interrupted> {
    if (isStopped()) return Promise.resolve({ kind: 'interrupted' })
    return new Promise((resolve) => {
      let cancel: (() => void) | undefined
      const end = (value: T | Interrupted): void => {
        cancel?.()
        current = undefined
        resolve(value)
      }
      const deliver = (signal: Signal): boolean => {
        const reply = on(signal)
        if (reply === undefined) return false
        if ('done' in reply) end(reply.done)
        else wait(reply.waitSeconds)
        return true
      }
      const wait = (until: number | undefined): void => {
        cancel?.()
        cancel = until === undefined ? undefined : scheduler.after(until, () => void deliver({ kind: 'elapsed' }))
      }
      current = { deliver, interrupt: () => end({ kind: 'interrupted' }) }
      wait(seconds)
    })
  }

  return {
    until,
    signal: (signal) => current?.deliver(signal) ?? false,
    interrupt: () => current?.interrupt(),
  }
}
