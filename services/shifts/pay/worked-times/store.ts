import type { z } from 'zod'
import type { WorkedTime } from '../../../../prisma/generated/client.ts'
import type { workedTime } from '../../../schemas/pay.ts'
import type { Reader } from '../../store.ts'

type View = z.infer<typeof workedTime>

export async function workedTimeViews(tx: Reader, rows: readonly WorkedTime[]): Promise<View[]> {
  const people = await tx.person.findMany({ where: { id: { in: [...new Set(rows.map(({ personId }) => personId))] } }, select: { id: true, name: true } })
  const names = new Map(people.map(({ id, name }) => [id, name]))
  return rows.map((row) => ({
    id: row.id,
    person: { id: row.personId, name: names.get(row.personId) ?? '' },
    shiftId: row.shiftId,
    effect: row.effect as View['effect'],
    fromAt: row.startsAt.toISOString(),
    toAt: row.endsAt.toISOString(),
    zone: row.zone,
    source: row.source as View['source'],
    callSid: row.callSid,
    state: row.state as View['state'],
    reason: row.reason,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    decidedBy: row.decidedBy,
  }))
}

/** What was accepted for the shift until now gives way: a shift has one time that was worked instead of it. */
export async function giveWay(
  tx: Reader,
  { shiftId, personId }: { shiftId: string; personId: string },
  by: { decidedBy: string; decidedAt: Date },
): Promise<string[]> {
  const where = { shiftId, personId, state: 'accepted', effect: { in: ['instead', 'none'] } }
  const rows = await tx.workedTime.updateManyAndReturn({ where, data: { state: 'refused', ...by }, select: { id: true } })
  return rows.map(({ id }) => id)
}
