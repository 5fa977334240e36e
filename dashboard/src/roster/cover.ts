import { dayOf, windowsOf } from '../../../services/roster-rules/calendar.ts'
import { toNeed } from '../../../services/roster-rules/from-wire.ts'
import { holdsOn, without } from '../../../services/roster-rules/gaps.ts'
import { groupBy } from '../../../services/roster-rules/group-by.ts'
import { addDays, daysFrom } from './weeks.ts'
import type { GapView, Roster } from './types.ts'

/** How many people are needed and planned at the desk, as steps within one day. */
export type Step = { from: number; to: number; count: number }
export type DayCover = { need: Step[]; cover: Step[]; gaps: Array<{ from: number; to: number; kind: GapView['kind'] }> }

/** What of a roster the curve is drawn from. */
export type CoverFacts = Pick<Roster, 'needs' | 'holidays' | 'from' | 'to' | 'workers' | 'leaves' | 'shifts' | 'gaps'>

type Interval = { from: number; to: number }
type Weighted = Interval & { count: number }

const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0)
const most = (counts: readonly number[]): number => Math.max(0, ...counts)

/** Steps of equal height between two instants; together they fill the time without a hole. */
export const stepsOf = (intervals: readonly Weighted[], { from, to }: Interval, height = sum): Step[] => {
  const cuts = new Set([from, to])
  for (const one of intervals) for (const at of [one.from, one.to]) if (at > from && at < to) cuts.add(at)
  const times = [...cuts].sort((a, b) => a - b)
  const steps: Step[] = []
  for (const [index, at] of times.entries()) {
    const until = times[index + 1]
    if (until === undefined) break
    const count = height(intervals.filter((one) => one.from <= at && one.to > at).map((one) => one.count))
    const last = steps.at(-1)
    if (last?.count === count) last.to = until
    else steps.push({ from: at, to: until, count })
  }
  return steps
}

/**
 * How many people are needed at the desk, as intervals; a window that begins the evening before reaches into the first day. One person may meet several
 * needs of a level (two at the desk, one of them with a skill), so the highest counts; levels are added up.
 */
const neededDesk = ({ needs, holidays, from, to }: Pick<CoverFacts, 'needs' | 'holidays' | 'from' | 'to'>): Weighted[] => {
  const closed = new Set(holidays.map(({ siteId, date }) => `${siteId} ${date}`))
  const dates = daysFrom(addDays(from, -1), Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1)
  const desk = needs.filter(({ kind }) => kind === 'desk')
  const rules = desk.map(toNeed)
  return [...groupBy(desk, ({ siteId, levelId }) => `${siteId} ${levelId}`).values()].flatMap((own) => {
    const windows = own.flatMap((view) => {
      const need = toNeed(view)
      const windowOn = windowsOf(need, need.zone)
      return dates
        .map(dayOf)
        .filter((day) => holdsOn(need, day, closed, rules))
        .map((day) => ({ ...windowOn(day), count: need.people }))
    })
    if (windows.length === 0) return []
    const whole = { from: Math.min(...windows.map((one) => one.from)), to: Math.max(...windows.map((one) => one.to)) }
    return stepsOf(windows, whole, most)
  })
}

export const coverOf = (roster: CoverFacts, days: readonly Interval[]): DayCover[] => {
  const needs = neededDesk(roster)
  const trainees = new Set(roster.workers.filter(({ isTrainee, isActive }) => isTrainee || !isActive).map(({ id }) => id))
  const leaves = groupBy(roster.leaves, ({ personId }) => personId)
  const before = addDays(roster.from, -2)
  const shifts = roster.shifts
    .filter(({ kind, personId, date }) => kind === 'desk' && date >= before && date < roster.to && !trainees.has(personId))
    .flatMap((shift) => presentParts(shift, leaves.get(shift.personId) ?? []))
  const gaps = roster.gaps.map(({ from, to, kind }) => ({ from: Date.parse(from), to: Date.parse(to), kind }))
  const within = <T extends Interval>(list: readonly T[], day: Interval): T[] => list.filter((one) => one.from < day.to && one.to > day.from)
  return days.map((day) => ({ need: stepsOf(within(needs, day), day), cover: stepsOf(within(shifts, day), day), gaps: within(gaps, day) }))
}

/** What is left of a shift when leaves are taken out. */
const presentParts = (shift: Roster['shifts'][number], leaves: Roster['leaves']): Weighted[] => {
  const away = leaves.map(({ fromAt, toAt }) => ({ from: Date.parse(fromAt), to: Date.parse(toAt) }))
  return without([{ from: Date.parse(shift.startsAt), to: Date.parse(shift.endsAt) }], away).map((part) => ({ ...part, count: 1 }))
}

export const highest = (days: readonly DayCover[]): number => Math.max(1, ...days.flatMap(({ need, cover }) => [...need, ...cover].map(({ count }) => count)))

/** Hours of the period in which at least one need lacks somebody. */
export const shortHours = (gaps: readonly Interval[]): number => {
  let short = 0
  let reached = -Infinity
  for (const { from, to } of [...gaps].sort((a, b) => a.from - b.from)) {
    if (to <= reached) continue
    short += to - Math.max(from, reached)
    reached = to
  }
  return short / 3_600_000
}
