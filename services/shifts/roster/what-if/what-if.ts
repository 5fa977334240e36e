import { dateAt } from '../../../local-time/wall-clock.ts'
import { checkRoster } from '../../../roster-rules/check.ts'
import { groupBy } from '../../../roster-rules/group-by.ts'
import type { Finding, Interval, RuleId, Shift } from '../../../roster-rules/model.ts'
import { marginOf, TOLD_AROUND, type RuleFacts } from '../judge.ts'

/** A part of what somebody works, or the whole, goes to another one. */
export type Move = Interval & { piece: Shift; taker: string }
/** What would be changed: parts that change hands, and shifts that come. */
export type Trial = { moves: readonly Move[]; added?: readonly Shift[] }
export type WhatIf = ReturnType<typeof whatIf>

/** What it would break if the roster were changed so. `pieces`: all that is worked by those concerned, and by guests at their side. */
export function whatIf(pieces: readonly Shift[], { needs: _needs, holidays: _holidays, workers, leaves, ...facts }: RuleFacts) {
  const piecesOf = groupBy(pieces, ({ personId }) => personId)
  const besideOf = groupBy(
    pieces.filter(({ buddyId }) => buddyId !== null),
    ({ buddyId }) => buddyId ?? '',
  )
  const leavesOf = groupBy(leaves, ({ personId }) => personId)
  const workerOf = new Map(workers.map((worker) => [worker.id, worker]))
  const known = new Map<string, Finding[]>()

  function judge(personId: string, own: readonly Shift[], beside: readonly Shift[], dates: { from: string; to: string }): Finding[] {
    const people = [...new Set([personId, ...beside.map((piece) => piece.personId)])]
    const found = checkRoster({
      ...facts,
      shifts: [...own, ...beside],
      workers: people.flatMap((id) => workerOf.get(id) ?? []),
      leaves: leavesOf.get(personId) ?? [],
      period: marginOf(dates, TOLD_AROUND),
    })
    return found.filter((finding) => finding.personId === personId || finding.rule === 'buddy')
  }

  function before(personId: string, dates: { from: string; to: string }): Finding[] {
    const key = `${personId} ${dates.from} ${dates.to}`
    const found = known.get(key) ?? judge(personId, piecesOf.get(personId) ?? [], besideOf.get(personId) ?? [], dates)
    known.set(key, found)
    return found
  }

  return {
    piecesOf: (personId: string): readonly Shift[] => piecesOf.get(personId) ?? [],
    /** What is broken then and is not now, or not so much. */
    findings: ({ moves, added = [] }: Trial): Finding[] => {
      const gone = new Map(moves.map(({ piece }) => [piece, moves.filter((move) => move.piece === piece)]))
      const come = [...gone].flatMap(([piece, its]) => cut(piece, its))
      const changed = [...come, ...added]
      const dates = datesOf([...gone.keys(), ...changed])
      const people = new Set([...gone.keys(), ...changed].map(({ personId }) => personId))
      return [...people].flatMap((personId) => {
        const own = (piecesOf.get(personId) ?? []).filter((piece) => !gone.has(piece))
        const after = judge(personId, [...own, ...changed.filter((piece) => piece.personId === personId)], besideOf.get(personId) ?? [], dates)
        return worsened(before(personId, dates), after)
      })
    },
  }
}

/** Forbidden, or against the law or the order of the house; not what is only said. */
export const isUnlawful = ({ severity }: Pick<Finding, 'severity'>): boolean => severity !== 'warning'

/** Rules about several days together: with another shift it is the same finding, as long as it is not further off. */
const OF_DAYS: ReadonlySet<RuleId> = new Set(['weeklyRest', 'consecutiveDays', 'weekHours', 'averageWeek', 'contractHours', 'contract'])

/** What of it was not there before, or not so much. */
export function worsened(before: readonly Finding[], after: readonly Finding[]): Finding[] {
  const farOff = ({ by }: Finding): number => Math.abs(by.is - by.limit)
  const isSame = (old: Finding, found: Finding): boolean =>
    OF_DAYS.has(found.rule) ? old.from < found.to && found.from < old.to : found.shiftIds.every((id) => old.shiftIds.includes(id))
  const isKnown = (found: Finding): boolean =>
    before.some(
      (old) =>
        old.rule === found.rule &&
        old.severity === found.severity &&
        old.personId === found.personId &&
        old.detail === found.detail &&
        isSame(old, found) &&
        farOff(old) >= farOff(found),
    )
  return after.filter((finding) => !isKnown(finding))
}

/** What becomes of a piece: the parts that others get, and what is left of it for whom it was. */
function cut(piece: Shift, moves: readonly Move[]): Shift[] {
  const edges = [...new Set([piece.from, piece.to, ...moves.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b)
  return edges.slice(0, -1).map((from, index) => {
    const to = edges[index + 1] ?? piece.to
    const move = moves.find((one) => one.from <= from && to <= one.to)
    const personId = move?.taker ?? piece.personId
    const breaks = piece.breaks.map((rest) => ({ ...rest, from: Math.max(rest.from, from), to: Math.min(rest.to, to) })).filter((rest) => rest.from < rest.to)
    return { ...piece, personId, from, to, date: dateAt(from, piece.zone), breaks, buddyId: piece.buddyId === personId ? null : piece.buddyId }
  })
}

function datesOf(pieces: readonly Shift[]): { from: string; to: string } {
  const dates = pieces.map(({ date }) => date).sort()
  return { from: dates[0] ?? '', to: dates.at(-1) ?? '' }
}
