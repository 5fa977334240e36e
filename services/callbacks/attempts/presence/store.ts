import type { Transaction } from '../../../db.ts'
import { tell } from '../../../notifications/store.ts'
import { getRule } from '../../../rules/store.ts'
import { changePresence, leaveCall } from '../../../shifts/presence/store.ts'
import { run } from '../../../shifts/statement/store.ts'
import { listWithRole } from '../../../shifts/watch/store.ts'

/** Who has taken a callback is on a call; who has a break or is away and calls by himself stays so. */
export async function beOnACall(tx: Transaction, personId: string, at: Date): Promise<void> {
  const now = await tx.presence.findFirst({ where: { personId, toAt: null }, select: { state: true } })
  if (now?.state !== 'break' && now?.state !== 'away') await changePresence(tx, personId, 'onACall', 'call', at)
}

/** His line has ended: as after any call. */
export async function wrapUp(tx: Transaction, personId: string, at: Date): Promise<void> {
  await leaveCall(tx, [personId], at)
}

/**
 * He has not answered. Who does so several times in a row is away until he says that he is back: else his phone would ring every two minutes for ever, and
 * those who wait would be promised a person who is not there. He and the supervision are told. True if he is away by that.
 */
export async function noteUnanswered(tx: Transaction, personId: string, at: Date): Promise<boolean> {
  const { awayAfterUnanswered: most } = (await getRule(tx, 'callback')).body
  const [last] = await run<{ unanswered: number; name: string }>(tx, 'callback_unanswered', UNANSWERED, [personId, at, most])
  if (most === 0 || last?.unanswered !== most) return false
  if (!(await changePresence(tx, personId, 'away', 'unanswered', at))) return false
  const people = [personId, ...(await listWithRole(tx, ['supervisor', 'manager']))]
  await tell(tx, people, { kind: 'unanswered', key: `unanswered:${personId}:${at.getTime()}`, body: { name: last.name, calls: most } }, at)
  return true
}

/** Of his last offers, since this work of his began and he last said or did anything. Who is on a break or talks, and calls by himself, stays so. */
const UNANSWERED = `
  select p.name, (
    select count(*) filter (where outcome = 'noAnswer')::int from (
      select a.outcome from callback_attempt a
       where a.person_id = p.id and a.ended_at is not null and a.started_at > coalesce(now.from_at, '-infinity')
         and a.started_at >= (select min(d.starts_at) from duty d where d.plan = 'published' and d.person_id = p.id and tstzrange(d.starts_at, d.ends_at) @> $2::timestamptz)
       order by a.started_at desc limit $3::int) offers) as unanswered
    from person p left join lateral (select state, from_at from presence where person_id = p.id and to_at is null order by from_at desc limit 1) now on true
   where p.id = $1::uuid and coalesce(now.state, 'ready') in ('ready', 'wrapUp')`
