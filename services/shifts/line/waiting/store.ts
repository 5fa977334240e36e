import type pg from 'pg'
import type { CallerBefore, Line } from '../queue.ts'

/** A caller of whom nothing was heard for so long has gone, and his last report was lost: he holds up nobody. Longer than the longest hold and an offer. */
const HEARD_OF_SECONDS = 90
/** A ring lasts no longer; after that its end was not told. */
const RING_SECONDS = 120
const TALKS_OF_DAYS = 7
const FEWEST_TALKS = 5
/** What talks of a week last does not change in this time. */
const KEEP_MILLISECONDS = 5 * 60_000

type Waiting = { queue: string; since: number; callSid: string; at: number }

/** Who waits before a caller, and which phones are in use. One statement: it is asked at each of his turns. */
export function waitingLine(pool: pg.Pool) {
  let talks: { at: number; mean: Promise<number | null> } | undefined

  async function meanTalk(at: number): Promise<number | null> {
    if (!talks || at < talks.at || at >= talks.at + KEEP_MILLISECONDS) {
      const asked = { at, mean: readMeanTalk(pool, at) }
      talks = asked
      asked.mean.catch(() => {
        if (talks === asked) talks = undefined
      })
    }
    return talks.mean
  }

  return async ({ queue, since, callSid, at }: Waiting): Promise<Line> => {
    const [{ rows }, meanTalkSeconds] = await Promise.all([
      pool.query<{ before: readonly CallerBefore[]; busyPhones: readonly string[] }>({
        name: 'line_waiting',
        text: WAITING,
        values: [queue, since, callSid, new Date(at)],
      }),
      meanTalk(at),
    ])
    const { before = [], busyPhones = [] } = rows[0] ?? {}
    return { before, busyPhones, meanTalkSeconds }
  }
}

/**
 * Calls that are open are few, and have an index. A phone that was named in a dial rings from that turn on, before the first report about its leg:
 * without that two callers would ring the same person in one second. Who talks waits no longer.
 */
const WAITING = `
  with c as materialized (
    select sid, last_event_at, session->'position' as position, session->>'language' as language from call where ended_at is null
  ), leg as materialized (
    select l.call_sid, l.number, l.accepted_at, l.started_at, l.ended_at from c join call_leg l on l.call_sid = c.sid
  ), live as (
    select c.*, c.position->>'awaiting' = 'dial' as is_ringing, (c.position->'hold'->>'since')::double precision as since,
           coalesce(c.position->'ringing'->'asked', '[]') as asked
      from c where c.sid <> $3 and c.position->>'awaiting' in ('hold', 'dial') and c.last_event_at > $4::timestamptz - interval '${HEARD_OF_SECONDS} seconds'
       and not exists (select from leg where leg.call_sid = c.sid and leg.accepted_at is not null and leg.ended_at is null)
  )
  select
    (select coalesce(jsonb_agg(jsonb_build_object('language', language, 'asked', asked, 'isRinging', is_ringing) order by since, sid), '[]')
       from live where position->'hold'->>'queue' = $1 and (since, sid) < ($2::double precision, $3)) as before,
    (select coalesce(jsonb_agg(number), '[]') from (
       select number from leg
        where ended_at is null and number is not null and (accepted_at is not null or started_at > $4::timestamptz - interval '${RING_SECONDS} seconds')
       union
       select phone from live cross join lateral jsonb_array_elements_text(live.asked) as phone
        where live.is_ringing and not exists (select from leg where leg.call_sid = live.sid and leg.number = phone and leg.ended_at >= live.last_event_at)
     ) phones) as "busyPhones"`

async function readMeanTalk(pool: pg.Pool, at: number): Promise<number | null> {
  const { rows } = await pool.query<{ mean: number | null }>({
    name: 'line_talks',
    text: `select case when count(*) >= ${FEWEST_TALKS} then avg(extract(epoch from l.ended_at - l.accepted_at))::double precision end as mean
             from call c join call_leg l on l.call_sid = c.sid
            where c.started_at > $1::timestamptz - interval '${TALKS_OF_DAYS} days' and c.started_at <= $1::timestamptz
              and l.accepted_at is not null and l.ended_at >= l.accepted_at and not l.is_training`,
    values: [new Date(at)],
  })
  return rows[0]?.mean ?? null
}
