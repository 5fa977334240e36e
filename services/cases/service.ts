import type { z } from 'zod'
import type { Clock } from '../clock.ts'
import { Prisma, type Database, type Transaction } from '../db.ts'
import type { caseFilter, CaseDetail, caseList } from '../schemas/cases.ts'
import { announceCase } from './events/store.ts'
import { readCase } from './reading/store.ts'
import { countCases, DUE_FIRST, idsByScore, isFoundBy, isLateAt, listCaseRows } from './rows/store.ts'

type Filter = z.infer<typeof caseFilter>
type List = z.infer<typeof caseList>
type Parts = { database: Pick<Database, 'prisma'>; clock: Clock }

export type CaseReader = ReturnType<typeof caseReader>

/** Cases as people read them. */
export function caseReader({ database: { prisma }, clock }: Parts) {
  return {
    listCases: async ({ sort, limit, offset, ...filter }: Filter, readerId: string | null): Promise<List> => {
      const now = clock.now().toJSDate()
      const where = conditions(filter, readerId, now)
      const [cases, total] = await Promise.all([
        sort === 'score' ? byScore(prisma, where, { limit, offset }, now) : listCaseRows(prisma, { where, order: ORDERS[sort], limit, offset }, now),
        countCases(prisma, where),
      ])
      return { cases, total }
    },
    /** Read by its owner, it counts as read from then on. */
    getCase: async (number: string, readerId: string | null): Promise<CaseDetail> => {
      const now = clock.now().toJSDate()
      const found = await readCase(prisma, number, readerId, now)
      if (readerId === null || found.owner?.id !== readerId) return found
      await noteRead(prisma, found.number, readerId, now)
      return { ...found, custodies: found.custodies.map((one) => (one.toAt === null ? { ...one, readAt: one.readAt ?? now.toISOString() } : one)) }
    },
  }
}

async function noteRead(tx: Transaction, number: string, personId: string, at: Date): Promise<void> {
  const rows = await tx.custody.updateManyAndReturn({
    where: { case: { number }, personId, toAt: null, readAt: null },
    data: { readAt: at },
    select: { caseId: true },
  })
  for (const { caseId } of rows) await announceCase(tx, caseId)
}

const ORDERS = { due: DUE_FIRST, opened: Prisma.sql`c.opened_at desc, c.number desc` } as const

async function byScore(tx: Transaction, where: Prisma.Sql, { limit, offset }: { limit: number; offset: number }, now: Date): Promise<List['cases']> {
  const ids = (await idsByScore(tx, where, now)).slice(offset, offset + limit)
  const order = Prisma.sql`array_position(${ids}::uuid[], c.id)`
  return listCaseRows(tx, { where: Prisma.sql`c.id = any(${ids}::uuid[])`, order, limit }, now)
}

function conditions(filter: Omit<Filter, 'sort' | 'limit' | 'offset'>, readerId: string | null, now: Date): Prisma.Sql {
  const owner = filter.owner === 'me' ? readerId : filter.owner
  return Prisma.join(
    [
      Prisma.sql`true`,
      ...(filter.status === undefined ? [] : [Prisma.sql`c.status = ${filter.status}`]),
      ...(filter.level === undefined ? [] : [Prisma.sql`l.rank = ${filter.level}`]),
      ...(owner === undefined ? [] : [Prisma.sql`u.person_id = ${owner}::uuid`]),
      ...(filter.severity === undefined ? [] : [Prisma.sql`c.severity = ${filter.severity}`]),
      ...(filter.reason === undefined ? [] : [Prisma.sql`c.reason = ${filter.reason}`]),
      ...(filter.customerId === undefined ? [] : [Prisma.sql`c.customer_id = ${filter.customerId}::uuid`]),
      ...(filter.isUnattended === undefined ? [] : [Prisma.sql`coalesce(u.is_keeper, false) = ${filter.isUnattended}`]),
      ...(filter.isLate === undefined ? [] : [Prisma.sql`coalesce(${isLateAt(now)}, false) = ${filter.isLate}`]),
      ...(filter.search ? [isFoundBy(filter.search)] : []),
    ],
    ' and ',
  )
}
