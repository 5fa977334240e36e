import type { Transaction } from '../../db.ts'
import type { Span } from '../store.ts'

type LoggedCall = { at: Date; talkSeconds: number; flow: string; version: string; steps: string[]; outcome: string | null }

/** What became of callers who wanted nobody, or are served no more: they are no demand. */
const WANTED_NOBODY = ['self-served', 'turned-away']

/**
 * Calls of a site that wanted a person, in office hours or not, with how long one of us talked, and the steps of the flow at which somebody was asked for. The
 * talk of an answered call without a leg of ours (older ones, imported ones) is its length.
 */
export async function listDemand(tx: Transaction, { from, to }: Span, siteName: string): Promise<LoggedCall[]> {
  return tx.$queryRaw<LoggedCall[]>`
    select c.started_at as at, c.flow, c.flow_version as version, c.outcome,
           coalesce((select sum(extract(epoch from l.ended_at - l.accepted_at)) from call_leg l
                      where l.call_sid = c.sid and l.person_id is not null and l.accepted_at is not null and l.ended_at > l.accepted_at),
                    case when c.outcome = 'answered' then c.duration_seconds end, 0)::float8 as "talkSeconds",
           array(select distinct x.entry->>'step' from call_event e cross join lateral jsonb_array_elements(e.log) as x(entry)
                  where e.call_sid = c.sid and e.turn is not null and x.entry->>'kind' in ('dialled', 'held', 'gap', 'allBusy')) as steps
      from call c
     where c.direction = 'inbound' and c.started_at >= ${from} and c.started_at < ${to} and c.site_name = ${siteName}
       and coalesce(c.outcome, '') <> all(${WANTED_NOBODY}::text[])
     order by c.started_at`
}

export type HourOfCalls = { weekday: number; hour: number; calls: number }

/**
 * Calls that came in, by the clock of the site that was called, outside the hours too; blocked numbers are left out. `wanted`: only those that wanted a person.
 */
export async function countByHour(
  tx: Transaction,
  { from, to }: { from: string; to: string },
  zone: string,
  which: 'all' | 'wanted' = 'all',
): Promise<HourOfCalls[]> {
  const left = which === 'all' ? ['turned-away'] : WANTED_NOBODY
  return tx.$queryRaw<HourOfCalls[]>`
    select extract(isodow from c.local)::int as weekday, extract(hour from c.local)::int as hour, count(*)::int as calls
      from (select started_at at time zone coalesce(zone, ${zone}) as local from call
             where direction = 'inbound' and coalesce(outcome, '') <> all(${left}::text[])
               and started_at >= ${from}::date - interval '1 day' and started_at < ${to}::date + interval '1 day') c
     where c.local >= ${from}::date and c.local < ${to}::date
     group by 1, 2`
}

/** When the first call of a period came in, and how long one of us talks (no more than an hour counts); null: nobody has talked yet. */
export async function callsOf(tx: Transaction, { from, to }: { from: string; to: string }): Promise<{ firstAt: Date | null; talkSeconds: number | null }> {
  const [row] = await tx.$queryRaw<[{ firstAt: Date | null; talkSeconds: number | null }]>`
    select (select min(started_at) from call where direction = 'inbound' and started_at >= ${from}::date and started_at < ${to}::date) as "firstAt",
           (select avg(least(extract(epoch from ended_at - accepted_at), 3600))::float8 from call_leg
             where person_id is not null and accepted_at is not null and ended_at > accepted_at and started_at >= ${from}::date and started_at < ${to}::date) as "talkSeconds"`
  return row
}
