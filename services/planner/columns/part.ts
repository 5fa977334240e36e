import type { Compiled } from '../compile.ts'
import type { Plan } from '../problem.ts'
import { ownCost } from '../pricing.ts'
import { generate } from './generate.ts'
import type { Centre } from './generate.ts'
import { createMaster, toColumn } from './master.ts'
import type { Master } from './master.ts'
import type { Solver } from '../highs/client.ts'
import { coversOf, penaltyOf } from './team.ts'
import type { Team } from './team.ts'

/** Some agents of a problem, who see of the covers what the others leave open. */
export function partOf(compiled: Compiled, plan: Plan, free: readonly number[]): Compiled {
  const left = compiled.covers.map(({ need }) => need)
  const isFree = new Set(free)
  plan.forEach((roster, agent) => {
    if (isFree.has(agent)) return
    for (const cover of coversOf(compiled, agent, roster)) left[cover] = (left[cover] as number) - 1
  })
  return {
    ...compiled,
    agents: free.map((agent) => compiled.agents[agent] as Compiled['agents'][number]),
    covers: compiled.covers.map((cover, index) => ({
      ...cover,
      need: left[index] as number,
      counts: Uint8Array.from(free, (agent) => cover.counts[agent] as number),
    })),
  }
}

/**
 * A better way for some agents, the others left as they are: columns until nothing is missing, then the best whole mixture of them. `null`: there is none,
 * or not in time; `isProved` says that no roster of these agents would help.
 */
export function improvePart(
  whole: Compiled,
  solver: Solver,
  team: Team,
  plan: Plan,
  free: readonly number[],
  until: number,
): { plan: Plan | null; isProved: boolean } {
  const compiled = partOf(whole, plan, free)
  const own = free.map((agent) => plan[agent] as Int16Array)
  const is = penaltyOf(compiled, own)
  const least = whole.isWhole ? 1 : 1e-6
  const master = createMaster(compiled, solver)
  try {
    master.addPlan(own, (agent) => ownCost(compiled.agents[agent] as Compiled['agents'][number], own[agent] as Int16Array))
    const centre: Centre = { duals: null, bound: -Infinity, agentBounds: new Float64Array(free.length) }
    for (;;) {
      const done = generate(master, team, { until, rounds: 5, gap: 0.01, count: 1 }, centre)
      if (centre.bound > is - least + 1e-6) return { plan: null, isProved: true }
      if (!done || (team.now() >= until && !done.isConverged)) return { plan: null, isProved: false }
      if (done.isConverged) break
    }
    const chosen = wholeMixture(master, solver, { centre, limit: is, most: 3000, seconds: Math.max(0.2, Math.min(until - team.now(), 4)) })
    if (!chosen || penaltyOf(compiled, chosen) > is - least + 1e-6) return { plan: null, isProved: false }
    const better = [...plan]
    free.forEach((agent, index) => (better[agent] = chosen[index] as Int16Array))
    return { plan: better, isProved: false }
  } finally {
    master.dispose()
  }
}

/** The best plan out of the pool's rosters, without those that the bound rules out (whoever takes them ends above `limit`). */
export function wholeMixture(
  master: Master,
  solver: Solver,
  { centre, limit, most, seconds, onBetter }: { centre: Centre; limit: number; most: number; seconds: number; onBetter?: (plan: Plan) => void },
): Plan | null {
  const { compiled, pool, shorts } = master
  const agents = compiled.agents.length
  const duals = centre.duals ?? new Float64Array(compiled.covers.length)
  const excess = pool.map(({ agent, own, covers }) => {
    let reduced = own - (centre.agentBounds[agent] as number)
    for (const cover of covers) reduced -= duals[cover] as number
    return reduced
  })
  const kept = [...pool.keys()]
    .filter((index) => centre.bound + (excess[index] as number) < limit + 1e-6)
    .sort((a, b) => (excess[a] as number) - (excess[b] as number))
    .slice(0, most)
  const columns = [
    ...kept.map((index) => ({ ...toColumn(pool[index] as Master['pool'][number], agents), upper: 1 })),
    ...shorts.map(({ under }, cover) => ({ cost: under, lower: 0, upper: Infinity, rows: [agents + cover], values: [1], isWhole: false })),
    ...shorts.map(({ over }, cover) => ({ cost: over, lower: 0, upper: Infinity, rows: [agents + cover], values: [-1], isWhole: false })),
  ]
  const rows = [...compiled.agents.map(() => ({ lower: 1, upper: 1 })), ...compiled.covers.map(({ need }) => ({ lower: need, upper: need }))]
  const planOf = (values: Float64Array): Plan | null => {
    const plan: Array<Int16Array | undefined> = Array.from({ length: agents })
    kept.forEach((index, column) => {
      const { agent, roster } = pool[index] as Master['pool'][number]
      if ((values[column] as number) > 0.5) plan[agent] = roster
    })
    return plan.every((roster) => roster !== undefined) ? plan : null
  }
  const result = solver.solveWhole(rows, columns, {
    seconds,
    onBetter: (values) => {
      const plan = planOf(values)
      if (plan) onBetter?.(plan)
    },
  })
  return result && planOf(result.values)
}
