import { buildGraph, graphKey } from './graph.ts'
import type { Graph } from './graph.ts'
import { OFF } from './problem.ts'
import type { AgentRules, CoverRow, Problem } from './problem.ts'

/** A problem in flat arrays: what the pricing, the LP and the search look at. A cell is `day * width + shift`; shift `width - 1` is a day off. */
export type Compiled = {
  days: number
  width: number
  agents: readonly CompiledAgent[]
  covers: readonly CompiledCover[]
  /** By cell: the covers that it counts for (indexes into `coverIds`). */
  coverStart: Int32Array
  coverIds: Int32Array
  /** Every cost is a whole number: so is every penalty, and a bound may be rounded up. */
  isWhole: boolean
}

export type CompiledCover = {
  need: number
  underCost: number
  overCost: number
  isHard: boolean
  /** By agent: does he count? */
  counts: Uint8Array
  /** Somebody could work two of its cells, and yet counts once. */
  isRepeated: boolean
}

export type CompiledAgent = {
  index: number
  days: number
  width: number
  rules: AgentRules
  graph: Graph
  /** By cell: its own cost, Infinity where it may not be. */
  costs: Float64Array
  /** Minutes in units; the arc of class c on day d adds `minutes[d * (classes + 1) + c]`. `size` 1: they do not matter. */
  minutes: { unit: number; size: number; adds: Int32Array; least: number; most: number; hours: Float64Array | null }
  maxWeekends: number
  /** Sums with a limit or a growing price: limits by shift and counted things. */
  sums: readonly Sum[]
  /** By node: between which minute units a roster that ends within its limits stands there (none: lower above upper). */
  nodeLeast: Int32Array
  nodeMost: Int32Array
}

/**
 * `prices[n]`: what n of them cost; beyond its end they are forbidden. `adds[d * (classes + 1) + c]`: 1 where class c counts on day d. `reach[d]`: the most
 * that can have come together before day d.
 */
export type Sum = { adds: Uint8Array; prices: Float64Array; reach: Int32Array }

export function compile(problem: Problem): Compiled {
  const width = problem.shifts.length + 1
  const graphs = new Map<string, Graph>()
  const agents = problem.agents.map((rules, index) => {
    const limited = limitedShifts(problem, rules)
    const key = graphKey(problem, rules, limited)
    let graph = graphs.get(key)
    if (!graph) graphs.set(key, (graph = buildGraph(problem, rules, limited)))
    return compileAgent(problem, rules, index, graph, limited)
  })
  const covers = problem.covers.map((row) => compileCover(problem, row))
  const ofCell: number[][] = Array.from({ length: problem.days * width }, () => [])
  problem.covers.forEach((row, index) => row.cells.forEach(({ day, shift }) => ofCell[day * width + shift]?.push(index)))
  const coverStart = new Int32Array(ofCell.length + 1)
  ofCell.forEach((ids, cell) => (coverStart[cell + 1] = (coverStart[cell] as number) + ids.length))
  return { days: problem.days, width, agents, covers, coverStart, coverIds: Int32Array.from(ofCell.flat()), isWhole: isWhole(problem) }
}

function isWhole(problem: Problem): boolean {
  const all = (costs: readonly number[]): boolean => costs.every(Number.isInteger)
  return (
    problem.covers.every(({ underCost, overCost, need }) => all([underCost, overCost, need])) &&
    problem.agents.every(
      ({ costs, offCosts, counted, hours }) =>
        all(offCosts) && costs.every(all) && counted.every((one) => all(one.costs)) && (!hours || all([hours.aim, hours.underCost, hours.overCost])),
    )
  )
}

function compileCover(problem: Problem, row: CoverRow): CompiledCover {
  const counts = new Uint8Array(problem.agents.length).fill(row.agents ? 0 : 1)
  for (const agent of row.agents ?? []) counts[agent] = 1
  const { cells } = row
  const isRepeated = problem.agents.some(
    ({ forbidden }, agent) =>
      counts[agent] === 1 &&
      cells.some((one) => cells.some((two) => two.day > one.day && !(two.day === one.day + 1 && (forbidden[one.shift] ?? []).includes(two.shift)))),
  )
  return { need: row.need, underCost: row.underCost, overCost: row.overCost, isHard: row.isHard, counts, isRepeated }
}

