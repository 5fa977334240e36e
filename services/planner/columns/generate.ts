import type { LpSolution } from '../highs/client.ts'
import type { Master } from './master.ts'
import { coversOf } from './team.ts'
import type { Team } from './team.ts'

/** Prices at which the lower bound was the best so far; the next prices are mixed with them. */
export type Centre = { duals: Float64Array | null; bound: number; agentBounds: Float64Array }

export type Generated = { solution: LpSolution; bound: number; isConverged: boolean }

const SMOOTHING = 0.6
const EPSILON = 1e-6
const NOBODY = new Int16Array(0)

/**
 * Column generation: the LP's prices, each free agent's cheapest rosters at them, into the LP, and again. The prices asked at are mixed with the best so
 * far (Wentges), or they jump about. The bound (Lagrange) holds at any prices: what the covers are worth, and of each agent the least.
 */
export function generate(
  master: Master,
  team: Team,
  limits: { until: number; rounds: number; gap: number; count: number; enough?: number },
  given?: Centre,
): Generated | null {
  const { compiled } = master
  const { covers } = compiled
  const centre = given ?? { duals: null, bound: -Infinity, agentBounds: new Float64Array(compiled.agents.length) }
  let smoothing = centre.duals ? SMOOTHING : 0
  for (let round = 0; ; round++) {
    const solution: LpSolution | null = master.solve(Math.max(0.05, limits.until - team.now()))
    if (!solution) return null
    const { covers: out } = master.dualsOf(solution)
    const isLast = round >= limits.rounds || team.now() >= limits.until
    if (isLast || solution.objective <= (limits.enough ?? -Infinity) || solution.objective - centre.bound <= limits.gap)
      return { solution, bound: centre.bound, isConverged: !isLast }
    for (let cover = 0; cover < out.length; cover++) {
      const { under, over } = master.shorts[cover] as { under: number; over: number }
      const least = covers[cover]?.isRepeated ? 0 : -over
      out[cover] = Math.min(under, Math.max(least, out[cover] as number))
    }
    const asked = centre.duals && smoothing > 0 ? mix(centre.duals, out, smoothing) : out
    const { bound, added, agentBounds } = priceAt(master, team, asked, limits.count)
    if (bound > centre.bound) {
      centre.duals = asked
      centre.bound = bound
      centre.agentBounds = agentBounds
    }
    if (added === 0) {
      if (asked === out) return { solution, bound: centre.bound, isConverged: true }
      smoothing = smoothing < 0.2 ? 0 : smoothing - 0.3
    } else if (centre.duals) smoothing = Math.min(SMOOTHING, smoothing + 0.1)
    if (solution.objective - centre.bound <= EPSILON) return { solution, bound: centre.bound, isConverged: true }
  }
}

/** One round of pricing at some duals: columns go into the LP; the bound that these prices prove. */
export function priceAt(
  master: Master,
  team: Team,
  duals: Float64Array,
  count: number,
): { bound: number; added: number; agentBounds: Float64Array; used: Int32Array } {
  const { compiled } = master
  const fixed = master.fixed()
  const free = fixed.flatMap((one, agent) => (one ? [] : [agent]))
  const used = new Int32Array(compiled.covers.length)
  let bound = 0
  compiled.covers.forEach(({ need }, cover) => (bound += need * (duals[cover] as number)))
  for (const one of fixed) {
    if (!one) continue
    bound += one.own
    for (const cover of one.covers) bound -= duals[cover] as number
    for (const cover of one.covers) used[cover] = (used[cover] as number) + 1
  }
  let added = 0
  const agentBounds = new Float64Array(compiled.agents.length)
  for (const { agent, bound: least, found } of team.price(compiled, duals, free, count)) {
    bound += least
    agentBounds[agent] = least
    added += master.add(agent, found)
    for (const cover of coversOf(compiled, agent, found[0]?.roster ?? NOBODY)) used[cover] = (used[cover] as number) + 1
  }
  return { bound, added, agentBounds, used }
}

function mix(centre: Float64Array, out: Float64Array, smoothing: number): Float64Array {
  return out.map((dual, cover) => smoothing * (centre[cover] as number) + (1 - smoothing) * dual)
}
