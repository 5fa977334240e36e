import type { Plan, Problem, Solved, SolveOptions } from '../../services/planner/problem.ts'
import { search } from '../../services/planner/search.ts'
import type { Solve } from '../../services/shifts/planning/runner/service.ts'

/** Plans by the local search alone, in this thread: quick to start, without a bound. */
export const searching: Solve = (problem, options) => {
  let isStopped = false
  return {
    done: searched(problem, options, () => isStopped),
    stop: () => {
      isStopped = true
    },
  }
}

async function searched(problem: Problem, { seconds, seed, start, onStep }: SolveOptions, isStopped: () => boolean): Promise<Solved> {
  const begin = performance.now()
  const now = (): number => (performance.now() - begin) / 1_000
  let [plan, penalty]: [Plan | null, number | null] = [null, null]
  for (const found of search(problem, { seed, start, seconds, now })) {
    if (found?.isLawful) {
      const by = plan === null ? 'first' : 'search'
      plan = found.plan
      penalty = found.penalty
      onStep?.({ seconds: now(), plan, penalty, lowerBound: null, by })
    }
    await new Promise((resolve) => setImmediate(resolve))
    if (isStopped()) break
  }
  return { plan, penalty, lowerBound: null, isProved: false, seconds: now() }
}

/** The best plan after so many looks (of 400 moves each), however fast the machine is. */
export function searchedFor(looks: number, problem: Problem, { seed, start }: { seed: number; start?: Plan }): Plan | undefined {
  let [at, plan]: [number, Plan | undefined] = [0, undefined]
  const now = (): number => (at += 1 / looks)
  for (const found of search(problem, { seed, start, seconds: 1, now })) if (found?.isLawful) plan = found.plan
  return plan
}
