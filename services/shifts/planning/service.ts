import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { PlanRun } from '../../../prisma/generated/client.ts'
import type { Clock } from '../../clock.ts'
import type { Database } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { newPlan, planApplied, planRoster, PlanRunView, planTakenBack } from '../../schemas/plans.ts'
import { checkPeriod } from '../period.ts'
import { MOST_DAYS } from '../roster/judge.ts'
import { checkSite } from '../settings/store.ts'
import { listShifts, toDate } from '../store.ts'
import { applyPlan, standingView } from './applying/service.ts'
import { takeBackPlan } from './taking-back/service.ts'
import { announcePlan, bestOf, CANCELLED, periodOf, planRunView } from './runs/store.ts'

export type PlanService = ReturnType<typeof planService>
export type PlanServiceOptions = {
  database: Pick<Database, 'prisma'>
  clock: Clock
  /** Somebody should look whether a run waits. */
  wake: () => void
}

const MOST_ROWS = 50

/** Runs of the planner as supervisors ask for them. The work is done by the runner, one at a time. */
export function planService({ database, clock, wake }: PlanServiceOptions) {
  const { prisma } = database

  async function getRun(id: string): Promise<PlanRun> {
    const run = await prisma.planRun.findUnique({ where: { id } })
    if (!run) throw domainError('NOT_FOUND', { kind: 'plan', id })
    return run
  }

  async function views(rows: readonly PlanRun[]): Promise<PlanRunView[]> {
    const people = await prisma.person.findMany({ where: { id: { in: rows.map(({ createdById }) => createdById) } }, select: { id: true, name: true } })
    const names = new Map(people.map(({ id, name }) => [id, name]))
    return rows.map((row) => planRunView(row, names))
  }

  async function viewOf(id: string): Promise<PlanRunView> {
    const [view] = await views([await getRun(id)])
    if (!view) throw domainError('NOT_FOUND', { kind: 'plan', id })
    return view
  }

  /** One who waits is ended here; of one who runs it is wanted, and the thread does it. */
  async function end(id: string, wanted: 'stop' | 'cancel'): Promise<PlanRunView> {
    const run = await getRun(id)
    const hasBest = bestOf(run) !== null
    const ended = wanted === 'stop' && hasBest ? { state: 'stopped' } : { state: 'failed', error: CANCELLED }
    await prisma.planRun.updateMany({ where: { id, state: 'queued' }, data: { ...ended, endedAt: clock.now().toJSDate() } })
    await prisma.planRun.updateMany({ where: { id, state: 'running' }, data: { wanted } })
    await announcePlan(prisma, id)
    wake()
    return viewOf(id)
  }

  return {
    listPlans: async (): Promise<PlanRunView[]> => views(await prisma.planRun.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'asc' }], take: MOST_ROWS })),
    getPlan: viewOf,

    createPlan: async ({ from, to, siteId, weights, seconds, keep, lockedIds }: z.infer<typeof newPlan>, byId: string): Promise<PlanRunView> => {
      checkPeriod({ from, to }, MOST_DAYS)
      if (siteId !== null) await checkSite(prisma, siteId)
      const locked = keep === 'listed' ? lockedIds : keep === 'none' ? [] : (await listShifts(prisma, 'draft', { from, to })).map(({ id }) => id)
      const id = randomUUID()
      const period = { fromDate: toDate(from), toDate: toDate(to), siteId }
      await prisma.planRun.create({ data: { id, ...period, weights, seconds, lockedIds: locked, createdById: byId, createdAt: clock.now().toJSDate() } })
      await announcePlan(prisma, id)
      wake()
      return viewOf(id)
    },

    /** What it has found so far is kept. */
    stop: async (id: string) => end(id, 'stop'),
    /** Nothing is kept. */
    cancel: async (id: string) => end(id, 'cancel'),

    /** From the best that it has found, as long again. */
    goOn: async (id: string): Promise<PlanRunView> => {
      await getRun(id)
      const data = { state: 'queued', wanted: null, error: null, endedAt: null }
      const { count } = await prisma.planRun.updateMany({ where: { id, state: { in: ['stopped', 'done', 'failed'] }, appliedAt: null }, data })
      if (count === 0) throw domainError('EDITED_MEANWHILE')
      await announcePlan(prisma, id)
      wake()
      return viewOf(id)
    },

    /** The roster as it would be: what stays, and what the planner wants. */
    getRoster: async (id: string): Promise<z.infer<typeof planRoster>> => {
      const run = await getRun(id)
      const period = periodOf(run)
      const kept = (await listShifts(prisma, 'draft', period)).filter(
        (shift) => run.lockedIds.includes(shift.id) || (run.siteId !== null && shift.siteId !== run.siteId),
      )
      return { shifts: [...kept.map(standingView), ...(bestOf(run) ?? [])] }
    },

    apply: async (id: string, by: { id: string }): Promise<z.infer<typeof planApplied>> => {
      const run = await getRun(id)
      const isFinished = run.state !== 'running' && run.state !== 'queued' && run.error !== CANCELLED
      if (bestOf(run) === null || !isFinished) throw domainError('NOT_FOUND', { kind: 'finished plan', id })
      return applyPlan({ database, clock }, run, by)
    },
    takeBack: (id: string, by: { id: string }): Promise<z.infer<typeof planTakenBack>> => takeBackPlan({ database, clock }, id, by),
  }
}
