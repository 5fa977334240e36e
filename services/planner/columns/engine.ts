import type { Compiled } from '../compile.ts'
import type { Solver } from '../highs/client.ts'
import { ownCost } from '../pricing.ts'
import type { Plan } from '../problem.ts'
import { dive } from './dive.ts'
import { generate } from './generate.ts'
import type { Centre } from './generate.ts'
import { createMaster } from './master.ts'
import type { Master } from './master.ts'
import { improvePart, wholeMixture } from './part.ts'
import type { Team } from './team.ts'

/** The share of the time after which the whole is given up and parts are made better instead. */
const SHARE_OF_WHOLE = 0.6

/** So much of the agents is decided at once by the first dive, half as much by each further one, while that takes at most such a share of what is left. */
const FIRST_STEP = 0.1
const SHARE_OF_DIVE = 0.2

/** Bound and plans from column generation over all agents, then over ever other parts of them, until the time is over or the best is proved. */
export function runColumns(compiled: Compiled, solver: Solver, team: Team): void {
  const master = createMaster(compiled, solver)
  const centre: Centre = { duals: null, bound: -Infinity, agentBounds: new Float64Array(compiled.agents.length) }
  const untilWhole = team.end * SHARE_OF_WHOLE
  let taken: Plan | null = null
  const take = (): void => {
    const best = team.best()
    if (!best || best.plan === taken) return
    taken = best.plan
    master.addPlan(best.plan, (agent) => ownCost(compiled.agents[agent] as Compiled['agents'][number], best.plan[agent] as Int16Array))
  }
  try {
    let isConverged = false
    // Once, and never while the mixture still changes: plans of the other thread are as good as it in value, and the dive would end where they did.
    take()
    while (!isConverged && team.now() < untilWhole) {
      const done = generate(master, team, { until: untilWhole, rounds: 3, gap: compiled.isWhole ? 0.01 : 1e-4, count: 1 }, centre)
      team.bound(centre.bound)
      if (!done) break
      isConverged = done.isConverged
    }
    if (isConverged && !isProved(compiled, centre.bound, team)) {
      diveAgain(master, solver, team, centre)
      const best = team.best()
      take()
      if (best && !isProved(compiled, centre.bound, team)) {
        const seconds = Math.min(20, (team.end - team.now()) * 0.4)
        const whole = wholeMixture(master, solver, { centre, limit: best.penalty, most: 4000, seconds, onBetter: (better) => team.offer(better) })
        if (whole) team.offer(whole)
      }
    }
  } finally {
    master.dispose()
  }
  runParts(compiled, solver, team, centre.bound)
}

/** One dive's first decisions may be the wrong ones: a finer one takes others. */
function diveAgain(master: Master, solver: Solver, team: Team, centre: Centre): void {
  const { compiled } = master
  for (let step = FIRST_STEP; ; step /= 2) {
    const began = team.now()
    const plan = dive(master, solver, team, { until: began + (team.end - began) * 0.6, rounds: 30, step, centre })
    if (plan) team.offer(plan)
    const next = 2 * (team.now() - began)
    if (isProved(compiled, centre.bound, team) || step * compiled.agents.length < 1 || next > (team.end - team.now()) * SHARE_OF_DIVE) return
  }
}

const isProved = (compiled: Compiled, bound: number, team: Team): boolean => {
  const best = team.best()
  return best !== null && (compiled.isWhole ? Math.ceil(bound - 1e-6) : bound) >= best.penalty - 1e-6
}

const SMALLEST_PART = 4
const SECONDS_OF_PART = 3

/** Parts of the agents, ever others, larger while that goes fast. */
export function runParts(compiled: Compiled, solver: Solver, team: Team, bound: number): void {
  const agents = compiled.agents.length
  let size = Math.min(8, agents)
  let failed = 0
  while (team.now() < team.end && !isProved(compiled, bound, team)) {
    const best = team.best()
    if (!best) return
    const free = choose(compiled, best.plan, Math.min(agents, Math.round(size)), team.chance)
    const begin = team.now()
    const { plan } = improvePart(compiled, solver, team, best.plan, free, Math.min(team.end, begin + SECONDS_OF_PART * 2))
    const took = team.now() - begin
    if (plan) {
      team.offer(plan)
      failed = 0
    } else failed += 1
    if (took > SECONDS_OF_PART) size = Math.max(SMALLEST_PART, size * 0.8)
    else if (failed > 3 && took < SECONDS_OF_PART / 2) {
      size = Math.min(agents, size * 1.15 + 0.5)
      failed = 0
    }
  }
}

/** By chance; half of the times around one agent, those first who work where cover is bought dearly. */
function choose(compiled: Compiled, plan: Plan, size: number, chance: () => number): number[] {
  const weight = compiled.agents.map(() => chance())
  if (chance() < 0.5) {
    const day = Math.floor(chance() * compiled.days)
    const from = Math.max(0, day - 3)
    const one = plan[Math.floor(chance() * plan.length)] as Int16Array
    plan.forEach((roster, agent) => {
      let alike = 0
      for (let at = from; at < Math.min(compiled.days, day + 4); at++) if (roster[at] === one[at]) alike += 1
      weight[agent] = (weight[agent] as number) + alike * 0.15
    })
  }
  return [...weight.keys()].sort((a, b) => (weight[b] as number) - (weight[a] as number)).slice(0, size)
}
