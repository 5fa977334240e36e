/** Everything that was sent and received, so that a test can ask an outside witness. `at` is virtual, ISO 8601. */
export type JournalEntry = { n: number; at: string } & (WebhookEntry | RestEntry)
export type WebhookEntry = {
  kind: 'webhook'
  purpose: WebhookPurpose
  callSid: string
  method: string
  url: string
  headers: Readonly<Record<string, string>>
  parameters: Readonly<Record<string, string>>
  /** 1 for the first try; a repeat carries the same I-Twilio-Idempotency-Token. */
  attempt: number
  response: { status: number; contentType: string | null; body: string } | { error: string }
  milliseconds: number
}
/** `voice`, `fallback`, `wait` (a queue's or conference's music) and `sms` wait for TwiML; nobody uses the answer of the others. */
export type WebhookPurpose = 'voice' | 'fallback' | 'wait' | 'sms' | 'status' | 'recording' | 'conference' | 'machine' | 'partial' | 'smsStatus'
export type RestEntry = {
  kind: 'rest'
  method: string
  url: string
  parameters: Readonly<Record<string, unknown>>
  response: { status: number; body: string }
}

export type Journal = {
  add: (at: number, entry: WebhookEntry | RestEntry) => void
  after: (n: number, most?: number) => JournalEntry[]
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
    after(n, limit = 1000) {
      const first = entries[0]?.n ?? 0
      return entries.slice(Math.max(0, n - first + 1)).slice(0, limit)
    },
    last: () => count,
  }
}
