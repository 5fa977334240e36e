import { describe, expect, it } from 'vitest'
import { checkSolution } from '../../../services/planner/benchmark/check.ts'
import { parseInstance, printSolution } from '../../../services/planner/benchmark/format.ts'
import { evaluate } from '../../../services/planner/evaluate.ts'
import type { AgentRules, Problem } from '../../../services/planner/problem.ts'
import { search } from '../../../services/planner/search.ts'
import type { Found } from '../../../services/planner/search.ts'
import { chanceOf } from '../../../services/planner/search/chance.ts'
import { construct } from '../../../services/planner/search/construct.ts'
import { toModel } from '../../../services/planner/search/model.ts'
import { createState } from '../../../services/planner/search/state.ts'
import { randomInstance } from '../../support/shift-instances.ts'

/** Every look at the clock is a hundredth of a second: the same seed gives the same plans, however busy the machine is. */
function counted(): () => number {
  let looks = 0
  return () => (looks += 1) / 100
}

function all(problem: Problem, seconds: number, seed = 1): Found[] {
  return [...search(problem, { seed, seconds, now: counted() })].filter((found) => found !== null)
}

describe('the search', () => {
  it.each([
    { agents: 12, days: 28, shifts: 3, seed: 1 },
    { agents: 30, days: 28, shifts: 9, seed: 2 },
    { agents: 16, days: 84, shifts: 4, seed: 3 },
    { agents: 4, days: 364, shifts: 6, seed: 4 },
  ])('gives lawful plans, each better than the last: $agents people, $days days', (size) => {
    const text = randomInstance(size)
    const instance = parseInstance(text)
    const found = all(instance.problem, 0.6)
    expect(found.length).toBeGreaterThan(1)
    for (const [index, { plan, penalty, isLawful }] of found.entries()) {
      expect(checkSolution(text, printSolution(instance, plan))).toMatchObject({ penalty, violations: [] })
      expect(isLawful).toBe(true)
      expect(penalty).toBeLessThan(found[index - 1]?.penalty ?? Infinity)
    }
  })

  it('gives the same plan for the same seed', () => {
    const { problem } = parseInstance(randomInstance({ agents: 6, days: 28, shifts: 2, seed: 5 }))
    expect(all(problem, 0.3, 7)).toEqual(all(problem, 0.3, 7))
    expect(all(problem, 0.3, 7).at(-1)?.plan).not.toEqual(all(problem, 0.3, 8).at(-1)?.plan)
  })

  it('begins with the plan it is given where that is lawful', () => {
    const { problem } = parseInstance(randomInstance({ agents: 10, days: 28, shifts: 3, seed: 6 }))
    const start = all(problem, 0.5).at(-1)
    const [first] = search(problem, { seed: 9, seconds: 0.01, now: counted(), start: start?.plan })
    expect(first?.penalty).toBe(start?.penalty)
  })

  it('names those for whom there is no lawful roster at all', () => {
    const { problem } = parseInstance(randomInstance({ agents: 5, days: 28, shifts: 2, seed: 7 }))
    const agents = problem.agents.map((rules, agent) => (agent === 3 ? { ...rules, minMinutes: 28 * 480 } : rules))
    const run = search({ ...problem, agents }, { seed: 1, seconds: 1, now: counted() })
    expect(run.next()).toEqual({ done: true, value: [3] })
  })
})

/** All that real rosters have and the published instances do not. */
function rich(problem: Problem): Problem {
  const week = (first: number): number[] => [0, 1, 2, 3, 4, 5, 6].map((day) => first + day)
  const agents = problem.agents.map((rules, agent): AgentRules => {
    const nights = rules.may.map(() => [problem.shifts.length - 1])
    return {
      ...rules,
      minMinutes: null,
      weeks: [0, 7, 14, 21].map((first) => ({ days: week(first), maxMinutes: 5 * 480, restMinutes: 42 * 60 })),
      counted: [{ name: 'nights', cells: nights, costs: [0, 1, 4, 9, 16] }],
      hours: { aim: 15 * 480, underCost: 0.5, overCost: 1 },
      before: agent % 2 === 0 ? { run: 2, last: 0 } : { run: 0, last: null },
    }
  })
  const shifts = problem.shifts.map((shift, index) => ({ ...shift, span: { from: 360 + 240 * index, to: 840 + 240 * index } }))
  const covers = problem.covers.map((row, index) => ({
    ...row,
    isHard: index % 17 === 0,
    agents: index % 5 === 0 ? problem.agents.flatMap((_, agent) => (agent % 2 === 0 ? [agent] : [])) : row.agents,
    cells:
      index % 3 === 0 && row.cells[0] && row.cells[0].day > 0 ? [...row.cells, { day: row.cells[0].day - 1, shift: problem.shifts.length - 1 }] : row.cells,
  }))
  return { ...problem, agents, shifts, covers }
}

it('keeps every rule and counts every cost of real rosters as the judge does', () => {
  const problem = rich(parseInstance(randomInstance({ agents: 14, days: 28, shifts: 4, seed: 8 })).problem)
  const found = all(problem, 1)
  expect(found.length).toBeGreaterThan(2)
  for (const { plan } of found) expect(evaluate(problem, plan).violations).toEqual([])
  const model = toModel(problem)
  for (const { plan } of found.slice(-3)) {
    const { penalty, short } = evaluate(problem, plan)
    const missing = short.reduce((sum, row) => sum + (problem.covers[row]?.need ?? 0) - createState(model, plan).cover[row]!, 0)
    expect(createState(model, plan).total()).toBeCloseTo(penalty + missing * model.hardCost, 6)
  }
})

it('judges each change as the judge would', () => {
  const problem = rich(parseInstance(randomInstance({ agents: 6, days: 28, shifts: 4, seed: 9 })).problem)
  const model = toModel(problem)
  const chance = chanceOf(3)
  const { state } = construct(model, chance, undefined, () => null)
  const verdicts = { lawful: 0, unlawful: 0 }
  for (let trial = 0; trial < 4_000; trial += 1) {
    const agent = Math.floor(chance() * model.agents)
    const from = Math.floor(chance() * 26)
    const to = from + 1 + Math.floor(chance() * 2)
    const was = [from, from + 1, from + 2].map((day) => state.roster[agent * model.days + day] ?? 0)
    for (let day = from; day < to; day += 1) state.set(agent, day, Math.floor(chance() * (model.shifts + 1)))
    const says = state.fits(agent, from, to) && state.sumsFit(agent, from, to)
    if (trial % 8 === 0) {
      const plan = state.toPlan()
      const own = evaluate(problem, plan)
      expect(says).toBe(own.violations.length === 0)
      verdicts[says ? 'lawful' : 'unlawful'] += 1
    }
    if (!says) for (let day = from; day < to; day += 1) state.set(agent, day, was[day - from] ?? 0)
  }
  expect(Math.min(verdicts.lawful, verdicts.unlawful)).toBeGreaterThan(10)
})
