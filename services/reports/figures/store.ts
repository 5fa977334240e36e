import { Prisma, type Transaction } from '../../db.ts'
import type { PersonFigure } from '../definitions.ts'
import type { Period } from '../month.ts'

/** One thing that is counted: a figure is the sum, the mean or the number of these, so its rows always add up to it. */
export type FigureRow = { person_id: string | null; case_id: string; at: Date; value: number | null; text: string }
/** A figure that is counted or summed; a rate is made of two of them. */
export type CountedFigure = Exclude<PersonFigure, 'passRate'>
export type Sums = { count: number; sum: number; good: number }

/** 14 days: a case reopened later than that was solved for good. */
export const REOPENED_WITHIN = Prisma.sql`interval '336 hours'`
const UNREAD_WITHIN = Prisma.sql`interval '5 minutes'`
/** A mark that counts as satisfied. */
export const GOOD_MARK = 4

/** For each person: how many rows, their sum, and how many marks are good. */
export async function sumFigure(tx: Transaction, figure: CountedFigure, period: Period): Promise<Map<string, Sums>> {
  const rows = await tx.$queryRaw<{ person_id: string; count: number; sum: number; good: number }[]>`
    select person_id, count(*)::int as count, coalesce(sum(value), 0)::float8 as sum, (count(*) filter (where value >= ${GOOD_MARK}))::int as good
      from (${rowsOf(figure, period)}) as counted where person_id is not null group by person_id`
  return new Map(rows.map(({ person_id: person, ...sums }) => [person, sums]))
}

/** The rows of a figure; without a person those of everybody. */
export async function listFigure(tx: Transaction, figure: CountedFigure, period: Period, personId: string | undefined): Promise<FigureRow[]> {
  const whose = personId === undefined ? Prisma.sql`true` : Prisma.sql`person_id = ${personId}::uuid`
  return tx.$queryRaw<FigureRow[]>`
    select person_id, case_id, at, value::float8 as value, text from (${rowsOf(figure, period)}) as counted where ${whose} order by at, case_id`
}

/** `person_id, case_id, at, value, text` of each row. */
function rowsOf(figure: CountedFigure, period: Period): Prisma.Sql {
  switch (figure) {
    case 'solved':
      return Prisma.sql`select person_id, case_id, at, null::numeric as value, text from (${solves(period)}) as s where not is_reopened`
    case 'solvedOnSpot':
      return Prisma.sql`select person_id, case_id, at, null::numeric as value, spot as text from (${solves(period)}) as s where not is_reopened and spot <> ''`
    case 'reopened':
      return Prisma.sql`select person_id, case_id, at, null::numeric as value, text from (${solves(period)}) as s where is_reopened`
    case 'passed':
      return Prisma.sql`
        select moved_by_id as person_id, case_id, from_at as at, null::numeric as value, coalesce(reason, '') as text
          from custody where how = 'passUp' and moved_by_id is not null and from_at >= ${period.from} and from_at < ${period.cut}`
    case 'passedUnread':
      return passedUnread(period)
    case 'reachedTop':
      return Prisma.sql`
        select p.person_id, u.case_id, u.from_at as at, null::numeric as value, coalesce(u.reason, '') as text
          from custody u join lateral (${before}) as p on p.person_id <> u.person_id where u.how = 'top' and u.from_at >= ${period.from} and u.from_at < ${period.cut}`
    case 'received':
    case 'secondsLeftAtReceipt':
      return receipts(period)
    case 'custodySeconds':
      return custodies(period, Prisma.sql`true`)
    case 'unattendedSeconds':
      return custodies(period, Prisma.sql`u.is_keeper`)
    case 'idleSeconds':
      return idle(period)
    case 'ratings':
    case 'csat':
      return marks(period)
    case 'factsMissed':
      return Prisma.sql`
        select intake_by_id as person_id, case_id, asked_at as at, null::numeric as value, question as text
          from missing_fact where fault = 'ours' and intake_by_id is not null and asked_at >= ${period.from} and asked_at < ${period.cut}`
  }
}

