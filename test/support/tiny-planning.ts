/** Planning problems so small that every roster can be tried, with every kind of rule. */
import { costsOf, violationsOf } from '../../services/planner/evaluate.ts'
import { OFF } from '../../services/planner/problem.ts'
import type { AgentRules, Problem } from '../../services/planner/problem.ts'

export function tinyProblem(chance: () => number, { agents = 1, days = 5 }: { agents?: number; days?: number } = {}): Problem {
  const below = (limit: number): number => Math.floor(chance() * limit)
  const often = (part: number): boolean => chance() < part
  const shifts = [
    { id: 'E', minutes: Array.from({ length: days }, () => 480), span: { from: 360, to: 870 } },
    { id: 'L', minutes: Array.from({ length: days }, () => (often(0.1) ? 420 : 480)), span: { from: 840, to: 1350 } },
    { id: 'N', minutes: Array.from({ length: days }, () => 600), span: { from: 1320, to: 1950 } },
  ].slice(0, 2 + below(2))
  const all = shifts.map((_, shift) => shift)
  const each = <T>(of: (day: number) => T): T[] => Array.from({ length: days }, (_, day) => of(day))
  const rules = (index: number): AgentRules => ({
    id: `a${index}`,
    may: each(() => (often(0.1) ? [] : all.filter(() => often(0.9)))),
    mustWork: each(() => often(0.04)),
    costs: each(() => all.map(() => below(9) - 4)),
    offCosts: each(() => below(5) - 2),
    forbidden: all.map((shift) => all.filter((next) => next < shift && often(0.8))),
    minMinutes: often(0.4) ? 480 * below(4) : null,
    maxMinutes: often(0.5) ? 480 * (2 + below(4)) : null,
    maxOfShift: all.map(() => (often(0.4) ? below(4) : null)),
    maxRun: often(0.8) ? 1 + below(4) : null,
    minRun: 1 + below(3),
    minOff: 1 + below(3),
    weekends: often(0.5)
      ? [
          [2, 3],
          [5, 6],
        ]
      : [],
    maxWeekends: often(0.7) ? below(3) : null,
    weeks: often(0.6)
      ? [
          { days: [-2, -1, 0, 1, 2], maxMinutes: often(0.4) ? 960 : null, restMinutes: often(0.6) ? 1440 + below(20) * 60 : null },
          {
            days: [3, 4, 5, 6],
            maxMinutes: often(0.4) ? 1500 : null,
            restMinutes: often(0.6) ? 1440 + below(20) * 60 : null,
          },
        ]
      : [],
    counted: often(0.6) ? [{ name: 'nights', cells: each(() => [shifts.length - 1]), costs: [0, 1, 4, 9].slice(0, 2 + below(3)) }] : [],
    hours: often(0.5) ? { aim: 1200 + below(10) * 60, underCost: 0.01, overCost: 0.02 } : null,
    before: often(0.5) ? { run: 1 + below(2), last: below(shifts.length) } : { run: 0, last: null },
  })
  const covers = Array.from({ length: days * shifts.length }, (_, cell) => ({
    id: `${cell}`,
    cells: [{ day: Math.floor(cell / shifts.length), shift: cell % shifts.length }],
    agents: often(0.2) ? [0] : null,
    need: below(2),
    underCost: 3 + below(20),
    overCost: below(3),
    isHard: false,
  }))
  return { days, shifts, agents: Array.from({ length: agents }, (_, index) => rules(index)), covers }
}

/** All lawful rosters of one agent with what they cost him. */
export function lawfulRosters(problem: Problem, agent: number): Array<{ roster: Int16Array; own: number }> {
  const rules = problem.agents[agent]
  if (!rules) throw new Error(`there is no agent ${agent}`)
  const found: Array<{ roster: Int16Array; own: number }> = []
  const roster = new Int16Array(problem.days).fill(OFF)
  const go = (day: number): void => {
    if (day === problem.days) {
      if (violationsOf(problem, rules, roster).length > 0) return
      const { wishes, counted, hours } = costsOf(problem, rules, roster)
      found.push({ roster: roster.slice(), own: wishes + counted + hours })
      return
    }
    for (let shift = OFF; shift < problem.shifts.length; shift++) {
      roster[day] = shift
      go(day + 1)
    }
  }
  go(0)
  return found
}
