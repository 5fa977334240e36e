import { OFF } from './problem.ts'
import type { AgentRules, CoverRow, Evaluation, Plan, Problem, Violation } from './problem.ts'

/** What a plan costs and which hard rules it breaks: the one judge of all that the planner finds. Plain on purpose; the search counts in steps of its own. */
export function evaluate(problem: Problem, plan: Plan): Evaluation {
  const parts = { under: 0, over: 0, wishes: 0, counted: 0, hours: 0 }
  const violations: Violation[] = []
  problem.agents.forEach((rules, agent) => {
    const roster = plan[agent] ?? new Int16Array(problem.days).fill(OFF)
    const own = costsOf(problem, rules, roster)
    parts.wishes += own.wishes
    parts.counted += own.counted
    parts.hours += own.hours
    violations.push(...violationsOf(problem, rules, roster).map((one) => ({ agent, ...one })))
  })
  const short: number[] = []
  problem.covers.forEach((row, index) => {
    const missing = row.need - coverOf(row, plan)
    if (missing > 0) parts.under += missing * row.underCost
    else parts.over += -missing * row.overCost
    if (row.isHard && missing > 0) short.push(index)
  })
  return { penalty: parts.under + parts.over + parts.wishes + parts.counted + parts.hours, ...parts, violations, short }
}

/** How many agents of a row work one of its cells. */
export function coverOf(row: CoverRow, plan: Plan): number {
  const wanted = new Set(row.cells.map(({ day, shift }) => cellKey(day, shift)))
  const days = [...new Set(row.cells.map(({ day }) => day))]
  const counts = (roster: Int16Array | undefined): boolean => days.some((day) => wanted.has(cellKey(day, roster?.[day] ?? OFF)))
  return (row.agents ?? [...plan.keys()]).filter((agent) => counts(plan[agent])).length
}

const cellKey = (day: number, shift: number): number => day * 65_536 + shift

export function costsOf(problem: Problem, rules: AgentRules, roster: Int16Array): { wishes: number; counted: number; hours: number } {
  let wishes = 0
  roster.forEach((shift, day) => {
    wishes += (shift === OFF ? rules.offCosts[day] : rules.costs[day]?.[shift]) ?? 0
  })
  const counted = sum(rules.counted, ({ cells, costs }) => costs[countIn(cells, roster)] ?? 0)
  return { wishes, counted, hours: hoursCost(rules, minutesOf(problem, roster)) }
}

function hoursCost({ hours }: AgentRules, minutes: number): number {
  if (!hours) return 0
  return minutes < hours.aim ? (hours.aim - minutes) * hours.underCost : (minutes - hours.aim) * hours.overCost
}

export function minutesOf({ shifts }: Problem, roster: Int16Array, days: Iterable<number> = roster.keys()): number {
  return sum([...days], (day) => shifts[roster[day] ?? OFF]?.minutes[day] ?? 0)
}

const countIn = (cells: ReadonlyArray<readonly number[]>, roster: Int16Array): number =>
  sum(cells, (shifts, day) => (shifts.includes(roster[day] ?? OFF) ? 1 : 0))

function sum<T>(things: readonly T[], of: (thing: T, index: number) => number): number {
  return things.reduce((total, thing, index) => total + of(thing, index), 0)
}

/** The hard rules that one agent's roster breaks; `day`: where it begins, or the day at which it is seen. */
export function violationsOf(problem: Problem, rules: AgentRules, roster: Int16Array): Array<Omit<Violation, 'agent'>> {
  const found: Array<Omit<Violation, 'agent'>> = []
  const say = (rule: Violation['rule'], day: number, is: number, limit: number): void => {
    found.push({ rule, day, is, limit })
  }
  roster.forEach((shift, day) => {
    if (shift === OFF) {
      if (rules.mustWork[day]) say('mustWork', day, 0, 1)
      return
    }
    if (!rules.may[day]?.includes(shift)) say('may', day, 1, 0)
    const last = day === 0 ? rules.before.last : roster[day - 1]
    if (last != null && last !== OFF && rules.forbidden[last]?.includes(shift)) say('forbidden', day, 1, 0)
  })
  checkRuns(rules, roster, say)
  checkSums(problem, rules, roster, say)
  checkWeeks(problem, rules, roster, say)
  return found
}