/** Each solving with who owned the case then; `is_reopened`: within 14 days, as far as is known. */
export const solves = ({ from, cut, asOf }: Period): Prisma.Sql => Prisma.sql`
  select o.person_id, o.level_id, e.case_id, e.at, coalesce(e.body->>'solution', '') as text, coalesce(e.body->>'spotReason', '') as spot,
         exists (select 1 from case_event r where r.case_id = e.case_id and r.kind = 'reopened' and (r.at, r.n) > (e.at, e.n)
                    and r.at <= e.at + ${REOPENED_WITHIN} and r.at <= ${asOf}) as is_reopened
    from case_event e left join lateral (${ownerAt(Prisma.sql`e.case_id`, Prisma.sql`e.at`)}) as o on true
   where e.kind = 'solved' and e.at >= ${from} and e.at < ${cut}`

/** Who had the case at an instant at which it was ended: the custody that began last before. */
export const ownerAt = (caseId: Prisma.Sql, at: Prisma.Sql): Prisma.Sql => Prisma.sql`
  select c.person_id, c.level_id from custody c where c.case_id = ${caseId} and c.from_at <= ${at} order by c.from_at desc, c.to_at desc nulls first limit 1`

/** The custody that ended when `u` began. */
const before = Prisma.sql`
  select b.* from custody b where b.case_id = u.case_id and b.to_at = u.from_at and b.id <> u.id order by b.from_at desc limit 1`

const passedUnread = (period: Period): Prisma.Sql => Prisma.sql`
  select p.person_id, u.case_id, u.from_at as at, extract(epoch from u.from_at - p.from_at) as value, coalesce(u.reason, '') as text
    from custody u join lateral (${before}) as p on p.person_id = u.moved_by_id
   where u.how = 'passUp' and u.from_at >= ${period.from} and u.from_at < ${period.cut}
     and u.from_at - p.from_at <= ${UNREAD_WITHIN} and (p.read_at is null or p.read_at > u.from_at)`

/** The deadline was later only after the case had been reopened. */
const receipts = ({ from, cut }: Period): Prisma.Sql => Prisma.sql`
  select u.person_id, u.case_id, u.from_at as at, u.how as text,
         greatest(0, extract(epoch from case when c.reopened_at is null or u.from_at >= c.reopened_at then c.due_top_at else c.opened_at + interval '20 hours' end - u.from_at)) as value
    from custody u join "case" c on c.id = u.case_id
   where u.from_at >= ${from} and u.from_at < ${cut} and not exists (select 1 from (${before}) as p where p.person_id = u.person_id)`

/** The part of each custody that lies in the month. */
const custodies = ({ from, cut }: Period, which: Prisma.Sql): Prisma.Sql => Prisma.sql`
  select u.person_id, u.case_id, greatest(u.from_at, ${from}) as at, u.how as text,
         extract(epoch from least(coalesce(u.to_at, ${cut}), ${cut}) - greatest(u.from_at, ${from})) as value
    from custody u where u.from_at < ${cut} and (u.to_at is null or u.to_at > ${from}) and ${which}`

const idle = ({ from, cut, asOf }: Period): Prisma.Sql => Prisma.sql`
  select person_id, case_id, greatest(from_at, ${from}) as at, how as text, extract(epoch from least(until, ${cut}) - greatest(from_at, ${from})) as value
    from (select u.*, coalesce(least(u.to_at, (select min(e.at) from case_event e where e.case_id = u.case_id and e.person_id = u.person_id
                                                 and e.at > u.from_at and e.at <= ${asOf})), ${cut}) as until
            from custody u where u.from_at < ${cut} and (u.to_at is null or u.to_at > ${from})) as waiting
   where until > ${from}`

/** A mark belongs to who had solved the case last when it was given. */
const marks = ({ from, cut }: Period): Prisma.Sql => Prisma.sql`
  select o.person_id, g.case_id, g.given_at as at, g.score::numeric as value, g.why as text
    from case_rating g
    left join lateral (select e.at from case_event e where e.case_id = g.case_id and e.kind = 'solved' and e.at <= g.given_at order by e.at desc, e.n desc limit 1) as s on true
    left join lateral (${ownerAt(Prisma.sql`g.case_id`, Prisma.sql`s.at`)}) as o on true
   where g.given_at >= ${from} and g.given_at < ${cut}`
