import type { Language } from '../telephony/provider.ts'
import type { Wanted } from './questions.ts'

/** What must happen besides speech. Effects are stored in the outbox with the turn that caused them; `calls/jobs.ts` performs each once. */
export type Effect =
  /** Opens a case with everything captured so far. The flow waits for its result under the name `case`. */
  | { kind: 'openCase'; title: string; reason: string; severity: Severity; hasPromise?: boolean; language?: Language }
  /** A message was left; it becomes a case of the keeper, a message on the case `caseNumber`, or a comment. Absent `keep`: a case. */
  | { kind: 'voicemail'; recordingSid: string; url: string; seconds: number; title: string; severity: Severity; keep?: Keep; caseNumber?: string }
  /**
   * He wants to be called back at `number` (E.164), by somebody `wanted`; `since` (epoch milliseconds): he has waited so long on the line already.
   * Results `callback` and, from the instant at which he is to be called, `case`. Absent in effects of older versions: anybody, from now on.
   */
  | { kind: 'callback'; number: string; title: string; severity: Severity; language: Language; wanted?: Wanted; since?: number }
  /** Opens an urgent case and calls people on call, level by level, until one accepts. Result `case`; how it stands is a question (`wake`). */
  | {
      kind: 'wake'
      title: string
      reason: string
      skill: string | null
      siteId: string | null
      number: string
      ringSeconds: number
      totalSeconds: number
      language: Language
    }
  | { kind: 'sms'; to: string; text: string }
  /** Result `http:<step>`: `{ ok: 'yes', <name>: value }` or `{ ok: 'no', why }`. */
  | {
      kind: 'http'
      step: string
      method: 'get' | 'post'
      url: string
      body: Readonly<Record<string, string>> | null
      timeoutSeconds: number
      answer: readonly HttpAnswer[]
    }
  /** A mark from 1 (worst) to `most`. One for a call and name: the first counts. */
  | { kind: 'rating'; name: string; score: number; most: number }
  /** Asked of the directory in vain. */
  | { kind: 'unmet'; asked: string; by: 'keys' | 'speech'; section: string | null }
  /** The call belongs to this incident. */
  | { kind: 'joinIncident'; incidentId: string }
  /** The caller keyed a contract number (or another reference of that kind): whose call is this? */
  | { kind: 'identify'; reference: { kind: string; value: string } }
  /** One of us said on his phone what he does from now on. */
  | { kind: 'presence'; personId: string; state: 'ready' | 'break' | 'away' }

export type Severity = 'low' | 'normal' | 'high' | 'urgent'

/** What is taken out of the answer of another program, under which name. */
export type HttpAnswer = { name: string; at: readonly string[]; is: 'text' | 'number' | 'boolean'; isOptional: boolean }

/** What becomes of a recorded message. */
export type Keep = 'newCase' | 'onCase' | 'comment'

/**
 * Effects whose result the caller is told: the flow waits for `results[name]`. Each result carries `turn`, the turn of its effect, so that an
 * earlier one of the same name is not taken for it.
 */
export type AwaitedResult = 'case' | 'callback' | `http:${string}`
