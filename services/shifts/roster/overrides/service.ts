import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Clock } from '../../../clock.ts'
import type { Database, Transaction } from '../../../db.ts'
import { domainError } from '../../../errors.ts'
import { toInstant } from '../../../roster-rules/from-wire.ts'
import type { newOverride, newSwap, OverrideView } from '../../../schemas/rosters.ts'
import { checkPeriod } from '../../period.ts'
import { PLANNERS } from '../../planners.ts'
import { announceRoster } from '../../live/store.ts'
import { getRosterSettings, spanOf, type Period } from '../../store.ts'
import type { StoredShift } from '../diff.ts'
import { MOST_DAYS } from '../judge.ts'
import { changeRoster, checkPerson, findShift, listOverrides, lockPeople } from '../store.ts'
import { toCover } from '../views.ts'
import { dutiesOf } from '../worked.ts'

export type RosterOverrides = {
  /** Those that touch the period, revoked ones too. */
  listOverrides: (period: Period) => Promise<OverrideView[]>
  /** `isPlanner`: may change what was, and put guests on. Others take over what is left of a shift. */
  createOverride: (given: z.infer<typeof newOverride>, by: string, isPlanner: boolean) => Promise<OverrideView[]>
  createSwap: (given: z.infer<typeof newSwap>, by: string) => Promise<OverrideView[]>
  /** Of a swap both halves. What is revoked already stays as it is. */
  revokeOverride: (id: string) => Promise<OverrideView[]>
}

/** Changes of the published roster for the day: somebody stands in, or two exchange their shifts. */
export function rosterOverrides({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }): RosterOverrides {
  return {
    listOverrides: async ({ from, to }) => {
      checkPeriod({ from, to }, MOST_DAYS)
      const { zone } = await getRosterSettings(prisma)
      const span = spanOf({ from, to }, zone)
      return listOverrides(prisma, { fromAt: { lt: span.to }, toAt: { gt: span.from } })
    },

    createOverride: ({ shiftId, personId, fromAt, toAt, reason }, by, isPlanner) =>
      changeRoster(prisma, async (tx) => {
        const person = await checkPerson(tx, personId)
        // On duty a guest is an agent: by this he would make himself one for as long as he likes.
        if (!isPlanner && person.role === 'guest') throw domainError('ROLE_NOT_ALLOWED', { role: person.role, allowed: [...PLANNERS, 'agent'].join(', ') })
        const shift = await lockPublished(tx, shiftId, [personId])
        const begin = isPlanner ? shift.from : Math.max(shift.from, clock.now().toMillis())
        const [from, to] = [fromAt ? Date.parse(fromAt) : begin, toAt ? Date.parse(toAt) : shift.to]
        if (!(begin <= from && from < to && to <= shift.to)) throw domainError('OUTSIDE_SHIFT', { from: toInstant(from), to: toInstant(to) })
        const covers = await listOverrides(tx, { shiftId, revokedAt: null })
        const during = dutiesOf([shift], covers.map(toCover)).filter((duty) => duty.from < to && from < duty.to)
        if (during.every((duty) => duty.personId === personId)) throw domainError('SAME_PERSON', { name: person.name })
        const id = randomUUID()
        await tx.override.create({ data: { id, kind: 'override', shiftId, personId, ...spanColumns(from, to), reason, ...madeBy(by, clock) } })
        await announceRoster(tx, shift.date)
        return listOverrides(tx, { id })
      }),

    createSwap: ({ shiftId, withShiftId, reason }, by) =>
      changeRoster(prisma, async (tx) => {
        const one = await getPublished(tx, shiftId)
        const other = await lockPublished(tx, withShiftId, [one.personId])
        const { name } = await checkPerson(tx, one.personId)
        if (one.personId === other.personId) throw domainError('SAME_PERSON', { name })
        await checkPerson(tx, other.personId)
        const swapId = randomUUID()
        const half = (shift: StoredShift, personId: string) => ({
          id: randomUUID(),
          kind: 'swap',
          shiftId: shift.id,
          personId,
          ...spanColumns(shift.from, shift.to),
          reason,
          swapId,
          ...madeBy(by, clock),
        })
        await tx.override.createMany({ data: [half(one, other.personId), half(other, one.personId)] })
        for (const date of new Set([one.date, other.date])) await announceRoster(tx, date)
        return listOverrides(tx, { swapId })
      }),

    revokeOverride: (id) =>
      changeRoster(prisma, async (tx) => {
        const found = await tx.override.findUnique({ where: { id } })
        if (!found) throw domainError('NOT_FOUND', { kind: 'override', id })
        const which = found.swapId ? { swapId: found.swapId } : { id }
        const halves = await tx.override.findMany({ where: which })
        const shifts = await tx.shift.findMany({ where: { plan: 'published', id: { in: halves.map(({ shiftId }) => shiftId) } } })
        await lockPeople(
          tx,
          [...halves, ...shifts].map(({ personId }) => personId),
        )
        const { count } = await tx.override.updateMany({ where: { ...which, revokedAt: null }, data: { revokedAt: clock.now().toJSDate() } })
        if (count > 0) await announceRoster(tx, found.fromAt.toISOString().slice(0, 10))
        return listOverrides(tx, which)
      }),
  }
}

async function getPublished(tx: Transaction, id: string): Promise<StoredShift> {
  const shift = await findShift(tx, 'published', id)
  if (shift) return shift
  throw (await findShift(tx, 'draft', id)) ? domainError('NOT_PUBLISHED') : domainError('NOT_FOUND', { kind: 'shift', id })
}

/** The shift, once nobody else can change who works it. No publication runs meanwhile (changeRoster). */
async function lockPublished(tx: Transaction, id: string, people: readonly string[]): Promise<StoredShift> {
  const shift = await getPublished(tx, id)
  const covers = await tx.override.findMany({ where: { shiftId: id, revokedAt: null }, select: { personId: true } })
  await lockPeople(tx, [shift.personId, ...people, ...covers.map(({ personId }) => personId)])
  return shift
}

function spanColumns(from: number, to: number) {
  return { fromAt: new Date(from), toAt: new Date(to) }
}

function madeBy(by: string, clock: Clock) {
  return { createdBy: by, createdAt: clock.now().toJSDate() }
}
