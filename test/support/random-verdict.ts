/** Lets time pass after random calls, then asks the journal and the database whether everything came to its end, once. */
import type { JournalEntry, LegEntry, WebhookEntry } from '../../services/phone-simulator/journal.ts'
import type { TestLine } from './line.ts'
import { clockOf, control } from './phones.ts'
import { differences, wasReceived } from './told-twice.ts'

/**
 * A call whose end was never reported is closed so many minutes after it was last heard of: ten of quiet, one until somebody asks. While the
 * provider itself answers with faults it is asked once more each minute; with eight in a hundred failing, four more are enough.
 */
export const CLOSED_WITHIN_MINUTES = 12
const MORE_WITH_FAULTS = 4
const OUTCOMES = ['answered', 'callback', 'voicemail', 'self-served', 'abandoned', 'failed']
const APPLICATION_ERROR = /application error has occurred/

export type Counts = {
  calls: number
  webhooks: number
  turns: number
  faults: Record<string, number>
  outcomes: Record<string, number>
  askedAfter: number
  /** Minutes waited beyond CLOSED_WITHIN_MINUTES, because asking met a fault. */
  askedAgain: number
  applicationErrors: number
  neverHeardOf: number
  wakes: Record<string, number>
  cases: number
  recordings: number
}
export const countsOf = (): Counts => ({
  calls: 0,
  webhooks: 0,
  turns: 0,
  faults: {},
  outcomes: {},
  askedAfter: 0,
  askedAgain: 0,
  applicationErrors: 0,
  neverHeardOf: 0,
  wakes: {},
  cases: 0,
  recordings: 0,
})
const more = (counts: Record<string, number>, key: string): void => void (counts[key] = (counts[key] ?? 0) + 1)

type Rows = Awaited<ReturnType<typeof rowsOf>>
type Witness = { webhooks: (JournalEntry & WebhookEntry)[]; legs: (JournalEntry & LegEntry)[] }

export async function judgeCalls(line: TestLine, sids: readonly string[], after: number, counts: Counts): Promise<{ differences: string[]; last: number }> {
  await control(line.simulator, 'POST', '/clock/advance', { seconds: CLOSED_WITHIN_MINUTES * 60, stepSeconds: 30 })
  let isOver = await isSettled(line, sids)
  for (let more = 0; !isOver && more < MORE_WITH_FAULTS; more += 1) {
    counts.askedAgain += 1
    await control(line.simulator, 'POST', '/clock/advance', { seconds: 60, stepSeconds: 30 })
    isOver = await isSettled(line, sids)
  }
  const { entries, last } = await journalAfter(line, after)
  const witness: Witness = {
    webhooks: entries.flatMap((entry) => (entry.kind === 'webhook' ? [entry] : [])),
    legs: entries.flatMap((entry) => (entry.kind === 'leg' ? [entry] : [])),
  }
  const rows = await rowsOf(line, sids)
  count(counts, sids, witness, rows)
  const told = sids.flatMap((sid) => {
    const callLegs = rows.legs.filter((leg) => leg.call_sid === sid)
    const ours = new Set([sid, ...callLegs.map((leg) => leg.sid)])
    const events = rows.events.filter(({ call_sid: of }) => ours.has(of))
    return differences({ sid, ...witness, events, callLegs })
  })
  return { differences: [...told, ...unended(sids, rows, witness, counts), ...unowned(rows, witness)], last }
}

