import { monitorEventLoopDelay } from 'node:perf_hooks'
import { beforeAll, describe, expect, it } from 'vitest'
import { parseInstance } from '../../services/planner/benchmark/format.ts'
import { evaluate } from '../../services/planner/evaluate.ts'
import type { Problem, Step } from '../../services/planner/problem.ts'
import { chanceOf } from '../../services/planner/search/chance.ts'
import { solve } from '../../services/planner/solve/service.ts'
import { plannerThread } from '../support/planner-thread.ts'
import { randomInstance } from '../support/shift-instances.ts'
import { lawfulRosters, tinyProblem } from '../support/tiny-planning.ts'

beforeAll(plannerThread)

/** By trying every pair of lawful rosters. */
function leastPenalty(problem: Problem): number {
  const [first, second] = [lawfulRosters(problem, 0), lawfulRosters(problem, 1)]
  let least = Infinity
  for (const one of first) for (const two of second) least = Math.min(least, evaluate(problem, [one.roster, two.roster]).penalty)
  return least
}

describe('solve', () => {
  it('finds and proves the best plan, with bounds that are never above it', async () => {
    const chance = chanceOf(5)
    let solved = 0
    while (solved < 2) {
      const problem = tinyProblem(chance, { agents: 2, days: 4 })
      const least = leastPenalty(problem)
      if (least === Infinity) continue
      solved += 1
      const steps: Step[] = []
      const { plan, penalty, lowerBound } = await solve(problem, { seconds: 15, threads: 2, seed: solved, onStep: (step) => steps.push(step) }).done
      expect(penalty ?? NaN).toBeGreaterThanOrEqual(least - 1e-6)
      expect(penalty ?? NaN).toBeLessThanOrEqual(least + 1e-6)
      expect(evaluate(problem, plan ?? []).violations).toEqual([])
      expect(steps[0]?.by).toBeDefined()
      for (const step of steps) expect(step.lowerBound ?? -Infinity).toBeLessThanOrEqual(least + 1e-6)
      expect(lowerBound ?? -Infinity).toBeLessThanOrEqual(least + 1e-6)
    }
  }, 60_000)

  it('ends when it is told to, with the best so far, and never holds up its caller', async () => {
    const { problem } = parseInstance(randomInstance({ agents: 40, days: 56, shifts: 5, seed: 3 }))
    const lag = monitorEventLoopDelay({ resolution: 5 })
    const solving = solve(problem, { seconds: 60, threads: 1, seed: 1, onStep: (step) => step.plan && solving.stop() })
    lag.enable()
    const { plan, seconds, isProved } = await solving.done
    lag.disable()
    expect(evaluate(problem, plan ?? []).violations).toEqual([])
    expect(seconds).toBeLessThan(30)
    expect(isProved).toBe(false)
    expect(lag.percentile(90) / 1e6).toBeLessThan(50)
  }, 90_000)

  it('says that nothing is lawful for somebody', async () => {
    const { problem } = parseInstance(randomInstance({ agents: 4, days: 14, shifts: 2, seed: 9 }))
    const impossible = { ...problem, agents: problem.agents.map((rules, index) => (index === 2 ? { ...rules, minMinutes: 14 * 480, maxRun: 3 } : rules)) }
    const { plan, isProved, seconds } = await solve(impossible, { seconds: 20, threads: 2, seed: 1 }).done
    expect({ plan, isProved }).toEqual({ plan: null, isProved: true })
    expect(seconds).toBeLessThan(15)
  }, 60_000)
})
