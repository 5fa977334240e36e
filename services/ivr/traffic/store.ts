import type { z } from 'zod'
import type { Transaction } from '../../db.ts'
import type { flowTraffic } from '../../schemas/flows.ts'

const DAY = 86_400_000

/** How calls of the last days went through a flow, out of their logs: whatever version they ran on. */
export async function readTraffic(prisma: Pick<Transaction, '$queryRaw'>, flow: string, days: number, now: Date): Promise<z.infer<typeof flowTraffic>> {
  const since = new Date(now.getTime() - days * DAY)
  const rows = await prisma.$queryRaw<{ from: string | null; to: string; times: number; calls: number }[]>`
    with entries as (
      select e.call_sid, entry.value->>'step' as step, row_number() over (partition by e.call_sid order by e.turn, entry.n) as n
        from call c
        join call_event e on e.call_sid = c.sid and e.turn is not null and e.log is not null,
             jsonb_array_elements(e.log) with ordinality as entry (value, n)
       where c.flow = ${flow} and c.started_at >= ${since}
    ), moves as (
      select call_sid, lag(step) over (partition by call_sid order by n) as from_step, step as to_step from entries
    )
    select from_step as "from", to_step as "to", count(*)::int as times, count(distinct call_sid)::int as calls
      from moves where from_step is distinct from to_step group by 1, 2`
  const visits = await prisma.$queryRaw<{ step: string; calls: number }[]>`
    select entry.value->>'step' as step, count(distinct c.sid)::int as calls
      from call c join call_event e on e.call_sid = c.sid and e.turn is not null and e.log is not null, jsonb_array_elements(e.log) as entry (value)
     where c.flow = ${flow} and c.started_at >= ${since} group by 1`
  const [{ calls } = { calls: 0 }] = await prisma.$queryRaw<{ calls: number }[]>`
    select count(*)::int as calls from call where flow = ${flow} and started_at >= ${since}`
  return {
    days,
    calls,
    steps: Object.fromEntries(visits.map(({ step, calls: times }) => [step, times])),
    edges: rows.flatMap(({ from, to, times }) => (from === null ? [] : [{ from, to, times }])),
  }
}
