/** What must happen besides speech. Effects are stored in the outbox with the turn that caused them; `calls/jobs.ts` performs each once. */
export type Effect =
  /** Opens a case with everything captured so far. The flow waits for its result under the name `case`. */
  | { kind: 'openCase'; title: string; reason: string; severity: Severity }
  /** A message was left; it becomes a case of the keeper. */
  | { kind: 'voicemail'; recordingSid: string; url: string; seconds: number; title: string; severity: Severity }
  /** The caller keyed a contract number (or another reference of that kind): whose call is this? */
  | { kind: 'identify'; reference: { kind: string; value: string } }
  /** One of us said on his phone what he does from now on. */
  | { kind: 'presence'; personId: string; state: 'ready' | 'break' | 'away' }

export type Severity = 'low' | 'normal' | 'high' | 'urgent'

/** Effects whose result the caller is told: the flow waits for `results[name]`. */
export type AwaitedResult = 'case'
