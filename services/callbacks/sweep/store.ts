import type { Callback, Prisma } from '../../../prisma/generated/client.ts'
import type { Transaction } from '../../db.ts'
import type { CallbackRule } from '../../schemas/rules.ts'
import { run, type Runner } from '../../shifts/statement/store.ts'
import type { Aside } from './decide.ts'

/** What time alone does to callbacks, and what their customers are still to be told. */
export const DUE = {
  expire: `select id from callback where state = 'unverified' and next_at <= $1 order by next_at, id`,
  begin: `select id from callback where state = 'scheduled' and next_at <= $1 order by place_at, id`,
  wake: `select id from callback where state in ('resting', 'snoozed') and next_at <= $1 order by place_at, id`,
  breakPromise: `
    select id from callback where ended_at is null and due_at <= $1 and broken_at is null and first_try_at is null
       and state in ('waiting', 'resting', 'snoozed') and source <> 'callNow' order by place_at, id`,
  putOff: `select id from callback where state in ('waiting', 'offering', 'calling', 'talking') and next_at <= $1 order by next_at, id`,
  confirm: `
    with moved as materialized (
      select callback_id, max(at) as at from callback_event where kind = 'moved' and at > $1::timestamptz - interval '40 days' and body ? 'reason' group by callback_id)
    select id from callback b left join moved m on m.callback_id = b.id
     where ended_at is null and state <> 'unverified' and source not in ('callNow', 'abandoned')
       and (confirmed_at is null and source not in ('ivr', 'keyed') or m.at > coalesce(b.confirmed_at, '-infinity')) order by requested_at, id`,
  remind: `
    select id from callback where state = 'scheduled' and reminded_at is null and window_from > $1 and source not in ('callNow', 'abandoned')
       and window_from <= $1::timestamptz + make_interval(mins => $2::int) and requested_at <= window_from - make_interval(mins => 2 * $2::int) order by window_from, id`,
  giveUp: `
    select id from callback b where state = 'unreachable' and next_at > $1::timestamptz - interval '40 days' and ended_at > $1::timestamptz - interval '1 hour' and source not in ('callNow', 'abandoned')
       and not exists (select from callback_event e where e.callback_id = b.id and e.body->>'notice' = 'unreachable') order by ended_at, id`,
  // A solved case says so itself; what was joined goes on elsewhere; of abuse nobody is told; nor who has asked anew meanwhile.
  takeBack: `
    select id from callback b where state = 'cancelled' and end_why in ('byUs', 'closed') and next_at > $1::timestamptz - interval '40 days' and ended_at > $1::timestamptz - interval '1 day'
       and (confirmed_at is not null or source = 'ivr') and source not in ('callNow', 'abandoned')
       and not exists (select from callback_event e where e.callback_id = b.id and e.body->>'notice' = 'cancelled')
       and not exists (select from callback n where n.number = b.number and n.extension is not distinct from b.extension and n.id <> b.id
         and n.requested_at >= b.ended_at and n.state not in ('unverified', 'expired')) order by ended_at, id`,
} as const
export type DueKind = keyof typeof DUE
export const DUE_KINDS = Object.keys(DUE) as DueKind[]

const MOST = 500

export async function findDue(db: Runner, kind: DueKind, at: Date, { remindMinutes }: Pick<CallbackRule, 'remindMinutes'>): Promise<string[]> {
  if (kind === 'remind' && remindMinutes === null) return []
  const values = kind === 'remind' ? [at, remindMinutes] : [at]
  return (await run<{ id: string }>(db, `callback_${kind}`, `${DUE[kind]} limit ${MOST}`, values)).map(({ id }) => id)
}

/** Texts to customers that came back, and nothing was done about yet. */
export async function findReturned(db: Runner, at: Date): Promise<Array<{ textId: string; callbackId: string; kind: string }>> {
  return run(
    db,
    'callback_returned',
    `select t.id as "textId", split_part(t.id, ':', 2) as "callbackId", split_part(t.id, ':', 3) as kind from text_message t
      where t.created_at > $1::timestamptz - interval '1 day' and t.state in ('undelivered', 'failed') and t.id like 'callback:%'
        and not exists (select from callback_event e where e.callback_id = split_part(t.id, ':', 2)::uuid and e.body->>'returned' = t.id) limit ${MOST}`,
    [at],
  )
}

export async function wasPausedFor(tx: Pick<Transaction, 'callbackPause'>, { skill, windowFrom }: Callback, at: Date): Promise<boolean> {
  const during: Prisma.CallbackPauseWhereInput = { pausedAt: { lte: at }, OR: [{ resumedAt: null }, { resumedAt: { gt: windowFrom } }] }
  const pauses = await tx.callbackPause.findMany({ where: during, select: { skill: true } })
  return pauses.some((pause) => pause.skill === null || pause.skill === skill)
}

/** Why it was put aside just before an instant; absent: it was not, or because it could not begin. */
export async function asideBefore(tx: Pick<Transaction, 'callbackEvent'>, { id }: Callback, at: Date): Promise<Aside | undefined> {
  const last = await tx.callbackEvent.findFirst({ where: { callbackId: id, toState: { not: null }, at: { lt: at } }, orderBy: { id: 'desc' } })
  const { aside } = last?.toState === 'snoozed' ? (last.body as { aside?: Aside }) : {}
  return aside
}

/** All that who is there when depends on, as a short text: the same text, nothing to look at. */
export async function coverMark(db: Runner, at: Date): Promise<string> {
  const [row] = await run<{ mark: string }>(
    db,
    'callback_cover_mark',
    `select concat_ws('|', (select sum(changes) from roster_guard), (select md5(string_agg(l::text, ',' order by id)) from leave l where to_at > $1),
        (select md5(string_agg(concat(person_id, state), ',' order by person_id)) from presence where to_at is null and state = 'away'),
        (select count(*) from attestation), (select count(*) from person where is_active)) as mark`,
    [at],
  )
  return row?.mark ?? ''
}

/** Still to be called in a window that somebody was told. `risky`: to be warned, who is not yet; `tight`: who is warned stays so. */
export async function listAtRisk(
  db: Runner,
  { risky, tight }: { risky: readonly string[]; tight: readonly string[] },
  at: Date,
): Promise<{ toWarn: string[]; toClear: string[] }> {
  const rows = await run<{ id: string; isWarned: boolean }>(
    db,
    'callback_at_risk',
    `select id::text, at_risk_at is not null as "isWarned" from callback
      where ended_at is null and broken_at is null and due_at > $3 and first_try_at is null and state in ('scheduled', 'waiting', 'snoozed') and source <> 'callNow'
        and case when at_risk_at is null then id = any($1::uuid[]) else id <> all($2::uuid[]) end`,
    [risky, tight, at],
  )
  return { toWarn: rows.filter(({ isWarned }) => !isWarned).map(({ id }) => id), toClear: rows.filter(({ isWarned }) => isWarned).map(({ id }) => id) }
}
