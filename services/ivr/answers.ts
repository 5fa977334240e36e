import type { CallEvent } from '../telephony/provider.ts'
import { isSecret } from './flow.ts'
import type { Choice, DialStep, GatherStep, Handler, OpenCaseStep, QuestionStep, VoicemailStep } from './flow.ts'
import type { Position } from './session.ts'
import { confirmationPhrases, findKey, spokenDigits } from './speech.ts'
import { dialNext, enter, go, record, wait } from './steps.ts'
import { renderTemplate } from './templates.ts'
import { achieve, ask, askToConfirm, hangUp, leaveMenu, lostStep, recordLost, speak, switchLanguage, takeMessage } from './turn.ts'
import type { Turn } from './turn.ts'

type Answer = { value: string; by: 'keys' | 'speech' }
type Reading = Answer | { by: 'silence' } | { by: 'other' }

/** Returns for a result (each about a second) after which the flow goes on without it. */
const mostWaits = 6

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

/** An event while a menu or a gather waits for its answer, or for the word that the answer is right. */
export function answerQuestion(turn: Turn, step: QuestionStep, position: Position, event: CallEvent): void {
  const answer = readAnswer(event, step.listening.finishOnKey)
  switch (answer.by) {
    case 'other':
      return askAgain(turn, step, position)
    case 'silence':
      return miss(turn, step, position, 'noInput')
    case 'keys':
      turn.log.push({ kind: 'pressed', step: step.id, digits: shown(step, answer.value) })
      break
    case 'speech':
      turn.log.push({
        kind: 'spoke',
        step: step.id,
        text: shown(step, answer.value),
        ...(event.kind === 'speech' && event.confidence !== undefined ? { confidence: event.confidence } : {}),
      })
  }
  turn.silences = 0
  if (position.awaiting === 'confirmation' && step.do === 'gather') return answerConfirmation(turn, step, position, answer)
  const taken = step.do === 'gather' ? toCaptured(turn, step, answer) : undefined
  if (step.do === 'gather' && taken !== undefined) return capture(turn, step, position, taken)
  choose(turn, step, position, answer)
}

