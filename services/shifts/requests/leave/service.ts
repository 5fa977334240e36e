import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { LeaveRequest } from '../../../../prisma/generated/client.ts'
import type { Clock } from '../../../clock.ts'
import type { Database, Transaction } from '../../../db.ts'
import { domainError } from '../../../errors.ts'
import { tell, untell } from '../../../notifications/store.ts'
import { findGaps } from '../../../roster-rules/gaps.ts'
import { gapView } from '../../../roster-rules/from-wire.ts'
import type { decision, LeaveRequestView, newLeaveRequest } from '../../../schemas/requests.ts'
import { checkFourEyes } from '../../four-eyes/store.ts'
import { addLeave } from '../../leaves/store.ts'
import { announceRoster } from '../../live/store.ts'
import { checkPeriod } from '../../period.ts'
import { isPlanner } from '../../planners.ts'
import { checkPerson } from '../../roster/store.ts'
import { listColleagues, listDuties, listHolidays, listLeaves, listNeeds, type Reader } from '../../store.ts'
import { listPlannerIds } from '../offers/store.ts'
import type { Who } from '../who.ts'
import { newGaps } from './new-gaps.ts'

export type LeaveRequestService = ReturnType<typeof leaveRequestService>
type Row = LeaveRequest & { person: { id: string; name: string } }

const include = { person: { select: { id: true, name: true } } }
const DAYS_PAST = 90
const MOST = 200
const DAY = 86_400_000
/** Longer leave is agreed on, not asked for; and for each request that waits whoever plans is shown what it would leave uncovered. */
const MOST_DAYS = 366

