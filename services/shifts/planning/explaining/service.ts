import type { Conflict } from '../../../planner/conflict/find.ts'
import type { Open } from '../../../planner/conflict/items.ts'
import type { Problem } from '../../../planner/problem.ts'
import type { ConflictProblem } from '../conflict-problem.ts'
import type { ProvedConflict } from '../conflict-words.ts'

/** What cannot all hold (planner/conflict/service.ts). */
export type Explain = (problem: Problem, options: { open: Open; seconds: number; signal: AbortSignal }) => Promise<Conflict>

type Limits = { explain: Explain; seconds: number; signal: AbortSignal; now: () => number }

/** Of the time for a demand, what goes to the question whether it can be met alone. */
const ALONE = 0.4

/**
 * What keeps each unmet demand from being met: by itself, else beside all that the plan meets, which is what one would give up for it. A demand for which
 * nothing is proved in time is not in it.
 */
export async function explainUnmet({ problem, open, unmet, met }: ConflictProblem, { explain, seconds, signal, now }: Limits): Promise<ProvedConflict[]> {
  const until = now() + seconds
  const found: ProvedConflict[] = []
  const ask = (rows: readonly number[], share: number): Promise<Conflict> =>
    explain(withHard(problem, new Set(rows)), { open, seconds: Math.max(0, until - now()) * share, signal })
  for (const [n, row] of unmet.entries()) {
    if (signal.aborted || now() >= until) break
    const share = 1 / (unmet.length - n)
    const alone = await ask([row], share * ALONE)
    const answer = alone.outcome === 'possible' ? await ask([row, ...met], share) : alone
    if (answer.outcome === 'conflict') found.push(answer)
  }
  return found
}

const withHard = (problem: Problem, rows: ReadonlySet<number>): Problem => ({
  ...problem,
  covers: problem.covers.map((cover, row) => ({ ...cover, isHard: rows.has(row) })),
})
