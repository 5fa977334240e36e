import type { CallInstruction, Language, SpokenInstruction } from '../telephony/provider.ts'
import type { Severity } from './effects.ts'
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
  phrases: Readonly<Record<PhraseName, Prompt>>
  steps: ReadonlyMap<string, FlowStep>
}

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
  prompt: Prompt
  next: string
  onDelay: string
}
export type GoToStep = { id: string; do: 'goTo'; goTo: string; language: Language | null }
/** One of us keys his PIN and says whether he takes calls. */
export type PresenceStep = { id: string; do: 'presence'; prompt: Prompt; timeoutSeconds: number; tries: number; next: string; onFailed: string }
export type HangUpStep = { id: string; do: 'hangUp'; prompt: Prompt | null; isServed: boolean }

export type QuestionStep = MenuStep | GatherStep
export type FlowStep =
  QuestionStep | SayStep | SetStep | BranchStep | HoursStep | DialStep | VoicemailStep | OpenCaseStep | GoToStep | PresenceStep | HangUpStep

/** The answer is a PIN: it is compared once and shown nowhere. */
export function isSecret(step: FlowStep | undefined): boolean {
  return step?.do === 'gather' && step.identifies === 'pin'
}

/** True while the call stands at a question whose answer nobody may read later. */
export function asksForSecret(flow: Flow, position: { step: string; awaiting: string } | null): boolean {
  const step = position === null ? undefined : flow.steps.get(position.step)
  return isSecret(step) || (step?.do === 'presence' && position?.awaiting !== 'choice')
}
