import { randomUUID } from 'node:crypto'
import { Prisma, type Transaction } from '../../../db.ts'
import { getRule } from '../../../rules/store.ts'
import type { CallbackRule } from '../../../schemas/rules.ts'
import { numberVariants } from '../../../telephony/caller-id.ts'
import { countryOf } from '../keys.ts'
import { periodsOf, type Period, type Periods } from '../periods.ts'
import { STRANGERS_WAYS } from '../strangers.ts'
import { costOf, lacking, limitsFor, pacedLimit, plus, priceOf, textLimits, times, type Amounts, type CostKind, type Used } from './price.ts'

/** `parts`: a text is charged for each (messages/segments.ts). */
export type Cost = { kind: CostKind; key: string; number: string; at: Date; parts?: number }

/** Whoever reserves comes one after the other until his commit, so that all together never spend more than there is. */
const LOCK = 'callback money'

/**
 * Puts money aside before it is spent; false: there is none left for this number in this hour or day. The same key again is the same money. Nobody
 * else reserves until the commit: ask for it last, when you hold all rows that you need.
 */
export async function reserve(tx: Transaction, cost: Cost): Promise<boolean> {
  return (await reserveOnce(tx, cost)) !== 'none'
}

/** `same`: it was put aside already. */
export async function reserveOnce(tx: Transaction, cost: Cost): Promise<'new' | 'same' | 'none'> {
  const { kind, key, number, at, parts = 1 } = cost
  const country = countryOf(number)
  const { budget } = (await getRule(tx, 'callback')).body
  const periods = await readPeriods(tx, at)
  const isKnown = await isOfCustomer(tx, number)
  const price = priceOf(kind, country, budget) * parts
  // From here on one after the other: this is all that the others wait for.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${LOCK}))`
  if (await tx.spending.findUnique({ where: { key }, select: { id: true } })) return 'same'
  if (await hasNoRoom(tx, periods, { ...cost, price, isKnown, budget })) return 'none'
  await tx.spending.create({ data: { id: randomUUID(), kind, key, at, country, isKnown, reservedMinor: price } })
  return 'new'
}

type Priced = Cost & { price: number; isKnown: boolean; budget: Budget }

/** A call has its money by what is spent; a text only what is left beside the calls that are still to come. */
async function hasNoRoom(tx: Transaction, periods: Periods, { kind, price, isKnown, budget, at }: Priced): Promise<boolean> {
  const spent = await readSpent(tx, periods)
  const [most, strangersMost] = [limitsFor(true, budget), limitsFor(false, budget)]
  const isFull = (bound: Standing, limits = most, strangersLimits = strangersMost): boolean =>
    lacking(bound.all, limits, price) !== undefined || (!isKnown && lacking(bound.strangers, strangersLimits, price) !== undefined)
  if (isFull(spent)) return true
  if (kind !== 'text' && kind !== 'code') return false
  // Machines that come first leave the texts of the hour to whom comes later.
  const paced = { ...strangersMost, hour: pacedLimit(strangersMost.hour, at.getTime() - periods.hour.at.getTime()) }
  if (kind === 'text' && isFull(spent.texts, textLimits(most, budget), textLimits(paced, budget))) return true
  return isFull(withCalls(spent, await countToCome(tx, periods, at), budget))
}

/** What it has really cost, once; a long talk costs more than was put aside, and leaves less for others. */
export async function settle(tx: Transaction, { key, ...used }: Used & { key: string; at: Date }): Promise<void> {
  const row = await tx.spending.findUnique({ where: { key } })
  if (row?.settledMinor !== null) return
  const { body: rule } = await getRule(tx, 'callback')
  await tx.spending.updateMany({
    where: { key, settledMinor: null },
    data: { settledMinor: costOf(row.reservedMinor, used, rule.meanCallMinutes) },
  })
}

export async function readPeriods(tx: Pick<Transaction, 'company'>, at: Date): Promise<Periods> {
  return periodsOf(at, (await tx.company.findFirst({ select: { zone: true } }))?.zone ?? 'UTC')
}

type Budget = CallbackRule['budget']
/** For all, and for those of them whom no record knows. */
type Standing = { all: Amounts; strangers: Amounts }
/** `texts`: of it for texts, codes not among them. */
export type Spent = Standing & { texts: Standing }

