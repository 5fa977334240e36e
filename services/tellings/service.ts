import type { z } from 'zod'
import { DUE_FIRST, listCaseRows } from '../cases/rows/store.ts'
import type { Clock } from '../clock.ts'
import { Prisma, type Database } from '../db.ts'
import { domainError } from '../errors.ts'
import { getExecutive } from '../escalation/executive/store.ts'
import type { executiveView, telling } from '../schemas/pyramid.ts'
import { acknowledgeTelling, holdTelling } from './store.ts'

type ExecutiveView = z.infer<typeof executiveView>
type TellingView = z.infer<typeof telling>

const COMING_HOURS = 4
const MOST_CASES = 200
const MOST_TELLINGS = 30

const withAll = {
  person: { select: { id: true, name: true } },
  handedTo: { select: { id: true, name: true } },
  cases: { include: { case: { select: { number: true } } }, orderBy: [{ addedAt: 'asc' }, { caseId: 'asc' }] },
  calls: { orderBy: [{ startedAt: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }] },
} satisfies Prisma.TellingInclude
type Row = Prisma.TellingGetPayload<{ include: typeof withAll }>

export type TellingService = ReturnType<typeof tellingService>

/** The page of the executive, and that he knows of what he was told. */
export function tellingService({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  return {
    getExecutiveView: async (): Promise<ExecutiveView> => {
      const now = clock.now().toJSDate()
      const { head, deputy } = await getExecutive(prisma, now)
      const soon = new Date(now.getTime() + COMING_HOURS * 3_600_000)
      const listed = (where: Prisma.Sql, order: Prisma.Sql) => listCaseRows(prisma, { where, order, limit: MOST_CASES }, now)
      const [cases, coming, tellings] = await Promise.all([
        listed(Prisma.sql`c.status = 'open' and l.is_executive`, Prisma.sql`c.opened_at, c.number`),
        listed(Prisma.sql`c.status = 'open' and not l.is_executive and c.due_top_at <= ${soon}`, DUE_FIRST),
        prisma.telling.findMany({ include: withAll, orderBy: [{ startedAt: 'desc' }, { id: 'asc' }], take: MOST_TELLINGS }),
      ])
      return { at: now.toISOString(), executive: head, deputy, cases, coming, tellings: tellings.map(tellingView) }
    },
    /** Only who is told can know of it. Twice is no fault: the first time counts. */
    acknowledge: (id: string, personId: string): Promise<TellingView> =>
      prisma.$transaction(async (tx) => {
        const held = await holdTelling(tx, id)
        if (held?.personId !== personId) throw domainError('NOT_FOUND', { kind: 'telling', id })
        await acknowledgeTelling(tx, held, clock.now().toJSDate())
        return tellingView(await tx.telling.findUniqueOrThrow({ where: { id }, include: withAll }))
      }),
  }
}

function tellingView({ id, person, kind, state, startedAt, acknowledgedAt, handedTo, cases, calls }: Row): TellingView {
  return {
    id,
    person,
    kind: kind as TellingView['kind'],
    state: state as TellingView['state'],
    startedAt: startedAt.toISOString(),
    acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
    handedTo,
    cases: cases.map(({ case: { number } }) => number),
    calls: calls.map(({ startedAt: at, state: result }) => ({ at: at?.toISOString() ?? null, state: result })),
  }
}
