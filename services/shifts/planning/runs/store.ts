import type { PlanRun, Prisma } from '../../../../prisma/generated/client.ts'
import type { Transaction } from '../../../db.ts'
import { LIVE_CHANNEL } from '../../../http/live/messages.ts'
import type { PlanRunView, PlanWeights } from '../../../schemas/plans.ts'
import { dateText, type Period, type Reader } from '../../store.ts'
import type { NewShift } from '../../roster/wanted-shift.ts'

/** A run of the planner in Postgres. */

/** A thread that gave no sign for so long is dead. Seconds of the machine, whatever clock the house goes by. */
export const DEAD_AFTER_SECONDS = 20
export const CANCELLED = 'CANCELLED'
/** Its process died; taken up once more, and not a second time. */
export const INTERRUPTED = 'INTERRUPTED'

export type Progress = PlanRunView['progress']

export async function announcePlan(db: Pick<Transaction, '$executeRaw'>, id: string): Promise<void> {
  const note = JSON.stringify({ type: 'plan', id })
  await db.$executeRaw`SELECT pg_notify(${LIVE_CHANNEL}, ${note})`
}

export const periodOf = ({ fromDate, toDate }: Pick<PlanRun, 'fromDate' | 'toDate'>): Period => ({ from: dateText(fromDate), to: dateText(toDate) })
export const bestOf = ({ best }: Pick<PlanRun, 'best'>): NewShift[] | null => best as NewShift[] | null

/** The oldest one that waits, unless another is running (of two who claim at once the index lets one through). */
export async function claimRun(prisma: Reader, at: Date, beatAt: Date): Promise<PlanRun | undefined> {
  const rows = await prisma.$queryRaw<{ id: string }[]>`
    update plan_run set state = 'running', started_at = coalesce(started_at, ${at}), beat_at = ${beatAt}, ended_at = null
     where id = (select id from plan_run where state = 'queued' order by created_at, id limit 1 for update skip locked)
       and not exists (select from plan_run where state = 'running')
    returning id`
  const [claimed] = rows
  return claimed && ((await prisma.planRun.findUnique({ where: { id: claimed.id } })) ?? undefined)
}

/** What died with its process: waits again if it is the first time, else it has failed. */
export async function takeUpDead(prisma: Reader, deadSince: Date, at: Date): Promise<PlanRun[]> {
  const rows = await prisma.$queryRaw<{ id: string; state: string }[]>`
    update plan_run
       set state = case when error = ${INTERRUPTED} then 'failed' else 'queued' end, error = ${INTERRUPTED}, ended_at = case when error = ${INTERRUPTED} then ${at}::timestamptz end
     where state = 'running' and (beat_at is null or beat_at < ${deadSince})
    returning id, state`
  for (const { id } of rows) await announcePlan(prisma, id)
  return prisma.planRun.findMany({ where: { id: { in: rows.filter(({ state }) => state === 'failed').map(({ id }) => id) } } })
}

/** A sign of life with what is new; returns what the supervisor wants of it. */
export async function beat(prisma: Reader, id: string, beatAt: Date, news: Prisma.PlanRunUpdateManyMutationInput): Promise<'stop' | 'cancel' | null | 'gone'> {
  const [row] = await prisma.planRun.updateManyAndReturn({ where: { id, state: 'running' }, data: { beatAt, ...news }, select: { wanted: true } })
  if (!row) return 'gone'
  if (Object.keys(news).length > 0) await announcePlan(prisma, id)
  return row.wanted === 'stop' || row.wanted === 'cancel' ? row.wanted : null
}

export function planRunView(row: PlanRun, names: ReadonlyMap<string, string>): PlanRunView {
  const { penalty, lowerBound } = row
  return {
    id: row.id,
    ...periodOf(row),
    siteId: row.siteId,
    weights: row.weights as PlanWeights,
    seconds: row.seconds,
    state: row.state as PlanRunView['state'],
    createdBy: { id: row.createdById, name: names.get(row.createdById) ?? '' },
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    penalty,
    lowerBound,
    gapPercent: gapPercent(penalty, lowerBound),
    progress: row.progress as Progress,
    result: row.result as PlanRunView['result'],
    error: row.error,
    appliedAt: row.appliedAt?.toISOString() ?? null,
  }
}

/** How far from the best possible it may be at most. */
function gapPercent(penalty: number | null, lowerBound: number | null): number | null {
  if (penalty === null || lowerBound === null) return null
  return penalty <= lowerBound ? 0 : Math.round(((penalty - lowerBound) / penalty) * 10_000) / 100
}