/** Shifts with a limit that the other rules do not keep anyway. */
function limitedShifts(problem: Problem, rules: AgentRules): number[] {
  return problem.shifts.flatMap(({ minutes }, shift) => {
    const limit = rules.maxOfShift[shift] ?? null
    if (limit === null || limit === 0) return []
    const days = rules.may.filter((shifts) => shifts.includes(shift)).length
    const shortest = Math.min(...minutes)
    const byMinutes = rules.maxMinutes === null || shortest <= 0 ? Infinity : Math.floor(rules.maxMinutes / shortest)
    return limit < Math.min(days, byMinutes, daysOfWork(problem.days, rules)) ? [shift] : []
  })
}

/** The most days that runs and rests leave for work. */
function daysOfWork(days: number, { maxRun, minOff }: AgentRules): number {
  if (maxRun === null || minOff < 1) return days
  const cycle = maxRun + minOff
  return Math.floor(days / cycle) * maxRun + Math.min(maxRun, days % cycle) + Math.min(maxRun, minOff)
}

function compileAgent(problem: Problem, rules: AgentRules, index: number, graph: Graph, limited: readonly number[]): CompiledAgent {
  const { days } = problem
  const width = problem.shifts.length + 1
  const costs = new Float64Array(days * width).fill(Infinity)
  for (let day = 0; day < days; day++) {
    for (const shift of rules.may[day] ?? []) {
      if (rules.maxOfShift[shift] !== 0) costs[day * width + shift] = rules.costs[day]?.[shift] ?? 0
    }
    if (!rules.mustWork[day]) costs[day * width + width - 1] = rules.offCosts[day] ?? 0
  }
  const isOpen = openClasses(graph, costs, width)
  const sums = [
    ...limited.map((shift) => limitSum(graph, isOpen, shift, rules.maxOfShift[shift] as number)),
    ...rules.counted.map(({ cells, costs: prices }) => countedSum(graph, isOpen, cells, prices)).filter((one) => one !== null),
  ]
  const agent = { index, days, width, rules, graph, costs, sums, maxWeekends: weekendsThatBind(rules) }
  return { ...agent, ...minutesOf(problem, rules, graph, isOpen) }
}

/** By day and class: may he work any of its shifts then, or be off? */
function openClasses({ days, classes }: Graph, costs: Float64Array, width: number): Uint8Array {
  const stride = classes.length + 1
  const isOpen = new Uint8Array(days * stride)
  for (let day = 0; day < days; day++) {
    const can = (shift: number): boolean => costs[day * width + shift] !== Infinity
    classes.forEach((members, one) => (isOpen[day * stride + one] = members.some(can) ? 1 : 0))
    isOpen[day * stride + classes.length] = can(width - 1) ? 1 : 0
  }
  return isOpen
}

function weekendsThatBind({ weekends, maxWeekends }: AgentRules): number {
  return maxWeekends === null ? 0 : Math.min(maxWeekends, weekends.length)
}

function limitSum(graph: Graph, isOpen: Uint8Array, shift: number, limit: number): Sum {
  const { days, classes } = graph
  const stride = classes.length + 1
  const adds = new Uint8Array(days * stride)
  const one = classes.findIndex((members) => members.includes(shift))
  for (let day = 0; day < days; day++) adds[day * stride + one] = 1
  const reach = reachOf(graph, adds, isOpen)
  return { adds, prices: new Float64Array(Math.min(limit, reach[days] as number) + 1), reach }
}

function countedSum(graph: Graph, isOpen: Uint8Array, cells: ReadonlyArray<readonly number[]>, prices: readonly number[]): Sum | null {
  const { days, classes } = graph
  const stride = classes.length + 1
  const adds = new Uint8Array(days * stride)
  for (let day = 0; day < days; day++) {
    classes.forEach((members, one) => {
      if (cells[day]?.includes(members[0] ?? OFF)) adds[day * stride + one] = 1
    })
  }
  const reach = reachOf(graph, adds, isOpen)
  const most = reach[days] as number
  const bought = prices.slice(0, most + 1)
  return prices.length > most && bought.every((price) => price === 0) ? null : { adds, prices: Float64Array.from(bought), reach }
}

function reachOf(graph: Graph, adds: Uint8Array, isOpen: Uint8Array): Int32Array {
  const { days, firstNode } = graph
  const before = sumsBefore(graph, adds, isOpen, Math.max, -NONE)
  return Int32Array.from({ length: days + 1 }, (_, day) => before.subarray(firstNode[day], firstNode[day + 1]).reduce((most, sum) => Math.max(most, sum), 0))
}

type Minutes = Pick<CompiledAgent, 'minutes' | 'nodeLeast' | 'nodeMost'>

