import type { z } from 'zod'
import type { Transaction } from '../../db.ts'
import type { callbackFigures } from '../../schemas/callbacks.ts'

type Row = z.infer<typeof callbackFigures>['rows'][number]

/**
 * By source and in all, of the callbacks whose promised window ended in the period (and has ended by now); `asked` by when it was asked for. What never was
 * promised (a code that did not come, a request that was refused) is left out.
 *
 * - kept: the first try began inside the promised window, and no window of it was reported broken; the share is of `windowsEnded`
 * - brokenWhys: of the broken ones that were reported as such, by the last cause
 * - cancelledByCustomer: he took it back, or called us himself, before the window ended without a try; not in `windowsEnded`
 * - triesToReach: the mean over those who were reached; medianSecondsToFirstTry: from the request, or from the beginning of the window that he chose
 */
export async function readFigures(tx: Pick<Transaction, '$queryRaw'>, { from, to }: { from: Date; to: Date }, now: Date): Promise<Row[]> {
  const until = to < now ? to : now
  return tx.$queryRaw<Row[]>`
    with asked as (
      select source, count(*)::int as asked from callback
      where requested_at >= ${from} and requested_at < ${to} and state not in ('unverified', 'expired', 'blocked') group by grouping sets (source, ())
    ), ended as (
      select b.*, first_try_at is null and end_why in ('asked', 'calledUs') and ended_at < due_at as is_taken_back,
        first_try_at >= window_from and first_try_at < due_at and report is null as is_kept, why
      from callback b left join lateral (
        select e.id as report, e.body->>'why' as why from callback_event e where e.callback_id = b.id and e.kind = 'broken' order by e.id desc limit 1) reported on true
      where due_at >= ${from} and due_at < ${until} and state not in ('unverified', 'expired', 'blocked')
    ), whys as (
      select source, jsonb_object_agg(why, times) as whys from (
        select source, why, count(*)::int as times from ended
        where is_taken_back is not true and is_kept is not true and why is not null group by grouping sets ((source, why), (why))) counted
      group by source
    ), figured as (
      select source,
        count(*) filter (where is_taken_back is not true)::int as "windowsEnded",
        count(*) filter (where is_taken_back is not true and is_kept)::int as kept,
        count(*) filter (where is_taken_back is not true and is_kept is not true)::int as broken,
        count(*) filter (where is_taken_back)::int as "cancelledByCustomer",
        count(*) filter (where reached_at is not null)::int as reached,
        (avg(tries) filter (where reached_at is not null))::float as "triesToReach",
        (percentile_cont(0.5) within group (order by extract(epoch from first_try_at - case when is_asap then requested_at else window_from end)))::float as "medianSecondsToFirstTry"
      from ended group by grouping sets (source, ())
    )
    select coalesce(a.source, f.source, 'all') as source, coalesce(asked, 0) as asked, coalesce("windowsEnded", 0) as "windowsEnded", coalesce(kept, 0) as kept,
      coalesce(broken, 0) as broken, coalesce(w.whys, '{}') as "brokenWhys", coalesce("cancelledByCustomer", 0) as "cancelledByCustomer", coalesce(reached, 0) as reached, "triesToReach", "medianSecondsToFirstTry"
    from asked a full join figured f on coalesce(a.source, '') = coalesce(f.source, '') left join whys w on coalesce(w.source, '') = coalesce(a.source, f.source, '')
    order by coalesce(a.source, f.source) nulls first`
}
