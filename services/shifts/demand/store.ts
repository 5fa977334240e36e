import type { Transaction } from '../../db.ts'
import type { Span } from '../store.ts'
import { USUAL_TALK_SECONDS } from './arrivals.ts'

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

/** All calls that came in, by the clock of the site that was called, whatever became of them; blocked numbers are left out. */
export async function countByHour(tx: Transaction, { from, to }: { from: string; to: string }, zone: string): Promise<HourOfCalls[]> {
  return tx.$queryRaw<HourOfCalls[]>`
    select extract(isodow from c.local)::int as weekday, extract(hour from c.local)::int as hour, count(*)::int as calls
      from (select started_at at time zone coalesce(zone, ${zone}) as local from call where direction = 'inbound' and coalesce(outcome, '') <> 'turned-away'
               and started_at >= ${from}::date - interval '1 day' and started_at < ${to}::date + interval '1 day') c
     where c.local >= ${from}::date and c.local < ${to}::date
     group by 1, 2`
}

/** Of calls that somebody of ours took; four minutes until there are any. */
export async function meanTalkSeconds(tx: Transaction, { from, to }: { from: string; to: string }): Promise<number> {
  const [row] = await tx.$queryRaw<[{ seconds: number | null }]>`
    select least(avg(extract(epoch from l.ended_at - l.accepted_at)), 3600)::float8 as seconds from call_leg l
     where l.person_id is not null and l.accepted_at is not null and l.ended_at > l.accepted_at and l.started_at >= ${from}::date and l.started_at < ${to}::date`
  return row.seconds ?? USUAL_TALK_SECONDS
}
