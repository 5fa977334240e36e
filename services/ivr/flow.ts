import type { CallInstruction, Language, SpokenInstruction } from '../telephony/provider.ts'
import type { HttpAnswer, Keep, Severity } from './effects.ts'
import type { Expression } from './expressions.ts'
import type { OpeningHours } from './opening-hours.ts'
import type { PhraseName } from './phrases.ts'
import type { RingOrder, Wanted as WantedNow } from './questions.ts'
import type { Phrase } from './speech.ts'
import type { Template } from './templates.ts'

/**
 * A flow as the engine runs it: everything that does not depend on the call is worked out beforehand (`compile-flow.ts`).
 * Its written form is in `flow-file.ts`.
 */
export type Flow = {
  id: string
  title: string
  zone: string
  languages: readonly [Language, ...Language[]]
  start: string
  pace: Pace
  phrases: Readonly<Record<PhraseName, Prompt>>
  steps: ReadonlyMap<string, FlowStep>
}

export type Pace = 'slow' | 'normal' | 'fast'

/** What is said, by language; each language of the flow is in it. */
export type Prompt = ReadonlyMap<Language, ReadonlyArray<Sentence>>
/** `fixed` is the finished instruction when the sentence has no gap, made once so that a turn has nothing to render. */
export type Sentence = { template: Template; language: Language; fixed: SpokenInstruction | null }

/** What a key does: `to` is a step, `back` or `repeat`. `language` maps the present language to the next. */
export type Choice = { to: string; language: ReadonlyMap<Language, Language> | null }

/** After `tries` times the call goes on to `goTo`; null: there is nowhere to go, so a message is taken. */
export type Handler = { tries: number; goTo: string | null; prompts: ReadonlyArray<Prompt> }
type Gather = Extract<CallInstruction, { verb: 'gather' }>
export type Question = {
  id: string
  prompt: Prompt
  timeoutSeconds: number
  /** Speech understood less surely (0 to 1) is read back before it counts. */
  confidence: number
  choices: ReadonlyMap<string, Choice>
  phrases: ReadonlyMap<Language, ReadonlyArray<Phrase>>
  noInput: Handler
  noMatch: Handler
}

/** How the line listens: the part of a gather instruction that is the same in each turn. */
export type Listening = Pick<Gather, 'maxDigits' | 'finishOnKey'>

export type MenuStep = Question & { do: 'menu'; listening: Listening }
export type GatherStep = Question & {
  do: 'gather'
  name: string
  input: 'keys' | 'speech' | 'both'
  /** The answer is digits of this many places, also when it is spoken; else any words will do. */
  isNumber: boolean
  minDigits: number
  maxDigits: number
  finishOnKey: string
  listening: Listening
  readBack: Prompt | null
  identifies: string | null
  next: string
}
export type SayStep = { id: string; do: 'say'; prompt: Prompt; next: string; language: Language | null; isServed: boolean }
export type SetStep = { id: string; do: 'set'; values: ReadonlyArray<{ name: string; value: Template }>; next: string }
export type BranchStep = { id: string; do: 'branch'; when: ReadonlyArray<{ if: Expression; goTo: string }>; else: string }
/** `isOfSite`: only people of the site of the number that was dialled. */
export type Wanted = Omit<WantedNow, 'siteId'> & { isOfSite: boolean }
/** `hours` null: by the roster alone; `onShift` null: by the clock alone; both: both must hold. */
export type HoursStep = {
  id: string
  do: 'hours'
  hours: OpeningHours | null
  onShift: Wanted | null
  hasSiteHolidays: boolean
  open: string
  closed: string
}
export type DialTarget =
  | { kind: 'onShift'; wanted: Wanted; mustSpeak: boolean; isUrgent: boolean }
  | { kind: 'keeper'; level: number | null }
  /** Who owns the case that the call is about. */
  | { kind: 'owner' }
  | { kind: 'numbers'; numbers: ReadonlyArray<string> }
