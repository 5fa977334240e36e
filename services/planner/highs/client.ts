import loadHighs from 'highs'
import type { Highs, Model } from 'highs'

/** HiGHS (a solver of linear and whole-number programmes, in WebAssembly) in the few words that the planner needs. One thread, one instance. */
export type Solver = {
  /** Columns may be added later and keep their numbers; `dispose` frees what garbage collection cannot. */
  createLp: (rows: readonly Row[]) => Lp
  /** Whole numbers 0 or more for all columns of a model that is thrown away; null: nothing found in time, or the solver gave up. */
  solveWhole: (rows: readonly Row[], columns: readonly Column[], options: WholeOptions) => { values: Float64Array; objective: number } | null
}

export type Row = { lower: number; upper: number }
export type Column = { cost: number; lower: number; upper: number; rows: ArrayLike<number>; values: ArrayLike<number>; isWhole?: boolean }
export type WholeOptions = {
  seconds: number
  start?: Float64Array | undefined
  cutoff?: number | undefined
  onBetter?: (values: Float64Array, objective: number) => void
}
export type LpSolution = { objective: number; values: Float64Array; duals: Float64Array }

export type Lp = {
  columns: () => number
  add: (columns: readonly Column[]) => void
  bound: (indexes: readonly number[], lower: number, upper: number) => void
  remove: (indexes: readonly number[]) => void
  /** `isPrimal`: from where it stands (after columns came), else by the dual (after bounds moved). Null: no solution in time. */
  solve: (seconds: number, isPrimal: boolean) => LpSolution | null
  dispose: () => void
}

const OPTIMAL = 7
const DUAL = 1
const PRIMAL = 4
const SHORTEST_LIMIT = 1.5

export async function loadSolver(): Promise<Solver> {
  // Its types say CommonJS, the module is none.
  const highs = await (loadHighs as unknown as typeof loadHighs.default)()
  return { createLp: (rows) => createLp(highs, rows), solveWhole: (rows, columns, options) => solveWhole(highs, rows, columns, options) }
}

function createLp(highs: Highs, rows: readonly Row[]): Lp {
  const model: Model = highs.createModel()
  model.options.set({ output_flag: false, presolve: 'off', solver: 'simplex', simplex_strategy: 4 })
  for (const { lower, upper } of rows) model.addRow(lower, upper, { indices: [], values: [] })
  let count = 0
  let longest = 0
  return {
    columns: () => count,
    add(columns) {
      if (columns.length === 0) return
      model.addCols(columnData(rows.length, columns))
      count += columns.length
    },
    bound(indexes, lower, upper) {
      if (indexes.length === 0) return
      const sorted = Int32Array.from(indexes).sort()
      model.changeColsBounds({ kind: 'set', indices: sorted }, new Float64Array(sorted.length).fill(lower), new Float64Array(sorted.length).fill(upper))
    },
    remove(indexes) {
      if (indexes.length === 0) return
      model.deleteCols({ kind: 'set', indices: Int32Array.from(indexes).sort() })
      count -= indexes.length
    },
    solve(seconds, isPrimal) {
      const run = (limit: number, strategy: number, presolve: 'on' | 'off'): boolean => {
        // The limit is on the clock of all its runs.
        model.zeroAllClocks()
        model.options.set({ time_limit: Math.max(0.01, limit), simplex_strategy: strategy, presolve })
        model.run()
        return model.getModelStatus() === OPTIMAL
      }
      // The simplex may go round in circles: nothing that began well takes much longer than before.
      const usual = Math.min(seconds, Math.max(SHORTEST_LIMIT, longest * 6))
      let isSolved = run(usual, isPrimal ? PRIMAL : DUAL, 'off')
      for (const strategy of [DUAL, PRIMAL]) {
        if (isSolved || usual >= seconds) break
        model.clearSolver()
        isSolved = run(Math.min(seconds, usual * 3), strategy, 'on')
      }
      if (!isSolved) return null
      longest = Math.max(longest, model.getRunTime())
      const { colValue, rowDual } = model.getSolution()
      return { objective: model.getObjectiveValue(), values: colValue, duals: rowDual }
    },
    dispose: () => model.dispose(),
  }
}

function solveWhole(
  highs: Highs,
  rows: readonly Row[],
  columns: readonly Column[],
  { seconds, start, onBetter }: WholeOptions,
): { values: Float64Array; objective: number } | null {
  const model: Model = highs.createModel()
  try {
    model.options.set({ output_flag: false, time_limit: Math.max(0.1, seconds), mip_rel_gap: 0, mip_abs_gap: 0.99 })
    for (const { lower, upper } of rows) model.addRow(lower, upper, { indices: [], values: [] })
    model.addCols(columnData(rows.length, columns))
    model.changeColsIntegrality(
      { kind: 'range', from: 0, to: columns.length - 1 },
      Int32Array.from(columns, ({ isWhole }) => (isWhole === false ? 0 : 1)),
    )
    if (start) model.setSolution({ colValue: start })
    model.run({
      4: ({ data }) => {
        if (data.mip_solution && data.objective_function_value !== undefined) onBetter?.(data.mip_solution, data.objective_function_value)
        return undefined
      },
    })
    const { colValue } = model.getSolution()
    const objective = model.getObjectiveValue()
    return colValue.length === columns.length && Number.isFinite(objective) && model.info.get('primal_solution_status') === 2
      ? { values: colValue, objective }
      : null
  } catch {
    // Models too large for its memory end it; what was found before is kept by the caller.
    return null
  } finally {
    model.dispose()
  }
}

function columnData(rows: number, columns: readonly Column[]) {
  const starts = new Int32Array(columns.length + 1)
  columns.forEach((column, index) => (starts[index + 1] = (starts[index] as number) + column.rows.length))
  const indices = new Int32Array(starts[columns.length] as number)
  const values = new Float64Array(indices.length)
  columns.forEach((column, index) => {
    indices.set(column.rows, starts[index])
    values.set(column.values, starts[index])
  })
  return {
    cost: Float64Array.from(columns, ({ cost }) => cost),
    lower: Float64Array.from(columns, ({ lower }) => lower),
    upper: Float64Array.from(columns, ({ upper }) => upper),
    matrix: { format: 'csc' as const, numRows: rows, numCols: columns.length, starts, indices, values },
  }
}
