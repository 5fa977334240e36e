import type { z } from 'zod'
import { audit } from '../audit/store.ts'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../db.ts'
import { domainError } from '../errors.ts'
import type { Principal } from '../http/access.ts'
import { monthReport, type figureRows, type MonthReport } from '../schemas/reports.ts'
import { definitions, HOUSE_DEFINITIONS, isHouseFigure, isPersonFigure, PERSON_DEFINITIONS, type PersonFigure } from './definitions.ts'
import { listFigure, sumFigure, type CountedFigure, type FigureRow, type Sums } from './figures/store.ts'
import { countByReason, countOfHouse, listLateReopenings, listOfHouse, listTop } from './house/store.ts'
import { monthOf, periodOf, type Period } from './month.ts'
import { rowOf, totalsOf } from './views.ts'

type FigureRows = z.infer<typeof figureRows>

/** Adding up a month of a large house may take longer than a page's other questions. */
const PATIENCE = { timeout: 60_000 }

export type ReportService = ReturnType<typeof reportService>

/** Who did what in a month. Every figure is the sum of rows that can be listed; a closed month stays as it was. */
export function reportService({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  return {
    getMonth: async (month: string): Promise<MonthReport> => {
      const closed = await prisma.closedMonth.findUnique({ where: { month } })
      if (closed) return monthReport.parse(closed.body)
      return prisma.$transaction((tx) => readMonth(tx, month, clock.now().toJSDate()), { ...PATIENCE, isolationLevel: 'RepeatableRead' })
    },
    /** The rows behind a figure; of a closed month as they were known then. */
    listRows: async (month: string, { figure, personId }: { figure: string; personId?: string | undefined }): Promise<FigureRows> =>
      prisma.$transaction(async (tx) => {
        const closed = await tx.closedMonth.findUnique({ where: { month } })
        const zone = closed ? monthReport.parse(closed.body).zone : await zoneOf(tx)
        const period = periodOf(monthOf(month, zone), closed?.closedAt ?? clock.now().toJSDate())
        const person = personId === undefined ? null : await tx.person.findUnique({ where: { id: personId }, select: { id: true, name: true } })
        if (personId !== undefined && !person) throw domainError('NOT_FOUND', { kind: 'person', id: personId })
        return { figure, person, rows: await namedRows(tx, await rowsOf(tx, figure, period, personId)) }
      }, PATIENCE),
    /** From now on the month stays as it is; a case that is reopened later is told in the month of its reopening. */
    closeMonth: (month: string, by: Principal): Promise<MonthReport> =>
      prisma.$transaction(async (tx) => {
        await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('nightline month'))`
        const earlier = await tx.closedMonth.findUnique({ where: { month } })
        if (earlier) throw domainError('MONTH_CLOSED', { month, at: earlier.closedAt.toISOString() })
        const closedAt = clock.now().toJSDate()
        const { to } = monthOf(month, await zoneOf(tx))
        if (closedAt < to) throw domainError('MONTH_NOT_OVER', { month, from: to.toISOString() })
        const body = { ...(await readMonth(tx, month, closedAt)), closedAt: closedAt.toISOString() }
        await tx.closedMonth.create({ data: { month, closedAt, closedById: by.kind === 'person' ? by.id : null, body } })
        await audit(tx, { at: closedAt, actor: by.kind === 'person' ? by.id : `key:${by.id}`, kind: 'month.closed', subject: month })
        return body
      }, PATIENCE),
  }
}

async function zoneOf(tx: Transaction): Promise<string> {
  return (await tx.company.findFirstOrThrow({ select: { zone: true } })).zone
}

/** What is counted, and what is added up, of the same rows: looked for once. */
const ROWS_OF: Readonly<Partial<Record<CountedFigure, CountedFigure>>> = { secondsLeftAtReceipt: 'received', csat: 'ratings' }
/** Those with rows of their own. */
const COUNTED = Object.keys(PERSON_DEFINITIONS).filter((name): name is CountedFigure => name !== 'passRate' && !(name in ROWS_OF))

async function readMonth(tx: Transaction, month: string, asOf: Date): Promise<MonthReport> {
  const { zone, from, to } = monthOf(month, await zoneOf(tx))
  const period = periodOf({ month, zone, from, to }, asOf)
  const sums = new Map<CountedFigure, ReadonlyMap<string, Sums>>()
  for (const figure of COUNTED) sums.set(figure, await sumFigure(tx, figure, period))
  const ids = [...new Set([...sums.values()].flatMap((each) => [...each.keys()]))]
  const people = await tx.person.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true, level: { select: { name: true, rank: true } } },
    orderBy: [{ level: { rank: 'desc' } }, { name: 'asc' }, { id: 'asc' }],
  })
  const top = await listTop(tx, period)
  const late = await listLateReopenings(tx, period)
  const ref = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' })
  return {
    ...{ month, zone, from: from.toISOString(), to: to.toISOString(), closedAt: null },
    top: top.map(({ number, title, person_id, name, age, status }) => ({ caseNumber: number, title, owner: ref(person_id, name), ageSeconds: age, status })),
    totals: { ...(await readTotals(tx, period)), byReason: await countByReason(tx, period) },
    rows: people.map((person) => rowOf(person, (figure) => sums.get(ROWS_OF[figure] ?? figure)?.get(person.id))),
    lateReopenings: late.map(({ number, person_id, name, solvedAt, reopenedAt }) => ({
      ...{ caseNumber: number, person: ref(person_id, name) },
      ...{ solvedAt: solvedAt.toISOString(), reopenedAt: reopenedAt.toISOString() },
    })),
    definitions: definitions(),
  }
}

async function readTotals(tx: Transaction, period: Period) {
  const counted = new Map<string, { count: number; sum: number }>()
  for (const figure of Object.keys(HOUSE_DEFINITIONS)) if (isHouseFigure(figure)) counted.set(figure, await countOfHouse(tx, figure, period))
  return totalsOf((figure) => counted.get(figure) ?? { count: 0, sum: 0 })
}

/** Of a share: what is below its line, with 1 for what is above. */
async function rowsOf(tx: Transaction, figure: string, period: Period, personId: string | undefined): Promise<FigureRow[]> {
  if (personId === undefined && isHouseFigure(figure)) return listOfHouse(tx, figure, period)
  if (!isPersonFigure(figure)) throw unknownFigure(figure, personId === undefined)
  if (figure !== 'passRate') return listFigure(tx, figure, period, personId)
  const solved = (await listFigure(tx, 'solved', period, personId)).map((row) => ({ ...row, value: 0 }))
  const passed = (await listFigure(tx, 'passed', period, personId)).map((row) => ({ ...row, value: 1 }))
  return [...solved, ...passed].sort((a, b) => a.at.getTime() - b.at.getTime())
}

function unknownFigure(figure: string, isHouse: boolean): Error {
  const allowed: readonly PersonFigure[] | string[] = isHouse ? Object.keys({ ...HOUSE_DEFINITIONS, ...PERSON_DEFINITIONS }) : Object.keys(PERSON_DEFINITIONS)
  return domainError('NOT_FOUND', { kind: `figure (allowed: ${allowed.join(', ')})`, id: figure })
}

async function namedRows(tx: Transaction, rows: readonly FigureRow[]): Promise<FigureRows['rows']> {
  const ids = [...new Set(rows.map((row) => row.case_id))]
  const cases = await tx.case.findMany({ where: { id: { in: ids } }, select: { id: true, number: true } })
  const numbers = new Map(cases.map(({ id, number }) => [id, number]))
  return rows.map((row) => ({ caseNumber: numbers.get(row.case_id) ?? '', at: row.at.toISOString(), value: row.value, text: row.text }))
}