function minutesOf(problem: Problem, rules: AgentRules, graph: Graph, isOpen: Uint8Array): Minutes {
  const { days } = problem
  const { classes } = graph
  const stride = classes.length + 1
  const raw = new Float64Array(days * stride)
  let unit = 0
  for (let day = 0; day < days; day++) {
    classes.forEach((members, one) => {
      if (!isOpen[day * stride + one]) return
      raw[day * stride + one] = problem.shifts[members[0] as number]?.minutes[day] ?? 0
      unit = divisor(unit, raw[day * stride + one] as number)
    })
  }
  unit ||= 1
  const adds = Int32Array.from(raw, (minutes) => minutes / unit)
  const [fewest, most] = [sumsAfter(graph, adds, isOpen, Math.min, NONE), sumsAfter(graph, adds, isOpen, Math.max, -NONE)]
  const least = Math.max(rules.minMinutes === null ? 0 : Math.ceil(rules.minMinutes / unit), 0)
  const upper = rules.maxMinutes === null ? (most[0] as number) : Math.min(most[0] as number, Math.floor(rules.maxMinutes / unit))
  const isIdle = least <= (fewest[0] as number) && upper >= (most[0] as number) && !rules.hours
  if (isIdle || most[0] === -NONE) {
    const nodeLeast = fewest.map((sum) => (sum === NONE ? 1 : 0))
    return {
      minutes: { unit, size: 1, adds: new Int32Array(adds.length), least: 0, most: 0, hours: null },
      nodeLeast,
      nodeMost: new Int32Array(nodeLeast.length),
    }
  }
  const { hours } = rules
  const prices = hours && Float64Array.from({ length: upper + 1 }, (_, n) => hoursPrice(hours, n * unit))
  const [before, beforeMost] = [sumsBefore(graph, adds, isOpen, Math.min, NONE), sumsBefore(graph, adds, isOpen, Math.max, -NONE)]
  const nodeLeast = before.map((sum, node) => (fewest[node] === NONE ? NONE : Math.max(sum, least - (most[node] as number))))
  const nodeMost = beforeMost.map((sum, node) => (fewest[node] === NONE ? -NONE : Math.min(sum, upper - (fewest[node] as number))))
  return { minutes: { unit, size: upper + 1, adds, least, most: upper, hours: prices }, nodeLeast, nodeMost }
}

const NONE = 1_000_000_000

function hoursPrice({ aim, underCost, overCost }: NonNullable<AgentRules['hours']>, minutes: number): number {
  return minutes < aim ? (aim - minutes) * underCost : (minutes - aim) * overCost
}

/** From the last day back; `none` where nothing leads to the end. */
function sumsAfter(graph: Graph, adds: Int32Array, isOpen: Uint8Array, best: (a: number, b: number) => number, none: number): Int32Array {
  const { days, firstNode, firstArc, arcFrom, arcTo, arcClass, classes } = graph
  const stride = classes.length + 1
  const after = new Int32Array(firstNode[days + 1] as number).fill(none)
  after.fill(0, firstNode[days] as number)
  for (let day = days - 1; day >= 0; day--) {
    for (let arc = firstArc[day] as number; arc < (firstArc[day + 1] as number); arc++) {
      const one = day * stride + (arcClass[arc] as number)
      const next = after[arcTo[arc] as number] as number
      if (!isOpen[one] || next === none) continue
      const node = arcFrom[arc] as number
      after[node] = best(after[node] as number, next + (adds[one] as number))
    }
  }
  return after
}

/** From the first day on. */
function sumsBefore(graph: Graph, adds: ArrayLike<number>, isOpen: Uint8Array, best: (a: number, b: number) => number, none: number): Int32Array {
  const { days, firstNode, firstArc, arcFrom, arcTo, arcClass, classes } = graph
  const stride = classes.length + 1
  const before = new Int32Array(firstNode[days + 1] as number).fill(none)
  before[0] = 0
  for (let day = 0; day < days; day++) {
    for (let arc = firstArc[day] as number; arc < (firstArc[day + 1] as number); arc++) {
      const one = day * stride + (arcClass[arc] as number)
      const last = before[arcFrom[arc] as number] as number
      if (!isOpen[one] || last === none) continue
      const node = arcTo[arc] as number
      before[node] = best(before[node] as number, last + (adds[one] as number))
    }
  }
  return before
}

function divisor(one: number, two: number): number {
  let [a, b] = [one, two]
  while (b > 0) [a, b] = [b, a % b]
  return a
}
