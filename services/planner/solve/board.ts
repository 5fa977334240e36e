import type { Plan } from '../problem.ts'

/** The best plan that any thread has found, in memory that all of them see. `missing`: how many are short where none may be (0: lawful). */
export type Board = {
  best: () => { plan: Plan; penalty: number; missing: number } | null
  /** False: another one is as good. */
  put: (plan: Plan, penalty: number, missing: number) => boolean
}

const HEAD = 32

export const boardBytes = (agents: number, days: number): number => HEAD + agents * days * 2

export function openBoard(memory: SharedArrayBuffer, agents: number, days: number): Board {
  const lock = new Int32Array(memory, 0, 2)
  const values = new Float64Array(memory, 8, 2)
  const rosters = new Int16Array(memory, HEAD, agents * days)
  let known = -1
  let last: { plan: Plan; penalty: number; missing: number } | null = null
  const alone = <T>(work: () => T): T => {
    while (Atomics.compareExchange(lock, 0, 0, 1) !== 0) Atomics.wait(lock, 0, 1, 5)
    try {
      return work()
    } finally {
      Atomics.store(lock, 0, 0)
      Atomics.notify(lock, 0)
    }
  }
  return {
    best: () =>
      alone(() => {
        const version = Atomics.load(lock, 1)
        if (version === 0) return null
        if (version !== known) {
          known = version
          const plan = Array.from({ length: agents }, (_, agent) => Int16Array.from(rosters.subarray(agent * days, (agent + 1) * days)))
          last = { plan, penalty: values[0] as number, missing: values[1] as number }
        }
        return last
      }),
    put: (plan, penalty, missing) =>
      alone(() => {
        const isFirst = Atomics.load(lock, 1) === 0
        const [was, wasMissing] = [values[0] as number, values[1] as number]
        if (!isFirst && (missing > wasMissing || (missing === wasMissing && penalty >= was - 1e-9))) return false
        plan.forEach((roster, agent) => rosters.set(roster, agent * days))
        values[0] = penalty
        values[1] = missing
        Atomics.add(lock, 1, 1)
        return true
      }),
  }
}
