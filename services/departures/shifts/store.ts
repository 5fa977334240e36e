import { randomUUID } from 'node:crypto'
import type { Override, Shift } from '../../../prisma/generated/client.ts'
import type { Transaction } from '../../db.ts'
import type { Departure } from '../../schemas/departures.ts'
import { announceRoster } from '../../shifts/live/store.ts'
import { refusalOf } from '../../shifts/roster/refusals.ts'
import { lockPeople } from '../../shifts/roster/store.ts'

type OpenShift = Departure['openShifts'][number]
type Why = OpenShift['why']
const WHY: Readonly<Record<string, Why>> = { twoNights: 'TWO_NIGHTS', overlap: 'OVERLAP', covered: 'COVERED_ALREADY' }

export type Takeover = { from: string; to: string; at: Date; note: string; by: string }

/** Shifts of his that have not ended, in either plan, and those of others for which he stands in. */
export async function countShifts(tx: Transaction, personId: string, at: Date): Promise<number> {
  const shifts = await tx.shift.findMany({ where: { personId, endsAt: { gt: at } }, select: { id: true }, distinct: ['id'] })
  return shifts.length + (await tx.override.count({ where: { personId, revokedAt: null, toAt: { gt: at } } }))
}

/**
 * His shifts become his successor's, the one that runs from this moment on. What the house forbids the successor is tried and taken back, and the
 * shift leaves the roster: a gap is seen and told, a shift of somebody who has left is neither.
 */
export async function moveShifts(tx: Transaction, takeover: Takeover): Promise<{ moved: number; open: OpenShift[] }> {
  const { from, to, at } = takeover
  await lockPeople(tx, [from, to])
  const shifts = await tx.shift.findMany({ where: { personId: from, endsAt: { gt: at } }, orderBy: [{ startsAt: 'asc' }, { id: 'asc' }, { plan: 'desc' }] })
  const covers = await tx.override.findMany({ where: { personId: from, revokedAt: null, toAt: { gt: at } }, orderBy: [{ fromAt: 'asc' }, { id: 'asc' }] })
  const open: OpenShift[] = []
  const done = new Set<string>()
  for (const shift of shifts) {
    if (done.has(shift.id)) continue
    done.add(shift.id)
    const why = await attempt(tx, () => (shift.startsAt >= at ? giveShift(tx, shift.id, takeover) : standIn(tx, shift, shift.startsAt, shift.endsAt, takeover)))
    if (!why) continue
    await endShift(tx, shift, takeover)
    open.push(await openShift(tx, shift, shift.startsAt, shift.endsAt, why))
  }
  for (const cover of covers) {
    const shift = await tx.shift.findUnique({ where: { plan_id: { plan: 'published', id: cover.shiftId } } })
    if (!shift) continue
    const why = await attempt(tx, () => takeCover(tx, cover, shift, takeover))
    if (!why) continue
    await endCover(tx, cover, at)
    open.push(await openShift(tx, shift, cover.fromAt, cover.toAt, why))
  }
  await tx.shift.updateMany({ where: { buddyId: from, endsAt: { gt: at } }, data: { buddyId: null, version: { increment: 1 } } })
  if (shifts.length + covers.length > 0) await announceRoster(tx, 'draft')
  return { moved: done.size + covers.length - open.length, open }
}

/** Undefined: it was done. Else why not, and nothing of it is left; the checks that wait for the commit are made at once. */
async function attempt(tx: Transaction, work: () => Promise<unknown>): Promise<Why | undefined> {
  await tx.$executeRaw`savepoint takeover`
  try {
    await work()
    await tx.$executeRaw`set constraints duty_is_one, nobody_works_two_nights_running immediate`
    await tx.$executeRaw`set constraints duty_is_one, nobody_works_two_nights_running deferred`
    await tx.$executeRaw`release savepoint takeover`
    return undefined
  } catch (error) {
    const why = WHY[refusalOf(error)?.kind ?? '']
    if (!why) throw error
    await tx.$executeRaw`rollback to savepoint takeover`
    return why
  }
}

/** In both plans, so that they differ no more than before. */
async function giveShift(tx: Transaction, id: string, { from, to }: Takeover): Promise<void> {
  await tx.shift.updateMany({ where: { id, personId: from }, data: { personId: to, version: { increment: 1 } } })
  await tx.shift.updateMany({ where: { id, buddyId: to }, data: { buddyId: null } })
}

/** What has begun stays his; the rest is somebody else's. */
async function standIn(tx: Transaction, shift: Shift, begins: Date, ends: Date, { to, at, note, by }: Takeover): Promise<void> {
  if (shift.plan === 'draft') return
  const fromAt = begins > at ? begins : at
  const others = await tx.override.findMany({ where: { shiftId: shift.id, kind: 'override', revokedAt: null, toAt: { gt: fromAt }, fromAt: { lt: ends } } })
  if (others.length > 0) return
  const made = { id: randomUUID(), kind: 'override', shiftId: shift.id, personId: to, fromAt, toAt: ends, reason: note, createdBy: by, createdAt: at }
  await tx.override.create({ data: made })
}

async function takeCover(tx: Transaction, cover: Override, shift: Shift, takeover: Takeover): Promise<void> {
  await endCover(tx, cover, takeover.at)
  await standIn(tx, shift, cover.fromAt, cover.toAt, takeover)
}

/** What has not begun is as if it had never been; a half of a swap stays, and somebody stands in for it. */
async function endCover(tx: Transaction, { id, kind, fromAt }: Override, at: Date): Promise<void> {
  if (kind === 'swap') return
  await tx.override.update({ where: { id }, data: fromAt >= at ? { revokedAt: at } : { toAt: at } })
}

async function endShift(tx: Transaction, { id, startsAt }: Shift, { from, at }: Takeover): Promise<void> {
  const his = { id, personId: from }
  if (startsAt < at) return void (await tx.shift.updateMany({ where: his, data: { endsAt: at, version: { increment: 1 } } }))
  await tx.override.updateMany({ where: { shiftId: id, revokedAt: null }, data: { revokedAt: at } })
  await tx.shift.deleteMany({ where: his })
}

async function openShift(tx: Transaction, { levelId }: Shift, from: Date, to: Date, why: Why): Promise<OpenShift> {
  const { name: level } = await tx.level.findUniqueOrThrow({ where: { id: levelId }, select: { name: true } })
  return { from: from.toISOString(), to: to.toISOString(), level, why }
}
