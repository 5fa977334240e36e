import type pg from 'pg'
import { LIVE_CHANNEL } from '../../http/live/messages.ts'
import type { PresenceState } from '../../roster-rules/model.ts'
import type { PresenceView } from '../../schemas/rosters.ts'
import { SIGN_IN_EARLY_MINUTES } from '../../roster-rules/presence.ts'
import { run, type Runner } from '../statement/store.ts'

type Via = PresenceView['via']

/**
 * From `at` on he does this; `until` ends a wrap-up. Pages hear of it on commit. True if that is new. Two that change at once wait for each
 * other, so hand in a transaction (with a pool it opens one of its own).
 *
 * The same again changes nothing, but for who is ready since an earlier shift: then it is the sign-in for this one. What comes
 * late (a report about a call, keys that waited in the outbox) does not undo what he has said himself since then.
 */
export async function changePresence(
  db: Runner | pg.Pool,
  personId: string,
  state: PresenceState,
  via: Via,
  at: Date,
  until: Date | null = null,
): Promise<boolean> {
  if ('idleCount' in db) return inTransaction(db, (client) => changePresence(client, personId, state, via, at, until))
  await lockPeople(db, [personId])
  return (await run(db, 'presence_change', CHANGE, [personId, state, via, at, until])).length > 0
}

/** A call was taken on the phone of this person. */
export async function takeCall(client: pg.ClientBase, personId: string, at: Date): Promise<void> {
  await changePresence(client, personId, 'onACall', 'call', at)
}

/** A call or leg is over, and the transaction says so already: whoever is on no other call wraps up. What he has said himself meanwhile stays. */
export async function leaveCall(client: Runner, people: readonly string[], at: Date): Promise<void> {
  if (people.length === 0) return
  await lockPeople(client, people)
  await run(client, 'presence_leave_call', LEAVE_CALL, [people, at])
}

/** Whoever waited here begins his next statement with what the other has left. */
async function lockPeople(db: Runner, people: readonly string[]): Promise<void> {
  await run(db, 'presence_lock', `select id::text from person where id = any($1::uuid[]) order by id for no key update`, [people])
}

/** `begun` asks for `ended` so that the old interval ends first. */
const FROM_ONE_TO_THE_NEXT = `
  ended as (
    update presence p set to_at = change.at from change where p.id = change.id returning p.id
  ), begun as (
    insert into presence (id, person_id, state, from_at, until, via)
    select gen_random_uuid(), person_id, state, at, until, via from change where (select count(*) from ended) >= 0 returning person_id
  )
  select person_id::text, pg_notify('${LIVE_CHANNEL}', json_build_object('type', 'presence', 'id', person_id)::text)::text as told from begun`

const CHANGE = `
  with last as (
    select id, from_at, via, case when state = 'wrapUp' and until <= $4::timestamptz then 'ready' else state end as state
      from presence where person_id = $1::uuid and to_at is null order by from_at desc limit 1
  ), change as (
    select last.id, $1::uuid as person_id, $2::text as state, greatest($4::timestamptz, last.from_at) as at, $5::timestamptz as until, $3::text as via
      from (select 1) one left join last on true
     where last.id is null
        or last.state <> $2 and ($3 in ('page', 'api') or $3 = 'call' and last.via = 'call' or last.from_at <= $4)
        or $2 = 'ready' and last.state = 'ready' and exists (
             select 1 from duty d where d.plan = 'published' and d.person_id = $1::uuid
                and tstzrange(d.starts_at, d.ends_at) && tstzrange($4, $4 + interval '${SIGN_IN_EARLY_MINUTES} minutes', '[]')
                and last.from_at < d.starts_at - interval '${SIGN_IN_EARLY_MINUTES} minutes')
  ), ${FROM_ONE_TO_THE_NEXT}`

/** Calls that are open are few, and have an index. `limit` keeps the planner from reading all legs there are. */
const LEAVE_CALL = `
  with change as (
    select last.id, who.id as person_id, 'wrapUp' as state, at, at + make_interval(secs => coalesce((select wrap_up_seconds from company), 30)) as until, 'call' as via
      from unnest($1::uuid[]) as who(id)
     cross join lateral (select id, state, from_at from presence where person_id = who.id and to_at is null order by from_at desc limit 1) last
     cross join lateral (select greatest($2::timestamptz, last.from_at) as at) t
     where last.state = 'onACall' and not exists (
       select 1 from call c cross join lateral (
         select 1 from call_leg l where l.call_sid = c.sid and l.person_id = who.id and l.accepted_at is not null and l.ended_at is null limit 1) other
        where c.ended_at is null)
  ), ${FROM_ONE_TO_THE_NEXT}`

async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    client.release()
    return result
  } catch (error) {
    client.release(true)
    throw error
  }
}
