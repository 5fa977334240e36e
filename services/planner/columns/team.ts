import type { Compiled } from '../compile.ts'
import { ownCost } from '../pricing.ts'
import type { Priced } from '../pricing.ts'
import type { Plan } from '../problem.ts'

/** What one agent's pricing gives: no roster costs less than `bound` at these prices. */
export type AgentPrices = { agent: number; bound: number; found: readonly Priced[] }

/** What the columns need of the world: the clock, the other threads, and where plans and bounds go. */
export type Team = {
  /** Seconds since the start, and when it must be over. */
  now: () => number
  end: number
  /** The cheapest rosters of some agents at these duals (one for each cover), counted in `compiled`. */
  price: (compiled: Compiled, duals: Float64Array, agents: readonly number[], count: number) => AgentPrices[]
  best: () => { plan: Plan; penalty: number } | null
  offer: (plan: Plan) => void
  bound: (value: number) => void
  chance: () => number
}

/** The duals of the covers as prices of an agent's cells. */
export function cellPrices({ covers, coverStart, coverIds, days, width }: Compiled, duals: Float64Array, agent: number, prices: Float64Array): void {
  for (let cell = 0; cell < days * width; cell++) {
    let price = 0
    for (let at = coverStart[cell] as number; at < (coverStart[cell + 1] as number); at++) {
      const cover = coverIds[at] as number
      if (covers[cover]?.counts[agent]) price -= duals[cover] as number
    }
    prices[cell] = price
  }
}

/** The covers that a roster counts for, each once. */
export function coversOf({ covers, coverStart, coverIds, days, width }: Compiled, agent: number, roster: Int16Array): number[] {
  const found: number[] = []
  for (let day = 0; day < days; day++) {
    const shift = roster[day] as number
    if (shift < 0) continue
    const cell = day * width + shift
    for (let at = coverStart[cell] as number; at < (coverStart[cell + 1] as number); at++) {
      const cover = coverIds[at] as number
      if (covers[cover]?.counts[agent] && !(covers[cover]?.isRepeated && found.includes(cover))) found.push(cover)
    }
  }
  return found
}

/** Of a plan that keeps every rule; covers that may not be short cost as if they were bought. */
export function penaltyOf(compiled: Compiled, plan: Plan): number {
  const is = new Int32Array(compiled.covers.length)
  let penalty = 0
  compiled.agents.forEach((agent, index) => {
    const roster = plan[index] as Int16Array
    penalty += ownCost(agent, roster)
    for (const cover of coversOf(compiled, index, roster)) is[cover] = (is[cover] as number) + 1
  })
  compiled.covers.forEach(({ need, underCost, overCost }, cover) => {
    const missing = need - (is[cover] as number)
    penalty += missing > 0 ? missing * underCost : -missing * overCost
  })
  return penalty
}

/** What a shortage costs that is forbidden: more than everything else together, yet not so much that the LP loses its digits. */
export function costOfForbidden({ covers, agents }: Compiled): number {
  let most = 0
  for (const { underCost, overCost } of covers) most = Math.max(most, underCost, overCost)
  for (const { costs } of agents) for (const cost of costs) if (Number.isFinite(cost)) most = Math.max(most, Math.abs(cost))
  return Math.min(1e7, 20 * Math.max(most, 1))
}
