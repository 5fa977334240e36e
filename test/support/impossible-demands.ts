import { OFF } from '../../services/planner/problem.ts'
import type { AgentRules, CoverRow, Problem } from '../../services/planner/problem.ts'
import { search } from '../../services/planner/search.ts'
import { chanceOf } from './random-rosters.ts'

export const PLANTED = ['tooFew', 'lockOnLeave', 'lockedSuccession', 'lockedRun', 'hours', 'nights'] as const
export type Planted = (typeof PLANTED)[number]

/** A month of a small team whose demand could just be met, and then one thing too much. `open`: who could work when if nobody were away. */
export function impossibleDemand(seed: number, planted: Planted): { problem: Problem; open: number[][][] } {
  const { int, happens } = chanceOf(seed)
  const [E, L, N] = [0, 1, 2]
  const days = 28
  const shifts = ['E', 'L', 'N'].map((id) => ({ id, minutes: new Array<number>(days).fill(480), span: null }))
  const weekends = [0, 1, 2, 3].map((week) => [7 * week + 5, 7 * week + 6])
  const agents = Array.from({ length: 8 + int(5) }, (_, index): AgentRules & { may: number[][]; mustWork: boolean[] } => {
    const usual = happens(0.6) ? [E, L, N] : [E, L]
    return {
      id: `P${index}`,
      may: Array.from({ length: days }, () => usual),
      mustWork: new Array<boolean>(days).fill(false),
      costs: Array.from({ length: days }, () => [0, 0, 0]),
      offCosts: new Array<number>(days).fill(0),
      forbidden: [[], [E], [E, L, N]],
      minMinutes: 14 * 480,
      maxMinutes: 20 * 480,
      maxOfShift: [null, null, 8],
      maxRun: 5,
      minRun: 1,
      minOff: 1,
      weekends,
      maxWeekends: 3,
      weeks: [],
      counted: [],
      hours: null,
      before: { run: 0, last: null },
    }
  })
  const free: Problem = { days, shifts, agents, covers: [] }
  const [base] = search(free, { seed, seconds: 0.001, now: () => 0 })
  if (!base) throw new Error(`no base for seed ${seed}`)
  const have = (day: number, shift: number): number => base.plan.filter((roster) => roster[day] === shift).length
  const covers: CoverRow[] = Array.from({ length: days }, (_, day) =>
    [E, L, N].map((shift) => ({
      id: `${day} ${shift}`,
      cells: [{ day, shift }],
      agents: null,
      need: Math.max(0, have(day, shift) - (happens(0.5) ? 1 : 0)),
      underCost: 1,
      overCost: 0,
      isHard: true,
    })),
  ).flat()
  const open = agents.map(({ may }) => may.map((all) => [...all]))
  const who = int(agents.length)
  const day = 7 + int(12)
  const lock = (agent: number, at: number, shift: number): void => {
    const rules = agents[agent]
    if (!rules) return
    rules.may[at] = [shift]
    rules.mustWork[at] = true
    open[agent]![at] = [shift]
  }
  /** The demand of days on which somebody is missing is made small, so that nothing else is impossible too. */
  const ease = (from: number, to: number, by: number): void => covers.slice(3 * from, 3 * to).forEach((row) => (row.need = Math.max(0, row.need - by)))
  switch (planted) {
    case 'tooFew': {
      // All who are off that day are away, and one more is needed than work.
      base.plan.forEach((roster, agent) => {
        if (roster[day] === OFF) agents[agent]!.may[day] = []
      })
      ease(day - 2, day + 3, 99)
      covers[3 * day + L]!.need = base.plan.filter((roster) => roster[day] !== OFF).length + 1
      break
    }
    case 'lockOnLeave':
      agents[who]!.may[day] = []
      agents[who]!.mustWork[day] = true
      ease(day - 2, day + 3, 2)
      break
    case 'lockedSuccession':
      ease(day - 3, day + 5, 2)
      lock(who, day, L)
      lock(who, day + 1, E)
      break
    case 'lockedRun':
      ease(day - 3, day + 9, 2)
      for (let at = day; at < day + 6; at += 1) lock(who, at, E)
      break
    case 'hours':
      ease(0, days, 2)
      for (let at = 0; at < 18; at += 1) agents[who]!.may[at] = []
      break
    case 'nights': {
      const able = agents.filter(({ may }) => may[0]?.includes(N)).length
      ease(day - 3, day + 5, 99)
      for (const at of [day, day + 1]) covers[3 * at + N]!.need = Math.ceil((able + 1) / 2)
      break
    }
  }
  return { problem: { days, shifts, agents, covers }, open }
}
