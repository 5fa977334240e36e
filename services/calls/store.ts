import type pg from 'pg'
import { batcher } from '../batch.ts'
import type { Effect } from '../ivr/effects.ts'
import type { LogEntry, Session } from '../ivr/session.ts'
import type { NumberOwner } from '../customers/identity.ts'
import type { RawEvent } from '../telephony/provider.ts'
import type { AnswerChange } from './captured.ts'
import { listQuietCalls, saveAcceptance, saveStatus, type NewCall, type StatusChange } from './reports/store.ts'

/** What is needed to take an unknown call: which of our numbers was dialled and whose the caller's number is. */
export type Welcome = {
  number: { label: string; flow: string; site: string; siteId: string; zone: string } | null
  owners: ReadonlyArray<NumberOwner & { name: string; language: string | null; zone: string | null }>
  /** The caller's number is one of ours or of our people: it says nothing about a customer. */
  isOurs: boolean
  /** It is turned away for now, and is no number of ours. */
  isBlocked: boolean
  /** Ids of those of us whose phone it is. */
  staff: readonly string[]
}

/** One turn as it is stored, all or nothing. */
export type Turn = {
  event: RawEvent
  turn: number
  session: Session
  answer: string
  captured: readonly AnswerChange[]
  log: readonly LogEntry[]
  effects: readonly Effect[]
  /** Present for the first turn of a call. */
  newCall?: NewCall
}

/** `hasEnded`: the call was over before this turn, so that its outcome is settled again. */
type TakenTurn = { hasEnded: boolean }

export type CallStore = ReturnType<typeof callStore>

/** Data that one statement cannot take (SQLSTATE class 22, 23) is the item's own fault; so is a deadlock between two batches (40). */
export const isItemsFault = (error: unknown): boolean => /^(2[23]|40)/.test(String((error as { code?: unknown }).code ?? ''))
/** Calls whose session is kept at hand, about 2 kB each. */
const MOST_SESSIONS = 5_000

/**
 * Where webhooks meet Postgres. `pool` has limits below Twilio's patience (db.ts). Everything on the way of a webhook is a
 * named statement, batched over callers.
 */
export function callStore({ pool }: { pool: pg.Pool }) {
  const loadSession = batcher<string, Session | undefined>(
    async (sids) => {
      const { rows } = await pool.query<{ sid: string; session: Session }>({
        name: 'call_session',
        text: `select sid, session from call where sid = any($1::text[]) and turn > 0`,
        values: [sids],
      })
      const bySid = new Map(rows.map((row) => [row.sid, row.session]))
      return sids.map((sid) => bySid.get(sid))
    },
    { isItemsFault },
  )

  const welcome = batcher<{ to: string; variants: readonly string[]; at: string }, Welcome>(
    async (callers) => {
      const { rows } = await pool.query<Welcome>({ name: 'call_welcome', text: WELCOME, values: [JSON.stringify(callers)] })
      return rows
    },
    { isItemsFault },
  )

  const saveTurn = batcher<Turn, TakenTurn | undefined>(
    async (turns) => {
      const { rows } = await pool.query<TakenTurn & { call_sid: string; turn: number }>({ name: 'call_turn', text: SAVE_TURN, values: turnValues(turns) })
      const taken = new Map(rows.map((row) => [`${row.call_sid}:${row.turn}`, row]))
      return turns.map((turn) => taken.get(`${turn.event.callSid}:${turn.turn}`))
    },
    { isItemsFault },
  )

  const recent = recentSessions()
  return {
    /**
     * The session of a call that has begun. With a turn it may come from memory: `saveTurn` alone writes sessions, and it
     * takes no turn that another process has taken meanwhile.
     */
    findSession: async (callSid: string, turn?: number): Promise<Session | undefined> => {
      const known = recent.find(callSid)
      return known && known.turn === turn ? known : loadSession(callSid)
    },
    welcome,
    /** Stores the turn; undefined if this turn of the call has been answered already (then nothing is stored). */
    saveTurn: async (turn: Turn): Promise<TakenTurn | undefined> => {
      recent.forget(turn.event.callSid)
      const taken = await saveTurn(turn)
      if (taken && !turn.session.isOver) recent.keep(turn.event.callSid, turn.session)
      return taken
    },
    findAnswer: (event: { callSid: string; turn: number; token: string | null; fingerprint: string }) => findAnswer(pool, event),
    findResults: (callSid: string) => findResults(pool, callSid),
    saveStatus: (event: RawEvent, change: StatusChange) => saveStatus(pool, event, change),
    saveAcceptance: (event: RawEvent, leg: { callSid: string; number: string | null }) => saveAcceptance(pool, event, leg),
    listQuietCalls: (before: string) => listQuietCalls(pool, before),
  }
}

