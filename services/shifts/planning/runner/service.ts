import type { PlanRun } from '../../../../prisma/generated/client.ts'
import type { Clock } from '../../../clock.ts'
import { Prisma, type Database } from '../../../db.ts'
import { tell } from '../../../notifications/store.ts'
import { coverOf } from '../../../planner/evaluate.ts'
import type { Plan, Problem, Solved, SolveOptions, Step } from '../../../planner/problem.ts'
import { planWeights } from '../../../schemas/plans.ts'
import type { NewShift } from '../../roster/wanted-shift.ts'
import { buildingProblem, planOf, type Built } from '../build-problem.ts'
import { conflictProblem } from '../conflict-problem.ts'
import { conflictSaid } from '../conflict-words.ts'
import { markOf } from '../draft-mark.ts'
import { explainUnmet, type Explain } from '../explaining/service.ts'
import { readQuestion } from '../facts/store.ts'
import type { Question } from '../question.ts'
import { shiftsOf, withoutUnlawful, type PlannedShift } from '../read-plan.ts'
import { resultOf } from '../result.ts'
import { announcePlan, beat, bestOf, CANCELLED, claimRun, DEAD_AFTER_SECONDS, periodOf, takeUpDead, type Progress } from '../runs/store.ts'
import type { Names, Said } from '../shortage.ts'
import { inTurns } from '../turns/service.ts'

/** `stop` ends it with the best so far. */
export type Solve = (problem: Problem, options: SolveOptions) => { done: Promise<Solved>; stop: () => void }

export type PlanRunnerOptions = {
  database: Pick<Database, 'prisma'>
  clock: Clock
  solve: Solve
  /** What is in each other's way where demand stays unmet. */
  explain?: Explain
  threads: number
  log: { warn: (details: object, text: string) => void }
}

/** So often the run is written down, and looked at whether somebody wants it to end. */
const BEAT_MS = 500
/** A solver that does not hear is left alone after so long. */
const DEAF_MS = 3_000
const MOST_POINTS = 200
/** For the reasons of what is unmet; less for who does not want to wait any longer. */
const EXPLAIN_SECONDS = { done: 8, stop: 3 }

