import { randomUUID } from 'node:crypto'
import type { Leave } from '../../../prisma/generated/client.ts'
import type { Transaction } from '../../db.ts'
import { tell } from '../../notifications/store.ts'
import type { LeaveView } from '../../schemas/planning.ts'
import { announceRoster } from '../live/store.ts'
import { lockFactsOf } from '../roster/store.ts'
import { listDuties, type Reader, type Span } from '../store.ts'

/** Who is away in a span, for pages. */
export async function listLeaveViews(db: Reader, { from, to }: Span): Promise<LeaveView[]> {
  const rows = await db.leave.findMany({ where: { fromAt: { lt: to }, toAt: { gt: from } }, orderBy: [{ fromAt: 'asc' }, { id: 'asc' }] })
  return rows.map(leaveView)
}

export function leaveView({ id, personId, kind, fromAt, toAt, note }: Leave): LeaveView {
  return { id, personId, kind: kind as LeaveView['kind'], fromAt: fromAt.toISOString(), toAt: toAt.toISOString(), note }
}

/** Somebody is away from now on; supervisors and managers hear of it when the published roster counts on him. */
export async function addLeave(tx: Transaction, given: Pick<Leave, 'personId' | 'kind' | 'fromAt' | 'toAt' | 'note'>, name: string, at: Date): Promise<Leave> {
  await lockFactsOf(tx, given.personId)
  const row = await tx.leave.create({ data: { id: randomUUID(), ...given, createdAt: at } })
  await tellPlanners(tx, row, name, at)
  await announceRoster(tx, 'leave')
  return row
}

export const leaveKey = (id: string): string => `leave:${id}`

async function tellPlanners(tx: Transaction, { id, personId, fromAt, toAt }: Leave, name: string, at: Date): Promise<void> {
  const duties = (await listDuties(tx, { from: fromAt, to: toAt })).filter((duty) => duty.personId === personId)
  const shifts = new Set(duties.map(({ shiftId }) => shiftId)).size
  if (shifts === 0) return
  const planners = await tx.person.findMany({ where: { isActive: true, role: { in: ['supervisor', 'manager'] } }, select: { id: true } })
  const body = { name, from: fromAt.toISOString(), to: toAt.toISOString(), shifts }
  await tell(
    tx,
    planners.map((planner) => planner.id),
    { kind: 'leave', key: leaveKey(id), body },
    at,
  )
}
