import type { AgentRules, Problem } from '../problem.ts'

/** The agent's limits that can be lifted one by one. */
export const LIFTABLE = [
  'minMinutes',
  'maxMinutes',
  'maxWeekends',
  'maxRun',
  'minRun',
  'minOff',
  'maxOfShift',
  'weekMinutes',
  'weekRest',
  'counted',
  'forbidden',
] as const
export type Liftable = (typeof LIFTABLE)[number]

/** What can be in conflict: a hard row, a shift that is fixed, a day on which somebody is away, a limit of his. By index, so that who knows the names can put it in words. */
export type ConflictItem =
  | { kind: 'cover'; row: number }
  | { kind: 'lock'; agent: number; day: number }
  | { kind: 'away'; agent: number; day: number }
  | { kind: 'rule'; agent: number; rule: Liftable }

/** By agent, by day: what he could work if he were not away, or if no shift of his were fixed there. A day on which `may` says less is an item. */
export type Open = ReadonlyArray<ReadonlyArray<readonly number[]>>

/** All that can be lifted, what should rather be named last: limits of people are tried first, then locks and absences, then demand. */
export function itemsOf(problem: Problem, open: Open | undefined): ConflictItem[] {
  const ofAgents = problem.agents.flatMap((rules, agent): ConflictItem[] =>
    LIFTABLE.filter((rule) => isBinding(problem, rules, rule)).map((rule) => ({ kind: 'rule', agent, rule })),
  )
  const locks = problem.agents.flatMap(({ mustWork }, agent) => mustWork.flatMap((must, day): ConflictItem[] => (must ? [{ kind: 'lock', agent, day }] : [])))
  const away = problem.agents.flatMap(({ may, mustWork }, agent) =>
    may.flatMap((shifts, day): ConflictItem[] =>
      !isOwn(mustWork[day], shifts) && (open?.[agent]?.[day] ?? shifts).some((one) => !shifts.includes(one)) ? [{ kind: 'away', agent, day }] : [],
    ),
  )
  const rows = problem.covers.flatMap((cover, row): ConflictItem[] => (cover.isHard && cover.need > 0 ? [{ kind: 'cover', row }] : []))
  return [...ofAgents, ...locks, ...away, ...rows]
}

/** A fixed shift leaves no other on its day: who lifts it opens the day. */
const isOwn = (isFixed: boolean | undefined, shifts: readonly number[]): boolean => isFixed === true && shifts.length > 0

function isBinding(problem: Problem, rules: AgentRules, rule: Liftable): boolean {
  switch (rule) {
    case 'minMinutes':
      return (rules.minMinutes ?? 0) > 0
    case 'maxMinutes':
      return rules.maxMinutes !== null
    case 'maxWeekends':
      return rules.maxWeekends !== null && rules.maxWeekends < rules.weekends.length
    case 'maxRun':
      return rules.maxRun !== null && rules.maxRun < problem.days + rules.before.run
    case 'minRun':
    case 'minOff':
      return rules[rule] > 1
    case 'maxOfShift':
      return rules.maxOfShift.some((limit) => limit !== null && limit < problem.days)
    case 'weekMinutes':
      return rules.weeks.some(({ maxMinutes }) => maxMinutes !== null)
    case 'weekRest':
      return rules.weeks.some(({ restMinutes }) => restMinutes !== null)
    case 'counted':
      return rules.counted.length > 0
    case 'forbidden':
      return rules.forbidden.some((after) => after.length > 0)
  }
}

/** The problem with only these items left in it, and no costs: all that is asked is whether there is a lawful plan without a gap in the rows that are left. */
export function withOnly(problem: Problem, items: readonly ConflictItem[], open: Open | undefined): Problem {
  const [rows, own] = [new Set<number>(), problem.agents.map(() => ({ locks: new Set<number>(), away: new Set<number>(), rules: new Set<Liftable>() }))]
  for (const item of items) {
    if (item.kind === 'cover') rows.add(item.row)
    else if (item.kind === 'lock') own[item.agent]?.locks.add(item.day)
    else if (item.kind === 'away') own[item.agent]?.away.add(item.day)
    else own[item.agent]?.rules.add(item.rule)
  }
  const covers = problem.covers.filter((_, row) => rows.has(row)).map((row) => ({ ...row, underCost: 1, overCost: 0 }))
  const agents = problem.agents.map((rules, agent) => {
    const { locks, away, rules: kept } = own[agent] ?? { locks: new Set(), away: new Set(), rules: new Set() }
    const isHeld = (shifts: readonly number[], day: number): boolean => (isOwn(rules.mustWork[day], shifts) ? locks : away).has(day)
    const may = rules.may.map((shifts, day) => (isHeld(shifts, day) ? shifts : [...new Set([...shifts, ...(open?.[agent]?.[day] ?? [])])]))
    return lifted({ ...rules, may, mustWork: rules.mustWork.map((must, day) => must && locks.has(day)) }, (rule) => kept.has(rule))
  })
  return { ...problem, agents, covers }
}

function lifted(rules: AgentRules, isKept: (rule: Liftable) => boolean): AgentRules {
  const unless = <T>(rule: Liftable, value: T, free: T): T => (isKept(rule) ? value : free)
  return {
    ...rules,
    costs: rules.costs.map((costs) => costs.map(() => 0)),
    offCosts: rules.offCosts.map(() => 0),
    hours: null,
    minMinutes: unless('minMinutes', rules.minMinutes, null),
    maxMinutes: unless('maxMinutes', rules.maxMinutes, null),
    maxWeekends: unless('maxWeekends', rules.maxWeekends, null),
    maxRun: unless('maxRun', rules.maxRun, null),
    minRun: unless('minRun', rules.minRun, 1),
    minOff: unless('minOff', rules.minOff, 1),
    maxOfShift: unless(
      'maxOfShift',
      rules.maxOfShift,
      rules.maxOfShift.map(() => null),
    ),
    counted: unless(
      'counted',
      rules.counted.map((one) => ({ ...one, costs: one.costs.map(() => 0) })),
      [],
    ),
    forbidden: unless(
      'forbidden',
      rules.forbidden,
      rules.forbidden.map(() => []),
    ),
    weeks: rules.weeks
      .map(({ days, maxMinutes, restMinutes }) => ({
        days,
        maxMinutes: unless('weekMinutes', maxMinutes, null),
        restMinutes: unless('weekRest', restMinutes, null),
      }))
      .filter(({ maxMinutes, restMinutes }) => maxMinutes !== null || restMinutes !== null),
  }
}