/** A key, or words for it, that lead somewhere; anything else was not understood. */
function choose(turn: Turn, step: QuestionStep, position: Position, answer: Answer): void {
  const key = answer.by === 'keys' ? answer.value : findKey(step.phrases.get(turn.session.language) ?? [], answer.value)
  const choice = key === undefined ? undefined : step.choices.get(key)
  if (choice !== undefined) return follow(turn, step, position, choice, key ?? '')
  turn.log.push({ kind: 'notUnderstood', step: step.id, input: shown(step, answer.value) })
  miss(turn, step, position, 'noMatch')
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

/** The answer to a gather if it can be one; undefined sends it on to the inherited keys. */
function toCaptured(turn: Turn, step: GatherStep, answer: Answer): Answer | undefined {
  if (answer.by === 'speech' && step.input === 'keys') return undefined
  if (answer.by === 'speech' && !step.isNumber) {
    return findKey(step.phrases.get(turn.session.language) ?? [], answer.value) === undefined ? answer : undefined
  }
  if (answer.by === 'keys' && step.input === 'speech' && !step.isNumber) return undefined
  const digits = answer.by === 'keys' ? answer.value : spokenDigits(answer.value, turn.session.language)
  if (digits === undefined || !/^\d+$/.test(digits)) return undefined
  return digits.length >= step.minDigits && digits.length <= step.maxDigits ? { value: digits, by: answer.by } : undefined
}

/** Keeps the answer at once, unconfirmed: if the caller hangs up during the read-back, it is not lost. */
function capture(turn: Turn, step: GatherStep, position: Position, answer: Answer): void {
  store(turn, step, answer, false)
  if (step.readBack === null) return accept(turn, step, answer, false)
  const { refused = 0 } = position
  askToConfirm(turn, step, step.readBack, { step: step.id, awaiting: 'confirmation', noInput: 0, noMatch: 0, pending: answer, refused })
}

function answerConfirmation(turn: Turn, step: GatherStep, position: Position, answer: Answer): void {
  const { pending } = position
  if (pending === undefined) return enter(turn, step.id)
  const meant = answer.by === 'keys' ? answer.value : findKey(confirmationPhrases(turn.session.language), answer.value)
  if (meant === '1') return accept(turn, step, pending, true)
  if (meant !== '2') return choose(turn, step, position, answer)
  const { [step.name]: _refused, ...others } = turn.session.captured
  turn.session.captured = others
  const refused = (position.refused ?? 0) + 1
  if (refused >= step.noMatch.tries) return giveUp(turn, step, step.noMatch, `refused ${refused} times`)
  ask(turn, step, { noInput: 0, noMatch: 0, refused })
}

function accept(turn: Turn, step: GatherStep, answer: Answer, isConfirmed: boolean): void {
  store(turn, step, answer, isConfirmed)
  turn.log.push({ kind: 'captured', step: step.id, name: step.name, value: shown(step, answer.value) })
  if (step.identifies !== null) {
    turn.effects.push({ kind: 'identify', reference: { kind: step.identifies, value: answer.value } })
    turn.log.push({ kind: 'effect', step: step.id, effect: 'identify' })
  }
  enter(turn, step.next)
}

function store(turn: Turn, step: GatherStep, answer: Answer, confirmed: boolean): void {
  turn.session.captured = { ...turn.session.captured, [step.name]: { ...answer, value: shown(step, answer.value), confirmed, step: step.id } }
}

/** What the log and the record may show of an answer: nothing of a PIN. */
function shown(step: QuestionStep, value: string): string {
  return isSecret(step) ? '****' : value
}

/** Silence, or an answer that means nothing: counted, asked again, and after the last try on to a person or a voicemail. */
function miss(turn: Turn, step: QuestionStep, position: Position, kind: 'noInput' | 'noMatch'): void {
  const handler = step[kind]
  const count = position[kind] + 1
  if (kind === 'noInput') turn.log.push({ kind: 'silent', step: step.id })
  if (count >= handler.tries) return giveUp(turn, step, handler, kind === 'noInput' ? `silent ${count} times` : `not understood ${count} times`)
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
export function askAgain(turn: Turn, step: QuestionStep, position: Position, sorry?: Parameters<typeof ask>[3]): void {
  const { noInput, noMatch, refused = 0 } = position
  if (position.awaiting === 'confirmation' && position.pending !== undefined && step.do === 'gather' && step.readBack !== null) {
    return askToConfirm(turn, step, step.readBack, position, sorry)
  }
  ask(turn, step, { noInput, noMatch, refused }, sorry)
}

/** An event while a person is rung. When nobody took the call the next ones are rung. */
export function answerDial(turn: Turn, step: DialStep, position: Position, event: CallEvent): void {
  if (event.kind !== 'dialEnded') return enter(turn, step.id)
  turn.log.push({ kind: 'dialEnded', step: step.id, result: event.result, talkSeconds: event.talkSeconds })
  if (event.result === 'busy' || event.result === 'noAnswer' || event.result === 'failed') return dialNext(turn, step, position.ringing, event.result)
  if (event.result !== 'answered') return go(turn, step.id, step.onFailed, event.result)
  achieve(turn, 'answered')
  if (step.onAnswered === null) return hangUp(turn, step.id)
  go(turn, step.id, step.onAnswered, 'the talk is over')
}

/** An event while a message is recorded. An empty message is asked for once more, then the flow goes on without one. */
export function answerRecording(turn: Turn, step: VoicemailStep, position: Position, event: CallEvent): void {
  if (event.kind === 'recorded' && event.seconds > 0) {
    leaveMessage(turn, step.id, event, renderTemplate(step.title, turn.session).text.trim(), step.severity)
    return enter(turn, step.next)
  }
  if (event.kind !== 'recorded' && event.kind !== 'noInput') return record(turn, step, position.noInput)
  turn.log.push({ kind: 'silent', step: step.id })
  const count = position.noInput + 1
  if (count < step.noInput.tries) {
    const [sorry] = step.noInput.prompts
    if (sorry !== undefined) speak(turn, step.id, sorry)
    return record(turn, step, count)
  }
  if (step.onEmpty !== null) return go(turn, step.id, step.onEmpty, 'nothing was said')
  speak(turn, step.id, turn.flow.phrases.goodbye)
  hangUp(turn, step.id)
}

/** An event while the engine takes a message because the flow failed. */
export function answerLost(turn: Turn, position: Position, event: CallEvent): void {
  if (event.kind === 'recorded' && event.seconds > 0) {
    leaveMessage(turn, lostStep, event, 'Message left when the phone menu failed', 'high')
    speak(turn, lostStep, turn.flow.phrases.thanks)
    return hangUp(turn, lostStep)
  }
  if (position.noInput < 2) {
    speak(turn, lostStep, turn.flow.phrases.apology)
    return recordLost(turn, position.noInput + 1)
  }
  speak(turn, lostStep, turn.flow.phrases.goodbye)
  hangUp(turn, lostStep)
}

/** An event while a result is awaited: it is there, or we wait on, or the flow goes on without it. */
export function answerResult(turn: Turn, step: OpenCaseStep, position: Position, isThere: boolean): void {
  if (isThere) return enter(turn, step.next)
  const waits = (position.waits ?? 0) + 1
  if (waits >= mostWaits) return go(turn, step.id, step.onDelay, `the case has no number after ${waits} s`)
  wait(turn, step.id, waits)
}

function leaveMessage(turn: Turn, step: string, event: Extract<CallEvent, { kind: 'recorded' }>, title: string, severity: VoicemailStep['severity']): void {
  const { recordingSid, url, seconds } = event
  turn.log.push({ kind: 'recorded', step, seconds }, { kind: 'effect', step, effect: 'voicemail' })
  turn.effects.push({ kind: 'voicemail', recordingSid, url, seconds, title, severity })
  achieve(turn, 'voicemail')
}
