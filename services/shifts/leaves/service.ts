import type { z } from 'zod'
import type { Clock } from '../../clock.ts'
import type { Database } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { Principal } from '../../http/access.ts'
import { untell } from '../../notifications/store.ts'
import type { LeaveView, newLeave } from '../../schemas/planning.ts'
import { checkFourEyes } from '../four-eyes/store.ts'
import { announceRoster } from '../live/store.ts'
import { checkPeriod } from '../period.ts'
import { PLANNERS } from '../planners.ts'
import { getRosterSettings, spanOf, type Period } from '../store.ts'
import { addLeave, leaveKey, leaveView, listLeaveViews } from './store.ts'

export type LeaveService = ReturnType<typeof leaveService>

/** Who is away. Supervisors and managers hear of it when the published roster counts on him. */
export function leaveService({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  return {
    listLeaves: async (period: Period): Promise<LeaveView[]> => {
      checkPeriod(period)
      return listLeaveViews(prisma, spanOf(period, (await getRosterSettings(prisma)).zone))
    },
    listLeavesOf: async (personId: string): Promise<LeaveView[]> =>
      (await prisma.leave.findMany({ where: { personId }, orderBy: [{ fromAt: 'asc' }, { id: 'asc' }] })).map(leaveView),
    /** Everybody may say that he is sick; the rest is for those who plan. */
    createLeave: async (by: Principal, { personId, kind, fromAt, toAt, note }: z.infer<typeof newLeave>): Promise<LeaveView> => {
      const isOwnSickness = kind === 'sick' && by.kind === 'person' && by.id === personId
      if (!isOwnSickness && !PLANNERS.includes(by.role)) throw domainError('ROLE_NOT_ALLOWED', { role: by.role, allowed: PLANNERS.join(', ') })
      checkPeriod({ from: fromAt, to: toAt })
      const at = clock.now().toJSDate()
      return prisma.$transaction(async (tx) => {
        const person = await tx.person.findUnique({ where: { id: personId } })
        if (!person?.isActive) throw domainError('PERSON_UNKNOWN', { person: personId })
        const leave = await addLeave(tx, { personId, kind, fromAt: new Date(fromAt), toAt: new Date(toAt), note }, person.name, at)
        if (kind !== 'sick') await checkFourEyes(tx, { byId: by.id, people: [personId], what: 'leave', id: leave.id, reason: note, at })
        return leaveView(leave)
      })
    },
    deleteLeave: (id: string): Promise<void> =>
      prisma.$transaction(async (tx) => {
        const { count } = await tx.leave.deleteMany({ where: { id } })
        if (count === 0) throw domainError('NOT_FOUND', { kind: 'leave', id })
        await untell(tx, leaveKey(id))
        await announceRoster(tx, 'leave')
      }),
  }
}
