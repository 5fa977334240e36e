import { createHash } from 'node:crypto'
import { checkRoster } from '../../roster-rules/check.ts'
import { groupBy } from '../../roster-rules/group-by.ts'
import type { Finding, Shift } from '../../roster-rules/model.ts'
import type { Plan } from '../../planner/problem.ts'
import type { Built } from './build-problem.ts'
import type { Cell } from './cells.ts'
import type { Question } from './question.ts'
import type { Slices } from './slices.ts'

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

/** What the rules say of a roster within the period: of these people, else of all. One after the other. */
export function* findingsOf({ facts, period }: Pick<Question, 'facts' | 'period'>, shifts: readonly Shift[], people?: ReadonlySet<string>): Slices<Finding[]> {
  const { needs: _needs, holidays: _holidays, ...rules } = facts
  const shiftsOf = groupBy(shifts, ({ personId }) => personId)
  const found: Finding[] = []
  for (const [personId, own] of shiftsOf) {
    if (people && !people.has(personId)) continue
    // A guest is judged with those at whose side he sits.
    const buddies = [...new Set(own.flatMap(({ buddyId }) => (buddyId === null || buddyId === personId ? [] : [buddyId])))]
    const judged = [...own, ...buddies.flatMap((id) => shiftsOf.get(id) ?? [])]
    found.push(...checkRoster({ ...rules, shifts: judged, period }).filter((finding) => finding.personId === personId))
    yield
  }
  return found.sort((a, b) => a.from - b.from)
}

/**
 * The last word have the rules themselves: a planned shift with which something would be refused or unlawful goes. None ever should; whoever counts them
 * sees that the problem said less than the law.
 */
export function* withoutUnlawful(
  question: Question,
  kept: readonly Shift[],
  planned: readonly PlannedShift[],
): Slices<{ planned: PlannedShift[]; dropped: number }> {
  let left = [...planned]
  let people = new Set(left.map(({ personId }) => personId))
  for (;;) {
    const ids = new Set(left.map(({ id }) => id))
    const broken = (yield* findingsOf(question, [...kept, ...left], people)).filter(({ severity }) => severity !== 'warning')
    const last = new Set(broken.flatMap(({ shiftIds }) => shiftIds.filter((id) => ids.has(id)).slice(-1)))
    if (last.size === 0) return { planned: left, dropped: planned.length - left.length }
    people = new Set(left.filter(({ id }) => last.has(id)).map(({ personId }) => personId))
    left = left.filter(({ id }) => !last.has(id))
  }
}
