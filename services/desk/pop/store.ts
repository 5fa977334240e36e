import type pg from 'pg'
import type { CallbackState } from '../../callbacks/states.ts'
import type { LogEntry } from '../../ivr/session.ts'
import type { callRowView } from '../../calls/log/views.ts'
import type { RecordingRule } from '../../schemas/rules.ts'

type Iso = string
type Ref = { id: string; name: string }
/** What is read of a call before it is answered. Instants inside JSON are text. */
export type PopRow = {
  call: Omit<Parameters<typeof callRowView>[0], 'startedAt' | 'endedAt' | 'customer'> & {
    startedAt: Iso
    endedAt: Iso | null
    consent: string | null
    about: string | null
  }
  answeredAt: Iso | null
  customer: (Ref & { language: string | null; zone: string | null; note: string; accountManager: Ref | null; hasOwnNumber: boolean; products: string[] }) | null
  lastRating: number | null
  contacts: number
  captured: Array<{ name: string; value: string; by: string; isConfirmed: boolean; at: Iso }>
  log: LogEntry[]
  last: Array<{ at: Iso; kind: 'call' | 'case' | 'callback' | 'message' | 'note'; text: string; ref: string }>
  callbacks: Array<{ id: string; state: CallbackState; from: Iso; to: Iso; name: string; words: string }>
  recordingMode: RecordingRule['mode'] | null
}

/** All that should be known of a call, in one statement: the phone rings already. */
export async function readPop(
  pool: pg.Pool,
  { callSid, variants, now }: { callSid: string; variants: readonly string[]; now: Date },
): Promise<PopRow | undefined> {
  const since = new Date(now.getTime() - 7 * 86_400_000)
  const { rows } = await pool.query<PopRow>({ name: 'desk_pop', text: POP, values: [callSid, variants, since] })
  return rows[0]
}

/** Each arm of the last contacts reads three rows by an index of customer and time. A number is his own while no other record holds it as one. */
const POP = `
  with c as (
    select * from call where sid = $1
  ), who as (
    select u.* from customer u join c on u.id = c.customer_id
  )
  select jsonb_build_object('sid', c.sid, 'direction', c.direction, 'fromNumber', c.from_number, 'fromRaw', c.from_raw, 'fromKind', c.from_kind,
           'toNumber', c.to_number, 'toRaw', c.to_raw, 'numberLabel', c.number_label, 'siteName', c.site_name, 'identity', c.identity, 'language', c.language,
           'status', c.status, 'startedAt', c.started_at, 'endedAt', c.ended_at, 'durationSeconds', c.duration_seconds, 'outcome', c.outcome,
           'consent', c.consent, 'about', c.session->'about'->>'number') as call,
         (select min(accepted_at) from call_leg where call_sid = c.sid) as "answeredAt",
         (select jsonb_build_object('id', w.id, 'name', w.name, 'language', w.language, 'zone', w.zone, 'note', w.note,
             'accountManager', (select jsonb_build_object('id', p.id, 'name', p.name) from person p where p.id = w.account_manager_id),
             'hasOwnNumber', exists (select from contact_point cp where cp.customer_id = w.id and cp.kind = 'phone' and cp.value = any($2::text[])
                 and cp.standing = 'direct' and cp.verified_at is not null and cp.valid_to is null)
               and not exists (select from contact_point cp where cp.customer_id <> w.id and cp.kind = 'phone' and cp.value = any($2::text[])
                 and cp.standing <> 'unconfirmed' and cp.valid_to is null),
             'products', coalesce((select jsonb_agg(name order by since desc nulls last) from (
                 select name, since from customer_product where customer_id = w.id and (until is null or until >= c.started_at::date) order by since desc nulls last limit 20) o), '[]')) from who w) as customer,
         (select r.score from case_rating r join "case" k on k.id = r.case_id where k.customer_id = c.customer_id order by r.given_at desc limit 1) as "lastRating",
         (select count(*)::int from call o where o.customer_id = c.customer_id and o.started_at > $3 and o.sid <> c.sid) as contacts,
         coalesce((select jsonb_agg(jsonb_build_object('name', name, 'value', value, 'by', "by", 'isConfirmed', is_confirmed, 'at', at) order by at)
           from captured where call_sid = c.sid), '[]') as captured,
         coalesce((select jsonb_agg(entry order by e.turn, n) from call_event e cross join lateral jsonb_array_elements(e.log) with ordinality as x(entry, n)
           where e.call_sid = c.sid and e.turn is not null and e.log is not null), '[]') as log,
         coalesce((select jsonb_agg(one order by at desc, one->>'kind') from (
           select jsonb_build_object('at', o.started_at, 'kind', 'call', 'text', coalesce(o.outcome, o.status), 'ref', o.sid) as one, o.started_at as at
             from (select * from call where customer_id = c.customer_id and sid <> c.sid order by started_at desc limit 3) o
           union all select jsonb_build_object('at', k.opened_at, 'kind', 'case', 'text', k.title, 'ref', k.number), k.opened_at
             from (select * from "case" where customer_id = c.customer_id and call_sid is distinct from c.sid order by opened_at desc limit 3) k
           union all select jsonb_build_object('at', m.created_at, 'kind', 'message', 'text', left(m.text, 200), 'ref', k.number), m.created_at
             from (select * from customer_message where customer_id = c.customer_id and state in ('handed', 'delivered') order by created_at desc limit 3) m join "case" k on k.id = m.case_id
           union all select jsonb_build_object('at', t.at, 'kind', 'note', 'text', left(t.text, 200), 'ref', t.id), t.at
             from (select * from customer_note where customer_id = c.customer_id order by at desc limit 3) t
           order by 2 desc, 1 limit 3) recent), '[]') as last,
         coalesce((select jsonb_agg(jsonb_build_object('id', b.id, 'state', b.state, 'from', b.window_from, 'to', b.due_at, 'name', b.name, 'words', left(b.words, 200)) order by b.place_at, b.id)
           from (select * from callback where customer_id = c.customer_id and ended_at is null
                 union all select * from callback where customer_id is null and number = any($2::text[]) and ended_at is null and state <> 'unverified') b), '[]') as callbacks,
         (select body->>'mode' from rule_version where kind = 'recording' and key = '' order by version desc limit 1) as "recordingMode"
    from c`
