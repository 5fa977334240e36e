import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Shift } from '../../../../prisma/generated/client.ts'
import { audit } from '../../../audit/store.ts'
import type { Clock } from '../../../clock.ts'
import type { Database } from '../../../db.ts'
import { domainError } from '../../../errors.ts'
import type { Principal } from '../../../http/access.ts'
import type { newWorkedTime, workedDecision, workedTime, workedTimeQuery } from '../../../schemas/pay.ts'
import { checkPeriod } from '../../period.ts'
import { getRosterSettings, type Reader } from '../../store.ts'
import { spanOfMonth } from '../month.ts'
import { actorOf, isTimeKeeper, TIME_KEEPERS } from '../who.ts'
import { giveWay, tellDecided, tellProposed, workedTimeViews } from './store.ts'

type View = z.infer<typeof workedTime>
type Query = z.infer<typeof workedTimeQuery>
type Given = z.infer<typeof newWorkedTime>

/** Longer work in one piece is a mistake in writing. */
const MOST_DAYS = 2
const MOST_ROWS = 1_000

export type WorkedTimeService = ReturnType<typeof workedTimeService>

/** What was really worked where it differs from the roster: proposed by whom it concerns, decided by somebody else. */
export function workedTimeService({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  return {
    /** Of everybody for who decides; else one's own. */
    list: async (by: Principal, { month, personId, state }: Query): Promise<View[]> => {
      const own = by.kind === 'person' ? by.id : undefined
      const asked = personId ?? (isTimeKeeper(by.role) ? undefined : own)
      if (!isTimeKeeper(by.role) && asked !== own) throw notAllowed(by)
      // A program has no times of its own.
      if (!isTimeKeeper(by.role) && own === undefined) return []
      const span = month === undefined ? undefined : spanOfMonth(month, (await getRosterSettings(prisma)).zone)
      const rows = await prisma.workedTime.findMany({
        where: {
          ...(asked !== undefined && { personId: asked }),
          ...(state !== undefined && { state }),
          ...(span && { startsAt: { gte: new Date(span.from), lt: new Date(span.to) } }),
        },
        orderBy: [{ startsAt: 'desc' }, { id: 'asc' }],
        take: MOST_ROWS,
      })
      return workedTimeViews(prisma, rows)
    },
    /** One's own is proposed; what somebody who decides says of another counts at once. */
    add: (by: Principal, given: Given): Promise<View> =>
      prisma.$transaction(async (tx) => {
        const isOwn = by.kind === 'person' && by.id === given.personId
        if (!isOwn && !isTimeKeeper(by.role)) throw notAllowed(by)
        const at = clock.now().toJSDate()
        const decided = isOwn ? undefined : { decidedBy: by.name, decidedAt: at }
        const row = await timeRow(tx, given, at)
        if (decided && given.effect !== 'beside' && given.shiftId !== null) await giveWay(tx, { ...given, shiftId: given.shiftId }, decided)
        const made = await tx.workedTime.create({
          data: { id: randomUUID(), ...row, source: 'correction', state: decided ? 'accepted' : 'proposed', createdBy: by.name, createdAt: at, ...decided },
        })
        await audit(tx, { at, actor: actorOf(by), kind: decided ? 'worked.accepted' : 'worked.proposed', subject: made.id, body: { person: given.personId } })
        await (decided ? tellDecided(tx, made, true, at) : tellProposed(tx, [made], at))
        const [view] = await workedTimeViews(tx, [made])
        return view as View
      }),
    decide: (by: Principal, id: string, { isAccepted, reason }: z.infer<typeof workedDecision>): Promise<View> =>
      prisma.$transaction(async (tx) => {
        const [held] = await tx.$queryRaw<{ id: string }[]>`select id::text from worked_time where id = ${id}::uuid for update`
        if (!held) throw domainError('NOT_FOUND', { kind: 'worked time', id })
        const row = await tx.workedTime.findUniqueOrThrow({ where: { id } })
        if (by.kind === 'person' && by.id === row.personId) throw domainError('OWN_TIME')
        if (row.state !== 'proposed') throw domainError('EDITED_MEANWHILE')
        const at = clock.now().toJSDate()
        const decided = { decidedBy: by.name, decidedAt: at }
        if (isAccepted && row.effect !== 'beside' && row.shiftId !== null) await giveWay(tx, { personId: row.personId, shiftId: row.shiftId }, decided)
        const words = [row.reason, reason].filter((text) => text !== '').join(' · ')
        const changed = await tx.workedTime.update({ where: { id }, data: { state: isAccepted ? 'accepted' : 'refused', reason: words, ...decided } })
        await audit(tx, { at, actor: actorOf(by), kind: isAccepted ? 'worked.accepted' : 'worked.refused', subject: id, body: { person: row.personId } })
        await tellDecided(tx, row, isAccepted, at)
        const [view] = await workedTimeViews(tx, [changed])
        return view as View
      }),
  }
}

const notAllowed = (by: Principal): Error => domainError('ROLE_NOT_ALLOWED', { role: by.role, allowed: TIME_KEEPERS.join(', ') })

/** The zone is that of the shift, or of whoever worked. Of a shift that was not worked its own times are kept. */
async function timeRow(tx: Reader, { personId, shiftId, effect, fromAt, toAt, breaks, reason }: Given, now: Date) {
  const person = await tx.person.findUnique({ where: { id: personId }, include: { site: true } })
  if (!person) throw domainError('NOT_FOUND', { kind: 'person', id: personId })
  const shift = shiftId === null ? null : await findWorkedShift(tx, shiftId)
  const [startsAt, endsAt] = effect === 'none' && shift ? [shift.startsAt, shift.endsAt] : [new Date(fromAt), new Date(toAt)]
  checkPeriod({ from: startsAt.toISOString(), to: endsAt.toISOString() }, MOST_DAYS)
  if (shift && (startsAt < hoursAfter(shift.startsAt, -24) || endsAt > hoursAfter(shift.endsAt, 24)))
    throw domainError('OUTSIDE_SHIFT', { from: startsAt.toISOString(), to: endsAt.toISOString() })
  if (endsAt > now) throw domainError('TIME_NOT_OVER', { now: now.toISOString(), to: endsAt.toISOString() })
  const zone = shift?.zone ?? person.site?.zone ?? (await getRosterSettings(tx)).zone
  return { personId, shiftId, effect, startsAt, endsAt, zone, breaks: effect === 'none' ? [] : breaks, reason }
}

const hoursAfter = (at: Date, hours: number): Date => new Date(at.getTime() + hours * 3_600_000)

async function findWorkedShift(tx: Reader, id: string): Promise<Shift> {
  const shift = await tx.shift.findUnique({ where: { plan_id: { plan: 'published', id } } })
  if (!shift) throw domainError('NOT_FOUND', { kind: 'published shift', id })
  return shift
}
