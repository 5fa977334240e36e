import { expect, it } from 'vitest'
import { compile } from '../../../services/planner/compile.ts'
import { createPricer, ownCost } from '../../../services/planner/pricing.ts'
import { chanceOf } from '../../../services/planner/search/chance.ts'
import { violationsOf } from '../../../services/planner/evaluate.ts'
import { lawfulRosters, tinyProblem } from '../../support/tiny-planning.ts'

const PROBLEMS = Number(process.env['PROOF_COUNT'] ?? 60)

it('finds the cheapest lawful roster of every kind of rules, as trying all of them does', () => {
  const chance = chanceOf(7)
  const pricer = createPricer()
  let impossible = 0
  for (let count = 0; count < PROBLEMS; count++) {
    const problem = tinyProblem(chance)
    const compiled = compile(problem)
    const prices = Float64Array.from({ length: compiled.days * compiled.width }, () => Math.round(chance() * 30 - 15))
    const [agent, rules] = [compiled.agents[0], problem.agents[0]]
    if (!agent || !rules) throw new Error('no agent')
    const priceOf = (roster: Int16Array): number =>
      roster.reduce((sum, shift, day) => sum + (prices[day * compiled.width + (shift < 0 ? compiled.width - 1 : shift)] ?? NaN), 0)
    const least = Math.min(...lawfulRosters(problem, 0).map(({ roster, own }) => own + priceOf(roster)))
    const { bound, found } = pricer(agent, prices, { count: 3 })
    if (least === Infinity) {
      impossible += 1
      expect({ count, bound, found: found.length }).toEqual({ count, bound: Infinity, found: 0 })
      continue
    }
    expect(found[0]?.cost, `problem ${count}`).toBeCloseTo(least, 6)
    expect(bound, `problem ${count}`).toBeCloseTo(least, 6)
    for (const { roster, own, cost } of found) {
      expect(violationsOf(problem, rules, roster), `problem ${count}`).toEqual([])
      expect(own).toBeCloseTo(ownCost(agent, roster), 9)
      expect(cost).toBeCloseTo(own + priceOf(roster), 6)
    }
  }
  expect(impossible).toBeLessThan(PROBLEMS / 2)
}, 600_000)

it('prices what it has no room to count: never above the best, and only lawful rosters', () => {
  const chance = chanceOf(11)
  const pricer = createPricer()
  let exact = 0
  let known = 0
  for (let count = 0; count < PROBLEMS / 2; count++) {
    const problem = tinyProblem(chance)
    const compiled = compile(problem)
    const prices = Float64Array.from({ length: compiled.days * compiled.width }, () => Math.round(chance() * 30 - 15))
    const [agent, rules] = [compiled.agents[0], problem.agents[0]]
    if (!agent || !rules) throw new Error('no agent')
    const priceOf = (roster: Int16Array): number =>
      roster.reduce((sum, shift, day) => sum + (prices[day * compiled.width + (shift < 0 ? compiled.width - 1 : shift)] ?? NaN), 0)
    const least = Math.min(...lawfulRosters(problem, 0).map(({ roster, own }) => own + priceOf(roster)))
    const { bound, found } = pricer(agent, prices, { cells: 1 })
    if (least === Infinity) continue
    known += 1
    expect(bound, `problem ${count}`).toBeLessThanOrEqual(least + 1e-6)
    for (const { roster } of found) expect(violationsOf(problem, rules, roster), `problem ${count}`).toEqual([])
    if (found[0] && found[0].cost <= least + 1e-6) exact += 1
  }
  expect(exact / known).toBeGreaterThan(0.8)
}, 600_000)
