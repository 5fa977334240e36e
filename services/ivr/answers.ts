import type { CallEvent } from '../telephony/provider.ts'
import { ask, askToConfirm, leaveMenu, switchLanguage, type CapturingStep } from './ask.ts'
import { isSecret } from './flow.ts'
import type { Choice, Handler, Prompt, QuestionStep } from './flow.ts'
import type { Position } from './session.ts'
import { confirmationPhrases, findKey, spokenDigits } from './speech.ts'
import { achieve, cause, enter, go, takeMessage, type Turn } from './turn.ts'

/** `isUnsure`: words that may have been others. */
type Answer = { value: string; by: 'keys' | 'speech'; isUnsure?: boolean }
type Reading = Answer | { by: 'silence' } | { by: 'other' }

/** Speech that meant nothing so often is not listened to any longer: it will not be understood the next time. */
const mostUnclearSpeech = 2

/** What the caller did, as an answer to a question. An empty key press (only #) and empty words are silence. */
export function readAnswer(event: CallEvent, finishOnKey: string | undefined): Reading {
  switch (event.kind) {
    case 'keys': {
      const isFinished = finishOnKey !== undefined && event.digits.endsWith(finishOnKey)
      const value = isFinished ? event.digits.slice(0, -1) : event.digits
      return value === '' ? { by: 'silence' } : { by: 'keys', value }
    }
    case 'speech':
      return event.text.trim() === '' ? { by: 'silence' } : { by: 'speech', value: event.text.trim() }
    case 'noInput':
      return { by: 'silence' }
    default:
      return { by: 'other' }
  }
}

/** An event while a question waits for its answer, or for the word that the answer is right. */
export function answerQuestion(turn: Turn, step: QuestionStep, position: Position, event: CallEvent): void {
  const answer = readAnswer(event, step.listening.finishOnKey)
  if (answer.by === 'other') return askAgain(turn, step, position)
  if (answer.by === 'silence') return miss(turn, step, position, 'noInput')
  turn.silences = 0
  const confidence = event.kind === 'speech' ? event.confidence : undefined
  const text = shown(step, answer.value)
  turn.log.push(
    answer.by === 'keys'
      ? { kind: 'pressed', step: step.id, digits: text }
      : { kind: 'spoke', step: step.id, text, ...(confidence !== undefined && { confidence }) },
  )
  const isUnsure = confidence !== undefined && confidence < step.confidence
  const isConfirmation = position.awaiting === 'confirmation'
  if (answer.by === 'speech' && (position.isKeysOnly || (isUnsure && isConfirmation))) return notUnderstood(turn, step, position, answer)
  if (isConfirmation) return answerConfirmation(turn, step, position, answer)
  const sure = isUnsure ? { ...answer, isUnsure } : answer
  const taken = step.do === 'menu' ? undefined : toCaptured(turn, step, sure)
  if (step.do !== 'menu' && taken !== undefined) return capture(turn, step, position, taken)
  choose(turn, step, position, sure)
}

/** A key, or words for it, that lead somewhere; anything else was not understood. */
function choose(turn: Turn, step: QuestionStep, position: Position, answer: Answer): void {
  const phrases = step.phrases.get(turn.session.language) ?? []
  const key = answer.by === 'keys' ? answer.value : findKey(phrases, answer.value)
  const choice = key === undefined ? undefined : step.choices.get(key)
  if (key === undefined || choice === undefined) return notUnderstood(turn, step, position, answer)
  if (!answer.isUnsure) return follow(turn, step, position, choice, key)
  const pending = { ...answer, value: phrases.find((phrase) => phrase.key === key)?.words ?? answer.value }
  const { refused, isKeysOnly } = position
  askToConfirm(turn, step, { ...confirming(step), pending, meant: key, ...(refused && { refused }), ...(isKeysOnly && { isKeysOnly }) })
}

function notUnderstood(turn: Turn, step: QuestionStep, position: Position, answer: Answer): void {
  turn.log.push({ kind: 'notUnderstood', step: step.id, input: shown(step, answer.value) })
  miss(turn, step, position, 'noMatch', answer.by === 'speech')
}

function follow(turn: Turn, step: QuestionStep, position: Position, choice: Choice, key: string): void {
  switchLanguage(turn, choice)
  if (choice.to === 'repeat') return askAgain(turn, step, position)
  if (choice.to === 'back') return goBack(turn, step, position)
  if (step.do === 'menu' && choice.to !== step.id) leaveMenu(turn, step.id)
  go(turn, step.id, choice.to, `key ${key}`)
}

function goBack(turn: Turn, step: QuestionStep, position: Position): void {
  const { trail } = turn.session
  // Who came here again by another way has this menu on his trail; "back" must not lead where he is.
  const menu = trail.findLast((passed) => passed !== step.id)
  if (menu === undefined) return askAgain(turn, step, position)
  turn.session.trail = trail.slice(0, trail.lastIndexOf(menu))
  go(turn, step.id, menu, 'back')
}

/** The answer if it is one that is kept; undefined sends it on to the inherited keys. */
function toCaptured(turn: Turn, step: CapturingStep, answer: Answer): Answer | undefined {
  if (answer.by === 'speech' && step.input === 'keys') return undefined
  if (answer.by === 'speech' && !step.isNumber) {
    return findKey(step.phrases.get(turn.session.language) ?? [], answer.value) === undefined ? answer : undefined
  }
  if (answer.by === 'keys' && !hasKeys(step)) return undefined
  const digits = answer.by === 'keys' ? answer.value : spokenDigits(answer.value, turn.session.language)
  if (digits === undefined || !/^\d+$/.test(digits)) return undefined
  if (step.do === 'survey' && !(Number(digits) >= 1 && Number(digits) <= step.most)) return undefined
  return digits.length >= step.minDigits && digits.length <= step.maxDigits ? { ...answer, value: digits } : undefined
}