/** Performs runs of the planner, one after the other. `look` begins one if it waits; it returns at once when one is under way. */
export function planRunner({ database, clock, solve, explain, threads, log }: PlanRunnerOptions) {
  const { prisma } = database
  let underWay: Promise<void> | undefined
  let isAskedAgain = false
  let isStopping = false
  const ending = new AbortController()

  /** Whoever asks while a run is just ending is not forgotten. */
  async function lookAndPerform(): Promise<void> {
    while (isAskedAgain && !isStopping) {
      isAskedAgain = false
      await performAll().catch((err: unknown) => log.warn({ err }, 'runs of the planner could not be looked for'))
    }
  }

  async function performAll(): Promise<void> {
    for (;;) {
      if (isStopping) return
      const now = clock.now().toJSDate()
      for (const run of await takeUpDead(prisma, new Date(Date.now() - DEAD_AFTER_SECONDS * 1_000), now)) await tellEnd(run, 'failed')
      const run = await claimRun(prisma, now, new Date()).catch((error: unknown) => {
        // Another process was quicker; it will go on with the next one.
        log.warn({ err: error }, 'a run of the planner was claimed twice')
        return undefined
      })
      if (!run) return
      await perform(run).catch(async (err: unknown) => {
        log.warn({ err, plan: run.id }, 'a run of the planner failed')
        await finish(run, { state: 'failed', error: err instanceof Error ? err.message.slice(0, 500) : 'unknown' })
      })
    }
  }

  async function perform(run: PlanRun): Promise<void> {
    const period = periodOf(run)
    const asked = { period, siteId: run.siteId, lockedIds: run.lockedIds, weights: planWeights.parse(run.weights), now: clock.now().toMillis() }
    const { question, names } = await readQuestion(database, asked)
    const built = await inTurns(buildingProblem(question))
    const lockedIds = built.kept.filter(({ date }) => date >= period.from && date < period.to).map(({ id }) => id)
    const seen = markOf(question.draft, period)
    // What it had found for another draft is a place to begin at, and nothing to write over what somebody has changed since.
    const stale = seen === run.seen ? {} : { best: Prisma.DbNull }
    await prisma.planRun.update({ where: { id: run.id }, data: { lockedIds, seen, ...stale } })
    const wanted = watched(run, built)
    const solved = await wanted.solved
    if (solved === 'gone') return
    if (isStopping) return void (await prisma.planRun.updateMany({ where: { id: run.id, state: 'running' }, data: { state: 'queued', ...wanted.news() } }))
    if (solved === 'cancel') return finish(run, { state: 'failed', error: CANCELLED, best: undefined })
    const plan = wanted.plan()
    const { planned, dropped } = await inTurns(withoutUnlawful(question, built.kept, plan ? shiftsOf(built, plan) : []))
    if (dropped > 0) log.warn({ plan: run.id, dropped }, 'the planner wanted shifts that the rules refuse')
    const isMet = plan !== null && built.problem.covers.every((cover) => coverOf(cover, plan) >= cover.need)
    const conflict = isMet ? [] : await whileWanted(run, solved, (signal) => conflictOf(question, planned, names, { seconds: EXPLAIN_SECONDS[solved], signal }))
    if (conflict === 'gone') return
    if (conflict === 'cancel') return finish(run, { state: 'failed', error: CANCELLED, best: undefined })
    if (!plan) return finish(run, { state: 'failed', error: 'NOTHING_LAWFUL', conflict })
    const result = await inTurns(resultOf({ question, built, plan, planned, dropped, names, conflict }))
    await finish(run, { state: solved === 'stop' ? 'stopped' : 'done', ...wanted.news(), best: planned.map(wantedShift), result })
  }

  async function conflictOf(
    question: Question,
    planned: readonly PlannedShift[],
    names: Names,
    limits: { seconds: number; signal: AbortSignal },
  ): Promise<Said[]> {
    if (!explain) return []
    const asked = await inTurns(conflictProblem(question, planned))
    if (!asked || asked.unmet.length === 0) return []
    const found = await explainUnmet(asked, { explain, now: () => performance.now() / 1_000, ...limits })
    return inTurns(conflictSaid(found, { ...asked, question, names }))
  }

  /** Gives signs of life meanwhile; the work ends early when the program closes, or when the run is wanted no more. What fails has found nothing. */
  async function whileWanted(run: PlanRun, solved: 'done' | 'stop', work: (signal: AbortSignal) => Promise<Said[]>): Promise<Said[] | 'cancel' | 'gone'> {
    const aborting = new AbortController()
    let ends: 'cancel' | 'gone' | undefined
    const timer = setInterval(() => {
      beat(prisma, run.id, new Date(), {}).then(
        (wanted) => {
          if (wanted === 'cancel' || wanted === 'gone') ends = wanted
          if (ends || (wanted === 'stop' && solved !== 'stop')) aborting.abort()
        },
        (err: unknown) => log.warn({ err, plan: run.id }, 'a sign of life could not be written'),
      )
    }, BEAT_MS)
    try {
      const said = await work(AbortSignal.any([aborting.signal, ending.signal]))
      return ends ?? said
    } catch (err) {
      log.warn({ err, plan: run.id }, 'what is unmet could not be explained')
      return ends ?? []
    } finally {
      clearInterval(timer)
    }
  }

  /** Solves, writes down what is new twice a second, and ends when somebody wants it. */
  function watched(run: PlanRun, built: Built) {
    let [best, penalty, lowerBound]: [Plan | null, number | null, number | null] = [null, null, null]
    const earlier = run.progress as Progress
    const begun = earlier.at(-1)?.seconds ?? 0
    const points: Progress = [...earlier]
    let isNews = false
    let isPlanNews = false
    const onStep = (step: Step): void => {
      isNews = true
      if (step.plan) [best, penalty, isPlanNews] = [step.plan, step.penalty, true]
      if (step.lowerBound !== null) lowerBound = Math.max(lowerBound ?? -Infinity, step.lowerBound)
      points.push({ seconds: Math.round((begun + step.seconds) * 100) / 100, penalty, lowerBound })
    }
    const known = bestOf(run)
    const start = known ? planOf(built.problem.agents, byAgent(built, known), built) : built.start
    const solving = solve(built.problem, { seconds: run.seconds, threads, seed: 1, start, onStep })
    const done = solving.done.then((solved) => {
      if (solved.plan && (penalty === null || (solved.penalty ?? Infinity) <= penalty)) [best, penalty] = [solved.plan, solved.penalty]
      if (solved.lowerBound !== null) lowerBound = Math.max(lowerBound ?? -Infinity, solved.lowerBound)
      points.push({ seconds: Math.round((begun + solved.seconds) * 100) / 100, penalty, lowerBound })
      return 'done' as const
    })
    const news = () => ({ penalty, lowerBound, progress: thinned(points) })
    const solved = new Promise<'done' | 'stop' | 'cancel' | 'gone'>((resolve, reject) => {
      let ends: 'stop' | 'cancel' | 'gone' | undefined
      const end = (why: 'stop' | 'cancel' | 'gone'): void => {
        if (ends) return
        ends = why
        solving.stop()
        setTimeout(() => settle(why), DEAF_MS).unref()
      }
      let isBeating = false
      const timer = setInterval(() => {
        if (isBeating) return
        isBeating = true
        const fresh = isNews ? { ...news(), ...(isPlanNews && best && { best: shiftsOf(built, best).map(wantedShift) }) } : {}
        isNews = isPlanNews = false
        beat(prisma, run.id, new Date(), fresh)
          .then(
            (wanted) => wanted && end(wanted),
            (err: unknown) => log.warn({ err, plan: run.id }, 'a sign of life could not be written'),
          )
          .finally(() => (isBeating = false))
      }, BEAT_MS)
      const settle = (how: 'done' | 'stop' | 'cancel' | 'gone'): void => {
        clearInterval(timer)
        resolve(how)
      }
      ending.signal.addEventListener('abort', () => end('stop'), { once: true })
      done.then(
        () => settle(ends ?? 'done'),
        (error: unknown) => {
          clearInterval(timer)
          reject(error instanceof Error ? error : new Error(String(error)))
        },
      )
    })
    return { solved, news, plan: () => best }
  }

  type End = { state: 'done' | 'stopped' | 'failed'; error?: string; best?: NewShift[] | undefined; result?: object; conflict?: readonly Said[] } & Partial<
    ReturnType<ReturnType<typeof watched>['news']>
  >

  async function finish(run: PlanRun, { conflict, best, result, ...end }: End): Promise<void> {
    const at = clock.now().toJSDate()
    const told = conflict && conflict.length > 0 ? { result: emptyResult(conflict) } : {}
    const data = { ...end, ...told, ...(best && { best }), ...(result && { result }), endedAt: at, wanted: null, error: end.error ?? null }
    const { count } = await prisma.planRun.updateMany({ where: { id: run.id, state: 'running' }, data })
    if (count === 0) return
    await announcePlan(prisma, run.id)
    if (end.error !== CANCELLED) await tellEnd(run, end.state === 'failed' ? 'failed' : 'done')
  }

  async function tellEnd(run: PlanRun, outcome: 'done' | 'failed'): Promise<void> {
    const at = clock.now().toJSDate()
    const key = `plan:${run.id}:${at.toISOString()}`
    await prisma.$transaction((tx) => tell(tx, [run.createdById], { kind: 'plan', key, body: { outcome, ...periodOf(run) } }, at))
  }

  return {
    /** Never waits for a run. */
    look: async (): Promise<void> => {
      isAskedAgain = true
      underWay ??= lookAndPerform().finally(() => (underWay = undefined))
    },
    /** Resolves when nothing runs. */
    idle: async (): Promise<void> => underWay,
    /** What runs waits again, with the best that it has. */
    stop: async (): Promise<void> => {
      isStopping = true
      ending.abort()
      await underWay
    },
  }
}

