import type { Plan } from '../problem.ts'
import { generate } from './generate.ts'
import type { Centre } from './generate.ts'
import type { Master, Pooled } from './master.ts'
import type { Team } from './team.ts'

const WHOLE = 0.999

/**
 * From the mixture to a plan: who has (almost) one roster keeps it, then the surest of the others; the prices of the rest are made anew each time.
 * `kept`: agents who keep their roster from the beginning, so that a part of a plan is made anew. Null: it led nowhere in time.
 */
export function dive(
  master: Master,
  team: Team,
  options: { kept: ReadonlyArray<Int16Array | null>; until: number; rounds: number; step: number; centre: Centre },
): Plan | null {
  const { until, rounds, step, kept } = options
  const centre: Centre = { ...options.centre }
  const agents = master.compiled.agents.length
  try {
    kept.forEach((roster, agent) => {
      if (roster) master.fix(agent, roster)
    })
    for (;;) {
      const done = generate(master, team, { until, rounds, gap: 0.5, count: 1 }, centre)
      centre.bound = -Infinity
      if (!done) return null
      const values = master.valuesOf(done.solution)
      const surest = surestOf(master, values)
      const open = master.fixed().flatMap((one, agent) => (one ? [] : [agent]))
      const ready = open.filter((agent) => (surest[agent]?.value ?? 0) >= WHOLE)
      if (open.some((agent) => !surest[agent])) return null
      if (ready.length === open.length || team.now() >= until) {
        for (const agent of open) master.fix(agent, (surest[agent] as Surest).pooled.roster)
        break
      }
      const rest = open.filter((agent) => !ready.includes(agent)).sort((a, b) => (surest[b] as Surest).value - (surest[a] as Surest).value)
      const most = Math.max(1, Math.floor(rest.length * step))
      const chosen = rest.filter((agent, place) => place === 0 || (place < most && (surest[agent] as Surest).value > 0.6))
      for (const agent of [...ready, ...chosen]) master.fix(agent, (surest[agent] as Surest).pooled.roster)
      if (master.fixed().every((one) => one !== null)) break
    }
    return master.fixed().map((one) => (one as Pooled).roster)
  } finally {
    for (let agent = 0; agent < agents; agent++) if (master.fixed()[agent]) master.fix(agent, null)
  }
}

type Surest = { pooled: Pooled; value: number }

/** By agent, the roster with the highest value. */
function surestOf({ pool, compiled }: Master, values: Float64Array): Array<Surest | undefined> {
  const best: Array<Surest | undefined> = Array.from({ length: compiled.agents.length })
  pool.forEach((pooled, index) => {
    const value = values[index] as number
    if (value > EPSILON && value > (best[pooled.agent]?.value ?? 0)) best[pooled.agent] = { pooled, value }
  })
  return best
}

const EPSILON = 1e-9
