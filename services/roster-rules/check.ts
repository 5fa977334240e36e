import { DateTime } from 'luxon'
import { dateAt } from '../local-time/wall-clock.ts'
import { dayOf, startOf } from './calendar.ts'
import { groupBy } from './group-by.ts'
import { averageWeek, breaks, contractHours, nightLength, shiftLength, weekHours } from './hours.ts'
import type { Finding, Interval, Leave, NightRule, RuleId, Shift, ShiftType, Worker } from './model.ts'
import { RULE_PACKS } from './packs.ts'
import type { RulePack } from './packs.ts'
import { buddy, contract, forbiddenSuccession, inactive, leave, level, skill } from './people.ts'
import { plan } from './person-roster.ts'
import type { PersonRoster, Planned } from './person-roster.ts'
import { consecutiveDays, overlap, restBetween, twoNights, weeklyRest } from './rest.ts'

/** Every rule about one person's shifts. `notice` is about a publication: `checkNotice`. */
const CHECKS: Readonly<Record<Exclude<RuleId, 'notice'>, (roster: PersonRoster) => Finding[]>> = {
  overlap,
  twoNights,
  restBetween,
  weeklyRest,
  consecutiveDays,
  shiftLength,
  nightLength,
  weekHours,
  averageWeek,
  contractHours,
  break: breaks,
  forbiddenSuccession,
  skill,
  level,
  leave,
  contract,
  buddy,
  inactive,
}

/**
 * Shifts of so many days around a period must be handed in, or a finding at its edge is missed (none is invented). Before: whole weeks for the longest
 * average; where averages do not matter 14 days do. After: the rest of the last week and its weekly rest.
 */
export const DAYS_AROUND = { before: Math.max(...Object.values(RULE_PACKS).map(({ average }) => (average?.weeks ?? 0) * 7)), after: 9 } as const

export type RosterToCheck = {
  /** Of the period and `DAYS_AROUND` it. Of people who are not in `workers` neither contract nor skills nor level are judged. */
  shifts: readonly Shift[]
  workers: readonly Worker[]
  leaves: readonly Leave[]
  shiftTypes: readonly ShiftType[]
  /** Levels of the pyramid; whoever has a higher rank may work below it. */
  levels: ReadonlyArray<{ id: string; rank: number }>
  house: NightRule
  /** Dates, `to` not included, by the clocks of the sites: only findings that touch it are returned. */
  period?: { from: string; to: string }
}

/** All broken rules, by start; those of one person at one start in the order of `RULES`. */
export function checkRoster({ shifts, workers, leaves, shiftTypes, levels, house, period }: RosterToCheck): Finding[] {
  const isInPeriod = touches(period, shifts)
  const workerOf = new Map(workers.map((worker) => [worker.id, worker]))
  const leavesOf = groupBy(leaves, ({ personId }) => personId)
  const rankOf = new Map(levels.map(({ id, rank }) => [id, rank]))
  const typeOf = new Map(shiftTypes.map((type) => [type.id, type]))
  const rosters = new Map<string, PersonRoster>()
  for (const [personId, his] of groupBy(shifts, (shift) => shift.personId)) {
    const worker = workerOf.get(personId) ?? null
    const all = his.map((shift) => plan(shift, worker)).sort((a, b) => a.shift.from - b.shift.from || a.shift.to - b.shift.to)
    const desk = all.filter(({ shift }) => shift.kind === 'desk')
    const weeks: ReadonlyMap<number, readonly Planned[]> = groupBy(desk, ({ monday }) => monday)
    const rosterOf = (id: string): PersonRoster | undefined => rosters.get(id)
    rosters.set(personId, { worker, all, desk, weeks, leaves: leavesOf.get(personId) ?? [], house, rankOf, typeOf, rosterOf, isInPeriod })
  }
  return [...rosters.values()]
    .flatMap((roster) => Object.values(CHECKS).flatMap((check) => check(roster)))
    .filter(isInPeriod)
    .sort((a, b) => a.from - b.from)
}

/** A period begins and ends at a different instant in each zone: it lasts from the first begin to the last end. */
function touches(period: RosterToCheck['period'], shifts: readonly Shift[]): (interval: Interval) => boolean {
  if (!period) return () => true
  const zones = [...new Set(shifts.map(({ zone }) => zone))]
  const begin = Math.min(...zones.map((zone) => startOf(dayOf(period.from), zone)))
  const end = Math.max(...zones.map((zone) => startOf(dayOf(period.to), zone)))
  // Two shifts without any rest between them leave an empty interval.
  return ({ from, to }) => from < end && (to > begin || from >= begin)
}

/**
 * Is a roster known early enough? `firstDate`: the first day on which something changes; `publishedAt`: epoch milliseconds, its date counts in `zone`.
 * A month ahead of March 31 is February 28. `by`: days from one to the other. The finding lasts from the publication to that day.
 */
export function checkNotice({ firstDate, publishedAt, zone, pack }: { firstDate: string; publishedAt: number; zone: string; pack: RulePack }): Finding[] {
  if (pack.noticeMonths === null) return []
  const latest = DateTime.fromISO(firstDate, { zone: 'utc' }).minus({ months: pack.noticeMonths }).toFormat('yyyy-MM-dd')
  const is = dayOf(firstDate) - dayOf(dateAt(publishedAt, zone))
  const limit = dayOf(firstDate) - dayOf(latest)
  if (is >= limit) return []
  const to = Math.max(publishedAt, startOf(dayOf(firstDate), zone))
  return [{ rule: 'notice', severity: 'unlawful', pack: pack.id, from: publishedAt, to, personId: null, shiftIds: [], by: { is, limit, unit: 'days' } }]
}