export type DialStep = {
  id: string
  do: 'dial'
  prompt: Prompt | null
  to: DialTarget
  order: RingOrder
  timeoutSeconds: number
  screen: Prompt
  onAnswered: string | null
  onFailed: string
  onGap: string
  onBusy: string
}
export type VoicemailStep = {
  id: string
  do: 'voicemail'
  prompt: Prompt
  maxSeconds: number
  silenceSeconds: number
  title: Template
  severity: Severity
  keep: Keep
  next: string
  onEmpty: string | null
  noInput: Handler
}
export type OpenCaseStep = {
  id: string
  do: 'openCase'
  title: Template
  reason: Template
  severity: Severity
  hasPromise: boolean
  prompt: Prompt
  next: string
  onDelay: string
}
/** Waits for a person who is free. Null where the flow offers no such thing. */
export type QueueStep = {
  id: string
  do: 'queue'
  wanted: Wanted
  mustSpeak: boolean
  order: RingOrder
  prompt: Prompt | null
  position: Prompt
  music: string | null
  holdSeconds: number
  maxHoldSeconds: number
  giveUpSeconds: number
  timeoutSeconds: number
  screen: Prompt
  leave: string | null
  callback: string | null
  onAnswered: string | null
  onFailed: string
  onGap: string
}
/** Calls people on call, level by level, while the caller may hold or hang up. */
export type WakeStep = {
  id: string
  do: 'wake'
  /** The captured answer that holds the number to call back; null: the caller's own. */
  number: string | null
  wanted: Omit<Wanted, 'level'>
  title: Template
  reason: Template
  prompt: Prompt
  waiting: Prompt
  ringSeconds: number
  totalSeconds: number
  next: string
  onNobody: string
  onNoNumber: string
}
export type TransferStep = {
  id: string
  do: 'transfer'
  /** An E.164 number, `sip:`, `client:`, or a template for the number of the directory. */
  to: Template
  prompt: Prompt | null
  timeoutSeconds: number
  onAnswered: string | null
  onFailed: string
}
/** `number`: the captured answer that holds it; null: the caller's own. */
export type CallbackStep = {
  id: string
  do: 'callback'
  number: string | null
  wanted: Wanted
  title: Template
  severity: Severity
  prompt: Prompt
  next: string
  onNoNumber: string
  onDelay: string
}
/** `confidence`: a number said less surely is not looked up, but asked for by keys. */
export type CaseStatusStep = {
  id: string
  do: 'caseStatus'
  prompt: Prompt
  timeoutSeconds: number
  confidence: number
  choices: Question['choices']
  tries: number
  next: string
  onNotFound: string
}
/** `confidence`: whoever was found by a name said less surely is read out before he is chosen. */
export type DirectoryStep = {
  id: string
  do: 'directory'
  section: string | null
  prompt: Prompt
  timeoutSeconds: number
  confidence: number
  choices: Question['choices']
  tries: number
  next: string
  onNotFound: string
}
export type IncidentStep = { id: string; do: 'incident'; prompt: Prompt; timeoutSeconds: number; joined: string; next: string }
export type CustomerStep = { id: string; do: 'customer'; unknown: string; openCase: string; next: string }
/** A question for a mark; compiled to a gather of one digit, whose answer also becomes a rating. */
export type SurveyStep = Omit<GatherStep, 'do'> & { do: 'survey'; most: number }
export type SmsStep = { id: string; do: 'sms'; number: string | null; text: Prompt; next: string; onNoNumber: string }
export type HttpStep = {
  id: string
  do: 'http'
  /** Values are put in URL-encoded. */
  url: Template
  method: 'get' | 'post'
  body: ReadonlyArray<{ name: string; value: Template }> | null
  timeoutSeconds: number
  answer: readonly HttpAnswer[]
  prompt: Prompt
  next: string
  onFailed: string
}
export type GoToStep = { id: string; do: 'goTo'; goTo: string; language: Language | null }
/** One of us keys his PIN and says whether he takes calls. */
export type PresenceStep = { id: string; do: 'presence'; prompt: Prompt; timeoutSeconds: number; tries: number; next: string; onFailed: string }
export type HangUpStep = { id: string; do: 'hangUp'; prompt: Prompt | null; isServed: boolean }

export type QuestionStep = MenuStep | GatherStep | SurveyStep
/** `subflow` is not here: `compile-flow.ts` puts the steps of the other file in its place, each named `<step>/<step there>`. */
export type FlowStep =
  | QuestionStep
  | SayStep
  | SetStep
  | BranchStep
  | HoursStep
  | DialStep
  | QueueStep
  | WakeStep
  | TransferStep
  | VoicemailStep
  | OpenCaseStep
  | CallbackStep
  | CaseStatusStep
  | DirectoryStep
  | IncidentStep
  | CustomerStep
  | SmsStep
  | HttpStep
  | GoToStep
  | PresenceStep
  | HangUpStep

/** The answer is a PIN: it is compared once and shown nowhere. */
export function isSecret(step: FlowStep | undefined): boolean {
  return step?.do === 'gather' && step.identifies === 'pin'
}

/** True while the call stands at a question whose answer nobody may read later. */
export function asksForSecret(flow: Flow, position: { step: string; awaiting: string } | null): boolean {
  const step = position === null ? undefined : flow.steps.get(position.step)
  return isSecret(step) || (step?.do === 'presence' && position?.awaiting !== 'choice')
}
