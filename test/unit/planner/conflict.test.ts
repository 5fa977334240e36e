import { expect, it } from 'vitest'
import { findConflict } from '../../../services/planner/conflict/find.ts'
import { itemsOf, withOnly } from '../../../services/planner/conflict/items.ts'
import type { ConflictItem } from '../../../services/planner/conflict/items.ts'
import { isPossible } from '../../../services/planner/conflict/possible.ts'
import { evaluate } from '../../../services/planner/evaluate.ts'
import { impossibleDemand, PLANTED } from '../../support/impossible-demands.ts'

const COUNT = Number(process.env['PROOF_COUNT'] ?? 6)
const SEED = Number(process.env['PROOF_SEED'] ?? 1)
const now = (): number => performance.now() / 1000
const same = (a: ConflictItem, b: ConflictItem): boolean => JSON.stringify(a) === JSON.stringify(b)

it(`names a smallest conflict in ${COUNT} impossible demands; lifted, it makes them possible`, { timeout: 30_000 + COUNT * 30_000 }, () => {
  const figures = { byOne: 0, items: 0, slowest: 0 }
  for (let n = 0; n < COUNT; n += 1) {
    const planted = PLANTED[n % PLANTED.length] ?? 'hours'
    const { problem, open } = impossibleDemand(SEED + n, planted)
    const begin = now()
    const found = findConflict(problem, { open, seed: n, seconds: 30, now })
    figures.slowest = Math.max(figures.slowest, now() - begin)
    if (found.outcome !== 'conflict') throw new Error(`${planted}, seed ${SEED + n}: ${found.outcome}`)
    expect(found.isSmallest).toBe(true)
    figures.items += found.items.length
    const all = itemsOf(problem, open)
    const without = (items: readonly ConflictItem[]): ConflictItem[] => all.filter((one) => !items.some((other) => same(one, other)))
    expect(isPossible(withOnly(problem, found.items, open), { seed: n, seconds: 20, now }).answer).toBe('no')
    const lifted = withOnly(problem, without(found.items), open)
    const after = isPossible(lifted, { seed: n, seconds: 20, now })
    if (after.answer !== 'yes') throw new Error(`${planted}, seed ${SEED + n}: lifted, ${after.answer}`)
    expect(evaluate(lifted, after.plan)).toMatchObject({ violations: [], short: [] })
    const one = found.items[n % found.items.length]
    if (COUNT > 50 && one && isPossible(withOnly(problem, without([one]), open), { seed: n, seconds: 3, now }).answer === 'yes') figures.byOne += 1
  }
  if (COUNT > 50) console.log(figures)
})

it('gives the plan where nothing is impossible', () => {
  const { problem, open } = impossibleDemand(1, 'lockOnLeave')
  const agents = problem.agents.map((rules) => ({ ...rules, mustWork: rules.mustWork.map(() => false) }))
  const found = findConflict({ ...problem, agents }, { open, seed: 1, seconds: 10, now })
  expect(found.outcome).toBe('possible')
})
