import type { Solver } from '../highs/client.ts'
import type { Plan } from '../problem.ts'
import { generate } from './generate.ts'
import type { Centre, Generated } from './generate.ts'
import { createMaster } from './master.ts'
import type { Master, Pooled } from './master.ts'
import { partOf } from './part.ts'
import type { Team } from './team.ts'

const WHOLE = 0.999
const SURE = 0.6
/** Once so many of an LP's agents are decided, the others get a smaller one, with so many rosters each to begin with. */
const SHARE_DECIDED = 0.35
const KEPT_EACH = 25
/** A mixture that costs so much more than the first one is good enough to go on with. */
const DRIFT = 0.001

/**
 * From the mixture to a plan: who has (almost) one roster keeps it, then the surest of the others; the prices of the rest are made anew each time. The
 * master is left as it was. Null: it led nowhere in time.
 */
export function dive(whole: Master, solver: Solver, team: Team, options: { until: number; rounds: number; step: number; centre: Centre }): Plan | null {
  const { until, rounds, step } = options
  const plan: Array<Int16Array | null> = whole.compiled.agents.map(() => null)
  let centre: Centre = { ...options.centre }
  let master = whole
  /** Of the master's agents, their places in the plan. */
  let places = plan.map((_, agent) => agent)
  let enough = -Infinity
  try {
    for (;;) {
      const done = generate(master, team, { until, rounds, gap: 0.5, count: 1, enough }, centre)
      if (!done) return null
      if (master === whole && enough === -Infinity) enough = done.solution.objective * (1 + DRIFT) + 0.5
      const open = master.fixed().flatMap((one, agent) => (one ? [] : [agent]))
      const surest = surestOf(master, master.valuesOf(done.solution))
      if (open.some((agent) => !surest[agent])) return null
      for (const agent of team.now() >= until ? open : choose(open, surest, step)) {
        const { roster } = (surest[agent] as Surest).pooled
        master.fix(agent, roster)
        plan[places[agent] as number] = roster
      }
      if (plan.every((roster) => roster !== null)) return plan
      const left = open.filter((agent) => !master.fixed()[agent])
      if (left.length < places.length * (1 - SHARE_DECIDED)) {
        const smaller = createMaster(
          partOf(
            master.compiled,
            master.fixed().map((one) => one?.roster ?? NOBODY),
            left,
          ),
          solver,
        )
        left.forEach((agent, index) => smaller.add(index, cheapestOf(master, done, agent)))
        enough -= master.fixed().reduce((sum, one) => sum + (one?.own ?? 0), 0)
        if (master !== whole) master.dispose()
        master = smaller
        places = left.map((agent) => places[agent] as number)
        centre = { ...centre, agentBounds: new Float64Array(left.length) }
      }
      centre.bound = -Infinity
    }
  } finally {
    if (master !== whole) master.dispose()
    whole.fixed().forEach((one, agent) => {
      if (one) whole.fix(agent, null)
    })
  }
}

const NOBODY = new Int16Array(0)

/** All that are whole, and the surest of the others. */
function choose(open: readonly number[], surest: ReadonlyArray<Surest | undefined>, step: number): number[] {
  const valueOf = (agent: number): number => surest[agent]?.value ?? 0
  const ready = open.filter((agent) => valueOf(agent) >= WHOLE)
  const rest = open.filter((agent) => valueOf(agent) < WHOLE).sort((a, b) => valueOf(b) - valueOf(a))
  const most = Math.max(1, Math.floor(rest.length * step))
  return [...ready, ...rest.filter((agent, place) => place === 0 || (place < most && valueOf(agent) > SURE))]
}

function cheapestOf(master: Master, { solution }: Generated, agent: number) {
  const { covers: duals } = master.dualsOf(solution)
  const reduced = ({ own, covers }: Pooled): number => covers.reduce((sum, cover) => sum - (duals[cover] as number), own)
  return master.pool
    .filter((pooled) => pooled.agent === agent)
    .map((pooled) => ({ ...pooled, cost: reduced(pooled) }))
    .sort((a, b) => a.cost - b.cost)
    .slice(0, KEPT_EACH)
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
