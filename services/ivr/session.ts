import type { CallInstruction, Language } from '../telephony/provider.ts'
import type { AwaitedResult, Effect } from './effects.ts'
import type { Asked, CaseInWords, DirectoryMatch, NotAsked, Wanted, Words } from './questions.ts'

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
  /** Ids of those of us whose phone this is; a PIN says which of them it is. Absent in sessions of older versions, as the next two are. */
  staff?: ReadonlyArray<string>
  /** The site of the number that was dialled, and the zone by whose clock the caller is told times. */
  place?: { siteId: string; zone: string } | null
  /** When it opens next, in words by language; what the last `hours` step that was closed found out. */
  opening?: Words | null
  /** The case that the call is about: keyed, or the newest open one of the customer. */
  about?: CaseInWords | null
  /** The number of the case that came up last, told or opened: a message belongs to it. Null: one is being opened. Absent in older sessions. */
  latestCase?: string | null
  /** How many cases of the customer are open, once a `customer` step has asked. */
  openCases?: number
  /** What the last `queue`, `wake`, `incident` and `directory` step found out, as prompts may name it. */
  queue?: { ahead: number; waitMinutes: number | null } | null
  /** The `queue` step that he left without having been answered: since when (epoch milliseconds) and for whom he waited there. A callback keeps that place. */
  held?: { since: number; wanted: Wanted } | null
  wake?: { person: string; by: Words } | null
  incident?: { id: string; text: Words; caseNumber: string; by: Words } | null
  directory?: DirectoryMatch | null
  /** By when an answer would be promised, as the last offer said. */
  promise?: { at: string; by: Words } | null
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
  /** A step of the flow, or `lostStep` of `turn.ts` while the engine takes a message because the flow failed. */
  step: string
  /** What the engine asked for last. */
  awaiting: 'input' | 'confirmation' | 'dial' | 'recording' | 'result' | 'choice' | 'hold' | 'wake'
  noInput: number
  noMatch: number
  /** Silences in a row, whatever the step: a flow that sends silence in a circle must still end. Keys or words set it to 0. */
  silences: number
  /** How often the answer read back was refused. */
  refused?: number
  /** Keys typed or words said that await their confirmation; `isUnsure`: words that may have been others. */
  pending?: { value: string; by: 'keys' | 'speech'; isUnsure?: boolean }
  /** How often the flow came back for a result that was not there yet. */
  waits?: number
  /** Since when (epoch milliseconds) this step rings people, or in a queue: rang them last; and which phones have rung so far. */
  ringing?: { since: number; asked: ReadonlyArray<string> }
  /** Whose PIN was keyed. */
  personId?: string
  /** Which result is awaited, and the turn of its effect. Absent in older sessions: the case. */
  awaits?: { name: AwaitedResult; turn: number }
  /** Waiting for a person or for somebody to be woken: since when, and when the choices were offered (or a word was said) last, in epoch milliseconds. */
  hold?: {
    queue: string
    since: number
    offeredAt: number
    /** Of a `queue` step: whom he waits for, and the language that they must speak; absent in older sessions. */
    wanted?: Wanted
    language?: Language | null
  }
  /** Speech was not understood surely here, so only keys count from now on. */
  isKeysOnly?: boolean
  /** What speech seemed to mean in a menu, to be confirmed. */
  meant?: string
  /** Entries that he may choose from by key, in order. */
  entries?: ReadonlyArray<DirectoryMatch>
  /** Incidents that are offered after this one. */
  incidents?: ReadonlyArray<NonNullable<Session['incident']>>
}

/** What `begin` is told about a call by the program. */
export type SessionStart = {
  flowVersion: string
  /** The customer's language; one that the flow does not speak, or none, becomes the flow's first. */
  language?: Language | undefined
  call: Session['call']
  customer: Session['customer']
  staff?: ReadonlyArray<string>
  place?: Session['place']
}

/** What one event led to. `log` is in the order in which it happened. */
export type Step = {
  session: Session
  instructions: CallInstruction[]
  effects: Effect[]
  log: LogEntry[]
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
  | { kind: 'dialled'; step: string; numbers: number; asked?: ReadonlyArray<Omit<Asked, 'phone'>>; notAsked?: ReadonlyArray<NotAsked> }
  /** Nobody is on shift for this. */
  | { kind: 'gap'; step: string; level?: number; skill?: string; fallback: string; notAsked: ReadonlyArray<NotAsked> }
  /** Somebody is on shift, but none can be rung now. */
  | { kind: 'allBusy'; step: string; fallback: string; notAsked: ReadonlyArray<NotAsked> }
  /** The program could not find out what the step asked. */
  | { kind: 'notKnown'; step: string; question: string; reason: string }
  | { kind: 'dialEnded'; step: string; result: string; talkSeconds: number }
  | { kind: 'recorded'; step: string; seconds: number }
  /** "Leave it with us" and the callback were offered, or taken: what R85 measures. */
  | { kind: 'offered'; step: string; leave: boolean; callback: boolean }
  | { kind: 'accepted'; step: string; what: 'leave' | 'callback' }
  | { kind: 'held'; step: string; ahead: number; waitMinutes: number | null; seconds: number }
  | { kind: 'notFound'; step: string; what: 'case' | 'directory'; asked: string }
  | { kind: 'effect'; step: string; effect: string }
  | { kind: 'hungUp'; step: string }
  /** His number is blocked. */
  | { kind: 'turnedAway'; step: string }
  | { kind: 'failed'; step: string; reason: string }
