import type { DateTime } from 'luxon'
import type { CallInstruction, SpokenInstruction } from '../telephony/provider.ts'
import type { AwaitedResult, Effect } from './effects.ts'
import type { Flow, Prompt } from './flow.ts'
import type { Facts } from './names.ts'
import { keyOf, type Answer, type Known, type Question } from './questions.ts'
import type { LogEntry, Position, Session } from './session.ts'
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
  /** The step that the call goes on to; `steps.ts` performs it once the present one has done its part. */
  next: string | null
  /** What must be known before this turn can be taken; then nothing else of it counts. */
  needs: { key: string; question: Question } | null
}

/** What a step hands over with the line; how many silences there were is the turn's to say. */
export type NextPosition = Omit<Position, 'silences'>
type Gather = Extract<CallInstruction, { verb: 'gather' }>

/** The step of a call whose flow failed: the engine takes a message there. No step of a flow can have this name. */
export const lostStep = '(lost)'

const lostSeconds = 120

/** Returns for a result (each about a second) after which the flow goes on without it. */
const mostWaits = 6

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
    next: null,
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

/** Goes on to a step. Nothing of the present one may follow. */
export function enter(turn: Turn, step: string): void {
  turn.next = step
}

/** Goes on to a step and writes down why. */
export function go(turn: Turn, from: string, to: string, why: string): void {
  turn.log.push({ kind: 'went', step: from, to, why })
  enter(turn, to)
}

/** A prompt in the caller's language. Sentences with an unknown value are left out, unless nothing would be left of a question. */
export function render(turn: Turn & Pick<Facts, 'given'>, prompt: Prompt, isNeeded: boolean): SpokenInstruction[] {
  const { session, flow } = turn
  const sentences = prompt.get(session.language) ?? prompt.get(flow.languages[0]) ?? []
  const rendered = sentences.map(({ template, language, fixed }) => {
    if (fixed !== null) return { instruction: atPace(flow, fixed), isComplete: true }
    const { text, isComplete } = renderTemplate(template, turn, language)
    return { instruction: atPace(flow, { verb: 'say', text, language }), isComplete }
  })
  const complete = rendered.filter(({ isComplete }) => isComplete)
  return (complete.length === 0 && isNeeded ? rendered : complete).map(({ instruction }) => instruction)
}

function atPace({ pace }: Flow, spoken: SpokenInstruction): SpokenInstruction {
  return pace === 'normal' || spoken.verb !== 'say' ? spoken : { ...spoken, pace }
}

/** Says a prompt; it is heard before whatever comes next. False when nothing of it can be said. */
export function speak(turn: Turn, step: string, prompt: Prompt): boolean {
  const spoken = render(turn, prompt, false)
  if (spoken.length === 0) return false
  turn.spoken.push(...spoken)
  turn.log.push({ kind: 'said', step, text: textOf(spoken), language: turn.session.language })
  return true
}

/** Ends the turn: what was said, then `last`, which takes the line. */
export function handOver(turn: Turn, position: NextPosition, ...last: CallInstruction[]): void {
  turn.instructions.push(...turn.spoken, ...last)
  turn.spoken = []
  turn.session.position = { ...position, silences: turn.silences }
}

/** Asks, and hears the answer: what was said before is part of the question, so that keys can interrupt it. */
export function listen(turn: Turn, asked: SpokenInstruction[], position: NextPosition, how: Omit<Gather, 'verb' | 'prompts' | 'language'>): void {
  turn.log.push({ kind: 'asked', step: position.step, text: textOf(asked), language: turn.session.language })
  const prompts = [...turn.spoken, ...asked]
  turn.spoken = []
  handOver(turn, position, { verb: 'gather', prompts, language: turn.session.language, ...how })
}

/** Where an effect of this turn will be found: results carry the turn whose effect they are of, which is the one that the event answered. */
export function awaited(turn: Turn, name: AwaitedResult): { name: AwaitedResult; turn: number } {
  return { name, turn: turn.session.turn - 1 }
}

/** Lets a second pass and asks the program whether the result is there. */
export function wait(turn: Turn, step: string, awaits: Position['awaits'], waits = 0): void {
  const position: NextPosition = { step, awaiting: 'result', noInput: 0, noMatch: 0, waits, ...(awaits && { awaits }) }
  handOver(turn, position, { verb: 'pause', seconds: 1 }, { verb: 'continue' })
}

/** The result is not there yet: waits on, and after `most` returns the flow goes on to `onDelay`. */
export function waitOn(turn: Turn, { step, waits = 0, awaits }: Position, onDelay: string, most = mostWaits): void {
  if (waits + 1 >= most) return go(turn, step, onDelay, `no result "${awaits?.name ?? 'case'}" after ${waits + 1} s`)
  wait(turn, step, awaits, waits + 1)
}

/** Notes what was achieved for the caller, once. */
export function achieve(turn: Turn, what: Session['achieved'][number]): void {
  if (!turn.session.achieved.includes(what)) turn.session.achieved = [...turn.session.achieved, what]
}

/** Has something done besides speech. */
export function cause(turn: Turn, step: string, effect: Effect): void {
  turn.effects.push(effect)
  turn.log.push({ kind: 'effect', step, effect: effect.kind })
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
