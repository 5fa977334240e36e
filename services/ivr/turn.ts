import type { DateTime } from 'luxon'
import type { CallInstruction, SpokenInstruction } from '../telephony/provider.ts'
import type { Effect } from './effects.ts'
import type { Choice, Flow, GatherStep, Prompt, QuestionStep } from './flow.ts'
import { keyOf, type Answer, type Known, type Question } from './questions.ts'
import type { LogEntry, Position, Session } from './session.ts'
import { confirmationPhrases } from './speech.ts'
import { renderTemplate } from './templates.ts'

/** One answer in the making. It is changed in place within `advance` and never leaves it; the session it came from stays as it was. */
export type Turn = {
  flow: Flow
  now: DateTime
  session: Session
  /** Said since the line was last handed over; goes into the next gather, so that keys can interrupt it. */
  spoken: SpokenInstruction[]
  instructions: CallInstruction[]
  effects: Effect[]
  log: LogEntry[]
  silences: number
  known: Known
  /** What must be known before this turn can be taken; then nothing else of it counts. */
  needs: { key: string; question: Question } | null
}

/** The step of a call whose flow failed: the engine takes a message there. No step of a flow can have this name. */
export const lostStep = '(lost)'

const lostSeconds = 120
const trailLength = 20

/** A fresh turn on a copy of the session. */
export function startTurn(flow: Flow, session: Session, now: DateTime, known: Known = new Map()): Turn {
  return {
    flow,
    now,
    session: { ...session, turn: session.turn + 1 },
    spoken: [],
    instructions: [],
    effects: [],
    log: [],
    silences: session.position?.silences ?? 0,
    known,
    needs: null,
  }
}

/** The program's answer, or null: then the turn ends here and is taken again when there is one. What could not be found out is written down. */
export function find<Kind extends Exclude<Answer['kind'], 'unknown'>>(
  turn: Turn,
  step: string,
  question: Question,
  kind: Kind,
): Extract<Answer, { kind: Kind | 'unknown' }> | null {
  const key = keyOf(question, step)
  const answer = turn.known.get(key)
  if (answer === undefined) {
    turn.needs = { key, question }
    return null
  }
  if (answer.kind === 'unknown') turn.log.push({ kind: 'notKnown', step, question: question.kind, reason: answer.reason })
  if (answer.kind !== kind && answer.kind !== 'unknown') throw new Error(`the answer to "${key}" is of the kind "${answer.kind}"`)
  return answer as Extract<Answer, { kind: Kind | 'unknown' }>
}

/** A prompt in the caller's language. Sentences with an unknown value are left out, unless nothing would be left of a question. */
export function render(turn: Turn, prompt: Prompt, isNeeded: boolean): SpokenInstruction[] {
  const { session, flow } = turn
  const sentences = prompt.get(session.language) ?? prompt.get(flow.languages[0]) ?? []
  const rendered = sentences.map(({ template, language, fixed }) => {
    if (fixed !== null) return { instruction: fixed, isComplete: true }
    const { text, isComplete } = renderTemplate(template, session)
    return { instruction: { verb: 'say' as const, text, language }, isComplete }
  })
  const complete = rendered.filter(({ isComplete }) => isComplete)
  return (complete.length === 0 && isNeeded ? rendered : complete).map(({ instruction }) => instruction)
}

/** Says a prompt; it is heard before whatever comes next. */
export function speak(turn: Turn, step: string, prompt: Prompt): void {
  const spoken = render(turn, prompt, false)
  if (spoken.length === 0) return
  turn.spoken.push(...spoken)
  turn.log.push({ kind: 'said', step, text: textOf(spoken), language: turn.session.language })
}

/** Ends the turn: what was said, then `last`, which takes the line. */
export function handOver(turn: Turn, position: Omit<Position, 'silences'>, ...last: CallInstruction[]): void {
  turn.instructions.push(...turn.spoken, ...last)
  turn.spoken = []
  turn.session.position = { ...position, silences: turn.silences }
}

/** Asks a question of the flow, after `sorry` if the last answer was none. */
export function ask(turn: Turn, step: QuestionStep, counts: { noInput: number; noMatch: number; refused?: number }, sorry?: Prompt): void {
  listen(turn, step, step.prompt, { step: step.id, awaiting: 'input', ...counts }, sorry)
}

/** Reads an answer back and asks whether it is right. */
export function askToConfirm(turn: Turn, step: GatherStep, readBack: Prompt, position: Omit<Position, 'silences'>, sorry?: Prompt): void {
  // The read-back may name {{answer}}, which is read from here.
  turn.session.position = { ...position, silences: turn.silences }
  listen(turn, step, readBack, position, sorry)
}

function listen(turn: Turn, step: QuestionStep, prompt: Prompt, position: Omit<Position, 'silences'>, sorry?: Prompt): void {
  const { session } = turn
  const asked = [...(sorry === undefined ? [] : render(turn, sorry, false)), ...render(turn, prompt, true)]
  turn.log.push({ kind: 'asked', step: step.id, text: textOf(asked), language: session.language })
  const prompts = [...turn.spoken, ...asked]
  turn.spoken = []
  const isConfirmation = position.awaiting === 'confirmation'
  const own = step.phrases.get(session.language) ?? []
  const phrases = isConfirmation ? [...confirmationPhrases(session.language), ...own] : own
  const takesSpeech = step.do === 'gather' ? step.input !== 'keys' : phrases.length > 0
  handOver(turn, position, {
    verb: 'gather',
    accepts: takesSpeech ? ['keys', 'speech'] : ['keys'],
    prompts,
    language: session.language,
    timeoutSeconds: step.timeoutSeconds,
    ...(isConfirmation ? { maxDigits: 1 } : step.listening),
    ...(takesSpeech && phrases.length > 0 ? { hints: phrases.map(({ words }) => words) } : {}),
  })
}

/** Changes the language as a choice asks for. */
export function switchLanguage(turn: Turn, choice: Choice): void {
  turn.session.language = choice.language?.get(turn.session.language) ?? turn.session.language
}

/** Remembers a menu that the caller leaves, for the key "back". */
export function leaveMenu(turn: Turn, step: string): void {
  turn.session.trail = [...turn.session.trail.filter((menu) => menu !== step), step].slice(-trailLength)
}

/** Notes what was achieved for the caller, once. */
export function achieve(turn: Turn, what: Session['achieved'][number]): void {
  if (!turn.session.achieved.includes(what)) turn.session.achieved = [...turn.session.achieved, what]
}

/** Ends the call. */
export function hangUp(turn: Turn, step: string): void {
  turn.log.push({ kind: 'hungUp', step })
  turn.session.isOver = true
  handOver(turn, { step, awaiting: 'input', noInput: 0, noMatch: 0 }, { verb: 'hangUp' })
}

/** The flow cannot go on: the caller is told so and leaves a message. Never a dead line. */
export function takeMessage(turn: Turn, step: string, reason: string): void {
  turn.log.push({ kind: 'failed', step, reason })
  speak(turn, lostStep, turn.flow.phrases.apology)
  recordLost(turn, 0)
}

/** The recording that `takeMessage` asks for; again if it was empty. */
export function recordLost(turn: Turn, noInput: number): void {
  handOver(
    turn,
    { step: lostStep, awaiting: 'recording', noInput, noMatch: 0 },
    { verb: 'record', maxSeconds: lostSeconds, silenceSeconds: 5, finishOnKey: '#' },
  )
}

function textOf(spoken: ReadonlyArray<SpokenInstruction>): string {
  return spoken.map((instruction) => (instruction.verb === 'say' ? instruction.text : instruction.url)).join(' ')
}
