import type pg from 'pg'
import { LIVE_CHANNEL } from '../../http/live/messages.ts'
import type { Identity } from '../../schemas/calls.ts'
import { leaveCall, takeCall } from '../../shifts/presence/store.ts'
import type { RawEvent } from '../../telephony/provider.ts'
import type { LegState } from '../status.ts'

/** What a call's row is made of when it begins. */
export type NewCall = {
  direction: string
  fromRaw: string
  fromNumber: string | null
  fromKind: string
  toRaw: string
  toNumber: string | null
  numberLabel: string | null
  siteName: string | null
  zone: string | null
  customerId: string | null
  identity: Identity
}

/** A report about a leg: the caller's own call, or (with `parentSid`) another party's leg of it. */
export type StatusChange = {
  parentSid?: string
  number: string | null
  newCall: NewCall
  merge: (state: LegState) => LegState
}

/** Stores the report once and merges it into the leg. True if the call has ended by it. */
export async function saveStatus(pool: pg.Pool, event: RawEvent, change: StatusChange): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    if (!(await insertEvent(client, event))) return false
    if (change.parentSid !== undefined) {
      await mergeLeg(client, event, change.parentSid, change)
      return false
    }
    return mergeCall(client, event, change)
  })
}

/** Stores a webhook that is about no turn and no state of a call; again it changes nothing. */
export async function saveEvent(pool: pg.Pool, event: RawEvent): Promise<void> {
  await insertEvent(pool, event)
}

/** Stores the report about a leg that we have placed ourselves because of the call `parentSid`, and merges it. */
export async function saveLegReport(pool: pg.Pool, event: RawEvent, parentSid: string, leg: Pick<StatusChange, 'number' | 'merge'>): Promise<void> {
  await inTransaction(pool, async (client) => {
    if (await insertEvent(client, event)) await mergeLeg(client, event, parentSid, leg)
  })
}

async function mergeCall(client: pg.PoolClient, event: RawEvent, { newCall, merge }: StatusChange): Promise<boolean> {
  await client.query(
    `insert into call (sid, direction, from_raw, from_number, from_kind, to_raw, to_number, flow, flow_version, language, session, status, started_at, last_event_at)
     values ($1, $2, $3, $4, $5, $6, $7, '', '', 'en', '{}', 'queued', $8, $8) on conflict (sid) do nothing`,
    [event.callSid, newCall.direction, newCall.fromRaw, newCall.fromNumber, newCall.fromKind, newCall.toRaw, newCall.toNumber, event.receivedAt],
  )
  const { rows } = await client.query<LegRow & { turn: number }>(
    `select status, answered_at, ended_at, duration_seconds, turn from call where sid = $1 for update`,
    [event.callSid],
  )
  const before = legState(rows[0])
  const after = merge(before)
  await client.query(
    `update call set status = $2, answered_at = $3, ended_at = $4, duration_seconds = $5, last_event_at = greatest(last_event_at, $6) where sid = $1`,
    [event.callSid, after.status, after.answeredAt, after.endedAt, after.durationSeconds, event.receivedAt],
  )
  const hasEnded = before.endedAt === null && after.endedAt !== null
  if (hasEnded) {
    await client.query(
      `insert into effect (id, call_sid, turn, n, kind, body, created_at, due_at)
       values ($1 || ':' || $2::int || ':end', $1, $2::int, 1000, 'settleCall', '{"kind":"settleCall"}', $3, $3) on conflict do nothing`,
      [event.callSid, rows[0]?.turn ?? 0, event.receivedAt],
    )
    // The leg's own report may be lost.
    const { rows: legs } = await client.query<{ person_id: string }>(
      `select person_id from call_leg where call_sid = $1 and accepted_at is not null and person_id is not null`,
      [event.callSid],
    )
    await leaveCall(
      client,
      legs.map((leg) => leg.person_id),
      new Date(event.receivedAt),
    )
    await announceDesks(client, event.callSid)
  }
  return hasEnded
}

async function mergeLeg(client: pg.PoolClient, event: RawEvent, parentSid: string, { number, merge }: Pick<StatusChange, 'number' | 'merge'>): Promise<void> {
  await client.query(
    `insert into call_leg (sid, call_sid, number, status, started_at) select $1, $2, $3, 'queued', $4
      where exists (select 1 from call where sid = $2) on conflict (sid) do nothing`,
    [event.callSid, parentSid, number, event.receivedAt],
  )
  const { rows } = await client.query<LegRow & { answered_by: string | null }>(
    `select status, null as answered_at, ended_at, duration_seconds, case when accepted_at is not null then person_id end as answered_by
       from call_leg where sid = $1 for update`,
    [event.callSid],
  )
  if (!rows[0]) return
  const before = legState(rows[0])
  const after = merge(before)
  await client.query(`update call_leg set status = $2, ended_at = $3, duration_seconds = $4 where sid = $1`, [
    event.callSid,
    after.status,
    after.endedAt,
    after.durationSeconds,
  ])
  if (rows[0].answered_by !== null && rows[0].ended_at === null && after.endedAt !== null)
    await leaveCall(client, [rows[0].answered_by], new Date(event.receivedAt))
  if (after.status !== before.status) await announceDesks(client, parentSid)
}