function recentSessions() {
  const sessions = new Map<string, Session>() // a Map gives its oldest key first
  return {
    find: (callSid: string) => sessions.get(callSid),
    forget: (callSid: string) => sessions.delete(callSid),
    keep: (callSid: string, session: Session): void => {
      sessions.set(callSid, session)
      for (const oldest of sessions.keys()) {
        if (sessions.size <= MOST_SESSIONS) break
        sessions.delete(oldest)
      }
    },
  }
}

const WELCOME = `
  select (select jsonb_build_object('label', p.label, 'flow', p.flow, 'site', s.name, 'siteId', s.id, 'zone', s.zone)
            from phone_number p join site s on s.id = p.site_id where p.number = i."to") as number,
         coalesce((select jsonb_agg(jsonb_build_object('customerId', c.id, 'standing', cp.standing, 'name', c.name, 'language', c.language, 'zone', c.zone))
            from contact_point cp join customer c on c.id = cp.customer_id
           where cp.kind = 'phone' and cp.valid_to is null and cp.value in (select jsonb_array_elements_text(i.variants))), '[]') as owners,
         exists (select 1 from phone_number where number in (select jsonb_array_elements_text(i.variants)))
           or exists (select 1 from person where phone in (select jsonb_array_elements_text(i.variants))) as "isOurs",
         (select coalesce(jsonb_agg(id order by name), '[]') from person
           where is_active and phone in (select jsonb_array_elements_text(i.variants))) as staff,
         exists (select 1 from blocked_number where number in (select jsonb_array_elements_text(i.variants)) and (expires_at is null or expires_at > i.at)) as "isBlocked"
    from rows from (jsonb_to_recordset($1::jsonb) as ("to" text, variants jsonb, at timestamptz)) with ordinality as i("to", variants, at, n)
   order by n`

/**
 * One statement, so one commit: the event takes only if its turn is the call's next one and was not answered by another
 * process meanwhile (unique call and turn); everything else hangs on that. A call whose status came before its first
 * webhook has a row already. The turn is compared by a scalar subquery: `exists` beside `or` becomes a hash of the whole table
 * of calls for each batch.
 */
