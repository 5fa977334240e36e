import type pg from 'pg'
import { Prisma, type Transaction } from '../../db.ts'
import { numberVariants } from '../../telephony/caller-id.ts'
import { CLOSES_ALL } from './breaker/store.ts'
import type { Counted, Scope } from './keys.ts'
import type { Hour, Standing } from './judge.ts'
import type { Periods } from './periods.ts'

type Pool = Pick<pg.Pool, 'query'>

export type Found = {
  counts: Partial<Record<Scope, number>>
  standing: Standing
  isOurs: boolean
  isBlocked: boolean
  isClosed: boolean
  /** Countries of our own numbers stand in them. */
  ourNumbers: readonly string[]
  /** How it stands in this hour. */
  hour: Hour
}
type FoundRow = Omit<Found, 'counts' | 'standing' | 'ourNumbers' | 'hour'> & {
  [Name in 'counts' | 'ourNumbers' | 'hour']: Found[Name] | null
} & { standings: string[] | null }

/**
 * Counts a request in each of its rows and says what we know of the number, in one statement of its own: a request counts whatever becomes of it. A crash
 * may lose the last counts, so that no disk is waited for.
 */
export async function countAsk(pool: Pool, keys: readonly Counted[], number: string | null, { hour, day }: Periods, at: Date): Promise<Found> {
  const { rows } = await pool.query<FoundRow>(COUNT, [
    keys.map(({ scope }) => scope),
    keys.map(({ key }) => key),
    keys.map(({ period }) => period),
    keys.map(({ period }) => (period === 'hour' ? hour.at : day.at)),
    number === null ? [] : [...numberVariants(number)],
    at,
    CLOSES_ALL,
    hour.at,
  ])
  const [row] = rows
  if (!row) throw new Error('a statement that always has a row had none')
  const { counts, standings, ourNumbers, hour: thisHour, ...found } = row
  const standing = standingOf(standings ?? [])
  return { ...found, standing, counts: counts ?? {}, ourNumbers: ourNumbers ?? [], hour: thisHour ?? { passed: 0, refused: 0 } }
}

const COUNT = `
  with quick as (select set_config('synchronous_commit', 'off', true)),
  counted as (
    insert into ask_count (scope, key, period, period_at, count)
    select k.scope, k.key, k.period, k.period_at, 1
      from quick, unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) with ordinality as k(scope, key, period, period_at, n) order by k.n
    on conflict (scope, key, period, period_at) do update set count = ask_count.count + 1
    returning scope, count)
  select (select json_object_agg(scope, count) from counted) as counts,
         (select array_agg(cp.standing) from contact_point cp join customer c on c.id = cp.customer_id
           where cp.kind = 'phone' and cp.value = any($5::text[]) and cp.valid_to is null and c.merged_into_id is null) as standings,
         exists (select from phone_number where number = any($5::text[])) or exists (select from person where phone = any($5::text[])) as "isOurs",
         exists (select from blocked_number where number = any($5::text[]) and (expires_at is null or expires_at > $6)) as "isBlocked",
         exists (select from callback_breaker where closed_at is null and opened_at <= $6 and (until_at is null or until_at > $6) and why = any($7::text[])) as "isClosed",
         (select array_agg(number) from phone_number) as "ourNumbers",
         (select json_build_object('passed', count, 'refused', refused) from ask_count
           where scope = 'all' and key = '' and period = 'hour' and period_at = $8) as hour`

/** A number that is nobody's for sure was only heard of: in a call, or as somebody said it. */
function standingOf(standings: readonly string[]): Standing {
  if (standings.some((one) => one === 'direct' || one === 'shared')) return 'confirmed'
  return standings.length > 0 ? 'heard' : 'stranger'
}

/** One more stranger was let in in this hour; how many that are. */
export async function countPassed(pool: Pool, hourAt: Date): Promise<number> {
  const { rows } = await pool.query<{ passed: number }>(COUNT_PASSED, [hourAt])
  return rows[0]?.passed ?? 0
}

const COUNT_PASSED = `
  insert into ask_count (scope, key, period, period_at, count)
  select 'all', '', 'hour', $1::timestamptz, 1 from (select set_config('synchronous_commit', 'off', true)) quick
  on conflict (scope, key, period, period_at) do update set count = ask_count.count + 1
  returning count as passed`

/** The hour of each refusal. */
export async function countRefused(pool: Pool, hours: readonly Date[]): Promise<undefined[]> {
  await pool.query(COUNT_REFUSED, [hours])
  return hours.map(() => undefined)
}

const COUNT_REFUSED = `
  insert into ask_count (scope, key, period, period_at, refused)
  select 'all', '', 'hour', at, count(*) from (select set_config('synchronous_commit', 'off', true)) quick, unnest($1::timestamptz[]) at group by at order by at
  on conflict (scope, key, period, period_at) do update set refused = ask_count.refused + excluded.refused`

/** Numbers and addresses are kept for two days, so that the limits of a day hold. */
const KEEP_MILLISECONDS = 2 * 86_400_000
const MOST_AT_ONCE = 20_000

export async function dropOldCounts(tx: Pick<Transaction, '$executeRaw'>, at: Date): Promise<number> {
  const before = new Date(at.getTime() - KEEP_MILLISECONDS)
  return tx.$executeRaw(
    Prisma.sql`delete from ask_count where ctid = any(array(select ctid from ask_count where period_at < ${before} order by period_at limit ${MOST_AT_ONCE}))`,
  )
}

/** Countries of our own numbers stand in them. */
export async function listOurNumbers(tx: Pick<Transaction, 'phoneNumber'>): Promise<string[]> {
  return (await tx.phoneNumber.findMany({ select: { number: true } })).map(({ number }) => number)
}