/** What was put aside counts until it is known what it came to. */
export async function readSpent(tx: Pick<Transaction, '$queryRaw'>, { hour, day }: Periods): Promise<Spent> {
  type Row = { isKnown: boolean; isText: boolean; hour: number; day: number }
  const rows = await tx.$queryRaw<Row[]>(Prisma.sql`
    select is_known as "isKnown", kind = 'text' as "isText", coalesce(sum(minor) filter (where at >= ${hour.at}), 0)::int as hour, coalesce(sum(minor) filter (where at >= ${day.at}), 0)::int as day
      from (select at, is_known, kind, coalesce(settled_minor, reserved_minor) as minor from spending where at >= ${day.at < hour.at ? day.at : hour.at}) s group by 1, 2`)
  const sumOf = (some: readonly Row[]): Amounts => some.reduce(plus, { hour: 0, day: 0 })
  const standing = (some: readonly Row[]): Standing => ({ all: sumOf(some), strangers: sumOf(some.filter(({ isKnown }) => !isKnown)) })
  return { ...standing(rows), texts: standing(rows.filter(({ isText }) => isText)) }
}

/** With the money of those who wait to be called, as if they had been. */
const withCalls = (spent: Standing, toCome: Standing, { callMinor }: Budget): Standing => ({
  all: plus(spent.all, times(toCome.all, callMinor)),
  strangers: plus(spent.strangers, times(toCome.strangers, callMinor)),
})

/** A customer has this number by the record: one of us, or a code, has confirmed it. */
async function isOfCustomer(tx: Pick<Transaction, 'contactPoint'>, number: string): Promise<boolean> {
  const where = {
    kind: 'phone',
    value: { in: [...numberVariants(number)] },
    validTo: null,
    standing: { in: ['direct', 'shared'] },
    customer: { mergedIntoId: null },
  }
  return (await tx.contactPoint.findFirst({ where, select: { id: true } })) !== null
}

/** `at`: of an hour or a day that begins after it only what falls into it counts. `isPaced`: of the hour's money only what it has brought until then. */
export type Wanted = { price: number; budget: Budget; at: Date; isPaced?: boolean }

/**
 * In which period strangers have no money left for `price` more. All who wait to be called count as if they had been, so that nobody is promised what
 * could not be paid, and customers are called before strangers are let in. What customers spend is not taken from the strangers' part.
 */
export async function findLack(
  tx: Pick<Transaction, '$queryRaw'>,
  periods: Periods,
  { price, budget, at, isPaced = false }: Wanted,
): Promise<'hour' | 'day' | undefined> {
  const bound = withCalls(await readSpent(tx, periods), await countToCome(tx, periods, at), budget)
  const { hour, day } = limitsFor(false, budget)
  const hourNow = isPaced ? pacedLimit(hour, at.getTime() - periods.hour.at.getTime()) : hour
  return lacking(bound.strangers, { hour: hourNow, day }, price) ?? lacking(bound.all, limitsFor(true, budget), price)
}

/** Whose calls are still to be paid for, in this hour and on this day. A request whose code did not come back in time waits for nothing any more. */
async function countToCome(tx: Pick<Transaction, '$queryRaw'>, { hour, day }: Periods, at: Date): Promise<Standing> {
  const since = (period: Period): Date => (period.at > at ? period.at : new Date(0))
  type Row = Record<'hour' | 'day' | 'strangersHour' | 'strangersDay', number>
  const of = (period: Period) => Prisma.sql`count(*) filter (where window_from >= ${since(period)} and window_from < ${period.until}`
  const [row] = await tx.$queryRaw<[Row]>(Prisma.sql`
    select ${of(hour)})::int as hour, ${of(day)})::int as day,
           ${of(hour)} and is_stranger)::int as "strangersHour", ${of(day)} and is_stranger)::int as "strangersDay"
      from (select window_from,
                   not exists (select from contact_point cp where cp.kind = 'phone' and cp.value = b.number and cp.valid_to is null and cp.standing in ('direct', 'shared')) as is_stranger
              from callback b
             where ended_at is null and window_from < ${day.until} and source = any(${[...STRANGERS_WAYS]}::text[]) and first_try_at is null
               and (state in ('scheduled', 'waiting', 'snoozed') or (state = 'unverified' and next_at > ${at}))) s`)
  return { all: { hour: row.hour, day: row.day }, strangers: { hour: row.strangersHour, day: row.strangersDay } }
}
