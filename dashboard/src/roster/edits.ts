import { checkRoster } from '../../../services/roster-rules/check.ts'
import { findingView, gapView, toLeave, toNeed, toShift, toWorker } from '../../../services/roster-rules/from-wire.ts'
import { findGaps } from '../../../services/roster-rules/gaps.ts'
import { startOf, dayOf } from '../../../services/roster-rules/calendar.ts'
import type { Duty, Gap, Shift } from '../../../services/roster-rules/model.ts'
import { shortHours } from './cover.ts'
import type { FindingView, Fold, LevelRank, Roster, ShiftView } from './types.ts'

/** One change of one shift. `before` null: added; `after` null: removed. */
export type Edit = { before: ShiftView | null; after: ShiftView | null; fold?: Fold }

/** Whose findings an edit can change: those it is about, and guests at whose side they sit. */
const affectedBy = (shifts: readonly ShiftView[], edits: readonly Edit[]): Set<string> => {
  const people = new Set(edits.flatMap(({ before, after }) => [before?.personId, after?.personId]).filter((id) => id !== undefined))
  for (const { buddyId, personId } of shifts) if (buddyId !== null && people.has(buddyId)) people.add(personId)
  return people
}

const applyTo = (shifts: readonly ShiftView[], { before, after }: Edit): ShiftView[] => {
  const gone = new Set([before?.id, after?.id])
  const rest = shifts.filter(({ id }) => !gone.has(id))
  return after === null ? rest : [...rest, after]
}

const check = (roster: Roster, shifts: readonly ShiftView[], people: ReadonlySet<string>, levels: readonly LevelRank[]): FindingView[] => {
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

const gapsOf = (roster: Roster, shifts: readonly ShiftView[]): Gap[] => {
  const [from, to] = [startOf(dayOf(roster.from), roster.zone), startOf(dayOf(roster.to), roster.zone)]
  return findGaps({
    needs: roster.needs.map(toNeed),
    duties: shifts.map((shift) => asDuty(toShift(shift))).filter((duty) => duty.from < to && duty.to > from),
    leaves: roster.leaves.map(toLeave),
    workers: roster.workers.map(toWorker),
    holidays: roster.holidays,
    from,
    to,
  })
}

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
  return { ...roster, shifts, findings: [...kept, ...found].sort((a, b) => a.from.localeCompare(b.from)), gaps: gapsOf(roster, shifts).map(gapView) }
}

/** `short`: minutes without enough people, more or less than before. */
export type Preview = { added: FindingView[]; cured: FindingView[]; short: number }

/** What a change would break and mend, before it is made. */
export const previewOf = (roster: Roster, levels: readonly LevelRank[], edit: Edit): Preview => {
  const after = applyTo(roster.shifts, edit)
  const people = affectedBy([...roster.shifts, ...after], [edit])
  const was = check(roster, roster.shifts, people, levels)
  const is = check(roster, after, people, levels)
  const short = shortHours(gapsOf(roster, after)) - shortHours(gapsOf(roster, roster.shifts))
  return { added: worse(is, was).sort(byGravity), cured: worse(was, is), short: Math.round(short * 60) }
}

/** Findings of one list that the other has not, or has less badly. */
const worse = (findings: readonly FindingView[], than: readonly FindingView[]): FindingView[] => {
  const known = new Map(than.map((finding) => [keyOf(finding), excess(finding)]))
  return findings.filter((finding) => excess(finding) > (known.get(keyOf(finding)) ?? -1))
}

const keyOf = ({ rule, personId, from, detail }: FindingView): string => JSON.stringify([rule, personId, from, detail])
const excess = ({ by }: FindingView): number => Math.abs(by.is - by.limit)

const GRAVITY = ['refused', 'unlawful', 'warning'] as const
const byGravity = (a: FindingView, b: FindingView): number => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity)

export const worstOf = (findings: ReadonlyArray<Pick<FindingView, 'severity'>>): FindingView['severity'] | null => {
  for (const severity of GRAVITY) if (findings.some((finding) => finding.severity === severity)) return severity
  return null
}
