import type pg from 'pg'
import { rosterAround, type RosterAround } from '../on-shift/store.ts'
import { run, type Runner } from '../statement/store.ts'

export type LineLevel = { id: string; rank: number; name: string; head: { name: string; phone: string | null; isActive: boolean } }
/** What the line must know about the roster to ring somebody. */
export type LineRoster = RosterAround & { levels: readonly LineLevel[] }

/** The roster around an instant, for a caller who waits. His pool has the limits of the line (db.ts). */
export async function readLineRoster(db: Runner, at: number, until?: number): Promise<LineRoster> {
  const [around, levels] = await Promise.all([
    rosterAround(db, new Date(at), until === undefined ? undefined : new Date(until)),
    run<LineLevel>(db, 'line_levels', LEVELS, []),
  ])
  return { ...around, levels }
}

const LEVELS = `
  select l.id::text, l.rank, l.name, jsonb_build_object('name', h.name, 'phone', h.phone, 'isActive', h.is_active) as head
    from level l join person h on h.id = l.head_id order by l.rank`

/** Dates (of the site) on which it rests, around a time. */
export async function readHolidays(pool: pg.Pool, siteId: string, from: number, to: number): Promise<string[]> {
  const { rows } = await pool.query<{ date: string }>({
    name: 'line_holidays',
    text: `select to_char(date, 'YYYY-MM-DD') as date from holiday where site_id = $1::uuid and date between $2::timestamptz::date - 3 and $3::timestamptz::date + 3`,
    values: [siteId, new Date(from), new Date(to)],
  })
  return rows.map(({ date }) => date)
}

/** Who owns an open case. */
export async function findOwner(pool: pg.Pool, caseNumber: string): Promise<{ id: string; name: string } | null> {
  const { rows } = await pool.query<{ id: string; name: string }>({
    name: 'line_owner',
    text: `select p.id, p.name from "case" c join custody u on u.case_id = c.id and u.to_at is null join person p on p.id = u.person_id where c.number = $1`,
    values: [caseNumber],
  })
  return rows[0] ?? null
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
