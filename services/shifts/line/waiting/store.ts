import type pg from 'pg'
import type { Wanted } from '../../../ivr/questions.ts'
import { NOT_TAKEN } from '../../../schemas/callbacks.ts'
import { callbackRule } from '../../../schemas/rules.ts'
import { run, type Runner } from '../../statement/store.ts'
import { KINDS, KINDS_WAITING, UNMANNED } from '../callbacks/store.ts'
import type { CallbackKind } from '../free.ts'

/** A caller of whom nothing was heard for so long has gone, and his last report was lost: he holds up nobody. Longer than the longest hold and an offer. */
const HEARD_OF_SECONDS = 90
/** A ring lasts no longer; after that its end was not told. */
const RING_SECONDS = 120
/** A call of ours that is placed so soon uses its phone already. */
const PLACED_SECONDS = 5
const TALKS_OF_DAYS = 7
const FEWEST_TALKS = 5
/** What talks of a week last does not change in this time. */
const KEEP_MILLISECONDS = 5 * 60_000
/** Where no rule says more. */
const { agentRestSeconds: REST_SECONDS } = callbackRule.parse({})

/** A caller who holds, or is being rung for. */
export type LiveCaller = {
  sid: string
  /** His line: a step of a flow. */
  queue: string
  since: number
  turn: number
  /** When he was heard of last (epoch milliseconds). */
  heardAt: number
  /** What he speaks. */
  language: string
  /** Whom he waits for, and the language that they must speak; null: his session is of an older version. */
  wants: { wanted: Wanted; language: string | null } | null
  /** Phones that rang for him in vain. */
  asked: readonly string[]
  isRinging: boolean
}

/** All that decides who is next, beside the roster. */
export type LiveLine = {
  callers: readonly LiveCaller[]
  /** Phones that ring or talk now, or are about to. */
  busyPhones: readonly string[]
  /** Of customers: on the line with us, or being called. */
  numbersInUse: readonly string[]
  /** What kinds of callbacks wait and are not paused. */
  kinds: readonly CallbackKind[]
  /** Callbacks whose customer is on the line, or rung, before one of us. */
  unmanned: readonly CallbackKind[]
  /** Who has not taken a callback a moment ago, and until when he is left in peace. */
  resting: ReadonlyArray<{ personId: string; until: number }>
  /** Is anybody there who calls back? Without a worker nobody on the line waits for callbacks. */
  hasDispatcher: boolean
}

/** One statement: it is asked at each turn of each caller who waits. */
export async function readLiveLine(db: Runner, at: Date): Promise<LiveLine> {
  const [line] = await run<LiveLine>(db, 'line_live', LIVE, [at, NOT_TAKEN])
  if (!line) throw new Error('a statement without a table gave no row')
  return line
}

/** How long talks have lasted lately; null when there were too few to say. */
export function meanTalk(pool: pg.Pool) {
  let talks: { at: number; mean: Promise<number | null> } | undefined

  return async (at: number): Promise<number | null> => {
    if (!talks || at < talks.at || at >= talks.at + KEEP_MILLISECONDS) {
      const asked = { at, mean: readMeanTalk(pool, at) }
      talks = asked
      asked.mean.catch(() => {
        if (talks === asked) talks = undefined
      })
    }
    return talks.mean
  }
}

/**
 * Calls that are open are few, and have an index. A phone that was named in a dial rings from that turn on, before the first report about its leg:
 * without that two callers would ring the same person in one second. Who talks waits no longer.
 */
const LIVE = `
  with recursive c as materialized (
    select sid, turn, direction, from_number, last_event_at, session->'position' as position, session->>'language' as language from call where ended_at is null
  ), leg as materialized (
    select l.call_sid, l.number, l.accepted_at, l.started_at, l.ended_at from c join call_leg l on l.call_sid = c.sid
  ), live as (
    select c.*, c.position->>'awaiting' = 'dial' as is_ringing, c.position->'hold' as hold, coalesce(c.position->'ringing'->'asked', '[]') as asked
      from c where c.position->>'awaiting' in ('hold', 'dial') and c.last_event_at > $1::timestamptz - interval '${HEARD_OF_SECONDS} seconds'
       and not exists (select from leg where leg.call_sid = c.sid and leg.accepted_at is not null and leg.ended_at is null)
  ), trying as materialized (
    select a.number, p.phone from callback_attempt a left join person p on p.id = a.person_id where a.ended_at is null
  ), pause as (
    select coalesce((select (body->>'agentRestSeconds')::int from rule_version where kind = 'callback' and key = '' order by version desc limit 1), ${REST_SECONDS})
      * interval '1 second' as lasts
  ), ${KINDS}
  select
    (select coalesce(jsonb_agg(jsonb_build_object('sid', sid, 'queue', hold->>'queue', 'since', (hold->>'since')::double precision, 'turn', turn, 'heardAt', (extract(epoch from last_event_at) * 1000)::bigint, 'language', language,
        'wants', case when hold ? 'wanted' then jsonb_build_object('wanted', hold->'wanted', 'language', hold->'language') end,
        'asked', asked, 'isRinging', is_ringing)), '[]')
       from live where hold ? 'since') as callers,
    (select coalesce(jsonb_agg(number), '[]') from (
       select number from leg
        where ended_at is null and number is not null and (accepted_at is not null or started_at > $1::timestamptz - interval '${RING_SECONDS} seconds')
       union
       select phone from live cross join lateral jsonb_array_elements_text(live.asked) as phone
        where live.is_ringing and not exists (select from leg where leg.call_sid = live.sid and leg.number = phone and leg.ended_at >= live.last_event_at)
       union
       select phone from trying where phone is not null
       union
       select o."to" from outbound_call o where o.ended_at is null
          and (o.state in ('placing', 'ringing', 'answered', 'acknowledged')
            or o.state = 'waiting' and o.due_at <= $1::timestamptz + interval '${PLACED_SECONDS} seconds')
     ) phones) as "busyPhones",
    (select coalesce(jsonb_agg(number), '[]') from (
       select number from trying union select from_number from c where direction = 'inbound' and from_number is not null) numbers) as "numbersInUse",
    ${KINDS_WAITING} as kinds,
    ${UNMANNED} as unmanned,
    (select coalesce(jsonb_agg(jsonb_build_object('personId', p.id, 'until', (extract(epoch from last.ended_at + lasts) * 1000)::bigint)), '[]')
       from pause cross join person p cross join lateral (
         select a.ended_at, a.outcome from callback_attempt a where a.person_id = p.id and a.ended_at > $1::timestamptz - lasts order by a.ended_at desc limit 1) last
      where last.outcome = any($2::text[])) as resting,
    exists (select from sweep where name = 'deadlines sweeper' and beat_at > clock_timestamp() - interval '30 seconds') as "hasDispatcher"`

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
