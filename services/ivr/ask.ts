import type { SpokenInstruction } from '../telephony/provider.ts'
import type { Choice, MenuStep, Prompt, QuestionStep } from './flow.ts'
import type { Position } from './session.ts'
import { confirmationPhrases } from './speech.ts'
import { listen, render, type NextPosition, type Turn } from './turn.ts'

const trailLength = 20

/** Whose answer is kept: digits or words, or a mark. */
export type CapturingStep = Exclude<QuestionStep, MenuStep>

/** What is carried from one try to the next. */
export type Tries = Pick<Position, 'noInput' | 'noMatch'> & { refused?: number; isKeysOnly?: boolean }

/** Asks a question of the flow, after `sorry` if the last answer was none. */
export function ask(turn: Turn, step: QuestionStep, tries: Tries, sorry?: Prompt): void {
  const { noInput, noMatch, refused, isKeysOnly } = tries
  const position: NextPosition = { step: step.id, awaiting: 'input', noInput, noMatch, ...(refused && { refused }), ...(isKeysOnly && { isKeysOnly }) }
  askFor(turn, step, step.prompt, position, sorry)
}

/** Reads an answer back and asks whether it is right. */
export function askToConfirm(turn: Turn, step: QuestionStep, position: NextPosition, sorry?: Prompt): void {
  // The read-back may name {{answer}}, which is read from here.
  turn.session.position = { ...position, silences: turn.silences }
  askFor(turn, step, readBackOf(turn, step, position), position, sorry)
}

/** Words that were not understood surely are read back even where the flow wants no read-back. */
function readBackOf({ flow: { phrases } }: Turn, step: QuestionStep, { meant, pending }: NextPosition): Prompt {
  if (step.do === 'menu' || meant !== undefined || (pending?.isUnsure && !step.isNumber)) return phrases.confirmMeant
  return step.readBack ?? phrases.confirmKeys
}

function askFor(turn: Turn, step: QuestionStep, prompt: Prompt, position: NextPosition, sorry?: Prompt): void {
  const asked: SpokenInstruction[] = [...(sorry === undefined ? [] : render(turn, sorry, false)), ...render(turn, prompt, true)]
  const isConfirmation = position.awaiting === 'confirmation'
  const own = step.phrases.get(turn.session.language) ?? []
  const phrases = isConfirmation ? [...confirmationPhrases(turn.session.language), ...own] : own
  const takesSpeech = !position.isKeysOnly && (step.do === 'menu' ? phrases.length > 0 : step.input !== 'keys')
  listen(turn, asked, position, {
    accepts: takesSpeech ? ['keys', 'speech'] : ['keys'],
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
