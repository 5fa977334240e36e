import type { z } from 'zod'
import type { Database } from '../../db.ts'
import type { offerPeriod, offers } from '../../schemas/calls.ts'

export type OfferReader = (period: z.infer<typeof offerPeriod>) => Promise<z.infer<typeof offers>>

/** How many callers were told that they need not wait, and how many took that: from the logs of the calls that began in the period. */
export function offerReader({ pool }: Pick<Database, 'pool'>): OfferReader {
  return async ({ from, to }) => {
    const { rows } = await pool.query<{ calls: number; leave: number; callback: number; left: number; calledBack: number }>(
      `with entry as (
         select c.sid, x.entry from call c join call_event e on e.call_sid = c.sid and e.turn is not null
          cross join lateral jsonb_array_elements(e.log) as x(entry)
          where c.started_at >= $1 and c.started_at < $2 and x.entry->>'kind' in ('offered', 'accepted')
       )
       select count(distinct sid) filter (where entry->>'kind' = 'offered')::int as calls,
              count(distinct sid) filter (where entry->'leave' = 'true')::int as leave,
              count(distinct sid) filter (where entry->'callback' = 'true')::int as callback,
              count(distinct sid) filter (where entry->>'what' = 'leave')::int as left,
              count(distinct sid) filter (where entry->>'what' = 'callback')::int as "calledBack"
         from entry`,
      [from, to],
    )
    const { calls, leave, callback, left, calledBack } = rows[0] ?? { calls: 0, leave: 0, callback: 0, left: 0, calledBack: 0 }
    return { calls, leave: { offered: leave, accepted: left }, callback: { offered: callback, accepted: calledBack } }
  }
}