/** The sweeper looks every few seconds of real time; the line's clock stands still meanwhile. */
async function isSettled({ database: { pool } }: TestLine, sids: readonly string[]): Promise<boolean> {
  for (let tries = 0; tries < 150; tries += 1) {
    const { rows } = await pool.query<{ open: number }>(
      `select (select count(*) from call where sid = any($1) and outcome is null)::int + (select count(*) from effect where done_at is null and failed_at is null)::int as open`,
      [sids],
    )
    if (rows[0]?.open === 0) return true
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return false
}

async function journalAfter({ simulator }: TestLine, after: number): Promise<{ entries: JournalEntry[]; last: number }> {
  const entries: JournalEntry[] = []
  for (let from = after; ;) {
    const page = await control<{ entries: JournalEntry[]; last: number }>(simulator, 'GET', `/journal?limit=10000&after=${from}`)
    entries.push(...page.entries)
    from = page.entries.at(-1)?.n ?? page.last
    if (page.entries.length < 10_000) return { entries, last: from }
  }
}

async function rowsOf({ database: { pool }, simulator }: TestLine, sids: readonly string[]) {
  const all = async <T extends object>(sql: string): Promise<T[]> => (await pool.query<T>(sql, [sids])).rows
  return {
    now: Date.parse((await clockOf(simulator)).now),
    calls: await all<{ sid: string; outcome: string | null; ended_at: Date | null; status: string }>('select * from call where sid = any($1)'),
    legs: await all<{ sid: string; call_sid: string; status: string }>('select * from call_leg where call_sid = any($1)'),
    events: await all<{ call_sid: string; turn: number | null; kind: string; token: string | null; url: string; params: Record<string, string>; log: null }>(
      'select * from call_event where call_sid = any($1) or call_sid in (select sid from call_leg where call_sid = any($1))',
    ),
    effects: await all<{ id: string; last_error: string | null }>(
      'select id, last_error from effect where call_sid = any($1) and (done_at is null or failed_at is not null)',
    ),
    cases: await all<{ number: string; owners: number }>(
      `select number, (select count(*) from custody where case_id = c.id and to_at is null)::int as owners from "case" c where call_sid = any($1) and status = 'open'`,
    ),
    recordings: await all<{ sid: string; kept: boolean }>(
      `select sid, (case_id is not null or exists (select 1 from "case" where call_sid = r.call_sid)
          or exists (select 1 from rating where call_sid = r.call_sid)) as kept from recording r where call_sid = any($1)`,
    ),
    wakes: await all<{ id: string; state: string; promises: number; owner: string | null; accepted_by_id: string | null }>(
      `select w.id, w.state, w.accepted_by_id, (select person_id from custody where case_id = w.case_id and to_at is null) as owner,
         (select count(*) from promise where case_id = w.case_id and kind = 'callback')::int as promises from wake w where call_sid = any($1)`,
    ),
  }
}

function unended(sids: readonly string[], { calls, effects }: Rows, { webhooks, legs }: Witness, counts: Counts): string[] {
  const received = new Set(webhooks.filter(wasReceived).map(({ callSid }) => callSid))
  const silent = sids.filter((sid) => !received.has(sid))
  counts.neverHeardOf += silent.length
  const known = new Set(calls.map(({ sid }) => sid))
  const errors = legs.filter(({ type, text }) => type === 'said' && APPLICATION_ERROR.test(text ?? ''))
  counts.applicationErrors += errors.length
  const failed = (sid: string): boolean => webhooks.some(({ callSid, purpose, delivered }) => callSid === sid && purpose === 'fallback' && !delivered)
  return [
    ...sids.filter((sid) => received.has(sid) && !known.has(sid)).map((sid) => `${sid}: no record of a call that we were told of`),
    ...calls.filter(({ outcome, ended_at: at }) => at === null || !OUTCOMES.includes(outcome ?? '')).map(({ sid, status }) => `${sid}: still open (${status})`),
    ...effects.map(({ id, last_error: error }) => `${id}: not done: ${error}`),
    ...errors.filter(({ callSid }) => !failed(callSid)).map(({ callSid }) => `${callSid}: heard Twilio's own sentence though the fallback was there`),
  ]
}

function unowned({ cases, recordings, wakes }: Rows, { webhooks }: Witness): string[] {
  const kept = new Map(recordings.map(({ sid, kept }) => [sid, kept]))
  const recorded = webhooks.filter((entry) => wasReceived(entry) && entry.purpose !== 'recording').flatMap(({ parameters }) => parameters['RecordingSid'] ?? [])
  const attempts = webhooks
    .filter(({ url, parameters }) => url.includes('/wake/') && !parameters['ParentCallSid'])
    .map(({ url, callSid }) => [new URL(url).searchParams.get('attempt'), callSid] as const)
  const legOf = new Map(attempts)
  return [
    ...cases.filter(({ owners }) => owners !== 1).map(({ number, owners }) => `case ${number} has ${owners} owners`),
    ...[...new Set(recorded)].filter((sid) => kept.get(sid) !== true).map((sid) => `recording ${sid} ${kept.has(sid) ? 'lies nowhere' : 'is not stored'}`),
    ...wakes.flatMap(({ id, state, promises, owner, accepted_by_id: by }) =>
      state === 'calling' || (state === 'accepted' && (promises < 1 || owner !== by))
        ? [`wake ${id} is ${state}, with ${promises} promises; ${owner} owns it`]
        : [],
    ),
    ...attempts.filter(([attempt, callSid]) => legOf.get(attempt) !== callSid).map(([attempt]) => `somebody was called twice by attempt ${attempt}`),
  ]
}

function count(counts: Counts, sids: readonly string[], { webhooks }: Witness, { calls, events, wakes, cases, recordings }: Rows): void {
  counts.calls += sids.length
  counts.webhooks += webhooks.filter(wasReceived).length
  counts.turns += events.filter(({ turn }) => turn !== null).length
  counts.askedAfter += events.filter(({ url }) => url === 'asked').length
  counts.cases += cases.length
  counts.recordings += recordings.length
  for (const { outcome } of calls) more(counts.outcomes, outcome ?? 'none')
  for (const { state } of wakes) more(counts.wakes, state)
}