/** Tells the pages of all whose phones this call rings, or who talk on it, on commit: who is rung sees whose call it is before he answers. */
export async function announceDesks(client: Pick<pg.ClientBase, 'query'>, callSid: string): Promise<void> {
  await client.query({
    name: 'desk_notes',
    text: `select pg_notify('${LIVE_CHANNEL}', json_build_object('type', 'desk', 'id', p.id)::text)
             from (select distinct p.id from call_leg l join person p on p.id = l.person_id or (l.person_id is null and p.phone = l.number and p.is_active)
                    where l.call_sid = $1) p`,
    values: [callSid],
  })
}

/** Somebody pressed 1: a person has this call, and if the phone is one of our people's, he is on it until leg or call ends. */
export async function saveAcceptance(pool: pg.Pool, event: RawEvent, leg: { callSid: string; number: string | null }): Promise<void> {
  await inTransaction(pool, async (client) => {
    if (!(await insertEvent(client, event))) return
    const { rows } = await client.query<{ person_id: string | null; ended_at: Date | null }>(ACCEPT, [event.callSid, leg.callSid, leg.number, event.receivedAt])
    // Taken in after the call's end (Postgres was away): it may change the outcome.
    const { rows: ended } = await client.query<{ ended_at: Date }>(
      `with ended as (
         select sid, turn, last_event_at, ended_at from call where sid = $1 and ended_at is not null
       ), settled as (
         insert into effect (id, call_sid, turn, n, kind, body, created_at, due_at)
         select sid || ':' || turn || ':accepted', sid, turn, 1001, 'settleCall', '{"kind":"settleCall"}', last_event_at, last_event_at from ended on conflict do nothing
       )
       select ended_at from ended`,
      [leg.callSid],
    )
    const person = rows[0]?.person_id
    await announceDesks(client, leg.callSid)
    if (!rows[0] || person == null) return
    await takeCall(client, person, new Date(event.receivedAt))
    const endedAt = rows[0].ended_at ?? ended[0]?.ended_at
    if (endedAt) await leaveCall(client, [person], endedAt)
  })
}

/**
 * The call's row is held: its end waits until it can see who is on it. Of people who share a phone it is who is on duty. A trainee's call
 * stays one, whatever he becomes later.
 */
const ACCEPT = `
  insert into call_leg (sid, call_sid, number, person_id, is_training, status, started_at, accepted_at)
  select $1, c.sid, $3::text, p.id, coalesce(p.is_trainee, false), 'in-progress', $4::timestamptz, $4::timestamptz
    from call c left join lateral (
      select id, is_trainee from person where phone = $3 and is_active
       order by exists (select from duty d where d.plan = 'published' and d.person_id = person.id and tstzrange(d.starts_at, d.ends_at) @> $4::timestamptz) desc, name, id
       limit 1) p on true
   where c.sid = $2 for key share of c
  on conflict (sid) do update set accepted_at = least(call_leg.accepted_at, excluded.accepted_at),
    is_training = case when call_leg.person_id is null then excluded.is_training else call_leg.is_training end,
    person_id = coalesce(call_leg.person_id, excluded.person_id),
    status = case when call_leg.status in ('queued', 'initiated', 'ringing') then excluded.status else call_leg.status end
  returning person_id, ended_at`

/** Calls that have not ended and of which nothing was heard since `before` (ISO 8601). Who was put through may well talk for so long: he comes last. */
export async function listQuietCalls(pool: pg.Pool, before: string): Promise<ReadonlyArray<{ sid: string; from: string; to: string; direction: string }>> {
  const { rows } = await pool.query<{ sid: string; from: string; to: string; direction: string }>(
    `select sid, from_raw as "from", to_raw as "to", direction from call where ended_at is null and last_event_at < $1
      order by coalesce(session->'position'->>'awaiting' = 'dial', false), last_event_at limit 100`,
    [before],
  )
  return rows
}

async function insertEvent(client: Pick<pg.Pool, 'query'>, event: RawEvent): Promise<boolean> {
  const { rowCount } = await client.query({
    name: 'call_report',
    text: `insert into call_event (fingerprint, call_sid, kind, token, url, params, received_at) values (decode($1, 'hex'), $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    values: [event.fingerprint, event.callSid, event.kind, event.token, event.url, JSON.stringify(event.params), event.receivedAt],
  })
  return rowCount === 1
}

type LegRow = { status: LegState['status']; answered_at: Date | null; ended_at: Date | null; duration_seconds: number | null }

function legState(row: LegRow | undefined): LegState {
  return {
    status: row?.status ?? 'queued',
    answeredAt: row?.answered_at?.toISOString() ?? null,
    endedAt: row?.ended_at?.toISOString() ?? null,
    durationSeconds: row?.duration_seconds ?? null,
  }
}

async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  // The pool listens only to idle clients: a connection lost in here would end the process. The query says it too.
  client.on('error', ignore)
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    client.off('error', ignore)
    client.release()
    return result
  } catch (error) {
    client.release(true) // unknown state: a fresh connection is cheaper than a poisoned one
    throw error
  }
}

const ignore = (): void => undefined
