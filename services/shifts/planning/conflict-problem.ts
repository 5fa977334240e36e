import { coverOf, evaluate } from '../../planner/evaluate.ts'
import type { Open } from '../../planner/conflict/items.ts'
import { OFF, type AgentRules, type Plan, type Problem } from '../../planner/problem.ts'
import { groupBy } from '../../roster-rules/group-by.ts'
import type { Leave, Shift } from '../../roster-rules/model.ts'
import { buildingProblem, planOf, type Built } from './build-problem.ts'
import type { Question } from './question.ts'
import type { Slices } from './slices.ts'

/** What keeps a plan from meeting all demand, as a problem in which leave and locked shifts can be lifted one by one. */
export type ConflictProblem = {
  built: Built
  problem: Problem
  open: Open
  /** Rows that the plan does not meet, the worst first, one of each need. */
  unmet: readonly number[]
}

/** So many demands are explained. */
const MOST = 3

/**
 * The question once more, with everybody present and no shift locked; leave and locks are then laid over it. What of the locked shifts breaks a rule
 * already, or cannot be placed, stays as it stands. `planned`: what the best plan adds to what stands. Null: nothing is unmet, or it cannot be said.
 */
export function* conflictProblem(question: Question, planned: readonly Shift[]): Slices<ConflictProblem | null> {
  let stuck = new Set(standsBadly(question))
  for (let tries = 0; tries < 3; tries += 1) {
    const built = yield* buildingProblem({ ...question, lockedIds: stuck }, [])
    yield
    const locked = built.free.filter(({ id }) => question.lockedIds.has(id))
    // One for all, so that it goes to the thread once.
    const free = built.problem.shifts.map(() => 0)
    const problem = {
      ...built.problem,
      agents: built.problem.agents
        .map((rules) => laidOver(rules, built, question.facts.leaves, locked))
        .map((rules) => ({ ...rules, costs: rules.costs.map(() => free), hours: null })),
    }
    const shiftsOf = groupBy([...locked, ...planned], ({ personId }) => personId)
    const agents = built.agents.map(({ id }) => shiftsOf.get(id) ?? [])
    const plan = planOf(built.problem.agents, agents, built)
    const index = new Map(built.agents.map(({ id }, agent) => [id, agent]))
    const isPlaced = ({ personId, date }: Shift): boolean => plan[index.get(personId) ?? -1]?.[built.horizon.indexOf(date)] !== OFF && index.has(personId)
    const broken = new Set(evaluate(problem, plan).violations.map(({ agent }) => built.agents[agent]?.id))
    const more = locked.filter((shift) => broken.has(shift.personId) || !isPlaced(shift)).map(({ id }) => id)
    if (more.length > 0) stuck = new Set([...stuck, ...more])
    else return broken.size > 0 ? null : { built, problem, open: built.problem.agents.map(({ may }) => may), unmet: unmetRows(problem, plan) }
    yield
  }
  return null
}

/** Locked shifts on leave count for nothing, and of two on one day the planner knows one only. */
function standsBadly({ draft, lockedIds, facts }: Question): string[] {
  const locked = draft.filter(({ id }) => lockedIds.has(id))
  const days = groupBy(draft, ({ personId, date }) => `${personId} ${date}`)
  return locked.filter((shift) => (days.get(`${shift.personId} ${shift.date}`)?.length ?? 0) > 1 || leaveIn(facts.leaves, shift)).map(({ id }) => id)
}

export const leaveIn = (leaves: readonly Leave[], { personId, from, to }: Pick<Shift, 'personId' | 'from' | 'to'>): Leave | undefined =>
  leaves.find((leave) => leave.personId === personId && leave.from < to && from < leave.to)

function laidOver(rules: AgentRules, { cells, horizon }: Built, leaves: readonly Leave[], locked: readonly Shift[]): AgentRules {
  const typeOf = new Map(cells.types.map(({ id }, type) => [id, type]))
  const own = new Map(locked.filter(({ personId }) => personId === rules.id).map((shift) => [horizon.indexOf(shift.date), typeOf.get(shift.shiftTypeId ?? '')]))
  const away = leaves.filter(({ personId }) => personId === rules.id)
  return {
    ...rules,
    // What is fair costs, it forbids nothing.
    counted: rules.counted.filter(({ name }) => name === 'exclusive'),
    mustWork: rules.mustWork.map((must, day) => must || own.has(day)),
    may: rules.may.map((shifts, day) => {
      const lock = own.get(day)
      if (lock !== undefined) return shifts.filter((type) => type === lock)
      return shifts.filter((type) => {
        const cell = cells.at[type]?.[day]
        return !cell || !leaveIn(away, { ...cell.shift, personId: rules.id })
      })
    }),
  }
}

function unmetRows({ covers }: Problem, plan: Plan): number[] {
  const rows = covers.map((cover, row) => ({ row, needId: cover.id.split(' ')[0] ?? '', missing: cover.need - coverOf(cover, plan), price: cover.underCost }))
  const short = rows.filter(({ missing }) => missing > 0).sort((a, b) => b.missing * b.price - a.missing * a.price)
  return [...groupBy(short, ({ needId }) => needId).values()].flatMap(([one]) => (one ? [one.row] : [])).slice(0, MOST)
}
