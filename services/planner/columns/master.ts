import type { Compiled } from '../compile.ts'
import type { Column, Lp, LpSolution, Solver } from '../highs/client.ts'
import type { Priced } from '../pricing.ts'
import type { Plan } from '../problem.ts'
import { costOfForbidden, coversOf } from './team.ts'

/** One roster of one agent in the LP. */
export type Pooled = { agent: number; roster: Int16Array; own: number; covers: readonly number[] }

/** The LP that mixes rosters: each agent takes one, each cover is met, missed or exceeded at its price. */
export type Master = {
  compiled: Compiled
  pool: readonly Pooled[]
  agentsRow: number
  /** Adds those that are new; says how many. */
  add: (agent: number, found: readonly Priced[]) => number
  addPlan: (plan: Plan, own: (agent: number) => number) => void
  solve: (seconds: number) => LpSolution | null
  /** The value of each pooled roster in the solution. */
  valuesOf: (solution: LpSolution) => Float64Array
  dualsOf: (solution: LpSolution) => { covers: Float64Array; agents: Float64Array }
  /** Only this roster for the agent; null: any. */
  fix: (agent: number, roster: Int16Array | null) => void
  fixed: () => ReadonlyArray<Pooled | null>
  shorts: ReadonlyArray<{ under: number; over: number }>
  dispose: () => void
}

export function createMaster(compiled: Compiled, solver: Solver): Master {
  const agents = compiled.agents.length
  const forbidden = costOfForbidden(compiled)
  const shorts = compiled.covers.map(({ isHard, underCost, overCost }) => ({ under: isHard ? Math.max(underCost, forbidden) : underCost, over: overCost }))
  const rows = [...compiled.agents.map(() => ({ lower: 1, upper: 1 })), ...compiled.covers.map(({ need }) => ({ lower: need, upper: need }))]
  const lp: Lp = solver.createLp(rows)
  const one = [1]
  const slack: Column[] = [
    ...compiled.agents.map((_, agent) => ({ cost: forbidden * 50, lower: 0, upper: Infinity, rows: [agent], values: one })),
    ...shorts.map(({ under }, cover) => ({ cost: under, lower: 0, upper: Infinity, rows: [agents + cover], values: one })),
    ...shorts.map(({ over }, cover) => ({ cost: over, lower: 0, upper: Infinity, rows: [agents + cover], values: [-1] })),
  ]
  lp.add(slack)
  const pool: Pooled[] = []
  const ofAgent: number[][] = Array.from({ length: agents }, () => [])
  const known: Array<Map<string, number>> = Array.from({ length: agents }, () => new Map())
  const fixed: Array<Pooled | null> = Array.from({ length: agents }, () => null)
  let isPrimal = true

  const master: Master = {
    compiled,
    pool,
    agentsRow: 0,
    add(agent, found) {
      const fresh: Pooled[] = []
      for (const { roster, own } of found) {
        const key = keyOf(roster)
        if (known[agent]?.has(key)) continue
        const index = pool.length
        known[agent]?.set(key, index)
        ofAgent[agent]?.push(index)
        const pooled = { agent, roster, own, covers: coversOf(compiled, agent, roster) }
        pool.push(pooled)
        fresh.push(pooled)
      }
      lp.add(fresh.map((pooled) => ({ ...toColumn(pooled, agents), upper: fixed[agent] ? 0 : Infinity })))
      if (fresh.length > 0) isPrimal = true
      return fresh.length
    },
    addPlan(plan, own) {
      plan.forEach((roster, agent) => master.add(agent, [{ roster: Int16Array.from(roster), own: own(agent), cost: 0 }]))
    },
    solve(seconds) {
      const solution = lp.solve(seconds, isPrimal) ?? lp.solve(seconds, !isPrimal)
      isPrimal = true
      return solution
    },
    valuesOf: ({ values }) => values.subarray(slack.length),
    dualsOf: ({ duals }) => ({ agents: duals.subarray(0, agents), covers: duals.slice(agents) }),
    fix(agent, roster) {
      const all = (ofAgent[agent] ?? []).map((index) => slack.length + index)
      isPrimal = false
      if (!roster) {
        fixed[agent] = null
        lp.bound(all, 0, Infinity)
        return
      }
      const index = known[agent]?.get(keyOf(roster))
      if (index === undefined) throw new Error('only a roster of the pool can be fixed')
      fixed[agent] = pool[index] as Pooled
      lp.bound(all, 0, 0)
      lp.bound([slack.length + index], 1, 1)
    },
    fixed: () => fixed,
    shorts,
    dispose: () => lp.dispose(),
  }
  return master
}

export function toColumn({ agent, own, covers }: Pooled, agents: number): Column {
  return { cost: own, lower: 0, upper: Infinity, rows: [agent, ...covers.map((cover) => agents + cover)], values: new Float64Array(covers.length + 1).fill(1) }
}

const keyOf = (roster: Int16Array): string => String.fromCharCode(...roster.map((shift) => shift + 1))
