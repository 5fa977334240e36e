/** Judges a queue by what stands in Postgres and by what the carrier saw; plain SQL and loops, no code of the product. */
import type pg from 'pg'
import { control } from './phones.ts'

export type Verdict = {
  asked: number
  ended: Record<string, number>
  attempts: Record<string, number>
  unlawful: number
  withoutEvent: number
  twoAtOnce: number
  agentTwiceAtOnce: number
  /** Of us somebody was to call who was not on the roster, or was known to be ill. */
  notOnDuty: number
  overWithoutCause: number
  kept: number
  broken: number
}

const ONE = `
  with step as (
    select e.callback_id, e.from_state, e.to_state, lag(e.to_state) over (partition by e.callback_id order by e.id) as before
      from callback_event e where e.to_state is not null
  )
  select
    (select count(*)::int from callback) as asked,
    (select jsonb_object_agg(state, n) from (select state, count(*)::int as n from callback group by state) s) as ended,
    (select coalesce(jsonb_object_agg(outcome, n), '{}') from (select coalesce(outcome, 'live') as outcome, count(*)::int as n from callback_attempt group by 1) s) as attempts,
    (select count(*)::int from step where from_state is distinct from before
        or (from_state is not null and from_state <> to_state and not exists (select from callback_transition t where t.from_state = step.from_state and t.to_state = step.to_state))) as unlawful,
    (select count(*)::int from callback b where b.state is distinct from (select to_state from callback_event e where e.callback_id = b.id and to_state is not null order by e.id desc limit 1)) as "withoutEvent",
    (select count(*)::int from callback_attempt a join callback_attempt b on a.id < b.id and a.number = b.number
        and tstzrange(a.started_at, a.ended_at) && tstzrange(b.started_at, b.ended_at)) as "twoAtOnce",
    (select count(*)::int from callback_attempt a join callback_attempt b on a.id < b.id and a.person_id = b.person_id
        and tstzrange(a.started_at, a.ended_at) && tstzrange(b.started_at, b.ended_at)) as "agentTwiceAtOnce",
    (select count(*)::int from callback_attempt a where a.person_id is not null
        and (not exists (select from shift s where s.plan = 'published' and s.person_id = a.person_id and s.starts_at <= a.started_at and a.started_at < s.ends_at)
          or exists (select from leave l where l.person_id = a.person_id and l.from_at <= a.started_at and a.started_at < l.to_at and l.created_at < a.started_at))) as "notOnDuty",
    (select count(*)::int from callback b where b.due_at < $1 and b.state not in ('cancelled', 'expired', 'blocked')
        and not coalesce(b.first_try_at between b.window_from and b.due_at, false) and (b.broken_at is null or coalesce(b.broken_why, '') = '')) as "overWithoutCause",
    (select count(*)::int from callback where due_at < $1 and first_try_at between window_from and due_at) as kept,
    (select count(*)::int from callback where broken_at is not null) as broken`

export async function judgeCallbacks(pool: pg.Pool, at: Date): Promise<Verdict> {
  const { rows } = await pool.query<Verdict>(ONE, [at])
  const [verdict] = rows
  if (!verdict) throw new Error('a statement without a table gave no row')
  return verdict
}

/** Calls that the carrier placed and no row of ours knows: somebody's phone rang, and nothing tells why. */
export async function strangersAmong(pool: pg.Pool, { calls }: Pick<CarrierWitness, 'calls'>): Promise<string[]> {
  const { rows } = await pool.query<{ sid: string }>(`select leg_sid as sid from outbound_call where leg_sid is not null`)
  const known = new Set(rows.map(({ sid }) => sid))
  return [...calls].filter(([sid]) => !known.has(sid)).map(([sid, { number }]) => `${sid} to ${number}`)
}

type Entry = {
  n: number
  at: string
  kind: string
  method?: string
  url?: string
  parameters?: Record<string, string>
  response?: { status?: number; body?: string }
  type?: string
  callSid?: string
  purpose?: string
}
type Seen = { number: string; from: number; to: number | null }

export type CarrierWitness = ReturnType<typeof carrierWitness>

/** What the carrier saw: each call that was placed, from its request to the end of its leg. Fed piece by piece, for the journal forgets. */
export function carrierWitness(simulator: Parameters<typeof control>[0]) {
  const calls = new Map<string, Seen>()
  let last = 0
  return {
    calls,
    look: async (): Promise<void> => {
      for (;;) {
        const { entries } = await control<{ entries: Entry[] }>(simulator, 'GET', `/journal?after=${last}&limit=10000`)
        for (const entry of entries) note(calls, entry)
        last = entries.at(-1)?.n ?? last
        if (entries.length < 10_000) return
      }
    },
    /** Pairs of calls to one number that were up at the same time. */
    overlaps: (): string[] => overlapsOf([...calls.values()]),
  }
}

function note(calls: Map<string, Seen>, { kind, at, method, url = '', parameters, response, type, callSid }: Entry): void {
  if (kind === 'rest' && method === 'POST' && /\/Calls\.json$/.test(url.split('?')[0] ?? '') && response?.body) {
    const made = JSON.parse(response.body) as { sid?: string; to?: string }
    if (made.sid?.startsWith('CA')) calls.set(made.sid, { number: parameters?.['To'] ?? made.to ?? '', from: Date.parse(at), to: null })
  }
  const seen = kind === 'leg' && type === 'ended' ? calls.get(callSid ?? '') : undefined
  if (seen) seen.to = Date.parse(at)
}

function overlapsOf(all: readonly Seen[]): string[] {
  const byNumber = grouped(all)
  return [...byNumber].flatMap(([number, calls]) => {
    const sorted = [...calls].sort((a, b) => a.from - b.from)
    return sorted.flatMap((call, n) => {
      const next = sorted[n + 1]
      return next && next.from < (call.to ?? Infinity) ? [`${number}: ${call.from} to ${call.to ?? 'now'}, and ${next.from}`] : []
    })
  })
}

function grouped(all: readonly Seen[]): Map<string, Seen[]> {
  const groups = new Map<string, Seen[]>()
  for (const one of all) groups.set(one.number, [...(groups.get(one.number) ?? []), one])
  return groups
}
