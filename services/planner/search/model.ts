import type { AgentRules, Problem } from '../problem.ts'

/** A problem in flat arrays, for the search's inner loops. A cell is a day and a shift; shift + 1 is its column, 0 is off. */
export type Model = {
  problem: Problem
  agents: number
  days: number
  shifts: number
  /** By agent, day, column: may it stand there, and what it costs by itself. */
  may: Uint8Array
  cost: Float64Array
  /** By column, day. */
  minutes: Float64Array
  /** Begin and end by column, in minutes after the midnight of the day; NaN: disturbs no rest. */
  spanFrom: Float64Array
  spanTo: Float64Array
  /** By matrix, column before, column after: 1 where it is forbidden; agents share matrices. */
  forbidden: Uint8Array
  matrixOf: Int32Array
  /** Rows of a cell: `rows[rowsFrom[cell]]` up to `rowsFrom[cell + 1]`. */
  rowsFrom: Int32Array
  rows: Int32Array
  /** By row, agent: does he count? And whether the row spans several days, so that one agent may work two of its cells. */
  eligible: Uint8Array
  wideRow: Int32Array
  wideRows: number
  need: Float64Array
  under: Float64Array
  over: Float64Array
  minMinutes: Float64Array
  maxMinutes: Float64Array
  maxRun: Int32Array
  minRun: Int32Array
  minOff: Int32Array
  maxWeekends: Int32Array
  /** By agent, column: how often at most. */
  caps: Int32Array
  /** By agent, day: which of his groups of days, or -1. `odd`: a day belongs to two of them, so the judge itself must look. */
  weekendOf: Int16Array
  weekendGroups: number
  odd: Uint8Array
  counted: ReadonlyArray<ReadonlyArray<{ flags: Uint8Array; costs: Float64Array }>>
  /** By agent, day: the index of his week, or -1. */
  weekOf: Int16Array
  /** A gap of a hard row costs this much more than anything else could win. */
  hardCost: number
}

export function toModel(problem: Problem): Model {
  const { days, shifts, agents, covers } = problem
  const [n, columns] = [agents.length, shifts.length + 1]
  const may = new Uint8Array(n * days * columns)
  const cost = new Float64Array(n * days * columns)
  agents.forEach((rules, agent) => {
    for (let day = 0; day < days; day += 1) {
      const at = (agent * days + day) * columns
      may[at] = rules.mustWork[day] ? 0 : 1
      cost[at] = rules.offCosts[day] ?? 0
      for (const shift of rules.may[day] ?? []) may[at + shift + 1] = 1
      rules.costs[day]?.forEach((price, shift) => (cost[at + shift + 1] = price))
    }
  })
  const minutes = new Float64Array(columns * days)
  shifts.forEach((shift, index) => shift.minutes.forEach((length, day) => (minutes[(index + 1) * days + day] = length)))
  const weekendGroups = Math.max(1, ...agents.map(({ weekends }) => weekends.length))
  const all = <T>(of: (rules: AgentRules) => T): T[] => agents.map(of)
  return {
    problem,
    agents: n,
    days,
    shifts: shifts.length,
    may,
    cost,
    minutes,
    spanFrom: Float64Array.from([NaN, ...shifts.map(({ span }) => span?.from ?? NaN)]),
    spanTo: Float64Array.from([NaN, ...shifts.map(({ span }) => span?.to ?? NaN)]),
    ...matrices(agents, columns),
    ...coverArrays(problem),
    need: Float64Array.from(covers, ({ need }) => need),
    ...prices(problem, cost),
    minMinutes: Float64Array.from(all(({ minMinutes }) => minMinutes ?? -Infinity)),
    maxMinutes: Float64Array.from(all(({ maxMinutes }) => maxMinutes ?? Infinity)),
    maxRun: Int32Array.from(all(({ maxRun }) => maxRun ?? 1_000_000)),
    minRun: Int32Array.from(all(({ minRun }) => minRun)),
    minOff: Int32Array.from(all(({ minOff }) => minOff)),
    maxWeekends: Int32Array.from(all(({ maxWeekends }) => maxWeekends ?? 1_000_000)),
    caps: Int32Array.from(all(({ maxOfShift }) => [1_000_000, ...shifts.map((_, shift) => maxOfShift[shift] ?? 1_000_000)]).flat()),
    weekendOf: groupsOf(
      all(({ weekends }) => weekends),
      days,
    ),
    weekendGroups,
    odd: Uint8Array.from(all(({ weekends }) => (new Set(weekends.flat()).size < weekends.flat().length ? 1 : 0))),
    counted: all(({ counted }) => counted.map(({ cells, costs }) => ({ flags: flagsOf(cells, days, columns), costs: Float64Array.from(costs) }))),
    weekOf: groupsOf(
      all(({ weeks }) => weeks.map((week) => week.days)),
      days,
    ),
  }
}

