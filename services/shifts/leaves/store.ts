import type { Leave } from '../../../prisma/generated/client.ts'
import type { LeaveView } from '../../schemas/planning.ts'
import type { Reader, Span } from '../store.ts'

/** Who is away in a span, for pages. */
export async function listLeaveViews(db: Reader, { from, to }: Span): Promise<LeaveView[]> {
  const rows = await db.leave.findMany({ where: { fromAt: { lt: to }, toAt: { gt: from } }, orderBy: [{ fromAt: 'asc' }, { id: 'asc' }] })
  return rows.map(leaveView)
}

export function leaveView({ id, personId, kind, fromAt, toAt, note }: Leave): LeaveView {
  return { id, personId, kind: kind as LeaveView['kind'], fromAt: fromAt.toISOString(), toAt: toAt.toISOString(), note }
}
