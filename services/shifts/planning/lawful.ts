import { checkRoster } from '../../roster-rules/check.ts'
import { dayOf } from '../../roster-rules/calendar.ts'
import { groupBy } from '../../roster-rules/group-by.ts'
import type { Finding, Leave, RuleId, Shift, Worker } from '../../roster-rules/model.ts'
import { contractOn } from '../../roster-rules/person-roster.ts'
import type { RuleFacts } from '../roster/judge.ts'
import type { Cell } from './cells.ts'

/** What the very rules of the roster (roster-rules/check.ts) say of one shift, or of two. So the planner cannot know another law than the server. */

const CANDIDATE = 'candidate'
/** A standing shift so many days away has no say about one shift; a week has to be whole. */
const NEAR_DAYS = 9

const isBroken = ({ severity }: Finding): boolean => severity !== 'warning'

/** May somebody work a cell, beside what stands of him? Leave, contract, skill, level, and all that rests on his standing shifts. */
export function lawfulCells(facts: RuleFacts, standing: readonly Shift[]): (worker: Worker, cell: Cell) => boolean {
  const { needs: _needs, holidays: _holidays, ...rules } = facts
  const standingOf = groupBy(standing, ({ personId }) => personId)
  const leavesOf = groupBy(facts.leaves, ({ personId }) => personId)
  const known = new Map<string, boolean>()
  const kinds = new Map<string, string>()
  const kindOf = (worker: Worker): string => {
    const kind = kinds.get(worker.id) ?? JSON.stringify([worker.levelRank, worker.contracts, worker.attestations])
    kinds.set(worker.id, kind)
    return kind
  }
  return (worker, cell) => {
    if (contractOn(worker, cell.shift.date) === null) return false
    const leaves = (leavesOf.get(worker.id) ?? []).filter((leave: Leave) => leave.from < cell.shift.to && cell.shift.from < leave.to)
    if (leaves.length > 0) return false
    const day = dayOf(cell.shift.date)
    const near = (standingOf.get(worker.id) ?? []).filter((shift) => Math.abs(dayOf(shift.date) - day) <= NEAR_DAYS)
    const judge = (): boolean => {
      const shifts = [...near, { ...cell.shift, id: CANDIDATE, personId: worker.id }]
      return !checkRoster({ ...rules, leaves, shifts, workers: [worker] }).some((finding) => isBroken(finding) && finding.shiftIds.includes(CANDIDATE))
    }
    if (near.length > 0) return judge()
    const key = `${kindOf(worker)} ${cell.type} ${cell.day}`
    const may = known.get(key) ?? judge()
    known.set(key, may)
    return may
  }
}

/** What two shifts alone can break. */
const OF_TWO: ReadonlySet<RuleId> = new Set<RuleId>(['overlap', 'twoNights', 'restBetween', 'forbiddenSuccession'])

/** Two cells that nobody with this pack may both work. */
export function excludes(facts: RuleFacts): (pack: Worker['contracts'][number]['pack'], one: Cell, other: Cell) => boolean {
  const known = new Map<string, boolean>()
  const { needs: _needs, holidays: _holidays, leaves: _leaves, ...rules } = facts
  return (pack, one, other) => {
    const at = one.shift.from
    // The clock on the wall is the same on each day, so only what really passes tells days apart.
    const key = [pack, one.type, other.type, one.shift.to - at, other.shift.from - at, other.shift.to - at].join(' ')
    const found = known.get(key)
    if (found !== undefined) return found
    const worker = workerWith(pack)
    const shifts = [
      { ...one.shift, id: 'one', personId: worker.id },
      { ...other.shift, id: 'other', personId: worker.id },
    ]
    const findings = checkRoster({ ...rules, leaves: [], shifts, workers: [worker] })
    const isExcluded = findings.some((finding) => isBroken(finding) && OF_TWO.has(finding.rule))
    known.set(key, isExcluded)
    return isExcluded
  }
}

function workerWith(pack: Worker['contracts'][number]['pack']): Worker {
  return {
    id: 'anybody',
    name: '',
    isActive: true,
    isTrainee: false,
    isGuest: false,
    levelRank: Infinity,
    speaks: [],
    attestations: [],
    contracts: [{ validFrom: '0000-01-01', pack, weeklyMinutes: 10_080, maxWeeklyMinutes: null }],
  }
}
