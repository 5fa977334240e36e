import { Prisma, type Transaction } from '../../db.ts'
import { getRule } from '../../rules/store.ts'
import type { CaseRow } from '../../schemas/cases.ts'
import { scoreOf, type ScoreFacts } from '../score.ts'
import { caseRowView, type CaseRecord } from '../views.ts'

type Reader = Pick<Transaction, '$queryRaw' | 'ruleVersion'>

/** A customer who comes so often within `CONTACT_DAYS` is in distress. */
export const CONTACT_DAYS = 7

/** How often a customer came to us within seven days: calls, cases that no call opened, and what else came in about a case of his. */
const contactsOf = (customerId: Prisma.Sql, at: Date) => {
  const since = new Date(at.getTime() - CONTACT_DAYS * 86_400_000)
  return Prisma.sql`(
    (select count(*) from call where customer_id = ${customerId} and direction = 'inbound' and started_at > ${since} and started_at <= ${at})
    + (select count(*) from "case" x where x.customer_id = ${customerId} and x.call_sid is null and x.channel <> 'incident' and x.opened_at > ${since} and x.opened_at <= ${at})
    + (select count(*) from case_event e join "case" x on x.id = e.case_id
        where x.customer_id = ${customerId} and e.kind = 'contact' and not e.body ?| array['callSid', 'from'] and e.at > ${since} and e.at <= ${at})
  )::int`
}

export async function countContacts(tx: Pick<Transaction, '$queryRaw'>, customerId: string, at: Date): Promise<number> {
  const [row] = await tx.$queryRaw<[{ n: number }]>`select ${contactsOf(Prisma.sql`${customerId}::uuid`, at)} as n`
  return row.n
}

/** What the conditions and orders below speak of: case `c`, level `l`, its open custody `u`, owner `o`, earliest open promise `p`. */
const FROM = Prisma.sql`
  from "case" c
  join level l on l.id = c.level_id
  left join customer k on k.id = c.customer_id
  left join custody u on u.case_id = c.id and u.to_at is null
  left join person o on o.id = u.person_id
  left join lateral (select min(due_at) as due_at from promise where case_id = c.id and c.status = 'open' and kept_at is null and replaced_at is null) p on true`

/** A declared extra; it weighs nothing by the rule that is shipped. */
const isVip = (customerId: Prisma.Sql) => Prisma.sql`exists (select from customer_reference r where r.customer_id = ${customerId} and r.kind = 'vip')`

const columns = (at: Date) => Prisma.sql`
  c.id, c.number, c.title, c.reason, c.severity, c.status, c.channel, c.is_distressed as "isDistressed", c.call_sid as "callSid",
  case when k.id is not null then jsonb_build_object('id', k.id, 'name', k.name) end as customer,
  jsonb_build_object('id', l.id, 'rank', l.rank, 'name', l.name, 'isExecutive', l.is_executive) as level,
  case when o.id is not null then jsonb_build_object('id', o.id, 'name', o.name) end as owner, u.is_keeper as "isKeeper",
  c.opened_at as "openedAt", c.due_top_at as "dueTopAt", c.topped_at as "toppedAt", c.ola_due_at as "olaDueAt", c.ola_breached_at as "olaBreachedAt",
  c.ended_at as "endedAt", p.due_at as "promisedAt", c.last_sign_at as "lastSignAt",
  case when c.status = 'open' then ${contactsOf(Prisma.sql`c.customer_id`, at)} else 0 end as contacts,
  ${isVip(Prisma.sql`c.customer_id`)} as "isVip"`

/** Something about it is overdue: what was promised, its level's answer, or its 20 hours. */
export const isLateAt = (at: Date) => Prisma.sql`(c.status = 'open' and (p.due_at <= ${at} or c.ola_due_at <= ${at} or c.due_top_at <= ${at}))`

/** Nobody has taken it: its owner is only the keeper of its level. */
export const untakenOfLevel = (levelId: string): Prisma.Sql => Prisma.sql`c.level_id = ${levelId}::uuid and u.is_keeper`

/** Open ones first, each by what is due first; then the rest, the last ended first. */
export const DUE_FIRST = Prisma.sql`c.status <> 'open', case when c.status = 'open' then least(p.due_at, c.due_top_at) end, c.ended_at desc, c.number`

/** Part of a number, or words of what was taken down, in English or Russian; the last one may be unfinished. */
export function isFoundBy(typed: string): Prisma.Sql {
  const words = Prisma.sql`case_words(c.title, c.words, c.facts, c.solution) @@ search_query(${typed})`
  const digits = typed.replace(/[\s-]/g, '')
  return /^\d+$/.test(digits) ? Prisma.sql`(c.number like ${`%${digits}%`} or ${words})` : words
}

export type Page = { where: Prisma.Sql; order: Prisma.Sql; limit: number; offset?: number }

export async function listCaseRows(tx: Reader, { where, order, limit, offset = 0 }: Page, now: Date): Promise<CaseRow[]> {
  const rows = await tx.$queryRaw<CaseRecord[]>`select ${columns(now)} ${FROM} where ${where} order by ${order} limit ${limit} offset ${offset}`
  const rule = await getRule(tx, 'score')
  return rows.map((row) => caseRowView(row, { rule, now }))
}

export async function countCases(tx: Reader, where: Prisma.Sql): Promise<number> {
  const [row] = await tx.$queryRaw<[{ n: number }]>`select count(*)::int as n ${FROM} where ${where}`
  return row.n
}

/**
 * The ids of open cases, the highest score first; of two alike the older one. The one formula of score.ts decides, not a copy of it in SQL. What a
 * customer did is counted once, however many cases he has.
 */
export async function idsByScore(tx: Reader, where: Prisma.Sql, now: Date): Promise<string[]> {
  const rows = await tx.$queryRaw<(ScoreFacts & { id: string; number: string })[]>`
    with ranked as materialized (
      select c.id, c.number, c.severity, c.opened_at, c.is_distressed, c.customer_id, p.due_at ${FROM} where c.status = 'open' and ${where}
    ), who as materialized (
      select w.customer_id, ${contactsOf(Prisma.sql`w.customer_id`, now)} as contacts, ${isVip(Prisma.sql`w.customer_id`)} as is_vip
        from (select distinct customer_id from ranked where customer_id is not null) w
    )
    select r.id, r.number, r.severity, r.opened_at as "openedAt", r.is_distressed as "isDistressed", r.due_at as "promisedAt",
           coalesce(who.contacts, 0) as contacts, coalesce(who.is_vip, false) as "isVip"
      from ranked r left join who using (customer_id)`
  const rule = await getRule(tx, 'score')
  return rows
    .map((row) => ({ id: row.id, total: scoreOf(row, rule, now).total, openedAt: row.openedAt.getTime(), number: row.number }))
    .sort((a, b) => b.total - a.total || a.openedAt - b.openedAt || a.number.localeCompare(b.number))
    .map(({ id }) => id)
}
