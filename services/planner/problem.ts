/**
 * What the planner is asked, in numbers: who may work which shift on which day, at what cost, and how many are needed when. Pure. It knows no law
 * and no names; services/shifts/planning puts a real roster into it, services/planner/benchmark the published instances (Curtois and Qu).
 * Days and shifts are indexes from 0; day 0 is a Monday in the benchmark, elsewhere `weeks` and `weekends` say which days belong together. Costs are
 * whole numbers of any unit; minutes are minutes of work.
 */
export type Problem = {
  days: number
  shifts: readonly ShiftPattern[]
  agents: readonly AgentRules[]
  covers: readonly CoverRow[]
}

/** One way to work a day. */
export type ShiftPattern = {
  id: string
  /** Minutes of work if it begins on that day; they differ where the clock changes. */
  minutes: readonly number[]
  /** Begin and end in minutes after the midnight of its day as they really pass; the end may lie on the next day. For `weeklyRest` only; null: it disturbs no rest. */
  span: { from: number; to: number } | null
}

export type AgentRules = {
  id: string
  /** By day: the shifts he may work. `mustWork`: one of them he has to (a locked shift). Hard. */
  may: ReadonlyArray<readonly number[]>
  mustWork: readonly boolean[]
  /** By day, by shift: what it costs that he works it (wishes, premiums, changes); `offCosts`: that he is off. May be below 0. */
  costs: ReadonlyArray<readonly number[]>
  offCosts: readonly number[]
  /** `forbidden[s]`: the shifts that may not follow `s` on the next day. Hard. */
  forbidden: ReadonlyArray<readonly number[]>
  /** In the whole horizon, in minutes; null: no limit. Hard. */
  minMinutes: number | null
  maxMinutes: number | null
  /** How often he may work each shift; null: no limit. Hard. */
  maxOfShift: ReadonlyArray<number | null>
  /** Days running. Hard; a longest run counts what `before` says. */
  maxRun: number | null
  /** A run (of work, of days off) that touches the start or the end of the horizon may be shorter. Hard. */
  minRun: number
  minOff: number
  /** A group of days of which at least one is worked counts as one, e.g. Saturday and Sunday. Hard. */
  weekends: ReadonlyArray<readonly number[]>
  maxWeekends: number | null
  /** Limits within single weeks. `days`: its days, running on. Hard. */
  weeks: ReadonlyArray<{ days: readonly number[]; maxMinutes: number | null; restMinutes: number | null }>
  /** Counted things with a price: nights, weekends, holidays. `cells[day]`: shifts that count 1. `costs[n]`: price of n in all, growing and convex; beyond its end: forbidden. */
  counted: ReadonlyArray<{ name: string; cells: ReadonlyArray<readonly number[]>; costs: readonly number[] }>
  /** Price of each minute under or over the aim. */
  hours: { aim: number; underCost: number; overCost: number } | null
  /** The days before day 0: how many he has worked running, and the shift of the last of them (null: off). */
  before: { run: number; last: number | null }
}

/** So many are needed: each agent of `agents` (null: all) who works a cell counts 1. */
export type CoverRow = {
  id: string
  cells: ReadonlyArray<{ day: number; shift: number }>
  agents: readonly number[] | null
  need: number
  /** For each one missing, and each one too many. `isHard`: none may be missing. */
  underCost: number
  overCost: number
  isHard: boolean
}

/** By agent, by day: the shift, or OFF. */
export type Plan = ReadonlyArray<Int16Array>
export const OFF = -1

/** A broken hard rule of one agent. `is` against `limit`. */
export type Violation = {
  agent: number
  rule:
    | 'may'
    | 'mustWork'
    | 'forbidden'
    | 'minMinutes'
    | 'maxMinutes'
    | 'maxOfShift'
    | 'maxRun'
    | 'minRun'
    | 'minOff'
    | 'maxWeekends'
    | 'weekMinutes'
    | 'weekRest'
    | 'counted'
  day: number
  is: number
  limit: number
}

/** What a plan costs, in its parts; their sum is `penalty`. */
export type Evaluation = {
  penalty: number
  under: number
  over: number
  wishes: number
  counted: number
  hours: number
  violations: readonly Violation[]
  /** Hard cover rows that are short, by index. */
  short: readonly number[]
}

/** A step of the search as it becomes known: a better plan, a better bound, or both. */
export type Step = { seconds: number; plan: Plan | null; penalty: number | null; lowerBound: number | null; by: 'first' | 'search' | 'columns' | 'proof' }

export type SolveOptions = {
  seconds: number
  threads: number
  seed: number
  /** A plan to begin with (the published roster, or what an earlier run found); it need not be lawful. */
  start?: Plan | undefined
  onStep?: (step: Step) => void
}

export type Solved = {
  /** Null: none is lawful, or none was found in time; `isProved` says which. */
  plan: Plan | null
  penalty: number | null
  lowerBound: number | null
  isProved: boolean
  seconds: number
}
