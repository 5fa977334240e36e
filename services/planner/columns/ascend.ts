import type { Centre } from './generate.ts'
import { priceAt } from './generate.ts'
import type { Master } from './master.ts'
import type { Team } from './team.ts'

/** So many rounds without a better bound halve the step; below the smallest step it is over. */
const PATIENCE = 4
const SMALLEST_STEP = 0.04
const REMEMBERED = 0.6

/**
 * Prices without an LP (subgradient, deflected, Polyak's step towards the best plan known): a good bound and good prices within a few dozen rounds, from
 * which column generation begins. Rosters found on the way go into the LP's pool.
 */
export function ascend(master: Master, team: Team, centre: Centre, limits: { until: number; rounds: number; target: () => number | null }): void {
  const { compiled, shorts } = master
  const { covers } = compiled
  let duals = centre.duals ?? new Float64Array(covers.length)
  const direction = new Float64Array(covers.length)
  let step = 1
  let stale = 0
  for (let round = 0; round < limits.rounds && team.now() < limits.until && step > SMALLEST_STEP; round++) {
    const { bound, used, agentBounds } = priceAt(master, team, duals, 1)
    if (bound > centre.bound + 1e-9) {
      const isMuch = bound > centre.bound + Math.abs(centre.bound) * 1e-4
      centre.bound = bound
      centre.duals = duals
      centre.agentBounds = agentBounds
      team.bound(bound)
      if (isMuch) stale = 0
    } else if (++stale >= PATIENCE) {
      stale = 0
      step /= 2
      duals = centre.duals ?? duals
    }
    const target = Math.max(limits.target() ?? bound * 1.2 + 100, centre.bound + Math.abs(centre.bound) * 0.002 + 1)
    let size = 0
    for (let cover = 0; cover < covers.length; cover++) {
      const slope = (covers[cover]?.need ?? 0) - (used[cover] as number)
      const { under, over } = shorts[cover] as { under: number; over: number }
      const isHeld = (slope > 0 && (duals[cover] as number) >= under) || (slope < 0 && (duals[cover] as number) <= -over)
      direction[cover] = isHeld ? 0 : slope + REMEMBERED * (direction[cover] as number)
      size += (direction[cover] as number) ** 2
    }
    if (size < 1e-9) return
    const length = (step * (target - bound)) / size
    const next = new Float64Array(covers.length)
    for (let cover = 0; cover < covers.length; cover++) {
      const { under, over } = shorts[cover] as { under: number; over: number }
      const least = covers[cover]?.isRepeated ? 0 : -over
      next[cover] = Math.min(under, Math.max(least, (duals[cover] as number) + length * (direction[cover] as number)))
    }
    duals = next
  }
}
