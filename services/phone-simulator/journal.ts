import type { CallEventDetails, CallEventType, World } from './world.ts'
import type { FaultName } from './webhooks/faults/plan.ts'
import type { WebhookPurpose } from './webhooks/purposes.ts'

/** Everything that was sent, received, heard and said, so that a test can ask an outside witness. `at` is virtual, ISO 8601. */
export type JournalEntry = { n: number; at: string } & (WebhookEntry | RestEntry | LegEntry)
export type WebhookEntry = {
  kind: 'webhook'
  purpose: WebhookPurpose
  /** The leg that it is about; for a text message its SID. */
  callSid: string
  method: string
  url: string
  headers: Readonly<Record<string, string>>
  parameters: Readonly<Record<string, string>>
  /** 1 for the first try; a repeat carries the same I-Twilio-Idempotency-Token. */
  attempt: number
  response: { status: number; contentType: string | null; body: string } | { error: string }
  /** The program answered 2xx, and in time. */
  delivered: boolean
  faults: ReadonlyArray<FaultName>
  milliseconds: number
}
export type RestEntry = {
  kind: 'rest'
  method: string
  url: string
  parameters: Readonly<Record<string, unknown>>
  response: { status: number; body: string }
  faults: ReadonlyArray<FaultName>
}
/** What the person on a leg heard, pressed or said, and what became of the leg. */
export type LegEntry = { kind: 'leg'; callSid: string; rootSid: string; type: CallEventType } & CallEventDetails

export type Journal = {
  add: (at: number, entry: WebhookEntry | RestEntry | LegEntry) => void
  /** Entries above `n`; of one call when its legs' SIDs are given. */
  after: (n: number, most?: number, sids?: ReadonlySet<string>) => JournalEntry[]
  last: () => number
}

/** Keeps the newest entries only: a load test sends more than memory should hold. */
export function journal(most = 100_000): Journal {
  let entries: JournalEntry[] = []
  let count = 0
  return {
    add(at, entry) {
      count++
      entries.push({ n: count, at: new Date(at).toISOString(), ...entry })
      if (entries.length > 1.2 * most) entries = entries.slice(-most)
    },
    after(n, limit = 1000, sids) {
      const first = entries[0]?.n ?? 0
      const newer = entries.slice(Math.max(0, n - first + 1))
      return (sids === undefined ? newer : newer.filter((entry) => isAbout(entry, sids))).slice(0, limit)
    },
    last: () => count,
  }
}

function isAbout(entry: JournalEntry, sids: ReadonlySet<string>): boolean {
  if (entry.kind !== 'rest') return sids.has(entry.callSid)
  return [...sids].some((sid) => entry.url.includes(sid) || entry.response.body.includes(sid))
}

/** The same world, with a witness: what happens on a leg is told to `tell` before anybody acts on it. */
export function witnessed(world: World, tell: (at: number, entry: LegEntry) => void): World {
  return {
    ...world,
    addEvent(leg, at, type, details = {}) {
      tell(at, { kind: 'leg', callSid: leg.sid, rootSid: leg.rootSid, type, ...details })
      world.addEvent(leg, at, type, details)
    },
  }
}
