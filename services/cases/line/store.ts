import type pg from 'pg'
import type { LineCase } from './words.ts'

/** The earliest promise that is neither kept nor replaced counts. */
const LINE_CASE = `
  select c.number, c.status, l.name as level,
         coalesce((select not u.is_keeper from custody u where u.case_id = c.id and u.to_at is null), false) as "isTaken",
         (select (extract(epoch from min(p.due_at)) * 1000)::double precision from promise p where p.case_id = c.id and p.kept_at is null and p.replaced_at is null and p.due_at > $1) as "promisedAt",
         (extract(epoch from c.due_top_at) * 1000)::double precision as "dueTopAt"
    from "case" c join level l on l.id = c.level_id`

export type NumberTry = { number: string; callSid: string; turn: number; from: string | null; at: Date }
export type TryLimits = { since: Date; mostOfNumber: number; mostOfCall: number }

/**
 * Looks a case number up for a caller. The try is written down before, so that those who try on many lines at once are counted too; right, wrong and
 * too many run the same statements.
 */
export async function tryCaseNumber(pool: pg.Pool, { number, callSid, turn, from, at }: NumberTry, limits: TryLimits) {
  await pool.query({
    name: 'case_number_try',
    text: `insert into case_number_try (call_sid, turn, from_number, is_right, at) values ($1, $2, $3, false, $4) on conflict do nothing`,
    values: [callSid, turn, from, at],
  })
  const { rows } = await pool.query<{ isTooMany: boolean; found: LineCase | null }>({
    name: 'case_number_look_up',
    text: LOOK_UP,
    values: [at, number, callSid, turn, from, limits.since, limits.mostOfNumber, limits.mostOfCall],
  })
  const [row] = rows
  if (!row) throw new Error('a statement without a table gave no row')
  return row
}

const LOOK_UP = `
  with wrong as (
    select count(*) filter (where from_number = $5) as of_number, count(*) filter (where call_sid = $3) as of_call from case_number_try
     where not is_right and at > $6 and (from_number = $5 or call_sid = $3)
  ), judged as (
    select of_number > $7::int or of_call > $8::int as is_too_many from wrong
  ), found as (
    ${LINE_CASE} where c.number = $2
  ), forgiven as (
    update case_number_try set is_right = true
     where call_sid = $3 and turn = $4::int and exists (select from found) and not (select is_too_many from judged)
  )
  select is_too_many as "isTooMany", (select to_jsonb(found) from found) as found from judged`

/** Open cases of the customer whose call this surely is. `customerId`: what a call knows that has no row yet. */
export async function readCustomerCases(pool: pg.Pool, { callSid, customerId, at }: { callSid: string; customerId: string | null; at: Date }) {
  const { rows } = await pool.query<{ isKnown: boolean; openCases: number; newest: LineCase | null }>({
    name: 'line_customer',
    text: CUSTOMER,
    values: [at, callSid, customerId],
  })
  return rows[0] ?? { isKnown: false, openCases: 0, newest: null }
}

const CUSTOMER = `
  with who as (
    select coalesce((select customer_id from call where sid = $2 and identity in ('known', 'confirmed')), $3::uuid) as id
  )
  select who.id is not null as "isKnown", (select count(*)::int from "case" where customer_id = who.id and status = 'open') as "openCases",
         (select to_jsonb(newest) from (${LINE_CASE} where c.customer_id = who.id and c.status = 'open' order by c.opened_at desc, c.number desc limit 1) newest) as newest
    from who`
