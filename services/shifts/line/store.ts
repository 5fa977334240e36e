import type pg from 'pg'
import type { Duty, Leave, Presence } from '../../roster-rules/model.ts'
import type { RingablePerson } from '../on-shift.ts'

export type LineLevel = { id: string; rank: number; name: string; head: { name: string; phone: string | null; isActive: boolean } }
/** What the line must know about the roster to ring somebody. */
export type LineRoster = {
  mustSignIn: boolean
  levels: readonly LineLevel[]
  duties: readonly Duty[]
  leaves: readonly Leave[]
  presences: readonly Presence[]
  people: readonly RingablePerson[]
}

/**
 * The roster around an instant, in one statement, for a caller who waits. `pool` has the limits of the line (db.ts). Duties of the two days
 * before belong to it: whoever works on without a pause has signed in then. Idle is who has wrapped up or become ready, since then.
 */
export async function readLineRoster(pool: pg.Pool, at: number, until: number): Promise<LineRoster> {
  const { rows } = await pool.query<LineRoster>({ name: 'line_roster', text: ROSTER, values: [new Date(at), new Date(until)] })
  if (!rows[0]) throw new Error('the roster could not be read')
  return rows[0]
}

const millis = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`

const ROSTER = `
  with d as (
    select d.shift_id, d.override_id, d.person_id, d.starts_at, d.ends_at, s.person_id as planned_id, coalesce(o.kind, 'shift') as source,
           coalesce(o.reason, '') as reason, s.site_id, d.zone, s.kind, s.level_id, s.skill, s.buddy_id
      from duty d join shift s on s.plan = d.plan and s.id = d.shift_id left join override o on o.id = d.override_id
     where d.plan = 'published' and tstzrange(d.starts_at, d.ends_at) && tstzrange($1::timestamptz - interval '2 days', $2::timestamptz, '[]')
  ), p as (
    select p.id, p.name, p.phone, p.is_active, p.is_trainee, p.role, p.speaks, l.rank,
           coalesce((select jsonb_agg(jsonb_build_object('skill', a.skill_key, 'expiresAt', ${millis('a.expires_at')})) from attestation a where a.person_id = p.id), '[]') as attestations
      from person p left join level l on l.id = p.level_id where p.id in (select person_id from d union select planned_id from d)
  ), now_does as (
    select person_id, state, ${millis('from_at')} as "from", ${millis('until')} as until from presence
     where from_at <= $1 and (to_at is null or to_at > $1) and person_id in (select id from p)
  )
  select coalesce((select must_sign_in from company limit 1), true) as "mustSignIn",
         (select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'rank', l.rank, 'name', l.name,
            'head', jsonb_build_object('name', h.name, 'phone', h.phone, 'isActive', h.is_active)) order by l.rank), '[]') from level l join person h on h.id = l.head_id) as levels,
         (select coalesce(jsonb_agg(jsonb_build_object('shiftId', shift_id, 'overrideId', override_id, 'personId', person_id, 'from', ${millis('starts_at')},
            'to', ${millis('ends_at')}, 'plannedId', planned_id, 'source', source, 'reason', reason, 'siteId', site_id, 'zone', zone, 'kind', kind,
            'levelId', level_id, 'skill', skill, 'buddyId', buddy_id) order by starts_at, person_id), '[]') from d) as duties,
         (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'personId', person_id, 'kind', kind, 'from', ${millis('from_at')}, 'to', ${millis('to_at')})), '[]')
            from leave where from_at <= $1 and to_at > $1 and person_id in (select id from p)) as leaves,
         (select coalesce(jsonb_agg(jsonb_build_object('personId', person_id, 'state', state, 'from', "from", 'until', until)), '[]') from now_does) as presences,
         (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name, 'phone', phone, 'isActive', is_active, 'isTrainee', is_trainee, 'isGuest', role = 'guest',
            'levelRank', rank, 'speaks', speaks, 'attestations', attestations, 'contracts', '[]'::jsonb,
            'idleSince', coalesce((select case when n.state = 'wrapUp' then coalesce(n.until, n."from") else n."from" end from now_does n where n.person_id = p.id limit 1), 0))
            order by name, id), '[]') from p) as people`

/** Dates (of the site) on which it rests, around a time. */
export async function readHolidays(pool: pg.Pool, siteId: string, from: number, to: number): Promise<string[]> {
  const { rows } = await pool.query<{ date: string }>({
    name: 'line_holidays',
    text: `select to_char(date, 'YYYY-MM-DD') as date from holiday where site_id = $1::uuid and date between $2::timestamptz::date - 3 and $3::timestamptz::date + 3`,
    values: [siteId, new Date(from), new Date(to)],
  })
  return rows.map(({ date }) => date)
}

export type PinTry = { people: readonly string[]; callSid: string; turn: number; at: Date }

/**
 * One more try at these people's PINs, written down before it is compared: who keys from many phones at once is counted too. Gives the hashes
 * of those who have not had `most` wrong ones since `since`. The tries lie in the outbox, done, under a name of their own.
 */
export async function takePinTry(
  pool: pg.Pool,
  { people, callSid, turn, at, since, most }: PinTry & { since: Date; most: number },
): Promise<ReadonlyArray<{ id: string; hash: string | null }>> {
  const client = await pool.connect()
  client.on('error', ignore)
  try {
    await client.query('begin')
    // Who waited here sees in his next statement what the other has counted.
    await client.query(`select 1 from person where id = any($1::uuid[]) order by id for no key update`, [people])
    const { rows } = await client.query<{ id: string; hash: string | null }>(PIN_TRY, [people, callSid, turn, at, since, most])
    await client.query('commit')
    client.off('error', ignore)
    client.release()
    return rows
  } catch (error) {
    client.release(true)
    throw error
  }
}

const PIN_TRY = `
  with p as (
    select p.id, p.pin_hash, 'pin ' || p.id as name from person p where p.id = any($1::uuid[]) and p.is_active
  ), open as (
    select p.* from p where (select count(*) from effect e where e.call_sid = p.name and e.created_at > $5 and e.id <> p.name || ' ' || $2 || ':' || $3::int) < $6
  ), tried as (
    insert into effect (id, call_sid, turn, n, kind, body, created_at, due_at, done_at)
    select name || ' ' || $2 || ':' || $3::int, name, $3::int, 0, 'pinTry', '{"kind":"pinTry"}', $4::timestamptz, $4::timestamptz, $4::timestamptz from open
    on conflict do nothing
  )
  select id::text, pin_hash as hash from open`

/** The PIN was right: this try does not count. */
export async function forgivePinTry(pool: pg.Pool, { people, callSid, turn }: PinTry): Promise<void> {
  await pool.query(`delete from effect where id in (select 'pin ' || id || ' ' || $2 || ':' || $3::int from unnest($1::uuid[]) as id)`, [people, callSid, turn])
}

const ignore = (): void => undefined
