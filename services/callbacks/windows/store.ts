import type { Transaction } from '../../db.ts'
import { NOT_TAKEN } from '../../schemas/callbacks.ts'
import type { CallbackRule } from '../../schemas/rules.ts'
import { rosterAround } from '../../shifts/on-shift/store.ts'
import { run, type Runner } from '../../shifts/statement/store.ts'
import type { Demand } from './capacity.ts'
import type { Wanted } from './cover.ts'
import { HORIZON_DAYS, type Standing } from './offers.ts'
import type { Means, Waiting } from './wait.ts'

export type Reader = Runner & Pick<Transaction, 'callbackPause'>

/** Sold one after the other: of two who want the last place, the second sees that it is gone. Take it before you hold a callback. */
export async function lockWindows(tx: Pick<Transaction, '$executeRaw'>): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('callback windows'))`
}

/** `except`: a callback that is to get another window does not stand in its own way. `days`: how far ahead is asked about. */
export type Asked = { at: Date; rule: CallbackRule; except?: string | undefined; days?: number; placeBefore?: { at: Date; id: string } }

export async function readStanding(db: Reader, asked: Asked): Promise<Standing> {
  const { at, rule, days = HORIZON_DAYS } = asked
  const roster = await rosterAround(db, at, new Date(at.getTime() + days * 86_400_000))
  const means = await readMeans(db, at, rule)
  const demands = await readDemands(db, asked, means)
  const waiting = await readWaiting(db, asked)
  const pauses = await db.callbackPause.findMany({ where: { resumedAt: null }, select: { skill: true } })
  const isPaused = (skill: string | null): boolean => pauses.some((pause) => pause.skill === null || pause.skill === skill)
  return { at: at.getTime(), roster, demands, waiting, ...means, rule, isPaused }
}

type DemandRow = {
  from: Date
  to: Date
  skill: string | null
  language: string
  personId: string | null
  levelId: string | null
  siteId: string | null
  count: number
}

const wantedOf = ({ skill, language, personId, levelId, siteId }: Omit<DemandRow, 'from' | 'to' | 'count'>): Wanted => ({
  skill,
  language,
  personId,
  levelId,
  siteId,
})

/**
 * Callbacks whose window is over, or ends in a moment, are called in the next hours; times count in steps of five minutes, so that those who ask one
 * after the other are few groups. Only the first try has to begin in the window, so there is time for the others after it; who was tried already takes
 * one more talk.
 */
async function readDemands(db: Runner, { at, rule: { asapMinutes }, except }: Asked, { talkSeconds, meanSeconds }: Means): Promise<Demand[]> {
  const rows = await run<DemandRow & { isTried: boolean }>(db, 'callback_demands', DEMANDS, [at, asapMinutes, except ?? null])
  const others = Math.max(0, meanSeconds - talkSeconds)
  return rows.map((row) => ({
    from: row.from.getTime(),
    to: row.to.getTime() + others * 1_000,
    wanted: wantedOf(row),
    count: row.count,
    ...(row.isTried && { seconds: talkSeconds }),
  }))
}

const DEMANDS = `
  select f as "from", case when t > f then t else f + make_interval(mins => $2::int) end as "to",
         skill, language, person_id::text as "personId", level_id::text as "levelId", site_id::text as "siteId", state = 'resting' as "isTried", count(*)::int as count
    from callback b,
         lateral (select greatest(window_from, $1::timestamptz, case when state in ('resting', 'snoozed') then date_bin('5 minutes', next_at, 'epoch'::timestamptz) end) as f,
                         date_bin('5 minutes', due_at, 'epoch'::timestamptz) as t) w
   where ended_at is null and state <> 'talking' and id is distinct from $3::uuid
   group by 1, 2, 3, 4, 5, 6, 7, 8 order by min(place_at)`

/** More wait than anybody gets to in days. */
const MOST_WAITING = 5_000

type WaitingRow = Omit<DemandRow, 'from' | 'to' | 'count'> & Pick<Waiting, 'id' | 'takes'> & { placeAt: Date; from: Date; until: Date | null }

async function readWaiting(db: Runner, { at, except, placeBefore }: Asked): Promise<Waiting[]> {
  const rows = await run<WaitingRow>(db, 'callback_waiting', WAITING, [at, except ?? null, placeBefore?.at ?? null, placeBefore?.id ?? null])
  return rows.map(({ id, takes, placeAt, from, until, ...wanted }) => ({
    ...wantedOf(wanted),
    ...{ id, takes, placeAt: placeAt.getTime(), from: from.getTime(), until: until && until.getTime() },
  }))
}

/** A caller of whom nothing was heard for so long has gone (as in shifts/line/waiting). Who is rung for waits too: it takes somebody's time. */
const HEARD_OF_SECONDS = 90

const WAITING = `
  (select id::text, skill, language, person_id::text as "personId", level_id::text as "levelId", site_id::text as "siteId",
          case when first_try_at is null then 'tries' else 'talk' end as takes, place_at as "placeAt",
          greatest($1::timestamptz, case state when 'scheduled' then window_from when 'resting' then next_at when 'snoozed' then next_at end) as "from",
          case when state in ('scheduled', 'waiting', 'resting', 'snoozed') and first_try_at is null and broken_at is null then due_at end as "until"
     from callback where state in ('scheduled', 'waiting', 'resting', 'snoozed', 'offering', 'calling') and id is distinct from $2::uuid
      and ($3::timestamptz is null or (place_at, id) < ($3, $4::uuid)) order by place_at, id limit ${MOST_WAITING})
  union all
  select null, hold->'wanted'->>'skill', case when hold ? 'wanted' then hold->>'language' else language end, null,
         (select l.id::text from level l where l.rank = (hold->'wanted'->>'level')::int), hold->'wanted'->>'siteId',
         'talk', to_timestamp((hold->>'since')::double precision / 1000), $1::timestamptz, null
    from (select sid, session->'position'->'hold' as hold, session->>'language' as language from call
           where ended_at is null and session->'position'->'hold' is not null and session->'position'->>'awaiting' in ('hold', 'dial')
             and last_event_at > $1::timestamptz - interval '${HEARD_OF_SECONDS} seconds') c
   where not exists (select from call_leg l where l.call_sid = c.sid and l.accepted_at is not null and l.ended_at is null)
   order by "placeAt"
   limit ${MOST_WAITING}`

const FEWEST = 5
const MOST_OVER = 500

/**
 * How long one of us talks with a customer whom we have called, with the wrap-up (too few were: with a caller; too few of those: by the rule), and what a
 * callback takes of our people's time with all its tries: each from its beginning to its end, with the wrap-up of who took it and the time in which who did
 * not take it is left in peace. All tries in a week, or since the five hundredth last callback was over, for each that was over in that time: those that
 * are over alone would be, on a busy morning, those with whom it went fast. One that took more than a window has room for counts as that: a bad day
 * stops nothing.
 */
export async function readMeans(
  db: Runner,
  at: Date,
  rule: Pick<CallbackRule, 'agentRestSeconds' | 'meanCallMinutes' | 'windowMinutes' | 'share'>,
): Promise<Means> {
  const most = rule.windowMinutes * 60 * rule.share
  const [row] = await run<{ talk: number | null; whole: number | null }>(db, 'callback_means', MEANS, [at, rule.agentRestSeconds, NOT_TAKEN, most])
  const talkSeconds = row?.talk ?? rule.meanCallMinutes * 60
  return { talkSeconds, meanSeconds: row?.whole ?? talkSeconds }
}

const LEAST_SECONDS = 30
const MEANS = `
  with wrap_up as (
    select coalesce((select wrap_up_seconds from company), 30) as seconds
  ), b as (
    select id, ended_at from callback
     where ended_at > $1::timestamptz - interval '7 days' and ended_at <= $1 and first_try_at is not null and source <> 'callNow' order by ended_at desc limit ${MOST_OVER}
  ), period as (
    select count(*) as n, case when count(*) < ${MOST_OVER} then $1::timestamptz - interval '7 days' else min(ended_at) end as since from b
  ), t as (
    select t.*, (select seconds from wrap_up) as wrap_up from callback_attempt t join callback c on c.id = t.callback_id
     where t.ended_at > (select since from period) and t.ended_at <= $1 and c.source <> 'callNow'
  ), whole as (
    select (select n from period) as n, sum(least(seconds, $4::double precision)) / nullif((select n from period), 0) as mean from (
      select sum(extract(epoch from ended_at - started_at)
               + case when outcome = any($3::text[]) then $2::int when accepted_at is not null then wrap_up else 0 end)::double precision as seconds
        from t group by callback_id) one
  ), talk as (
    select count(*) as n, avg(extract(epoch from ended_at - coalesce(accepted_at, started_at)) + wrap_up) as mean from t where connected_at is not null
  ), line as (
    select count(*) as n, avg(extract(epoch from l.ended_at - l.accepted_at)) + (select seconds from wrap_up) as mean from call c join call_leg l on l.call_sid = c.sid
     where c.started_at > $1::timestamptz - interval '7 days' and c.started_at <= $1::timestamptz
       and l.accepted_at is not null and l.ended_at >= l.accepted_at and not l.is_training and (select n from talk) < ${FEWEST}
  )
  select (case when talk.n >= ${FEWEST} then greatest(talk.mean, ${LEAST_SECONDS}) when line.n >= ${FEWEST} then greatest(line.mean, ${LEAST_SECONDS}) end)::double precision as talk,
         case when whole.n >= ${FEWEST} then greatest(whole.mean, ${LEAST_SECONDS}) end as whole
    from whole, talk, line`
