import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Clock } from '../../../clock.ts'
import type { Database } from '../../../db.ts'
import { domainError } from '../../../errors.ts'
import type { newWish, WishView } from '../../../schemas/requests.ts'
import { checkPeriod } from '../../period.ts'
import { isPlanner, PLANNERS } from '../../planners.ts'
import { checkPerson } from '../../roster/store.ts'
import { dateText, toDate } from '../../store.ts'
import type { Who } from '../who.ts'

/** Without a begin: so far back. */
const SHOWN_BACK = { days: 90 }
const MOST = 2_000

export type WishService = ReturnType<typeof wishService>

/** What people would like to work, and what not; the planner weighs it. Each sees and takes back his own, who plans all. */
export function wishService({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  const include = { person: { select: { name: true } } }
  return {
    listWishes: async (who: Who, { from, to }: { from?: string | undefined; to?: string | undefined }): Promise<WishView[]> => {
      if (from !== undefined && to !== undefined) checkPeriod({ from, to })
      const since = from === undefined ? clock.now().minus(SHOWN_BACK).toJSDate() : toDate(from)
      const near = { ...(to !== undefined && { fromDate: { lt: toDate(to) } }), toDate: { gt: since } }
      const rows = await prisma.wish.findMany({
        where: { ...near, ...(!isPlanner(who.role) && { personId: who.id }) },
        include,
        orderBy: [{ fromDate: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }],
        take: MOST,
      })
      return rows.map(wishView)
    },
    createWish: async (who: Who, { personId, fromDate, toDate: until, ...rest }: z.infer<typeof newWish>): Promise<WishView> => {
      const whose = personId ?? who.id
      if (whose !== who.id && !isPlanner(who.role)) throw domainError('ROLE_NOT_ALLOWED', { role: who.role, allowed: PLANNERS.join(', ') })
      checkPeriod({ from: fromDate, to: until })
      await checkPerson(prisma, whose)
      if (rest.shiftTypeId !== null && !(await prisma.shiftType.findUnique({ where: { id: rest.shiftTypeId } })))
        throw domainError('NOT_FOUND', { kind: 'shift type', id: rest.shiftTypeId })
      const data = { id: randomUUID(), personId: whose, fromDate: toDate(fromDate), toDate: toDate(until), ...rest, createdAt: clock.now().toJSDate() }
      return wishView(await prisma.wish.create({ data, include }))
    },
    deleteWish: async (who: Who, id: string): Promise<void> => {
      const { count } = await prisma.wish.deleteMany({ where: { id, ...(!isPlanner(who.role) && { personId: who.id }) } })
      if (count === 0) throw domainError('NOT_FOUND', { kind: 'wish', id })
    },
  }
}

type WishRow = {
  id: string
  personId: string
  person: { name: string }
  fromDate: Date
  toDate: Date
  kind: string
  shiftTypeId: string | null
  weight: number
  note: string
  createdAt: Date
}

function wishView({ person, fromDate, toDate: until, kind, createdAt, ...rest }: WishRow): WishView {
  return {
    ...rest,
    person: person.name,
    fromDate: dateText(fromDate),
    toDate: dateText(until),
    kind: kind === 'on' ? 'on' : 'off',
    createdAt: createdAt.toISOString(),
  }
}
