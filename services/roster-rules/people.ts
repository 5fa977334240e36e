import { sharedMinutes } from '../local-time/wall-clock.ts'
import { MINUTE } from './calendar.ts'
import type { Finding, Interval } from './model.ts'
import { AGAINST_ORDER, WARNED, finding, lengthOf } from './person-roster.ts'
import type { PersonRoster } from './person-roster.ts'

/** Rules about who may stand in a shift, at the desk and on call. */

/** `by`: days from one to the other, against the least that would do. */
export function forbiddenSuccession({ all, typeOf }: PersonRoster): Finding[] {
  return all.flatMap((planned, at) => {
    const forbidden = typeOf.get(planned.shift.shiftTypeId ?? '')?.forbiddenNext ?? []
    if (forbidden.length === 0) return []
    const findings: Finding[] = []
    for (let i = at + 1; i < all.length; i++) {
      const next = all[i]
      // By start, so dates only rise, but for sites whose clocks differ.
      if (!next || next.day > planned.day + 2) break
      const isForbidden = next.day === planned.day + 1 && next.shift.shiftTypeId !== null && forbidden.includes(next.shift.shiftTypeId)
      if (isForbidden) findings.push(finding('forbiddenSuccession', AGAINST_ORDER, [planned, next], { is: 1, limit: 2, unit: 'days' }))
    }
    return findings
  })
}

/** Lasts from the end of the attestation, or from the start where there is none. */
export function skill({ worker, all }: PersonRoster): Finding[] {
  if (!worker) return []
  return all.flatMap((planned) => {
    const { shift } = planned
    if (shift.skill === null) return []
    const ends = worker.attestations.filter((attestation) => attestation.skill === shift.skill).map(({ expiresAt }) => expiresAt ?? Infinity)
    const from = Math.max(shift.from, ...ends)
    if (from >= shift.to) return []
    return finding('skill', AGAINST_ORDER, [planned], { is: (shift.to - from) / MINUTE, limit: 0, unit: 'minutes' }, { from, detail: shift.skill })
  })
}

/** `by`: of the one who is needed, nobody is of that level. */
export function level({ worker, all, rankOf }: PersonRoster): Finding[] {
  if (!worker || worker.isGuest) return []
  return all.flatMap((planned) => {
    const asked = rankOf.get(planned.shift.levelId)
    if (asked === undefined || (worker.levelRank ?? -Infinity) >= asked) return []
    return finding('level', AGAINST_ORDER, [planned], { is: 0, limit: 1, unit: 'people' }, { detail: planned.shift.levelId })
  })
}

/** One finding for each leave that a shift lies in; `detail` is its kind. */
export function leave({ all, leaves }: PersonRoster): Finding[] {
  return all.flatMap((planned) =>
    leaves.flatMap((away) => {
      const is = sharedMinutes(planned.shift, away)
      if (is === 0) return []
      const [from, to] = [Math.max(planned.shift.from, away.from), Math.min(planned.shift.to, away.to)]
      return finding('leave', AGAINST_ORDER, [planned], { is, limit: 0, unit: 'minutes' }, { from, to, detail: away.kind })
    }),
  )
}

/** One finding for all shifts of the period on days without a contract; then only the house rules are looked at. `by`: those days. */
export function contract({ worker, all, isInPeriod }: PersonRoster): Finding[] {
  const without = worker ? all.filter((planned) => planned.contract === null && isInPeriod(planned.shift)) : []
  if (without.length === 0) return []
  return [finding('contract', WARNED, without, { is: new Set(without.map(({ day }) => day)).size, limit: 0, unit: 'days' })]
}

/** A guest has a buddy, who is no guest and at the desk all the time. `by`: minutes without him. */
export function buddy({ worker, all, rosterOf }: PersonRoster): Finding[] {
  return all.flatMap((planned) => {
    const { shift } = planned
    if (!worker?.isGuest && shift.buddyId === null) return []
    const his = shift.buddyId === null ? undefined : rosterOf(shift.buddyId)
    const atDesk = !his || his.worker?.isGuest ? [] : his.desk.map((each) => each.shift)
    const is = lengthOf(shift) - coveredMinutes(shift, atDesk)
    return is > 0 ? finding('buddy', AGAINST_ORDER, [planned], { is, limit: 0, unit: 'minutes' }) : []
  })
}

/** Minutes of an interval that lie in at least one of others, which are ordered by start. */
function coveredMinutes(interval: Interval, others: readonly Interval[]): number {
  let millis = 0
  let reached = interval.from
  for (const other of others) {
    const to = Math.min(other.to, interval.to)
    const from = Math.max(other.from, reached)
    if (to > from) {
      millis += to - from
      reached = to
    }
  }
  return millis / MINUTE
}

/** `by`: of the one who is needed, nobody is there. */
export function inactive({ worker, all }: PersonRoster): Finding[] {
  if (!worker || worker.isActive) return []
  return all.map((planned) => finding('inactive', AGAINST_ORDER, [planned], { is: 0, limit: 1, unit: 'people' }))
}