type Say = (rule: Violation['rule'], day: number, is: number, limit: number) => void

/** A run that touches an edge of the horizon may be shorter; what lies before counts for the longest. */
function checkRuns(rules: AgentRules, roster: Int16Array, say: Say): void {
  for (let from = 0, to = 0; from < roster.length; from = to) {
    const isWork = roster[from] !== OFF
    while (to < roster.length && (roster[to] !== OFF) === isWork) to += 1
    const isWithin = from > 0 && to < roster.length
    const least = isWork ? rules.minRun : rules.minOff
    if (isWithin && to - from < least) say(isWork ? 'minRun' : 'minOff', from, to - from, least)
    const length = to - from + (from === 0 ? rules.before.run : 0)
    if (isWork && rules.maxRun !== null && length > rules.maxRun) say('maxRun', from, length, rules.maxRun)
  }
}

function checkSums(problem: Problem, rules: AgentRules, roster: Int16Array, say: Say): void {
  const minutes = minutesOf(problem, roster)
  if (rules.minMinutes !== null && minutes < rules.minMinutes) say('minMinutes', 0, minutes, rules.minMinutes)
  if (rules.maxMinutes !== null && minutes > rules.maxMinutes) say('maxMinutes', 0, minutes, rules.maxMinutes)
  rules.maxOfShift.forEach((limit, shift) => {
    const is = roster.filter((one) => one === shift).length
    if (limit !== null && is > limit) say('maxOfShift', roster.lastIndexOf(shift), is, limit)
  })
  const worked = rules.weekends.filter((days) => days.some((day) => (roster[day] ?? OFF) !== OFF))
  if (rules.maxWeekends !== null && worked.length > rules.maxWeekends) say('maxWeekends', worked.at(-1)?.[0] ?? 0, worked.length, rules.maxWeekends)
  for (const { cells, costs } of rules.counted) {
    const is = countIn(cells, roster)
    if (is >= costs.length) say('counted', 0, is, costs.length - 1)
  }
}

const DAY = 1440

/** As the rule of weekly rest reads it (roster-rules/rest.ts): a free stretch that begins in the week, however far it reaches, or lies in it for that long. */
function checkWeeks(problem: Problem, rules: AgentRules, roster: Int16Array, say: Say): void {
  const stretches = freeStretches(problem, rules, roster)
  for (const { days, maxMinutes, restMinutes } of rules.weeks) {
    const [first, last] = [days[0], days.at(-1)]
    if (first === undefined || last === undefined) continue
    const minutes = minutesOf(problem, roster, days)
    if (maxMinutes !== null && minutes > maxMinutes) say('weekMinutes', first, minutes, maxMinutes)
    if (restMinutes === null || !days.some((day) => disturbs(problem, roster, day))) continue
    const [from, to] = [first * DAY, (last + 1) * DAY]
    const longest = Math.max(
      0,
      ...stretches.map((free) => (free.from >= from && free.from < to ? free.to - free.from : Math.min(free.to, to) - Math.max(free.from, from))),
    )
    if (longest < restMinutes) say('weekRest', first, longest, restMinutes)
  }
}

const disturbs = ({ shifts }: Problem, roster: Int16Array, day: number): boolean => shifts[roster[day] ?? OFF]?.span != null

function freeStretches(problem: Problem, rules: AgentRules, roster: Int16Array): Array<{ from: number; to: number }> {
  const stretches: Array<{ from: number; to: number }> = []
  const before = problem.shifts[rules.before.last ?? OFF]?.span
  let from = before ? before.to - DAY : -Infinity
  roster.forEach((shift, day) => {
    const span = problem.shifts[shift]?.span
    if (!span) return
    if (day * DAY + span.from > from) stretches.push({ from, to: day * DAY + span.from })
    from = Math.max(from, day * DAY + span.to)
  })
  return [...stretches, { from, to: Infinity }]
}
