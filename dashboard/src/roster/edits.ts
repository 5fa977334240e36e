import { checkRoster } from '../../../services/roster-rules/check.ts'
import { findingView, gapView, toLeave, toNeed, toShift, toWorker } from '../../../services/roster-rules/from-wire.ts'
import { findGaps } from '../../../services/roster-rules/gaps.ts'
import { startOf, dayOf } from '../../../services/roster-rules/calendar.ts'
import type { Duty, Gap, Interval, Shift } from '../../../services/roster-rules/model.ts'
import type { FindingView, Fold, GapView, LevelRank, Roster, ShiftView } from './types.ts'

/** One change of one shift. `before` null: added; `after` null: removed. */
export type Edit = { before: ShiftView | null; after: ShiftView | null; fold?: Fold }

/** Whose findings an edit can change: those it is about, and guests at whose side they sit. */
export const affectedBy = (shifts: readonly ShiftView[], edits: readonly Edit[]): Set<string> => {
  const people = new Set(edits.flatMap(({ before, after }) => [before?.personId, after?.personId]).filter((id) => id !== undefined))
  for (const { buddyId, personId } of shifts) if (buddyId !== null && people.has(buddyId)) people.add(personId)
  return people
}

export const applyTo = (shifts: readonly ShiftView[], { before, after }: Edit): ShiftView[] => {
  const gone = new Set([before?.id, after?.id])
  const rest = shifts.filter(({ id }) => !gone.has(id))
  return after === null ? rest : [...rest, after]
}

export const check = (roster: Roster, shifts: readonly ShiftView[], people: ReadonlySet<string>, levels: readonly LevelRank[]): FindingView[] => {
  const buddies = new Set(shifts.filter(({ personId }) => people.has(personId)).map(({ buddyId }) => buddyId))
  const needed = shifts.filter(({ personId }) => people.has(personId) || buddies.has(personId))
  const found = checkRoster({
    shifts: needed.map(toShift),
    workers: roster.workers.map(toWorker),
    leaves: roster.leaves.map(toLeave),
    shiftTypes: roster.shiftTypes,
    levels,
    house: roster.house,
    period: { from: roster.from, to: roster.to },
  })
  return found.filter(({ personId }) => personId !== null && people.has(personId)).map(findingView)
}

const asDuty = ({ id, breaks: _breaks, shiftTypeId: _type, date: _date, ...shift }: Shift): Duty => ({
  ...shift,
  shiftId: id,
  overrideId: null,
  source: 'shift',
  plannedId: shift.personId,
  reason: '',
})

export const periodOf = ({ from, to, zone }: Pick<Roster, 'from' | 'to' | 'zone'>): [from: number, to: number] => [
  startOf(dayOf(from), zone),
  startOf(dayOf(to), zone),
]

export const gapsOf = (roster: Roster, shifts: readonly ShiftView[], { from, to }: Interval): Gap[] =>
  findGaps({
    needs: roster.needs.map(toNeed),
    duties: shifts.flatMap((shift) => {
      const duty = dutyOf(shift)
      return duty.from < to && duty.to > from ? [duty] : []
    }),
    leaves: roster.leaves.map(toLeave),
    workers: roster.workers.map(toWorker),
    holidays: roster.holidays,
    from,
    to,
  })

/** The same shift is the same duty from one state of the roster to the next. */
const dutyOf = (shift: ShiftView): Duty => {
  const known = DUTIES.get(shift) ?? asDuty(toShift(shift))
  DUTIES.set(shift, known)
  return known
}
const DUTIES = new WeakMap<ShiftView, Duty>()

/**
 * The roster as it will be: shifts, findings of the people concerned, gaps. Averages over many weeks need more shifts than the page has, so what the
 * server said about them stays until it answers anew.
 */
export const withEdits = (roster: Roster, levels: readonly LevelRank[], edits: readonly Edit[]): Roster => {
  if (edits.length === 0) return roster
  const shifts = edits.reduce<ShiftView[]>(applyTo, roster.shifts)
  const people = affectedBy([...roster.shifts, ...shifts], edits)
  const kept = roster.findings.filter(({ personId, rule }) => personId === null || !people.has(personId) || rule === 'averageWeek')
  const found = check(roster, shifts, people, levels).filter(({ rule }) => rule !== 'averageWeek')
  const [from, to] = periodOf(roster)
  let gaps: GapView[] | undefined
  return {
    ...roster,
    shifts,
    findings: [...kept, ...found].sort((a, b) => a.from.localeCompare(b.from)),
    // Over the whole period, and not needed to draw the people: reckoned by who asks first.
    get gaps() {
      return (gaps ??= gapsOf(roster, shifts, { from, to }).map(gapView))
    },
  }
}

const GRAVITY = ['refused', 'unlawful', 'warning'] as const
export const byGravity = (a: FindingView, b: FindingView): number => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity)

export const worstOf = (findings: ReadonlyArray<Pick<FindingView, 'severity'>>): FindingView['severity'] | null => {
  for (const severity of GRAVITY) if (findings.some((finding) => finding.severity === severity)) return severity
  return null
}