const SAVE_TURN = `
  with i as (
    select * from jsonb_to_recordset($1::jsonb) as x(sid text, turn int, token text, fingerprint text, url text, params jsonb,
      at timestamptz, answer text, log jsonb, session jsonb, flow text, flow_version text, language text, new_call jsonb)
  ), ev as (
    insert into call_event (fingerprint, call_sid, kind, turn, token, url, params, received_at, answer, log)
    select decode(fingerprint, 'hex'), sid, 'voice', turn, token, url, params, at, answer, log from i
     where new_call is not null or (select c.turn from call c where c.sid = i.sid) = i.turn
    on conflict do nothing returning call_sid, turn
  ), t as (
    select i.* from i join ev on ev.call_sid = i.sid and ev.turn = i.turn
  ), begun as (
    insert into call (sid, direction, from_raw, from_number, from_kind, to_raw, to_number, number_label, site_name, zone,
      customer_id, identity, flow, flow_version, language, turn, session, status, started_at, last_event_at)
    select sid, new_call->>'direction', new_call->>'fromRaw', new_call->>'fromNumber', new_call->>'fromKind', new_call->>'toRaw',
      new_call->>'toNumber', new_call->>'numberLabel', new_call->>'siteName', new_call->>'zone', (new_call->>'customerId')::uuid,
      new_call->>'identity', flow, flow_version, language, turn + 1, session, 'in-progress', at, at
      from t where new_call is not null
    on conflict (sid) do update set from_number = excluded.from_number, from_kind = excluded.from_kind, to_number = excluded.to_number,
      number_label = excluded.number_label, site_name = excluded.site_name, zone = excluded.zone, customer_id = excluded.customer_id,
      identity = excluded.identity, flow = excluded.flow, flow_version = excluded.flow_version, language = excluded.language,
      turn = excluded.turn, session = excluded.session,
      status = case when call.status in ('queued', 'initiated', 'ringing') then 'in-progress' else call.status end,
      started_at = least(call.started_at, excluded.started_at), last_event_at = greatest(call.last_event_at, excluded.last_event_at)
    returning sid, turn, last_event_at, ended_at
  ), moved as (
    update call c set turn = t.turn + 1, session = t.session, language = t.language, last_event_at = greatest(c.last_event_at, t.at)
      from t where t.new_call is null and c.sid = t.sid
    returning c.sid, c.turn, c.last_event_at, c.ended_at
  ), a as (
    select t.sid, t.at, x.name, x.value, x.by, x.confirmed
      from jsonb_to_recordset($2::jsonb) as x(sid text, turn int, name text, value text, by text, confirmed boolean)
      join t on t.sid = x.sid and t.turn = x.turn
  ), refused as (
    delete from captured c using a where a.value is null and c.call_sid = a.sid and c.name = a.name
  ), answers as (
    insert into captured (call_sid, name, value, by, is_confirmed, at)
    select sid, name, value, by, confirmed, at from a where value is not null
    on conflict (call_sid, name) do update set value = excluded.value, by = excluded.by, is_confirmed = excluded.is_confirmed, at = excluded.at
  ), outbox as (
    insert into effect (id, call_sid, turn, n, kind, body, created_at, due_at)
    select t.sid || ':' || t.turn || ':' || e.n, t.sid, t.turn, e.n, e.body->>'kind', e.body, t.at, t.at
      from jsonb_to_recordset($3::jsonb) as e(sid text, turn int, n int, body jsonb)
      join t on t.sid = e.sid and t.turn = e.turn
  ), late as (
    select * from begun where ended_at is not null union all select * from moved where ended_at is not null
  ), ended as (
    -- A turn after the end (a recording sent when the caller hung up) may change the outcome: it is settled again.
    insert into effect (id, call_sid, turn, n, kind, body, created_at, due_at)
    select sid || ':' || turn || ':end', sid, turn, 1000, 'settleCall', '{"kind":"settleCall"}', last_event_at, last_event_at
      from late
  )
  select ev.call_sid, ev.turn, late.sid is not null as "hasEnded" from ev left join late on late.sid = ev.call_sid`

function turnValues(turns: readonly Turn[]): string[] {
  const rows = turns.map(({ event, turn, session, answer, log, newCall }) => ({
    sid: event.callSid,
    turn,
    token: event.token,
    fingerprint: event.fingerprint,
    url: event.url,
    params: event.params,
    at: event.receivedAt,
    answer,
    log,
    session,
    flow: session.flow,
    flow_version: session.flowVersion,
    language: session.language,
    new_call: newCall ?? null,
  }))
  const answers = turns.flatMap(({ event, turn, captured }) =>
    captured.map(({ name, answer }) => ({
      sid: event.callSid,
      turn,
      name,
      value: answer?.value ?? null,
      by: answer?.by ?? null,
      confirmed: answer?.confirmed ?? null,
    })),
  )
  const effects = turns.flatMap(({ event, turn, effects: list }) => list.map((body, n) => ({ sid: event.callSid, turn, n, body })))
  return [JSON.stringify(rows), JSON.stringify(answers), JSON.stringify(effects)]
}

/** What was answered to this event, or to the turn that it repeats. */
async function findAnswer(pool: pg.Pool, event: { callSid: string; turn: number; token: string | null; fingerprint: string }): Promise<string | undefined> {
  const { rows } = await pool.query<{ answer: string | null }>({
    name: 'call_answer',
    text: `select answer from call_event where (call_sid = $1 and turn = $2) or fingerprint = decode($3, 'hex') or token = $4
            order by (call_sid = $1 and turn = $2) desc nulls last limit 1`,
    values: [event.callSid, event.turn, event.fingerprint, event.token],
  })
  return rows[0]?.answer ?? undefined
}

/** Results of the call's effects that are done, by the name under which flows wait for them. */
async function findResults(pool: pg.Pool, callSid: string): Promise<Record<string, Record<string, string>>> {
  const { rows } = await pool.query<{ result: Record<string, Record<string, string>> }>({
    name: 'call_results',
    text: `select result from effect where call_sid = $1 and done_at is not null and result is not null order by turn, n`,
    values: [callSid],
  })
  return Object.assign({}, ...rows.map((row) => row.result))
}
