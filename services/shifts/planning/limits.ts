import { dateOf, startOf } from '../../roster-rules/calendar.ts'
import type { Shift, Worker } from '../../roster-rules/model.ts'
import { RULE_PACKS, type RulePack } from '../../roster-rules/packs.ts'
import { contractOn } from '../../roster-rules/person-roster.ts'
import type { AgentRules } from '../../planner/problem.ts'
import type { Horizon } from './horizon.ts'

/** A day on which something stands that stays: its minutes at the desk, and from when to when, in minutes after midnight (null: on call only). */
export type FixedDay = { minutes: number; span: { from: number; to: number } | null }

/** What the limits of one person are made of. `fixed` by day of the horizon; `past`: his minutes at the desk in a week that begins so many weeks before it. */
export type LimitsInput = {
  worker: Worker
  horizon: Horizon
  fixed: ReadonlyMap<number, FixedDay>
  /** Of the day just before the horizon: how many days he has worked running. */
  runBefore: number
  past: (weeksBefore: number) => number
  zone: string
}

const DAY = 1440

/**
 * Weeks, averages, runs. Where the planner's limits say less than the law they are a little stricter: an average is kept by the same limit for each
 * week, standing by counts as a day worked, and in a week with a clock change the rest is an hour longer. What stands already and breaks a limit raises it.
 */
export function limitsOf(input: LimitsInput): Pick<AgentRules, 'weeks' | 'maxRun'> {
  const { worker, horizon, fixed } = input
  const cap = averageCap(input)
  const weeks = horizon.mondays.map((monday) => {
    const days = [0, 1, 2, 3, 4, 5, 6].map((day) => monday + day)
    const packs = packsOn(worker, horizon, days)
    const standing = days.reduce((sum, day) => sum + (fixed.get(day)?.minutes ?? 0), 0)
    const most = Math.min(cap, ...days.map((day) => mostInWeek(worker, horizon, day)))
    const rest = Math.max(0, ...packs.map(({ weeklyRestMinutes }) => weeklyRestMinutes ?? 0))
    return {
      days,
      maxMinutes: most === Infinity ? null : Math.max(most, standing),
      restMinutes: rest === 0 ? null : withStanding(rest + clockChange(horizon, monday, input.zone), monday, fixed),
    }
  })
  return { weeks, maxRun: longestRun(input) }
}

/** The packs of his contracts on some days. */
export function packsOn(worker: Worker, horizon: Horizon, days: readonly number[]): RulePack[] {
  const ids = new Set(days.map((day) => contractOn(worker, dateOf(horizon.first + day))?.pack ?? 'plain'))
  return [...ids].map((id) => RULE_PACKS[id])
}

function mostInWeek(worker: Worker, horizon: Horizon, day: number): number {
  const contract = contractOn(worker, dateOf(horizon.first + day))
  if (!contract) return Infinity
  return Math.min(contract.maxWeeklyMinutes ?? Infinity, RULE_PACKS[contract.pack].maxWeekMinutes ?? Infinity)
}

/** The most for each week, the same for all, with which no average that ends in the horizon is too high. */
function averageCap({ worker, horizon, past }: LimitsInput): number {
  const days = horizon.mondays.flatMap((monday) => [0, 6].map((day) => monday + day))
  return Math.min(
    Infinity,
    ...packsOn(worker, horizon, days).flatMap(({ average }) => {
      if (!average) return []
      return horizon.mondays.map((_, week) => {
        let before = 0
        for (let back = 1; back < average.weeks - week; back += 1) before += past(back)
        return Math.max(0, Math.floor((average.weeks * average.minutes - before) / (week + 1)))
      })
    }),
  )
}

/** Minutes by which a rest counted by the clock on the wall may be too long. */
function clockChange(horizon: Horizon, monday: number, zone: string): number {
  const begin = horizon.first + monday
  const passed = (startOf(begin + 10, zone) - startOf(begin - 1, zone)) / 60_000
  return Math.abs(11 * DAY - passed)
}

/** As much of the rest as what stands in the week leaves; null: nothing of it. */
function withStanding(rest: number, monday: number, fixed: ReadonlyMap<number, FixedDay>): number | null {
  const spans = [...fixed]
    .flatMap(([day, { span }]) => (span ? [{ from: day * DAY + span.from, to: day * DAY + span.to }] : []))
    .sort((a, b) => a.from - b.from)
  const [from, to] = [monday * DAY, (monday + 7) * DAY]
  let [longest, since] = [0, -Infinity]
  for (const span of [...spans, { from: Infinity, to: Infinity }]) {
    longest = Math.max(longest, since >= from && since < to ? span.from - since : Math.min(span.from, to) - Math.max(since, from))
    since = Math.max(since, span.to)
  }
  return longest <= 0 ? null : Math.min(rest, longest)
}

function longestRun({ worker, horizon, fixed, runBefore }: LimitsInput): number | null {
  const packs = packsOn(worker, horizon, [...horizon.dates.keys()])
  const most = Math.min(Infinity, ...packs.map(({ maxConsecutiveDays }) => maxConsecutiveDays ?? Infinity))
  if (most === Infinity) return null
  let [run, longest] = [runBefore, runBefore]
  for (const day of horizon.dates.keys()) {
    run = fixed.has(day) ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return Math.max(most, longest)
}

/** The days on which something stands, by day of the horizon; several shifts of a day are one. */
export function fixedDays(shifts: readonly Shift[], horizon: Horizon, workOf: (shift: Shift) => number): Map<number, FixedDay> {
  const days = new Map<number, FixedDay>()
  for (const shift of shifts) {
    const day = horizon.indexOf(shift.date)
    if (day < 0 || day >= horizon.dates.length) continue
    const known = days.get(day) ?? { minutes: 0, span: null }
    days.set(day, shift.kind === 'onCall' ? known : { minutes: known.minutes + workOf(shift), span: union(known.span, spanOf(shift)) })
  }
  return days
}

/** From the midnight of its day, as it really passes. */
export function spanOf(shift: Pick<Shift, 'from' | 'to' | 'date' | 'zone'>): { from: number; to: number } {
  const midnight = startOf(Date.parse(shift.date) / 86_400_000, shift.zone)
  return { from: Math.round((shift.from - midnight) / 60_000), to: Math.round((shift.to - midnight) / 60_000) }
}

function union(one: FixedDay['span'], other: { from: number; to: number }): { from: number; to: number } {
  return one ? { from: Math.min(one.from, other.from), to: Math.max(one.to, other.to) } : other
}