function matrices(agents: readonly AgentRules[], columns: number): { forbidden: Uint8Array; matrixOf: Int32Array } {
  const known = new Map<string, number>()
  const matrixOf = Int32Array.from(agents, ({ forbidden }) => {
    const key = JSON.stringify(forbidden)
    const found = known.get(key) ?? known.size
    known.set(key, found)
    return found
  })
  const flat = new Uint8Array(known.size * columns * columns)
  agents.forEach(({ forbidden }, agent) =>
    forbidden.forEach((never, before) => never.forEach((after) => (flat[(matrixOf[agent]! * columns + before + 1) * columns + after + 1] = 1))),
  )
  return { forbidden: flat, matrixOf }
}

function coverArrays({ days, shifts, agents, covers }: Problem): Pick<Model, 'rowsFrom' | 'rows' | 'eligible' | 'wideRow' | 'wideRows'> {
  const cells = days * (shifts.length + 1)
  const listed = Array.from({ length: cells }, (): number[] => [])
  const eligible = new Uint8Array(covers.length * agents.length)
  const wideRow = new Int32Array(covers.length).fill(-1)
  let wideRows = 0
  covers.forEach((row, index) => {
    for (const { day, shift } of row.cells) {
      const own = listed[day * (shifts.length + 1) + shift + 1]
      if (own && !own.includes(index)) own.push(index)
    }
    if (row.agents === null) eligible.fill(1, index * agents.length, (index + 1) * agents.length)
    else for (const agent of row.agents) eligible[index * agents.length + agent] = 1
    if (new Set(row.cells.map(({ day }) => day)).size > 1) wideRow[index] = wideRows++
  })
  const rowsFrom = new Int32Array(cells + 1)
  listed.forEach((own, cell) => (rowsFrom[cell + 1] = rowsFrom[cell]! + own.length))
  return { rowsFrom, rows: Int32Array.from(listed.flat()), eligible, wideRow, wideRows }
}

function prices({ covers, agents }: Problem, cost: Float64Array): Pick<Model, 'under' | 'over' | 'hardCost'> {
  const dearest = cost.reduce((most, one) => Math.max(most, Math.abs(one)), 0)
  const steps = agents.flatMap(({ counted }) => counted.flatMap(({ costs }) => costs.map((one, n) => Math.abs(one - (costs[n - 1] ?? 0)))))
  const hardCost = 10 * (1 + dearest + Math.max(0, ...covers.map(({ underCost, overCost }) => underCost + overCost))) + 10 * Math.max(0, ...steps)
  return {
    under: Float64Array.from(covers, ({ underCost, isHard }) => underCost + (isHard ? hardCost : 0)),
    over: Float64Array.from(covers, ({ overCost }) => overCost),
    hardCost,
  }
}

function groupsOf(groups: ReadonlyArray<ReadonlyArray<readonly number[]>>, days: number): Int16Array {
  const found = new Int16Array(groups.length * days).fill(-1)
  groups.forEach((own, agent) => own.forEach((group, index) => group.forEach((day) => (found[agent * days + day] = index))))
  return found
}

function flagsOf(cells: ReadonlyArray<readonly number[]>, days: number, columns: number): Uint8Array {
  const flags = new Uint8Array(days * columns)
  cells.forEach((shifts, day) => shifts.forEach((shift) => (flags[day * columns + shift + 1] = 1)))
  return flags
}
