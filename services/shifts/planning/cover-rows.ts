import { findGaps } from '../../roster-rules/gaps.ts'
import { groupBy } from '../../roster-rules/group-by.ts'
import type { Gap, Need, Shift, Worker } from '../../roster-rules/model.ts'
import type { CoverRow } from '../../planner/problem.ts'
import { dutiesOf } from '../roster/worked.ts'
import type { Cell, Cells } from './cells.ts'
import type { Question } from './question.ts'
import type { Slices } from './slices.ts'

const MINUTE = 60_000

/** Where so many are still needed beside what stays, and nothing about who works then changes in between. */
export type OpenNeed = Pick<Gap, 'needId' | 'siteId' | 'levelId' | 'kind' | 'skill' | 'from' | 'to'> & {
  missing: number
  cells: readonly Cell[]
  /** By index of the problem; null: all. */
  agents: readonly number[] | null
}

/** Needs of the sites that are planned. */
export function plannedNeeds({ facts, siteId }: Pick<Question, 'facts' | 'siteId'>): readonly Need[] {
  return facts.needs.filter((need) => siteId === null || need.siteId === siteId)
}

/** What the roster without any free shift leaves open, cut where a cell begins or ends. Without `standing`: all that is needed. */
export function* openNeeds(question: Question, cells: Cells, standing: readonly Shift[]): Slices<OpenNeed[]> {
  const { facts, span } = question
  const needs = plannedNeeds(question)
  const duties = dutiesOf(standing, []).filter((duty) => duty.from < span.to && span.from < duty.to)
  const gaps: Gap[] = []
  for (const need of needs) {
    // Those that hold instead of it are asked too, but for themselves.
    const asked = [need, ...needs.filter((other) => other.isInstead && other !== need)]
    gaps.push(...findGaps({ ...facts, needs: asked, duties, ...span }).filter(({ needId }) => needId === need.id))
    yield
  }
  const cellsOf = groupBy(cells.all, ({ shift }) => placeOf(shift))
  return gaps.flatMap((gap) => {
    const near = (cellsOf.get(placeOf(gap)) ?? []).filter(({ shift }) => shift.from < gap.to && gap.from < shift.to && fits(shift.skill, gap.skill))
    const edges = near.flatMap(({ shift }) => [shift.from, shift.to]).filter((at) => at > gap.from && at < gap.to)
    const cuts = [...new Set([gap.from, ...edges, gap.to])].sort((a, b) => a - b)
    return cuts.slice(0, -1).map((from, n): OpenNeed => {
      const to = cuts[n + 1] ?? gap.to
      const { needId, siteId, levelId, kind, skill, need, have } = gap
      const there = near.filter(({ shift }) => shift.from <= from && to <= shift.to)
      return { needId, siteId, levelId, kind, skill, from, to, missing: need - have, cells: there, agents: null }
    })
  })
}

/** With those who have the skill until the end of each. */
export function withSkilled(needs: readonly OpenNeed[], agents: readonly Worker[]): OpenNeed[] {
  return needs.map((need) => ({ ...need, agents: skilled(agents, need.skill, need.to) }))
}

export const placeOf = ({ siteId, levelId, kind }: Pick<Need, 'siteId' | 'levelId' | 'kind'>): string => `${siteId} ${levelId} ${kind}`

/** A shift that is set aside for another skill does not meet a need. */
const fits = (has: string | null, needs: string | null): boolean => needs === null || has === null || has === needs

function skilled(agents: readonly Worker[], skill: string | null, until: number): readonly number[] | null {
  if (skill === null) return null
  return agents.flatMap((worker, index) => {
    const ends = worker.attestations.filter((one) => one.skill === skill).map(({ expiresAt }) => expiresAt ?? Infinity)
    return Math.max(-Infinity, ...ends) >= until ? [index] : []
  })
}

/** One row for all stretches of a need that the same cells and people meet. `underCost`, `overCost`: for each minute. */
export function coverRows(open: readonly OpenNeed[], price: { underCost: number; overCost: number }): CoverRow[] {
  const stretches = groupBy(open, ({ needId, missing, cells, agents }) =>
    JSON.stringify([needId, missing, cells.map(({ day, type }) => [day, type]), agents, cells.length === 0 ? 0 : 1]),
  )
  return [...stretches.values()].flatMap((same) => {
    const [one] = same
    if (!one) return []
    const minutes = same.reduce((sum, { from, to }) => sum + (to - from) / MINUTE, 0)
    return {
      id: `${one.needId} ${one.from}`,
      cells: one.cells.map(({ day, type }) => ({ day, shift: type })),
      agents: one.agents,
      need: one.missing,
      underCost: Math.round(minutes * price.underCost),
      // Whoever has a skill works beside others anyway: too many of a skill cost nothing.
      overCost: one.agents === null ? Math.round(minutes * price.overCost) : 0,
      isHard: false,
    }
  })
}
