// Months as they are, planned by the whole planner in its threads: how soon, how near the best possible, and whether the caller's thread stays free.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { beforeAll, describe, expect, it } from 'vitest'
import { solve } from '../../services/planner/solve/service.ts'
import type { Step } from '../../services/planner/problem.ts'
import { buildingProblem } from '../../services/shifts/planning/build-problem.ts'
import type { Question } from '../../services/shifts/planning/question.ts'
import { shiftsOf, withoutUnlawful } from '../../services/shifts/planning/read-plan.ts'
import { resultOf } from '../../services/shifts/planning/result.ts'
import { atOnce } from '../../services/shifts/planning/slices.ts'
import { plannerThread } from '../support/planner-thread.ts'
import { realMonth, type MonthOptions } from '../support/real-month.ts'

const isProof = process.env['PROOF_COUNT'] !== undefined
const MINUTES_AT_MOST = 10 * 60_000
const SECONDS = Number(process.env['PROOF_COUNT'] ?? 30)
const SMALL: MonthOptions = isProof ? {} : { people: 10, front: { early: 1, late: 1, night: 1 }, to: '2027-02-15' }
/** Where the short version ends: nothing of weight is unmet. */
const ENOUGH = 2_000_000
const NAMES = { sites: new Map<string, string>(), levels: new Map<string, string>(), skills: new Map<string, string>() }

beforeAll(plannerThread)

/** Builds in slices and solves in threads, as the server does; `lag`: the longest that this thread was held, in milliseconds. */
async function planned(question: Question) {
  const lag = monitorEventLoopDelay({ resolution: 5 })
  lag.enable()
  const begin = performance.now()
  const building = buildingProblem(question)
  let built
  for (let slice = building.next(); ; slice = building.next()) {
    if (slice.done) {
      built = slice.value
      break
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
  const builtIn = performance.now() - begin
  const steps: Step[] = []
  const solving = solve(built.problem, {
    seconds: SECONDS,
    threads: 2,
    seed: 1,
    onStep: (step) => {
      steps.push(step)
      if (!isProof && step.penalty !== null && step.penalty < ENOUGH) solving.stop()
    },
  })
  const solved = await solving.done
  lag.disable()
  const plan = solved.plan ?? built.start
  const { planned: shifts, dropped } = atOnce(withoutUnlawful(question, built.kept, shiftsOf(built, plan)))
  const result = atOnce(resultOf({ question, built, plan, planned: shifts, dropped, names: NAMES, conflict: [] }))
  const first = steps.find((step) => step.plan)?.seconds ?? null
  const gap = solved.penalty !== null && solved.lowerBound !== null ? ((solved.penalty - solved.lowerBound) / solved.penalty) * 100 : null
  return { solved, result, dropped, shifts, first, gap, builtIn, lag: lag.max / 1e6 - 5 }
}

describe('a month of twenty people', () => {
  it.each(isProof ? (['de', 'ru'] as const) : (['de'] as const))(
    'with enough of them, by the rules of %s',
    async (pack) => {
      const { solved, result, dropped, shifts, first, gap, builtIn, lag } = await planned(realMonth({ ...SMALL, pack }))
      if (isProof) {
        const missing = result.unmet.reduce((sum, { missingMinutes }) => sum + missingMinutes, 0)
        console.log(
          `${pack}: built in ${builtIn.toFixed(0)} ms, first lawful after ${first?.toFixed(2)} s, ${shifts.length} shifts, penalty ${solved.penalty}, bound ${solved.lowerBound?.toFixed(0)}, gap ${gap?.toFixed(2)} %, ${missing} minutes unmet, wishes ${result.wishes.kept} of ${result.wishes.kept + result.wishes.broken}, lag ${lag.toFixed(0)} ms`,
        )
        expect(gap).toBeLessThanOrEqual(1)
        expect(first).toBeLessThanOrEqual(1)
        expect(lag).toBeLessThan(50)
      }
      expect(solved.plan).not.toBeNull()
      expect(solved.lowerBound ?? -Infinity).toBeLessThanOrEqual(solved.penalty ?? -Infinity)
      expect(dropped).toBe(0)
      expect(result.findings.filter(({ severity }) => severity !== 'warning')).toEqual([])
    },
    MINUTES_AT_MOST,
  )

  it.runIf(isProof)(
    'with too few of them: it says by how much',
    async () => {
      const { result, dropped } = await planned(realMonth({ people: 8, pack: 'de', hasWishes: false }))
      const said = result.shortage.filter(({ what }) => what === 'shortHours')
      console.log(said.map((one) => JSON.stringify(one.with)).join('\n'))
      expect(dropped).toBe(0)
      expect(said.length).toBeGreaterThan(0)
    },
    MINUTES_AT_MOST,
  )

  it.runIf(isProof)(
    'December, two on leave and one who falls ill on the 24th: what was planned changes as little as can be',
    async () => {
      const at = (date: string): number => Date.parse(`${date}T00:00+01:00`)
      const base = realMonth({ from: '2026-12-01', to: '2027-01-01', pack: 'de' })
      const [one, two, three] = base.facts.workers
      const away = [one, two].flatMap((worker) =>
        worker ? [{ id: worker.id, personId: worker.id, kind: 'leave' as const, from: at('2026-12-19'), to: at('2027-01-03') }] : [],
      )
      const december: Question = {
        ...base,
        facts: { ...base.facts, leaves: away, holidays: ['2026-12-25', '2026-12-26'].map((date) => ({ siteId: base.facts.needs[0]?.siteId ?? '', date })) },
      }
      const before = await planned(december)
      const draft = before.shifts.map(({ cell: _cell, ...shift }) => ({ ...shift, note: '', version: 1 }))
      const ill = draft.find(({ date, kind, personId }) => date === '2026-12-24' && kind === 'desk' && personId !== three?.id)?.personId ?? three?.id ?? ''
      const sick = { id: 'sick', personId: ill, kind: 'sick' as const, from: at('2026-12-24'), to: at('2026-12-27') }
      const left = draft.filter((shift) => shift.personId !== ill || shift.from >= sick.to || shift.to <= sick.from)
      const facts = { ...december.facts, leaves: [...away, sick] }
      const now = at('2026-12-24')
      const after = await planned({ ...december, facts, draft: left, published: left, now, weights: { ...december.weights, changes: 10 } })
      const { added, removed, changed } = after.result.changes
      console.log(
        `December: ${before.shifts.length} shifts, unmet before ${before.result.unmet.length}; ill on the 24th to 26th, ${draft.length - left.length} shifts lost; mended with ${added} added, ${removed} taken away, ${changed} changed, unmet ${after.result.unmet.length}`,
      )
      expect(after.dropped + before.dropped).toBe(0)
      expect(after.shifts.some(({ personId, from, to }) => away.some((leave) => leave.personId === personId && leave.from < to && from < leave.to))).toBe(false)
    },
    MINUTES_AT_MOST,
  )
})
