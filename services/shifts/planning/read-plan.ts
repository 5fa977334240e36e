import { createHash } from 'node:crypto'
import { checkRoster } from '../../roster-rules/check.ts'
import type { Finding, Shift } from '../../roster-rules/model.ts'
import type { Plan } from '../../planner/problem.ts'
import type { Built } from './build-problem.ts'
import type { Cell } from './cells.ts'
import type { Question } from './question.ts'

/** A shift that the planner wants; its id is its own until it is stored. */
export type PlannedShift = Shift & { cell: Cell }

/** The way back: what a plan wants beside all that stays. */
export function shiftsOf({ agents, cells, problem }: Pick<Built, 'agents' | 'cells' | 'problem'>, plan: Plan): PlannedShift[] {
  return agents.flatMap(({ id: personId }, agent) =>
    [...(plan[agent] ?? [])].flatMap((type, day) => {
      if (problem.agents[agent]?.mustWork[day]) return []
      const cell = cells.at[type]?.[day]
      return cell ? [{ ...cell.shift, id: idOf(personId, cell), personId, cell }] : []
    }),
  )
}

/** The same for the same person, day and type. */
function idOf(personId: string, { shift }: Cell): string {
  const hex = createHash('sha256').update(`${personId} ${shift.date} ${shift.shiftTypeId}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** What the rules say of a roster within the period. */
export function findingsOf({ facts, period }: Pick<Question, 'facts' | 'period'>, shifts: readonly Shift[]): Finding[] {
  const { needs: _needs, holidays: _holidays, ...rules } = facts
  return checkRoster({ ...rules, shifts, period })
}

/**
 * The last word have the rules themselves: a planned shift with which something would be refused or unlawful goes. None ever should; whoever counts them
 * sees that the problem said less than the law.
 */
export function withoutUnlawful(question: Question, kept: readonly Shift[], planned: readonly PlannedShift[]): { planned: PlannedShift[]; dropped: number } {
  let left = [...planned]
  for (;;) {
    const ids = new Set(left.map(({ id }) => id))
    const broken = findingsOf(question, [...kept, ...left]).filter(({ severity }) => severity !== 'warning')
    const last = new Set(broken.flatMap(({ shiftIds }) => shiftIds.filter((id) => ids.has(id)).slice(-1)))
    if (last.size === 0) return { planned: left, dropped: planned.length - left.length }
    left = left.filter(({ id }) => !last.has(id))
  }
}
