import { randomUUID } from 'node:crypto'
import { Prisma, type Transaction } from '../../../db.ts'
import { getRule } from '../../../rules/store.ts'
import type { CallbackRule } from '../../../schemas/rules.ts'
import { numberVariants } from '../../../telephony/caller-id.ts'
import { countryOf } from '../keys.ts'
import { periodsOf, type Period, type Periods } from '../periods.ts'
import { STRANGERS_WAYS } from '../strangers.ts'
import { costOf, lacking, limitsFor, pacedLimit, priceOf, type CostKind, type Spent } from './price.ts'

export type Cost = { kind: CostKind; key: string; number: string; at: Date }

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
export async function reserveOnce(tx: Transaction, { kind, key, number, at }: Cost): Promise<'new' | 'same' | 'none'> {
  const country = countryOf(number)
  const { budget } = (await getRule(tx, 'callback')).body
  const { hour, day } = await readPeriods(tx, at)
  const most = limitsFor(await isOfCustomer(tx, number), budget)
  const price = priceOf(kind, country, budget)
  // From here on one after the other: this is all that the others wait for.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${LOCK}))`
  const spent = Prisma.sql`select sum(coalesce(settled_minor, reserved_minor)) from spending`
  const made = await tx.$executeRaw(Prisma.sql`
    insert into spending (id, kind, key, at, country, reserved_minor)
    select ${randomUUID()}::uuid, ${kind}, ${key}, ${at}, ${country}, ${price}::int
     where coalesce((${spent} where at >= ${day.at}), 0) + ${price}::int <= ${most.day}::int and coalesce((${spent} where at >= ${hour.at}), 0) + ${price}::int <= ${most.hour}::int
    on conflict (key) do nothing`)
  if (made > 0) return 'new'
  return (await tx.spending.findUnique({ where: { key }, select: { id: true } })) ? 'same' : 'none'
}

/** What it has really cost, once; a long talk costs more than was put aside, and leaves less for others. */
export async function settle(tx: Transaction, { key, wasRung, talkSeconds }: { key: string; wasRung: boolean; talkSeconds: number; at: Date }): Promise<void> {
  const row = await tx.spending.findUnique({ where: { key } })
  if (row?.settledMinor !== null) return
  const { body: rule } = await getRule(tx, 'callback')
  await tx.spending.updateMany({
    where: { key, settledMinor: null },
    data: { settledMinor: costOf(row.reservedMinor, { wasRung, talkSeconds }, rule.meanCallMinutes) },
  })
}

export async function readPeriods(tx: Pick<Transaction, 'company'>, at: Date): Promise<Periods> {
  return periodsOf(at, (await tx.company.findFirst({ select: { zone: true } }))?.zone ?? 'UTC')
}

/** What was put aside counts until it is known what it came to. */
export async function readSpent(tx: Pick<Transaction, '$queryRaw'>, { hour, day }: Periods): Promise<Spent> {
  const [row] = await tx.$queryRaw<[Spent]>(Prisma.sql`
    select coalesce(sum(minor) filter (where at >= ${hour.at}), 0)::int as hour, coalesce(sum(minor), 0)::int as day
      from (select at, coalesce(settled_minor, reserved_minor) as minor from spending where at >= ${day.at < hour.at ? day.at : hour.at}) s`)
  return row
}

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

/** `now`: of an hour or a day that begins after it only what falls into it counts; absent: the periods have begun. */
export type Wanted = { price: number; budget: CallbackRule['budget']; now?: Date }

/**
 * In which period strangers have no money left for `price` more. Those who wait to be called count as if they had been, so that nobody is promised what
 * could not be paid. `pacedAt`: of the hour's money only what it has brought until then.
 */
export async function findLack(
  tx: Pick<Transaction, '$queryRaw'>,
  periods: Periods,
  { price, budget, now }: Wanted,
  pacedAt?: Date,
): Promise<'hour' | 'day' | undefined> {
  const [spent, toCome] = [await readSpent(tx, periods), await countToCome(tx, periods, now ?? periods.hour.until)]
  const { hour, day } = limitsFor(false, budget)
  const hourNow = pacedAt ? pacedLimit(hour, pacedAt.getTime() - periods.hour.at.getTime()) : hour
  const bound = { hour: spent.hour + toCome.hour * budget.callMinor, day: spent.day + toCome.day * budget.callMinor }
  return lacking(bound, { hour: hourNow, day }, price)
}

/** Strangers whose calls are still to be paid for, in this hour and on this day; whom we know by the record has money of his own. */
async function countToCome(tx: Pick<Transaction, '$queryRaw'>, { hour, day }: Periods, now: Date): Promise<{ hour: number; day: number }> {
  const since = ({ at }: Period): Date => (at > now ? at : new Date(0))
  const [row] = await tx.$queryRaw<[{ hour: number; day: number }]>(Prisma.sql`
    select count(*) filter (where window_from >= ${since(hour)} and window_from < ${hour.until})::int as hour, count(*) filter (where window_from >= ${since(day)})::int as day from callback b
     where ended_at is null and window_from < ${day.until} and source = any(${[...STRANGERS_WAYS]}::text[])
       and state in ('unverified', 'scheduled', 'waiting', 'snoozed') and first_try_at is null
       and not exists (select from contact_point cp where cp.kind = 'phone' and cp.value = b.number and cp.valid_to is null and cp.standing in ('direct', 'shared'))`)
  return row
}
