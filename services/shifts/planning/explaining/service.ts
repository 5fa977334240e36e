import type { Conflict } from '../../../planner/conflict/find.ts'
import type { Open } from '../../../planner/conflict/items.ts'
import type { Problem } from '../../../planner/problem.ts'
import type { ConflictProblem } from '../conflict-problem.ts'
import type { ProvedConflict } from '../conflict-words.ts'

/** What cannot all hold (planner/conflict/service.ts). */
export type Explain = (problem: Problem, options: { open: Open; seconds: number; signal: AbortSignal }) => Promise<Conflict>

type Limits = { explain: Explain; seconds: number; signal: AbortSignal; now: () => number }

/** Days around a demand whose demands are asked about with it, one after the other: what lies close together is proved soonest and read soonest. */
const NEAR = [null, 0, 1, 6]
/** Of the time for a demand, what goes to each of them; the rest goes on. */
const SHARES = [0.2, 0.6, 0.7, 1]

/**
 * What keeps each unmet demand from being met: by itself, else together with those near it. What is found always holds a demand that the plan does not
 * meet, for the others it does. A demand for which nothing is proved in time is left out, and so is one whose reason is known from another.
 */
export async function explainUnmet({ problem, open, unmet }: ConflictProblem, { explain, seconds, signal, now }: Limits): Promise<ProvedConflict[]> {
  const until = now() + seconds
  const found: ProvedConflict[] = []
  for (const [n, row] of unmet.entries()) {
    if (found.some(({ items }) => items.some((item) => item.kind === 'cover' && item.row === row))) continue
    const end = now() + (until - now()) / Math.min(2, unmet.length - n)
    for (const [step, near] of NEAR.entries()) {
      if (signal.aborted || now() >= end) break
      const rows = near === null ? new Set([row]) : rowsNear(problem, row, near)
      const answer = await explain(withHard(problem, rows), { open, seconds: (end - now()) * (SHARES[step] ?? 1), signal })
      if (answer.outcome !== 'conflict') continue
      found.push(answer)
      break
    }
  }
  return found
}

function rowsNear({ covers }: Problem, row: number, near: number): Set<number> {
  const days = covers[row]?.cells.map(({ day }) => day) ?? []
  const isNear = (day: number): boolean => days.some((other) => Math.abs(day - other) <= near)
  return new Set(covers.flatMap(({ cells }, other) => (cells.some(({ day }) => isNear(day)) ? [other] : [])))
}

const withHard = (problem: Problem, rows: ReadonlySet<number>): Problem => ({
  ...problem,
  covers: problem.covers.map((cover, row) => ({ ...cover, isHard: rows.has(row) })),
})
