import { OFF } from '../problem.ts'
import type { Plan } from '../problem.ts'
import { violationsOf } from '../evaluate.ts'
import type { Model } from './model.ts'
import { createPricer } from './priced.ts'
import { createState } from './state.ts'
import type { State } from './state.ts'

/** A lawful roster of an agent for whom the fast way finds none; null: there is none. */
export type ExactRoster = (agent: number) => Int16Array | null

/** Prices that are all alike jump from too few minutes to too many; a little chance tells the days apart. */
const NOISES = [0.5, 5, 25, 100] as const
/** Days that are filled at once, and minutes by which a part may miss its share of them. */
const PART = 28
const LEEWAY = 480

/**
 * A first lawful plan: one agent after the other gets the roster that is the cheapest as the cover stands. Agents whose roster in `start` is lawful keep
 * it. `without`: for whom none was found.
 */
export function construct(model: Model, chance: () => number, start: Plan | undefined, exact: ExactRoster): { state: State; without: number[] } {
  const { days, agents, problem } = model
  const nobody = Array.from({ length: agents }, () => new Int16Array(days).fill(OFF))
  const kept = nobody.map((empty, agent) => {
    const given = start?.[agent]
    return given && given.length === days && violationsOf(problem, problem.agents[agent]!, given).length === 0 ? given : empty
  })
  const state = createState(model, kept)
  const pricer = createPricer(model)
  const prices = new Float64Array(days * (model.shifts + 1))
  const without: number[] = []
  const tryFast = (agent: number, noise: number): boolean => {
    price(state, { agent, from: 0, to: days }, prices, () => chance() * noise)
    const columns = pricer.cheapest(state, { agent, from: 0, to: days }, prices)
    columns?.forEach((column, day) => state.set(agent, day, column))
    if (columns && state.fits(agent, 0, days) && state.sumsFit(agent, 0, days)) return true
    for (let day = 0; day < days; day += 1) state.set(agent, day, 0)
    return false
  }
  /** Weeks by weeks, each part with its share of minutes and weekends: much faster over a long horizon, and nearly always possible. */
  const inParts = (agent: number): boolean => {
    if (days < 2 * PART) return false
    const parts = Math.floor(days / PART)
    const [least, most] = [model.minMinutes[agent]!, model.maxMinutes[agent]!]
    for (let part = 1; part <= parts; part += 1) {
      const window = { agent, from: (part - 1) * PART, to: part === parts ? days : part * PART }
      price(state, window, prices, () => chance() * NOISES[0])
      const share = {
        least: least * (part / parts) - (part === parts ? 0 : LEEWAY),
        most: most * (part / parts) + (part === parts ? 0 : LEEWAY),
        weekends: Math.floor((model.maxWeekends[agent]! * part) / parts),
      }
      const columns = pricer.cheapest(state, window, prices, share)
      if (!columns) break
      columns.forEach((column, at) => state.set(agent, window.from + at, column))
    }
    if (state.fits(agent, 0, days) && state.sumsFit(agent, 0, days)) return true
    for (let day = 0; day < days; day += 1) state.set(agent, day, 0)
    return false
  }
  const open = kept.flatMap((roster, agent) => (roster === nobody[agent] ? [agent] : []))
  for (const agent of shuffled(open, chance)) {
    if (inParts(agent) || NOISES.some((noise) => tryFast(agent, noise))) continue
    const found = exact(agent)
    if (found) found.forEach((shift, day) => state.set(agent, day, shift + 1))
    else without.push(agent)
  }
  return { state, without }
}

/** What each cell of a window costs the plan, with the agent taken out of the window (he must be off there). */
export function price(state: State, { agent, from, to }: { agent: number; from: number; to: number }, prices: Float64Array, noise: () => number): void {
  const { model } = state
  const columns = model.shifts + 1
  for (let day = from; day < to; day += 1) {
    const cell = (agent * model.days + day) * columns
    for (let column = 0; column < columns; column += 1) {
      if (model.may[cell + column] === 0) continue
      prices[day * columns + column] = model.cost[cell + column]! + (column === 0 ? 0 : state.coverPrice(agent, day * columns + column)) + noise()
    }
  }
}

function shuffled(items: readonly number[], chance: () => number): number[] {
  const mixed = [...items]
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = Math.floor(chance() * (at + 1))
    ;[mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!]
  }
  return mixed
}