function byAgent({ agents, horizon, cells }: Built, shifts: readonly NewShift[]): PlannedShift[][] {
  const typeOf = new Map(cells.types.map(({ id }, index) => [id, index]))
  return agents.map(({ id: personId }) =>
    shifts.flatMap((shift) => {
      const cell = cells.at[typeOf.get(shift.shiftTypeId ?? '') ?? -1]?.[horizon.indexOf(shift.date)]
      return cell && shift.personId === personId ? [{ ...cell.shift, id: '', personId, cell }] : []
    }),
  )
}

function wantedShift({ personId, date, shiftTypeId }: PlannedShift): NewShift {
  return { personId, date, shiftTypeId, buddyId: null, note: '' }
}

/** Enough to draw a line through, the first and the last among them. */
function thinned(points: Progress): Progress {
  if (points.length <= MOST_POINTS) return points
  const step = (points.length - 1) / (MOST_POINTS - 1)
  return Array.from({ length: MOST_POINTS }, (_, n) => points[Math.round(n * step)]).filter((point) => point !== undefined)
}

function emptyResult(conflict: readonly Said[]) {
  return {
    parts: { cover: 0, wishes: 0, fairness: 0, hours: 0, premiums: 0, changes: 0 },
    unmet: [],
    shortage: [],
    conflict,
    findings: [],
    fairness: [],
    wishes: { kept: 0, broken: 0 },
    changes: { added: 0, removed: 0, changed: 0 },
    premiums: {},
  }
}
