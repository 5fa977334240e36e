import type { z } from 'zod'
import type { WorkedTime } from '../../../../prisma/generated/client.ts'
import type { Transaction } from '../../../db.ts'
import { tell, untell } from '../../../notifications/store.ts'
import type { workedTime } from '../../../schemas/pay.ts'
import type { Reader } from '../../store.ts'
import { TIME_KEEPERS } from '../who.ts'

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

type Proposed = Pick<WorkedTime, 'id' | 'personId' | 'effect' | 'startsAt' | 'endsAt'>

const keyOf = (id: string): string => `workedTime:${id}`
const spanOf = ({ startsAt, endsAt }: Proposed) => ({ from: startsAt.toISOString(), to: endsAt.toISOString() })

/** Who decides hears of it, once: who plans; where nobody else does, all who may. */
export async function tellProposed(tx: Transaction, rows: readonly Proposed[], at: Date): Promise<void> {
  if (rows.length === 0) return
  const keepers = await tx.person.findMany({ where: { isActive: true, role: { in: [...TIME_KEEPERS] } }, select: { id: true, role: true } })
  const people = await tx.person.findMany({ where: { id: { in: rows.map(({ personId }) => personId) } }, select: { id: true, name: true } })
  for (const row of rows) {
    const others = keepers.filter(({ id }) => id !== row.personId)
    const planners = others.filter(({ role }) => role === 'supervisor' || role === 'manager')
    const name = people.find(({ id }) => id === row.personId)?.name ?? ''
    const told = (planners.length > 0 ? planners : others).map(({ id }) => id)
    await tell(tx, told, { kind: 'workedAsked', key: keyOf(row.id), body: { name, ...spanOf(row) } }, at)
  }
}

/** Nobody has to decide any more, and he hears how it went. */
export async function tellDecided(tx: Transaction, row: Proposed, isAccepted: boolean, at: Date): Promise<void> {
  const outcome = row.effect === 'none' ? (isAccepted ? 'notWorked' : 'asPlanned') : isAccepted ? 'accepted' : 'refused'
  await untell(tx, keyOf(row.id))
  await tell(tx, [row.personId], { kind: 'workedDecided', key: `${keyOf(row.id)}:decided`, body: { outcome, ...spanOf(row) } }, at)
}
