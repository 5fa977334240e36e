import type { Plan, Problem } from '../problem.ts'
import { itemsOf, withOnly } from './items.ts'
import type { ConflictItem, Open } from './items.ts'
import { bounder, gapOfNobody, isPossible } from './possible.ts'
import type { Limits } from './possible.ts'

/**
 * `conflict`: these items cannot all hold, which is proved; `isSmallest`: without any one of them the others can, which is proved too.
 * `possible`: a lawful plan. `unknown`: neither was found in time.
 */
export type Conflict = { outcome: 'possible'; plan: Plan } | { outcome: 'unknown' } | { outcome: 'conflict'; items: ConflictItem[]; isSmallest: boolean }

export type ConflictOptions = Limits & { open?: Open | undefined }

/** Share of the time for the first question; the rest is for leaving out items. */
const FIRST = 0.4
const SECONDS_EACH = 1.5

/** The smallest set of hard rows, fixed shifts, absences and limits that cannot all hold: one by one they are left out, as long as the rest is still proved impossible. */
export function findConflict(problem: Problem, { open, seed, seconds, now }: ConflictOptions): Conflict {
  const until = now() + seconds
  let items = itemsOf(problem, open)
  const first = isPossible(withOnly(problem, items, open), { seed, now, seconds: seconds * FIRST })
  if (first.answer === 'yes') return { outcome: 'possible', plan: first.plan }
  if (first.answer === 'unknown') return { outcome: 'unknown' }
  items = shrink(problem, items, open, first.weights)
  let isSmallest = true
  for (const item of items) {
    if (!items.includes(item)) continue
    if (now() >= until) {
      isSmallest = false
      break
    }
    const rest = items.filter((one) => one !== item)
    const again = isPossible(withOnly(problem, rest, open), { seed, now, seconds: Math.min(SECONDS_EACH, until - now()) })
    if (again.answer === 'unknown') isSmallest = false
    if (again.answer === 'no') items = shrink(problem, rest, open, again.weights)
  }
  return { outcome: 'conflict', items, isSmallest }
}

/** Leaves out what the proof does without: rows of no weight, then of each agent all items, or one by one. `weights` go with the rows that are left. */
function shrink(problem: Problem, items: readonly ConflictItem[], open: Open | undefined, weights: readonly number[]): ConflictItem[] {
  const rows = items.flatMap((item) => (item.kind === 'cover' ? [item.row] : [])).sort((a, b) => a - b)
  const idle = new Set(rows.filter((_, index) => (weights[index] ?? 0) <= 0))
  const kept = items.filter((item) => item.kind !== 'cover' || !idle.has(item.row))
  const given = weights.filter((weight) => weight > 0)
  const whole = withOnly(problem, kept, open)
  const boundOf = (agent: number, own: readonly ConflictItem[]): number => {
    const rules = withOnly(problem, own, open).agents[agent]
    return rules ? bounder(whole, rules, agent)(given).bound : 0
  }
  const ofAgent = problem.agents.map((_, agent) => kept.filter((item) => item.kind !== 'cover' && item.agent === agent))
  const bounds = ofAgent.map((own, agent) => boundOf(agent, own))
  const proves = (agent: number, bound: number): boolean =>
    bounds.reduce((sum, other, index) => sum + (index === agent ? bound : other), gapOfNobody(whole, given)) > 0.5
  const tryWithout = (agent: number, left: readonly ConflictItem[]): void => {
    const bound = boundOf(agent, left)
    if (!proves(agent, bound)) return
    ofAgent[agent] = [...left]
    bounds[agent] = bound
  }
  problem.agents.forEach((_, agent) => {
    if (ofAgent[agent]?.length) tryWithout(agent, [])
    for (const item of ofAgent[agent] ?? [])
      tryWithout(
        agent,
        (ofAgent[agent] ?? []).filter((one) => one !== item),
      )
  })
  return kept.filter((item) => item.kind === 'cover' || ofAgent[item.agent]?.includes(item))
}
