import { Prisma, type Transaction } from '../../db.ts'
import type { HouseFigure } from '../definitions.ts'
import { GOOD_MARK, ownerAt, REOPENED_WITHIN, solves, type FigureRow } from '../figures/store.ts'
import type { Period } from '../month.ts'

export async function countOfHouse(tx: Transaction, figure: HouseFigure, period: Period): Promise<{ count: number; sum: number }> {
  const [row] = await tx.$queryRaw<[{ count: number; sum: number }]>`
    select count(*)::int as count, coalesce(sum(value), 0)::int as sum from (${rowsOf(figure, period)}) as counted`
  return row
}

/** Rows of a share are all below its line, with 1 for those above. */
export async function listOfHouse(tx: Transaction, figure: HouseFigure, period: Period): Promise<FigureRow[]> {
  return tx.$queryRaw<FigureRow[]>`
    select null::uuid as person_id, case_id, at, value::float8 as value, text from (${rowsOf(figure, period)}) as counted order by at, case_id`
}

function rowsOf(figure: HouseFigure, period: Period): Prisma.Sql {
  const { from, cut } = period
  switch (figure) {
    case 'solved':
      return Prisma.sql`select case_id, at, null::int as value, text from (${solves(period)}) as s where not is_reopened`
    case 'ratings':
      return Prisma.sql`select case_id, given_at as at, score as value, why as text from case_rating where given_at >= ${from} and given_at < ${cut}`
    case 'csat':
      return Prisma.sql`
        select case_id, given_at as at, (score >= ${GOOD_MARK})::int as value, why as text from case_rating where given_at >= ${from} and given_at < ${cut}`
    case 'opened':
      return Prisma.sql`
        select id as case_id, opened_at as at, null::int as value, title as text from "case" where opened_at >= ${from} and opened_at < ${cut}`
    case 'closed':
      return Prisma.sql`
        select case_id, at, null::int as value, coalesce(body->>'reason', '') as text from case_event where kind = 'closed' and at >= ${from} and at < ${cut}`
    case 'open': // what somebody owned until the month ended
      return Prisma.sql`
        select c.id as case_id, c.opened_at as at, null::int as value, c.title as text from "case" c where exists (${ownedAt(Prisma.sql`c.id`, cut)})`
    case 'reachedTop':
      return Prisma.sql`
        select c.id as case_id, c.due_top_at as at, c.title as text,
               exists (select 1 from custody u where u.case_id = c.id and u.from_at <= c.due_top_at and (u.to_at is null or u.to_at > c.due_top_at))::int as value
          from "case" c where c.due_top_at >= ${from} and c.due_top_at < ${cut}`
    case 'promisesDue':
    case 'promisesKept':
      return Prisma.sql`
        select case_id, due_at as at, kind as text, coalesce(kept_at <= due_at, false)::int as value
          from promise where due_at >= ${from} and due_at < ${cut} and (replaced_at is null or replaced_at > due_at)`
    case 'ratingsAsked':
      return Prisma.sql`
        select case_id, created_at as at, null::int as value, coalesce(channel, '') as text
          from customer_message where kind = 'survey' and state in ('handed', 'delivered', 'unknown') and created_at >= ${from} and created_at < ${cut}`
  }
}

const ownedAt = (caseId: Prisma.Sql, cut: Date): Prisma.Sql =>
  Prisma.sql`select 1 from custody u where u.case_id = ${caseId} and u.from_at < ${cut} and (u.to_at is null or u.to_at >= ${cut})`

const MOST_REASONS = 100

/** Why people came, and how often the front line alone was enough. */
export async function countByReason(tx: Transaction, period: Period): Promise<{ reason: string; opened: number; solvedAtFirstLevel: number }[]> {
  const everSolved = { ...period, from: new Date(0) }
  return tx.$queryRaw`
    select c.reason, count(*)::int as opened, (count(s.case_id))::int as "solvedAtFirstLevel"
      from "case" c
      left join lateral (select 1 as case_id from (${solves(everSolved)}) as e join level l on l.id = e.level_id
                          where e.case_id = c.id and not e.is_reopened and l.rank = (select min(rank) from level) limit 1) as s on true
     where c.opened_at >= ${period.from} and c.opened_at < ${period.cut}
     group by c.reason order by opened desc, c.reason limit ${MOST_REASONS}`
}

export type TopRow = { number: string; title: string; person_id: string | null; name: string | null; age: number; status: string }
const MOST_AT_TOP = 1_000

/** What stood at the top in the month, the oldest first: its age by its own clock when it ended, else when the month did. */
export async function listTop(tx: Transaction, { from, cut }: Period): Promise<TopRow[]> {
  return tx.$queryRaw<TopRow[]>`
    select c.number, c.title, o.person_id, p.name, extract(epoch from least(c.ended_at, ${cut}) - (c.due_top_at - interval '20 hours'))::int as age,
           case when c.ended_at < ${cut} then c.status else 'open' end as status
      from "case" c
      join lateral (select u.person_id from custody u join level l on l.id = u.level_id and l.is_executive
                     where u.case_id = c.id and u.from_at < ${cut} and (u.to_at is null or u.to_at > ${from}) order by u.from_at desc, u.to_at desc nulls first limit 1) as o on true
      left join person p on p.id = o.person_id
     order by age desc, c.number limit ${MOST_AT_TOP}`
}

export type LateReopening = { number: string; person_id: string | null; name: string | null; solvedAt: Date; reopenedAt: Date }

/** Reopened in this month, within 14 days, though the month of the solving was closed by then: the credit there stays. */
export async function listLateReopenings(tx: Transaction, { from, cut }: Period): Promise<LateReopening[]> {
  return tx.$queryRaw<LateReopening[]>`
    select c.number, o.person_id, p.name, s.at as "solvedAt", r.at as "reopenedAt"
      from case_event r
      join "case" c on c.id = r.case_id
      join lateral (select e.at from case_event e where e.case_id = r.case_id and e.kind = 'solved' and (e.at, e.n) < (r.at, r.n) order by e.at desc, e.n desc limit 1) as s
        on r.at <= s.at + ${REOPENED_WITHIN}
      left join lateral (${ownerAt(Prisma.sql`r.case_id`, Prisma.sql`s.at`)}) as o on true
      left join person p on p.id = o.person_id
     where r.kind = 'reopened' and r.at >= ${from} and r.at < ${cut}
       and exists (select 1 from closed_month m where s.at >= (m.body->>'from')::timestamptz and s.at < (m.body->>'to')::timestamptz and m.closed_at <= r.at)
     order by r.at, c.number`
}