/** People ask to be away; who plans sees what it would leave uncovered, and grants or refuses it with a word. Granted it is a leave like any other. */
export function leaveRequestService({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  const now = (): Date => clock.now().toJSDate()

  async function view(row: Row, who: Who): Promise<LeaveRequestView> {
    const span = { from: row.fromAt, to: row.toAt }
    const his = (await listDuties(prisma, span)).filter(({ personId }) => personId === row.personId)
    const isLooked = row.state === 'asked' && isPlanner(who.role) && his.length > 0
    const decider = row.decidedById === null ? null : await prisma.person.findUnique({ where: { id: row.decidedById }, select: { name: true } })
    return {
      ...{ id: row.id, kind: row.kind === 'training' ? 'training' : 'leave', fromAt: row.fromAt.toISOString(), toAt: row.toAt.toISOString() },
      ...{ note: row.note, person: row.person, state: row.state as LeaveRequestView['state'], answer: row.answer, decidedBy: decider?.name ?? null },
      ...{ decidedAt: row.decidedAt?.toISOString() ?? null, createdAt: row.createdAt.toISOString() },
      shifts: new Set(his.map(({ shiftId }) => shiftId)).size,
      uncovered: isLooked ? (await uncoveredBy(prisma, row)).map(gapView) : [],
    }
  }

  const viewOf = async (id: string, who: Who): Promise<LeaveRequestView> => view(await prisma.leaveRequest.findUniqueOrThrow({ where: { id }, include }), who)

  return {
    listLeaveRequests: async (who: Who): Promise<LeaveRequestView[]> => {
      const since = new Date(now().getTime() - DAYS_PAST * DAY)
      const near = { toAt: { gt: since }, ...(!isPlanner(who.role) && { personId: who.id }) }
      // What is decided never takes the place of what waits.
      const asked = await prisma.leaveRequest.findMany({
        where: { ...near, state: 'asked' },
        include,
        orderBy: [{ fromAt: 'asc' }, { id: 'asc' }],
        take: MOST,
      })
      const decided = await prisma.leaveRequest.findMany({
        where: { ...near, state: { not: 'asked' } },
        include,
        orderBy: [{ fromAt: 'desc' }, { id: 'desc' }],
        take: MOST,
      })
      const rows = [...asked, ...decided].sort((a, b) => a.fromAt.getTime() - b.fromAt.getTime() || (a.id < b.id ? -1 : 1))
      const views: LeaveRequestView[] = []
      for (const row of rows) views.push(await view(row, who))
      return views
    },

    ask: async (who: Who, { kind, fromAt, toAt, note }: z.infer<typeof newLeaveRequest>): Promise<LeaveRequestView> => {
      checkPeriod({ from: fromAt, to: toAt }, MOST_DAYS)
      const id = randomUUID()
      const at = now()
      await prisma.$transaction(async (tx) => {
        await tx.leaveRequest.create({ data: { id, personId: who.id, kind, fromAt: new Date(fromAt), toAt: new Date(toAt), note, createdAt: at } })
        await tell(tx, await listPlannerIds(tx), { kind: 'leaveAsked', key: keyOf(id), body: { name: who.name, from: fromAt, to: toAt } }, at)
        await announceRoster(tx, 'leave')
      })
      return viewOf(id, who)
    },

    decide: async (id: string, who: Who, { isGranted, answer }: z.infer<typeof decision>): Promise<LeaveRequestView> => {
      await prisma.$transaction(async (tx) => {
        const at = now()
        const row = await getAsked(tx, id)
        const { name } = await checkPerson(tx, row.personId)
        const { personId, kind, fromAt, toAt, note } = row
        await checkFourEyes(tx, { byId: who.id, people: [personId], what: 'leave', id, reason: answer, at })
        const leave = isGranted ? await addLeave(tx, { personId, kind, fromAt, toAt, note }, name, at) : null
        const state = isGranted ? 'granted' : 'refused'
        await tx.leaveRequest.update({ where: { id }, data: { state, decidedById: who.id, decidedAt: at, answer, leaveId: leave?.id ?? null } })
        await untell(tx, keyOf(id))
        const body = { outcome: state, from: fromAt.toISOString(), to: toAt.toISOString() }
        await tell(tx, [personId], { kind: 'leaveDecided', key: `${keyOf(id)}:${state}`, body }, at)
        await announceRoster(tx, 'leave')
      })
      return viewOf(id, who)
    },

    /** His own, as long as nobody has decided. */
    withdraw: async (id: string, who: Who): Promise<LeaveRequestView> => {
      await prisma.$transaction(async (tx) => {
        const { personId } = await getAsked(tx, id)
        if (personId !== who.id) throw domainError('NOT_FOUND', { kind: 'leave request', id })
        await tx.leaveRequest.update({ where: { id }, data: { state: 'withdrawn' } })
        await untell(tx, keyOf(id))
        await announceRoster(tx, 'leave')
      })
      return viewOf(id, who)
    },
  }
}

const keyOf = (id: string): string => `leaveRequest:${id}`

/** Still to be decided, and by nobody else meanwhile. */
async function getAsked(tx: Transaction, id: string): Promise<LeaveRequest> {
  await tx.$executeRaw`select 1 from leave_request where id = ${id}::uuid for update`
  const row = await tx.leaveRequest.findUnique({ where: { id } })
  if (!row) throw domainError('NOT_FOUND', { kind: 'leave request', id })
  if (row.state !== 'asked') throw domainError('EDITED_MEANWHILE')
  return row
}

/** Where fewer would be on than are needed, that are enough today. */
async function uncoveredBy(db: Reader, { id, personId, fromAt, toAt }: LeaveRequest) {
  const span = { from: fromAt, to: toAt }
  const dates = { from: new Date(fromAt.getTime() - 3 * DAY).toISOString().slice(0, 10), to: new Date(toAt.getTime() + 3 * DAY).toISOString().slice(0, 10) }
  const [needs, duties, leaves, workers, holidays] = await Promise.all([
    listNeeds(db),
    listDuties(db, span),
    listLeaves(db, span),
    listColleagues(db),
    listHolidays(db, dates),
  ])
  const [from, to] = [fromAt.getTime(), toAt.getTime()]
  const gapsWith = (all: typeof leaves) => findGaps({ needs, duties, leaves: all, workers, holidays, from, to })
  return newGaps(gapsWith(leaves), gapsWith([...leaves, { id, personId, kind: 'leave', from, to }]))
}
