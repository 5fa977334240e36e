import { plusDays } from '../../local-time/wall-clock.ts'
import { checkNotice, checkRoster } from '../../roster-rules/check.ts'
import { findGaps } from '../../roster-rules/gaps.ts'
import type { Cover, Finding, Gap, Leave, Need, NightRule, PackId, Shift, ShiftType, Worker } from '../../roster-rules/model.ts'
import { RULE_PACKS } from '../../roster-rules/packs.ts'
import { packOn } from '../../roster-rules/person-roster.ts'
import { firstDateOf, type ShiftDiff } from './diff.ts'
import { dutiesOf, workedShifts } from './worked.ts'

/** Dates, half-open. */
type Period = { from: string; to: string }

/** All that the rules ask, beside the shifts. */
export type RuleFacts = {
  workers: readonly Worker[]
  leaves: readonly Leave[]
  shiftTypes: readonly ShiftType[]
  levels: ReadonlyArray<{ id: string; rank: number }>
  needs: readonly Need[]
  holidays: ReadonlyArray<{ siteId: string; date: string }>
  house: NightRule
}

/** What a period breaks and where it has too few people. `span`: the period by the clock of the company, epoch milliseconds. */
export function judge(
  shifts: readonly Shift[],
  covers: readonly Cover[],
  { needs, holidays, ...facts }: RuleFacts,
  period: Period,
  span: { from: number; to: number },
): { findings: Finding[]; gaps: Gap[] } {
  return {
    findings: checkRoster({ ...facts, shifts: workedShifts(shifts, covers), period }),
    gaps: findGaps({ needs, duties: dutiesOf(shifts, covers), leaves: facts.leaves, workers: facts.workers, holidays, ...span }),
  }
}

/** Days around a changed shift whose findings are told at once. */
export const TOLD_AROUND = { before: 8, after: 9 } as const

/** The longest period that is shown, copied or published at once. */
export const MOST_DAYS = 62

export function millisOf({ from, to }: { from: Date; to: Date }): { from: number; to: number } {
  return { from: from.getTime(), to: to.getTime() }
}

/** A period with so many days around it. */
export function marginOf({ from, to }: Period, { before, after }: { before: number; after: number }): Period {
  return { from: plusDays(from, -before), to: plusDays(to, after) }
}

/** What these people, and guests at their side, break around each of the dates. */
export function judgeAround(
  { shifts, covers, people, dates }: { shifts: readonly Shift[]; covers: readonly Cover[]; people: ReadonlySet<string>; dates: readonly string[] },
  { needs: _needs, holidays: _holidays, ...facts }: RuleFacts,
): Finding[] {
  const worked = workedShifts(shifts, covers)
  const found = [...new Set(dates)].flatMap((date) => checkRoster({ ...facts, shifts: worked, period: marginOf({ from: date, to: date }, TOLD_AROUND) }))
  const once = new Map(found.map((finding) => [JSON.stringify(finding), finding]))
  const beside = new Set(shifts.flatMap(({ id, buddyId }) => (buddyId !== null && people.has(buddyId) ? [id] : [])))
  return [...once.values()].filter(
    ({ personId, rule, shiftIds }) => (personId !== null && people.has(personId)) || (rule === 'buddy' && shiftIds.some((id) => beside.has(id))),
  )
}

/** Do those whose roster changes hear of it early enough? Each by the law of his contract, by the first day that changes for them. */
export function noticeFindings(changes: readonly ShiftDiff[], workers: readonly Worker[], publishedAt: number): Finding[] {
  const workerOf = new Map(workers.map((worker) => [worker.id, worker]))
  const first = new Map<PackId, { date: string; zone: string }>()
  for (const change of changes) {
    const date = firstDateOf(change)
    for (const shift of [change.before, change.after]) {
      if (!shift) continue
      const { id } = packOn(workerOf.get(shift.personId) ?? null, date)
      const known = first.get(id)
      if (!known || date < known.date) first.set(id, { date, zone: shift.zone })
    }
  }
  return [...first].flatMap(([id, { date, zone }]) => checkNotice({ firstDate: date, publishedAt, zone, pack: RULE_PACKS[id] }))
}