/** The answer can be keyed. */
const hasKeys = (step: QuestionStep): boolean => step.do === 'menu' || step.input !== 'speech' || step.isNumber

const confirming = ({ id }: QuestionStep) => ({ step: id, awaiting: 'confirmation', noInput: 0, noMatch: 0 }) as const

/** Keeps the answer at once, unconfirmed: if the caller hangs up during the read-back, it is not lost. */
function capture(turn: Turn, step: CapturingStep, position: Position, answer: Answer): void {
  store(turn, step, answer, false)
  if (step.readBack === null && !answer.isUnsure) return accept(turn, step, answer, false)
  const { refused, isKeysOnly } = position
  askToConfirm(turn, step, { ...confirming(step), pending: answer, ...(refused && { refused }), ...(isKeysOnly && { isKeysOnly }) })
}

function answerConfirmation(turn: Turn, step: QuestionStep, position: Position, answer: Answer): void {
  const { pending, meant } = position
  const choice = meant === undefined ? undefined : step.choices.get(meant)
  // A session of another version of the flow: asked anew.
  if (pending === undefined || (choice === undefined && (meant !== undefined || step.do === 'menu'))) return enter(turn, step.id)
  const key = answer.by === 'keys' ? answer.value : findKey(confirmationPhrases(turn.session.language), answer.value)
  if (key === '2') return refuse(turn, step, position, pending)
  if (key !== '1') return choose(turn, step, position, answer)
  if (choice !== undefined) return follow(turn, step, { ...position, awaiting: 'input' }, choice, meant ?? '')
  if (step.do !== 'menu') accept(turn, step, pending, true)
}

/** Words that were refused are not asked for again: keys are, and where none will do the question has failed. */
function refuse(turn: Turn, step: QuestionStep, position: Position, pending: Answer): void {
  if (step.do !== 'menu' && position.meant === undefined) {
    const { [step.name]: _refused, ...others } = turn.session.captured
    turn.session.captured = others
  }
  const refused = (position.refused ?? 0) + 1
  const again = { noInput: 0, noMatch: 0, refused, isKeysOnly: position.isKeysOnly ?? false }
  if (refused >= step.noMatch.tries) return giveUp(turn, step, step.noMatch, `refused ${refused} times`)
  if (pending.by === 'speech' && hasKeys(step)) return ask(turn, step, { ...again, isKeysOnly: true }, turn.flow.phrases.useKeys)
  if (pending.isUnsure) return giveUp(turn, step, step.noMatch, 'words were not understood, and keys will not do')
  ask(turn, step, again)
}

function accept(turn: Turn, step: CapturingStep, answer: Answer, isConfirmed: boolean): void {
  store(turn, step, answer, isConfirmed)
  turn.log.push({ kind: 'captured', step: step.id, name: step.name, value: shown(step, answer.value) })
  if (step.identifies !== null) cause(turn, step.id, { kind: 'identify', reference: { kind: step.identifies, value: answer.value } })
  if (step.do === 'survey') {
    cause(turn, step.id, { kind: 'rating', name: step.name, score: Number(answer.value), most: step.most })
    achieve(turn, 'served')
  }
  enter(turn, step.next)
}

function store(turn: Turn, step: CapturingStep, { value, by }: Answer, confirmed: boolean): void {
  turn.session.captured = { ...turn.session.captured, [step.name]: { value: shown(step, value), by, confirmed, step: step.id } }
}

/** What the log and the record may show of an answer: nothing of a PIN. */
function shown(step: QuestionStep, value: string): string {
  return isSecret(step) ? '****' : value
}

/** Silence, or an answer that means nothing: counted, asked again, and after the last try on to a person or a voicemail. */
function miss(turn: Turn, step: QuestionStep, position: Position, kind: 'noInput' | 'noMatch', isSpeech = false): void {
  const handler = step[kind]
  const count = position[kind] + 1
  if (kind === 'noInput') turn.log.push({ kind: 'silent', step: step.id })
  const isUnclear = isSpeech && count >= mostUnclearSpeech
  if (count >= handler.tries || (isUnclear && !hasKeys(step))) {
    return giveUp(turn, step, handler, kind === 'noInput' ? `silent ${count} times` : `not understood ${count} times`)
  }
  if (isUnclear) return askAgain(turn, step, { ...position, [kind]: count, isKeysOnly: true }, turn.flow.phrases.useKeys)
  const sorry = handler.prompts[Math.min(count, handler.prompts.length) - 1]
  askAgain(turn, step, { ...position, [kind]: count }, sorry)
}

function giveUp(turn: Turn, step: QuestionStep, handler: Handler, why: string): void {
  if (handler.goTo === null) return takeMessage(turn, step.id, `${why}, and the flow names no step for that`)
  if (step.do === 'menu') leaveMenu(turn, step.id)
  if (handler.goTo === 'repeat') return ask(turn, step, { noInput: 0, noMatch: 0 })
  if (handler.goTo === 'back') return goBack(turn, step, { step: step.id, awaiting: 'input', noInput: 0, noMatch: 0, silences: 0 })
  go(turn, step.id, handler.goTo, why)
}

/** The present question once more; nothing is counted here. */
function askAgain(turn: Turn, step: QuestionStep, position: Position, sorry?: Prompt): void {
  if (position.awaiting === 'confirmation' && position.pending !== undefined) return askToConfirm(turn, step, position, sorry)
  ask(turn, step, position, sorry)
}
