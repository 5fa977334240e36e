import { compile } from './compile.ts'
import { evaluate } from './evaluate.ts'
import { createPricer } from './pricing.ts'
import type { Plan, Problem } from './problem.ts'
import { createAnneal } from './search/anneal.ts'
import { chanceOf } from './search/chance.ts'
import { construct } from './search/construct.ts'
import type { ExactRoster } from './search/construct.ts'
import { toModel } from './search/model.ts'
import type { Model } from './search/model.ts'
import type { State } from './search/state.ts'

/** A lawful plan, or one with gaps in hard rows (`isLawful` false). */
export type Found = { plan: Plan; penalty: number; isLawful: boolean }

export type SearchOptions = {
  seed: number
  start?: Plan | undefined
  /** How long it may take, and the clock to see it by, in seconds from any beginning. */
  seconds: number
  now: () => number
  /** A penalty that is good enough to stop at. */
  enough?: number
}

/** Small moves between two refills of a window, and refills between two looks at the clock. */
const STEPS = 150
const ROUNDS = 8
const WINDOW = { least: 7, most: 28 }
const SECONDS_BETWEEN_WORD = 0.1

/**
 * Local search: a lawful plan at once, then better ones by annealing until the time is over. A generator, so that whoever runs it can look elsewhere: it
 * gives a better plan, or null to let go for a moment. Returns the agents for whom no lawful roster was found.
 */
export function* search(problem: Problem, { seed, start, seconds, now, enough = -Infinity }: SearchOptions): Generator<Found | null, readonly number[]> {
  const begin = now()
  const chance = chanceOf(seed)
  const model = toModel(problem)
  const { state, without } = construct(model, chance, start, exactly(problem, chance))
  if (without.length > 0) return without
  const best = keeper(problem, state)
  yield best.found()
  const anneal = createAnneal(state, chance)
  const { hot, cold } = temperatures(model, seconds)
  let said = now()
  for (;;) {
    const part = (now() - begin) / seconds
    if (part >= 1 || state.total() <= enough) break
    const temperature = hot * (cold / hot) ** part
    for (let round = 0; round < ROUNDS; round += 1) {
      for (let at = 0; at < STEPS; at += 1) anneal.step(temperature, best.note)
      const length = Math.min(model.days, WINDOW.least + Math.floor(chance() * (WINDOW.most - WINDOW.least + 1)))
      const from = Math.floor(chance() * (model.days - length + 1))
      anneal.refill(Math.floor(chance() * model.agents), from, length, temperature, best.note)
    }
    if (now() - said < SECONDS_BETWEEN_WORD) continue
    said = now()
    best.note()
    yield best.isNew() ? best.found() : null
  }
  best.note()
  if (best.isNew()) yield best.found()
  return []
}

/** How often the exact programme is asked at other prices for somebody of whom it neither finds a roster nor says that there is none. */
const EXACT_TRIALS = 12

/** For whom the fast way finds nothing: any lawful roster, by the exact programme. */
function exactly(problem: Problem, chance: () => number): ExactRoster {
  let compiled: ReturnType<typeof compile> | undefined
  const pricer = createPricer()
  return (agent) => {
    compiled ??= compile(problem)
    const one = compiled.agents[agent]
    if (!one) return null
    const prices = new Float64Array(compiled.days * compiled.width)
    for (let trial = 0; trial < EXACT_TRIALS; trial += 1) {
      const { bound, found } = pricer(one, prices)
      if (found[0]) return found[0].roster
      if (bound === Infinity) return null
      prices.forEach((_, cell) => (prices[cell] = chance() * 10 ** (trial % 4)))
    }
    return null
  }
}

/** The best plan so far, noted before it is left. */
function keeper(problem: Problem, state: State) {
  let least = Infinity
  const roster = state.roster.slice()
  let said = Infinity
  const note = (): void => {
    if (state.total() >= least - 1e-9) return
    least = state.total()
    roster.set(state.roster)
  }
  const found = (): Found => {
    note()
    said = least
    const plan = problem.agents.map((_, agent) => Int16Array.from(roster.subarray(agent * problem.days, (agent + 1) * problem.days), (column) => column - 1))
    const { penalty, short, violations } = evaluate(problem, plan)
    return { plan, penalty, isLawful: short.length === 0 && violations.length === 0 }
  }
  return { note, found, isNew: (): boolean => least < said }
}

/** About how many moves a second there are; and by how much of a gap the hottest are worse when each cell gets so many moves. */
const MOVES_A_SECOND = 1.5e6
const USUAL = { movesOfCell: 3_700, hot: 0.3 }

/**
 * What single decisions cost here: the hottest moves about gaps, hotter the more time there is for each cell; the coldest not even about what usually costs
 * least (a wish, a gap, somebody too many), or the small things would stay as chance left them.
 */
function temperatures({ cost, under, over, agents, days }: Model, seconds: number): { hot: number; cold: number } {
  const wish = usual(cost)
  const gap = usual(under)
  const share = USUAL.hot * Math.sqrt((seconds * MOVES_A_SECOND) / (agents * days) / USUAL.movesOfCell)
  const hot = Math.max(gap * Math.min(0.6, Math.max(0.05, share)), wish * 2, 1e-3)
  const least = Math.min(...[wish, gap, usual(over), hot].filter((price) => price > 0))
  return { hot, cold: Math.max(least * 0.4, hot / 10_000) }
}

/** The median of what costs anything; 0: nothing does. */
function usual(costs: Float64Array): number {
  const all = costs
    .map(Math.abs)
    .filter((cost) => cost > 0)
    .sort()
  return all[all.length >> 1] ?? 0
}
