import { compile } from '../compile.ts'
import { evaluate } from '../evaluate.ts'
import { createPricer } from '../pricing.ts'
import type { Pricer } from '../pricing.ts'
import { OFF } from '../problem.ts'
import type { AgentRules, CoverRow, Plan, Problem } from '../problem.ts'
import { search } from '../search.ts'

/**
 * `no`: proved by weights on the rows: whatever lawful rosters the agents choose, the weighted gaps add up to more than 0 (an agent without any lawful
 * roster: empty weights). `yes`: a plan shows it. `unknown`: neither was found in time.
 */
export type Possible = { answer: 'yes'; plan: Plan } | { answer: 'no'; weights: readonly number[] } | { answer: 'unknown' }

export type Limits = { seed: number; seconds: number; now: () => number }

/** Weights in thousandths, so that sums are exact. */
const ONE = 1000
const ROUNDS = 150

/** Is there a lawful plan without a gap in a hard row? For problems without costs (`withOnly`). */
export function isPossible(problem: Problem, limits: Limits): Possible {
  const until = limits.now() + limits.seconds
  const pricing = weigher(problem)
  if (pricing.isNobodyPossible()) return { answer: 'no', weights: problem.covers.map(() => 0) }
  for (const [row, cover] of problem.covers.entries()) {
    if (cover.need > mostFor(problem, cover)) return { answer: 'no', weights: problem.covers.map((_, other) => (other === row ? ONE : 0)) }
  }
  let nearest: Plan | null = null
  const quick = { ...limits, seconds: Math.min(limits.seconds * 0.3, 0.4), enough: 0 }
  for (const found of search(problem, quick)) {
    if (!found) continue
    if (found.isLawful) return { answer: 'yes', plan: found.plan }
    nearest = found.plan
  }
  const weights = climb(pricing, problem, nearest, () => limits.now() < until - limits.seconds * 0.3)
  if (weights) return { answer: 'no', weights }
  for (const found of search(problem, { ...limits, seconds: Math.max(0, until - limits.now()), start: nearest ?? undefined, enough: 0 })) {
    if (found?.isLawful) return { answer: 'yes', plan: found.plan }
  }
  return { answer: 'unknown' }
}

const mostFor = (problem: Problem, row: CoverRow): number =>
  (row.agents ?? [...problem.agents.keys()]).filter((agent) => row.cells.some(({ day, shift }) => problem.agents[agent]?.may[day]?.includes(shift))).length

/** What weights on the rows prove. */
function weigher(problem: Problem) {
  const bounds = problem.agents.map((rules, agent) => bounder(problem, rules, agent))

  /** The least sum of weighted gaps: above 0, no plan is without one. */
  function gapAt(weights: readonly number[]): { gap: number; plan: Plan } {
    let gap = gapOfNobody(problem, weights)
    const plan = bounds.map((boundAt) => {
      const { bound, roster } = boundAt(weights)
      gap += bound
      return roster ?? new Int16Array(problem.days).fill(OFF)
    })
    return { gap, plan }
  }

  const none = problem.covers.map(() => 0)
  return { gapAt, isNobodyPossible: (): boolean => bounds.some((boundAt) => boundAt(none).bound === Infinity) }
}

export const gapOfNobody = ({ covers }: Problem, weights: readonly number[]): number =>
  covers.reduce((sum, { need }, row) => sum + need * (weights[row] ?? 0), 0)

type Bound = { bound: number; roster: Int16Array | null }

/** What an agent can do about weighted gaps: no lawful roster of his is worth more than `-bound`; Infinity: he has none. Remembers the last answer. */
export function bounder(problem: Problem, rules: AgentRules, agent: number): (weights: readonly number[]) => Bound {
  const one = compile({ ...problem, agents: [rules], covers: [] }).agents[0]
  const width = problem.shifts.length + 1
  const own = problem.covers.flatMap(({ cells, agents }, row) =>
    agents === null || agents.includes(agent) ? [{ row, cells: cells.map(({ day, shift }) => day * width + shift) }] : [],
  )
  const prices = new Float64Array(problem.days * width)
  let last: { key: string; answer: Bound } | undefined
  return (weights) => {
    const key = own.map(({ row }) => weights[row]).join()
    if (last?.key === key) return last.answer
    prices.fill(0)
    for (const { row, cells } of own) for (const cell of cells) prices[cell] = (prices[cell] ?? 0) - (weights[row] ?? 0)
    const { bound, found } = one ? pricerOf()(one, prices) : { bound: Infinity, found: [] }
    last = { key, answer: { bound, roster: found[0]?.roster ?? null } }
    return last.answer
  }
}

/** One for all: its tables are large. */
const pricerOf = (): Pricer => (shared ??= createPricer())
let shared: Pricer | undefined

/** Days around a gap whose rows are weighed: what is in conflict mostly lies close together, and few weights are found fast. */
const NEAR = [1, 3, 10, Infinity]

/** Weights are raised on rows with a gap and lowered on the others until they prove something, beginning with the gaps of the nearest plan. */
function climb({ gapAt }: ReturnType<typeof weigher>, problem: Problem, nearest: Plan | null, goesOn: () => boolean): number[] | null {
  const { covers } = problem
  const short = nearest ? evaluate(problem, nearest).short : [...covers.keys()]
  const gapDays = short.flatMap((row) => covers[row]?.cells.map(({ day }) => day) ?? [])
  for (const near of NEAR) {
    const isNear = covers.map(({ cells }) => cells.some(({ day }) => gapDays.some((other) => Math.abs(day - other) <= near)))
    let weights = covers.map((_, row): number => (short.includes(row) ? ONE : 0))
    let way = weights.map(() => 0)
    for (let round = 0; round < ROUNDS && goesOn(); round += 1) {
      const { gap, plan } = gapAt(weights)
      if (gap > 0.5) return weights
      const have = presence(problem, plan)
      const step = ONE / (2 + round / 10)
      way = way.map((was, row) => 0.7 * was + 0.3 * ((covers[row]?.need ?? 0) - (have[row] ?? 0)))
      weights = weights.map((weight, row) => (isNear[row] ? Math.round(Math.min(10 * ONE, Math.max(0, weight + step * (way[row] ?? 0)))) : 0))
    }
  }
  return null
}

function presence({ covers }: Problem, plan: Plan): number[] {
  return covers.map(({ cells, agents }) => {
    const who = agents ?? [...plan.keys()]
    return cells.reduce((sum, { day, shift }) => sum + who.filter((agent) => plan[agent]?.[day] === shift).length, 0)
  })
}
