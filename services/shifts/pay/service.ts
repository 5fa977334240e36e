import type { z } from 'zod'
import type { PayCorrection } from '../../../prisma/generated/client.ts'
import type { Database } from '../../db.ts'
import { domainError } from '../../errors.ts'
import type { Principal } from '../../http/access.ts'
import { payOf, sumsOf } from '../../pay-rules/pay.ts'
import type { payBooking, payRow, PayMonthView, PayStatementView } from '../../schemas/pay.ts'
import type { Reader } from '../store.ts'
import { payCsv, type CsvLanguage } from './csv.ts'
import { reckonMonth, settledMonth, type Reckoned, type Settled } from './store.ts'
import { statementView, totalsOf, type Money, type PayLanguage, type Standing } from './views.ts'
import { isPayOffice, PAY_OFFICE } from './who.ts'
import { workedTimeViews } from './worked-times/store.ts'

type Row = z.infer<typeof payRow>

/** All of one month, read at one instant. Reckoning a large house takes longer than a page's other questions. */
const AT_ONE_INSTANT = { timeout: 60_000, isolationLevel: 'RepeatableRead' } as const

export type PayService = ReturnType<typeof payService>

/** What people are paid: the month as it stands, or as it was settled. */
export function payService({ database: { prisma } }: { database: Pick<Database, 'prisma'> }) {
  return {
    getMonth: (month: string): Promise<PayMonthView> => prisma.$transaction((tx) => readMonth(tx, month), AT_ONE_INSTANT),
    /** Everybody sees his own; the pay office everybody's. */
    getStatement: (by: Principal, month: string, personId: string, language: PayLanguage): Promise<PayStatementView> => {
      if (!isPayOffice(by.role) && !(by.kind === 'person' && by.id === personId))
        throw domainError('ROLE_NOT_ALLOWED', { role: by.role, allowed: PAY_OFFICE.join(', ') })
      return prisma.$transaction((tx) => readStatement(tx, month, personId, language), AT_ONE_INSTANT)
    },
    getCsv: (month: string, language: CsvLanguage): Promise<string> =>
      prisma.$transaction(async (tx) => {
        const [people, settled, bookings] = await Promise.all([concerned(tx, month), settledMonth(tx, month), listCorrections(tx, { paidIn: month })])
        const isClosed = settled.size > 0
        return payCsv(
          people.map((one) => ({
            person: one.person,
            standing: standingOf(one, settled.get(one.person.id), isClosed),
            corrections: bookings.filter(({ personId }) => personId === one.person.id),
          })),
          month,
          language,
        )
      }, AT_ONE_INSTANT),
  }
}

/** Who worked, has a contract, is settled or is paid a correction. */
async function concerned(tx: Reader, month: string): Promise<Reckoned[]> {
  const [settled, corrections] = await Promise.all([
    tx.payMonth.findMany({ where: { month }, select: { personId: true } }),
    tx.payCorrection.findMany({ where: { OR: [{ month }, { paidIn: month }] }, select: { personId: true } }),
  ])
  return reckonMonth(tx, month, { also: new Set([...settled, ...corrections].map(({ personId }) => personId)) })
}

export async function readMonth(tx: Reader, month: string): Promise<PayMonthView> {
  const [people, settled, corrections] = await Promise.all([
    concerned(tx, month),
    settledMonth(tx, month),
    listCorrections(tx, { OR: [{ month }, { paidIn: month }] }),
  ])
  const first = await tx.payMonth.findFirst({ where: { month }, orderBy: { closedAt: 'asc' } })
  const by = first?.closedById ? await tx.person.findUnique({ where: { id: first.closedById }, select: { name: true } }) : null
  const rows = people.map((one) => {
    const own = corrections.filter(({ personId }) => personId === one.person.id)
    return rowOf(one, settled.get(one.person.id), { own, month, isClosed: first !== null })
  })
  return { month, isClosed: first !== null, closedAt: first?.closedAt.toISOString() ?? null, closedBy: by?.name ?? null, rows }
}

type RowParts = { own: readonly PayCorrection[]; month: string; isClosed: boolean }

function rowOf(one: Reckoned, settled: Settled | undefined, { own, month, isClosed }: RowParts): Row {
  const paidHere = own.filter(({ paidIn }) => paidIn === month)
  const corrected = own.filter((each) => each.month === month)
  const differences = isClosed ? differencesOf(one, settled, corrected) : new Map<string, number>()
  const differsIn = [...differences].flatMap(([currency, amount]) => (amount === 0 ? [] : [currency]))
  const totals = totalsOf(standingOf(one, settled, isClosed), paidHere, differsIn)
  return {
    ...one.person,
    ...totals,
    isClosed,
    proposed: one.proposed,
    ...problemOf(one, isClosed),
    differsBy: differences.get(totals.currency) ?? 0,
    others: totals.others.map((sum) => ({ ...sum, differsBy: differences.get(sum.currency) ?? 0 })),
  }
}

/** Of a closed month there is none: what was missing then was found before. */
const problemOf = ({ problem, problemFrom }: Reckoned, isClosed: boolean): Pick<Row, 'problem' | 'problemFrom'> =>
  isClosed ? { problem: null, problemFrom: null } : { problem, problemFrom }

/** Of who was not settled with a closed month nothing was paid. */
function standingOf(one: Reckoned, settled: Settled | undefined, isClosed: boolean): Standing {
  if (settled || !isClosed) return settled ?? one
  const input = { ...one.input, pieces: [] }
  return { input, planned: 0, result: payOf(input) }
}

/** By how much a closed month would come out otherwise now, in each currency; what was corrected already is taken off. */
export function differencesOf({ result }: Pick<Reckoned, 'result'>, settled: Settled | undefined, corrections: readonly Money[]): Map<string, number> {
  const paid = [...(settled ? sumsOf(settled.result) : []).map(({ total, currency }) => ({ amount: total, currency })), ...corrections]
  const differences = new Map(sumsOf(result).map(({ currency, total }) => [currency, total]))
  for (const { amount, currency } of paid) differences.set(currency, (differences.get(currency) ?? 0) - amount)
  return differences
}

export function listCorrections(tx: Reader, where: NonNullable<Parameters<Reader['payCorrection']['findMany']>[0]>['where']): Promise<PayCorrection[]> {
  return tx.payCorrection.findMany({ ...(where && { where }), orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
}

export async function readStatement(tx: Reader, month: string, personId: string, language: PayLanguage): Promise<PayStatementView> {
  const [one] = await reckonMonth(tx, month, { people: [personId] })
  if (!one) throw domainError('NOT_FOUND', { kind: 'person', id: personId })
  const settled = (await settledMonth(tx, month)).get(personId)
  const isClosed = settled !== undefined || (await tx.payMonth.count({ where: { month } })) > 0
  const bookings = await listCorrections(tx, { personId, OR: [{ month }, { paidIn: month }] })
  return statementView({
    ...{ person: one.person, month, settled, language },
    isClosed,
    standing: standingOf(one, settled, isClosed),
    ...problemOf(one, isClosed),
    bookings: bookings.map(bookingView),
    times: await workedTimeViews(tx, one.times),
  })
}

export function bookingView({ id, month, paidIn, amount, currency, reason, createdBy, createdAt }: PayCorrection): z.infer<typeof payBooking> {
  return { id, month, paidIn, amount, currency, reason, createdBy, createdAt: createdAt.toISOString() }
}
