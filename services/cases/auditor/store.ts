import pg from 'pg'

/** What the auditor has found: which rule is broken, by how many, and some of them by number. */
export type Broken = { what: AlarmKind; count: number; cases: readonly string[] }
export type AlarmKind = 'late' | 'ownerless' | 'twoOwners' | 'inactiveOwner' | 'heartbeat' | 'unheard'

/** A connection of its own: it neither waits for anybody nor keeps a caller waiting. */
export function auditorPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 2_000, query_timeout: 8_000, application_name: 'nightline auditor' })
  pool.on('error', () => undefined)
  return pool
}

/** A case may be so late before anybody is alarmed; so old may the sweeper's last sign of life be. */
export const LATE_SECONDS = 60
export const HEARTBEAT_SECONDS = 90

/**
 * One statement that shares nothing with the sweeper: it asks what must be true whoever made it so. `$1`: now; the heartbeat is by the machine's
 * clock ($2). `unheard`: the executive is being called for longer than anybody should be, and nobody can stand in for him.
 */
const AUDIT = `
  with owned as (
    select u.case_id, count(*) as owners, bool_or(not p.is_active) as is_left from custody u join person p on p.id = u.person_id where u.to_at is null group by u.case_id
  ), open_case as (
    select c.number, c.due_top_at, c.topped_at, l.is_executive, coalesce(o.owners, 0) as owners, coalesce(o.is_left, false) as is_left
      from "case" c join level l on l.id = c.level_id left join owned o on o.case_id = c.id where c.status = 'open'
  ), broken as (
    select 'late' as what, number from open_case where due_top_at < $1::timestamptz - interval '${LATE_SECONDS} seconds' and (topped_at is null or not is_executive)
    union all select 'ownerless', number from open_case where owners = 0
    union all select 'twoOwners', number from open_case where owners > 1
    union all select 'inactiveOwner', number from open_case where is_left
    union all select 'unheard', c.number from telling t join telling_case k on k.telling_id = t.id join "case" c on c.id = k.case_id and c.status = 'open'
      where t.state = 'open' and t.started_at < $1::timestamptz - interval '40 minutes'
  )
  select what, count(*)::int as count, (array_agg(number order by number))[1:5] as cases from broken group by what
  union all
  select 'heartbeat', 1, '{}' where not exists (select from sweep where name = 'deadlines' and beat_at > $2::timestamptz - interval '${HEARTBEAT_SECONDS} seconds')`

export async function findBroken(pool: Pick<pg.Pool, 'query'>, now: Date, machineNow: Date): Promise<Broken[]> {
  const { rows } = await pool.query<Broken>(AUDIT, [now, machineNow])
  return rows
}

export async function heartbeatAge(pool: Pick<pg.Pool, 'query'>, machineNow: Date): Promise<number | undefined> {
  const { rows } = await pool.query<{ beat_at: Date }>(`select beat_at from sweep where name = 'deadlines'`)
  return rows[0] && Math.max(0, (machineNow.getTime() - rows[0].beat_at.getTime()) / 1_000)
}
