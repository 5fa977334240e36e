import type { Language } from '../telephony/provider.ts'

/** One answer collected in a call. `value` is what was keyed, said or set; `confirmed` if it was read back and accepted. */
export type CapturedAnswer = { value: string; by: 'keys' | 'speech' | 'flow'; confirmed: boolean; step: string }

/**
 * Where one call stands in one version of one flow. Plain JSON, stored with the call; `advance` returns the next one.
 * `turn` counts the answers given so far: the incoming call is turn 0, and each action URL carries the turn it answers.
 */
export type Session = {
  flow: string
  flowVersion: string
  turn: number
  language: Language
  /** What the flow knows about the call; prompts may name these, e.g. `{{customer.name}}`. */
  call: { from: string | null; to: string | null }
  /** Present only if the number (or a key) makes him certain: then his name may be spoken. */
  customer: { name: string } | null
  captured: Readonly<Record<string, CapturedAnswer>>
  /** Results of effects, by name, e.g. `case` -> { number, owner }. */
  results: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** What the engine waits for; only `ivr/engine.ts` looks inside. `null` before the first event. */
  position: Position | null
  /** Menus passed through, newest last, for the key "back". */
  trail: ReadonlyArray<string>
  /** What a step has achieved for the caller so far; the outcome of the call is derived from it. */
  achieved: ReadonlyArray<'answered' | 'voicemail' | 'caseOpened' | 'callback' | 'served'>
  isOver: boolean
}

export type Position = {
  step: string
  /** What the engine asked for last. */
  awaiting: 'input' | 'confirmation' | 'dial' | 'recording' | 'result'
  noInput: number
  noMatch: number
  /** Keys typed or words said that await their confirmation. */
  pending?: { value: string; by: 'keys' | 'speech' }
  /** How often the flow came back for a result that was not there yet. */
  waits?: number
}

/** One line of the call log: what happened at which step. */
export type LogEntry =
  | { kind: 'said'; step: string; text: string; language: Language }
  | { kind: 'asked'; step: string; text: string; language: Language }
  | { kind: 'pressed'; step: string; digits: string }
  | { kind: 'spoke'; step: string; text: string; confidence?: number }
  | { kind: 'silent'; step: string }
  | { kind: 'notUnderstood'; step: string; input: string }
  | { kind: 'captured'; step: string; name: string; value: string }
  | { kind: 'went'; step: string; to: string; why: string }
  | { kind: 'dialled'; step: string; numbers: number }
  | { kind: 'dialEnded'; step: string; result: string; talkSeconds: number }
  | { kind: 'recorded'; step: string; seconds: number }
  | { kind: 'effect'; step: string; effect: string }
  | { kind: 'hungUp'; step: string }
  | { kind: 'failed'; step: string; reason: string }
