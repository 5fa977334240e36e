import type { TimelineEntry } from '../../schemas/customers.ts'

/**
 * Where entries of one kind come from. `key` tells entries of one instant and kind apart; `where` picks those of customer $1, in a form that
 * one index answers in the order of `at`.
 */
type Arm = { kind: TimelineEntry['kind']; from: string; where: string; at: string; key: string; ref: string; text: string; detail: Record<string, string> }

const instant = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

const ARMS: readonly Arm[] = [
  {
    kind: 'call',
    from: 'call c',
    where: 'c.customer_id = $1',
    at: 'c.started_at',
    key: 'c.sid',
    ref: 'c.sid',
    text: `coalesce(c.number_label, c.to_number, c.to_raw)`,
    detail: {
      direction: 'c.direction',
      from: `coalesce(c.from_number, case when c.from_kind <> 'withheld' then c.from_raw end)`,
      to: 'coalesce(c.to_number, c.to_raw)',
      identity: 'c.identity',
      status: 'c.status',
      outcome: 'c.outcome',
      language: 'c.language',
      durationSeconds: 'c.duration_seconds',
      endedAt: instant('c.ended_at'),
    },
  },
  {
    kind: 'captured',
    from: 'captured a',
    where: 'a.customer_id = $1',
    at: 'a.at',
    key: `a.call_sid || ':' || a.name`,
    ref: 'a.call_sid',
    text: 'a.value',
    detail: { name: 'a.name', by: 'a.by', isConfirmed: 'a.is_confirmed' },
  },
  {
    kind: 'recording',
    from: 'recording r left join "case" k on k.id = r.case_id',
    where: 'r.customer_id = $1',
    at: 'r.received_at',
    key: 'r.sid',
    ref: 'r.sid',
    text: 'r.kind',
    detail: { callSid: 'r.call_sid', caseNumber: 'k.number', seconds: 'r.seconds', deletedAt: instant('r.deleted_at') },
  },
  {
    kind: 'callback',
    from: 'callback b left join "case" k on k.id = b.case_id',
    where: 'b.customer_id = $1',
    at: 'b.requested_at',
    key: 'b.id::text',
    ref: `coalesce(k.number, '')`,
    text: 'b.number',
    detail: {
      id: 'b.id::text',
      callSid: 'b.call_sid',
      source: 'b.source',
      state: 'b.state',
      windowFrom: instant('b.window_from'),
      dueAt: instant('b.due_at'),
      tries: 'b.tries::text',
      brokenAt: instant('b.broken_at'),
      reachedAt: instant('b.reached_at'),
      endedAt: instant('b.ended_at'),
      endWhy: 'b.end_why',
    },
  },
  {
    kind: 'case',
    from: '"case" k',
    where: 'k.customer_id = $1',
    at: 'k.opened_at',
    key: 'k.id::text',
    ref: 'k.number',
    text: 'k.title',
    detail: {
      reason: 'k.reason',
      severity: 'k.severity',
      status: 'k.status',
      channel: 'k.channel',
      callSid: 'k.call_sid',
      endedAt: instant('k.ended_at'),
      solution: 'k.solution',
    },
  },
  {
    kind: 'message',
    from: 'customer_message m join "case" k on k.id = m.case_id',
    where: 'm.customer_id = $1',
    at: 'm.created_at',
    key: `'m:' || m.id`,
    ref: 'k.number',
    text: 'm.text',
    detail: { direction: `'out'`, kind: 'm.kind', channel: 'm.channel', to: 'm."to"', subject: 'm.subject', state: 'm.state' },
  },
  {
    // What a call sent by itself; a text that carries a message of a case belongs to no call.
    kind: 'message',
    from: 'text_message t',
    where: 't.customer_id = $1',
    at: 't.created_at',
    key: `'t:' || t.id`,
    ref: 't.call_sid',
    text: 't.text',
    detail: { direction: `'out'`, channel: `'sms'`, to: 't."to"', state: 't.state' },
  },
  {
    // What he wrote about a case; a contact by phone is a call of its own.
    kind: 'message',
    from: '"case" k join case_event e on e.case_id = k.id',
    where: `k.customer_id = $1 and e.kind = 'contact' and not e.body ? 'callSid'`,
    at: 'e.at',
    key: `'e:' || e.id`,
    ref: 'k.number',
    text: `coalesce(e.body ->> 'words', '')`,
    detail: { direction: `'in'`, channel: `e.body ->> 'channel'` },
  },
  {
    kind: 'promise',
    from: 'promise p join "case" k on k.id = p.case_id',
    where: 'p.customer_id = $1',
    at: 'p.made_at',
    key: 'p.id::text',
    ref: 'k.number',
    text: 'p.kind',
    detail: {
      toWhom: 'p.to_whom',
      dueAt: instant('p.due_at'),
      keptAt: instant('p.kept_at'),
      replacedAt: instant('p.replaced_at'),
      reason: 'p.reason',
    },
  },
  {
    kind: 'rating',
    from: 'case_rating r join "case" k on k.id = r.case_id',
    where: 'r.customer_id = $1',
    at: 'r.given_at',
    key: `'c:' || r.case_id`,
    ref: 'k.number',
    text: 'r.why',
    detail: { score: 'r.score', most: '5', via: 'r.via' },
  },
  {
    kind: 'rating',
    from: 'rating r',
    where: 'r.customer_id = $1',
    at: 'r.given_at',
    key: `'r:' || r.call_sid || ':' || r.name`,
    ref: 'r.call_sid',
    text: 'r.name',
    detail: { score: 'r.score', most: 'r.most', via: `'call'`, recordingSid: 'r.recording_sid' },
  },
  {
    kind: 'note',
    from: 'customer_note n left join person p on p.id = n.person_id',
    where: 'n.customer_id = $1',
    at: 'n.at',
    key: 'n.id::text',
    ref: 'n.id::text',
    text: 'n.text',
    detail: { by: 'p.name' },
  },
  {
    kind: 'order',
    from: 'customer_order o',
    where: 'o.customer_id = $1',
    at: 'o.ordered_at',
    key: 'o.id::text',
    ref: 'o.reference',
    text: 'o.title',
    detail: { state: 'o.state', amount: 'o.amount', currency: 'o.currency' },
  },
]

/**
 * One page of a record, newest first: $1 customer; $2, $3, $4 instant, kind and key of the last entry seen; $5 how many. Each arm gives no more
 * than a page, so a record of 20,000 calls costs no more than one of 50.
 */
export function timelineSql(kind: TimelineEntry['kind'] | undefined): string {
  const arms = ARMS.filter((arm) => kind === undefined || arm.kind === kind).map(armSql)
  return `select kind, at, key, ref, text, detail from (${arms.join(' union all ')}) entry order by at desc, kind desc, key desc limit $5`
}

function armSql({ kind, from, where, at, key, ref, text, detail }: Arm): string {
  const fields = Object.entries(detail).map(([name, value]) => `'${name}', ${value}`)
  return `(select '${kind}' as kind, ${at} as at, ${key} as key, ${ref} as ref, ${text} as text, jsonb_build_object(${fields.join(', ')}) as detail
    from ${from} where ${where} and ${at} <= $2 and (${at} < $2 or ('${kind}', ${key}) < ($3, $4)) order by 2 desc, 3 desc limit $5)`
}
