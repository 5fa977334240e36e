import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Prisma } from '../../../../prisma/generated/client.ts'
import { audit } from '../../../audit/store.ts'
import type { Clock } from '../../../clock.ts'
import type { Database, Transaction } from '../../../db.ts'
import { domainError } from '../../../errors.ts'
import type { Principal } from '../../../http/access.ts'
import { tell } from '../../../notifications/store.ts'
import { sumsOf } from '../../../pay-rules/pay.ts'
import { getRule } from '../../../rules/store.ts'
import type { newPayCorrection, payBooking, PayMonthView } from '../../../schemas/pay.ts'
import { nextMonth, spanOfMonth } from '../month.ts'
import { bookingView, differencesOf, listCorrections, readMonth } from '../service.ts'
import { reckonMonth, settledMonth, toSettle, type Reckoned } from '../store.ts'
import { proposeTimes } from '../sweep/store.ts'
import { actorOf, personIdOf } from '../who.ts'

/** One after the other: two closings, or a closing and a correction that is to be paid with that month. */
const LOCK = `select pg_advisory_xact_lock(hashtext('nightline pay'))`
/** Where a month begins first. */
const FIRST_ZONE = 'Pacific/Kiritimati'
const PATIENCE = { timeout: 60_000 }

export type PayClosing = ReturnType<typeof payClosing>

/** A month is settled once, with all that it was reckoned from. What changes later is paid with a later month. */
export function payClosing({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  /** What the sweep has not seen: a call that ended a moment ago, or while nothing ran. It stays when the closing is refused because of it. */
  async function lookAgain(month: string): Promise<void> {
    const [from, now] = [new Date(spanOfMonth(month, FIRST_ZONE).from), clock.now().toJSDate()]
    if (from < now) await prisma.$transaction((tx) => proposeTimes(tx, { from, now }), PATIENCE)
  }

  return {
    closeMonth: async (month: string, by: Principal): Promise<PayMonthView> => {
      await lookAgain(month)
      return prisma.$transaction(async (tx) => {
        await tx.$executeRawUnsafe(LOCK)
        await checkIsOpen(tx, month)
        const at = clock.now().toJSDate()
        const people = await reckonMonth(tx, month)
        const { worked, lateMinutes } = (await getRule(tx, 'pay')).body
        const end = endOf(people, month) + (worked === 'clock' ? lateMinutes * 60_000 : 0)
        if (at.getTime() < end) throw domainError('MONTH_NOT_OVER', { month, from: new Date(end).toISOString() })
        if (people.length === 0) throw domainError('NOTHING_TO_PAY', { month })
        checkReady(people, month)
        const settled = { month, closedAt: at, closedById: personIdOf(by) }
        await tx.payMonth.createMany({ data: people.map((one) => ({ personId: one.person.id, ...settled, ...toSettle(one) })) })
        await audit(tx, { at, actor: actorOf(by), kind: 'pay.closed', subject: month, body: { people: people.length } })
        const told = people.filter(({ input }) => input.pieces.length > 0).map(({ person }) => person.id)
        await tell(tx, told, { kind: 'pay', key: `pay:${month}`, body: { month } }, at)
        return readMonth(tx, month)
      }, PATIENCE)
    },
    /** The difference between what a closed month came to and what it would come to now, less what was corrected already. */
    correct: (
      by: Principal,
      { personId, month, paidIn: wanted, currency: asked, reason }: z.infer<typeof newPayCorrection>,
    ): Promise<z.infer<typeof payBooking>> =>
      prisma.$transaction(async (tx) => {
        await tx.$executeRawUnsafe(LOCK)
        if ((await tx.payMonth.count({ where: { month } })) === 0) throw domainError('MONTH_OPEN', { month })
        const paidIn = wanted ?? (await firstOpenAfter(tx, month))
        if (paidIn <= month) throw domainError('MONTH_NOT_LATER', { month, paidIn })
        await checkIsOpen(tx, paidIn)
        const [now] = await reckonMonth(tx, month, { people: [personId] })
        if (!now) throw domainError('NOT_FOUND', { kind: 'person', id: personId })
        const settled = (await settledMonth(tx, month)).get(personId)
        checkReady([{ ...now, proposed: 0 }], month)
        const differences = [...differencesOf(now, settled, await listCorrections(tx, { personId, month }))]
        const [currency, amount] = differences.find((one) => one[1] !== 0 && one[0] === (asked ?? one[0])) ?? []
        if (currency === undefined || amount === undefined) throw domainError('PAY_SAME', { month, name: now.person.name })
        const at = clock.now().toJSDate()
        const was = settled === undefined ? 0 : (sumsOf(settled.result).find((sum) => sum.currency === currency)?.total ?? 0)
        const body = { now: toSettle(now), was } as unknown as Prisma.InputJsonObject
        const made = { personId, month, paidIn, amount, currency, body, reason, createdBy: by.name, createdAt: at }
        const row = await tx.payCorrection.create({ data: { id: randomUUID(), ...made } })
        await audit(tx, { at, actor: actorOf(by), kind: 'pay.corrected', subject: row.id, body: { person: personId, month, paidIn } })
        return bookingView(row)
      }, PATIENCE),
  }
}

/** When the last shift that began in the month is over, or the month itself where it ends last. */
function endOf(people: readonly Reckoned[], month: string): number {
  const zones = new Set(people.map(({ zone }) => zone))
  const ends = people.flatMap(({ input }) => input.pieces.map(({ to }) => to))
  return Math.max(...[...(zones.size > 0 ? zones : ['UTC'])].map((zone) => spanOfMonth(month, zone).to), ...ends)
}

function checkReady(people: readonly Reckoned[], month: string): void {
  const waiting = people.filter(({ proposed }) => proposed > 0)
  const unclear = people.filter(({ problem }) => problem !== null)
  if (waiting.length + unclear.length > 0) throw notReady(month, waiting, unclear)
}

function notReady(month: string, waiting: readonly Reckoned[], unclear: readonly Reckoned[]): Error {
  const names = (people: readonly Reckoned[]): string => people.map(({ person }) => person.name).join(', ') || '–'
  return domainError('PAY_NOT_READY', { month, waiting: names(waiting), unclear: names(unclear) })
}

async function checkIsOpen(tx: Transaction, month: string): Promise<void> {
  const earlier = await tx.payMonth.findFirst({ where: { month }, orderBy: { closedAt: 'asc' } })
  if (earlier) throw domainError('MONTH_CLOSED', { month, at: earlier.closedAt.toISOString() })
}

async function firstOpenAfter(tx: Transaction, month: string): Promise<string> {
  const closed = new Set(
    (await tx.payMonth.findMany({ where: { month: { gt: month } }, distinct: ['month'], select: { month: true } })).map((row) => row.month),
  )
  let open = nextMonth(month)
  while (closed.has(open)) open = nextMonth(open)
  return open
}
