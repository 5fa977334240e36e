import type pg from 'pg'

/**
 * How many milliseconds who places a call now waits first: providers take so many a second, whichever process of ours asks. By the machine's time, not
 * by ours: it is the provider that must not be hurried.
 */
export async function takeTurn(pool: Pick<pg.Pool, 'query'>, callsPerSecond: number): Promise<number> {
  const { rows } = await pool.query<{ wait: number }>({
    name: 'call_pace',
    text: `insert into call_pace as p (name, next_at) values ('calls', clock_timestamp() + make_interval(secs => $1))
           on conflict (name) do update set next_at = greatest(p.next_at, clock_timestamp()) + make_interval(secs => $1)
           returning greatest(0, extract(epoch from next_at - clock_timestamp()) - $1)::float8 * 1000 as wait`,
    values: [1 / callsPerSecond],
  })
  return rows[0]?.wait ?? 0
}
