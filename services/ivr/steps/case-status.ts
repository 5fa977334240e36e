import type { CallEvent } from '../../telephony/provider.ts'
import { readAnswer } from '../answers.ts'
import type { CaseStatusStep, Prompt } from '../flow.ts'
import type { Position } from '../session.ts'
import { spokenDigits } from '../speech.ts'
import { find, go, listen, render, speak, type Turn } from '../turn.ts'
import { followKey, logAnswer, mostSilent, nobodyLooked, wordZone, type Tries } from './asking.ts'

/** What can be a case number. Whether it is one is looked up, so that all wrong ones sound and last the same. */
const caseNumber = /^\d{6,10}$/
const longestNumber = 10

export function enterCaseStatus(turn: Turn, step: CaseStatusStep): void {
  ask(turn, step, { noInput: 0, noMatch: 0, isKeysOnly: false })
}

export function answerCaseStatus(turn: Turn, step: CaseStatusStep, position: Position, event: CallEvent): void {
  const { phrases } = turn.flow
  const { noInput, noMatch, isKeysOnly = false } = position
  const answer = readAnswer(event, '#')
  if (answer.by === 'other') return ask(turn, step, { noInput, noMatch, isKeysOnly })
  if (answer.by === 'silence') {
    turn.log.push({ kind: 'silent', step: step.id })
    if (noInput + 1 >= mostSilent) return go(turn, step.id, step.onNotFound, `silent ${noInput + 1} times`)
    return ask(turn, step, { noInput: noInput + 1, noMatch, isKeysOnly }, phrases.noInput)
  }
  turn.silences = 0
  const isSpeech = answer.by === 'speech'
  const digits = isSpeech ? spokenDigits(answer.value, turn.session.language) : answer.value
  const isUnsure = isSpeech && (isKeysOnly || (event.kind === 'speech' && (event.confidence ?? 1) < step.confidence))
  if (digits !== undefined && caseNumber.test(digits) && !isUnsure) return lookUp(turn, step, position, event, digits)
  logAnswer(turn, step.id, event, masked(answer.value))
  if (!isSpeech && followKey(turn, step, answer.value, () => ask(turn, step, { noInput, noMatch, isKeysOnly }))) return
  turn.log.push({ kind: 'notUnderstood', step: step.id, input: masked(answer.value) })
  again(turn, step, { ...position, isKeysOnly: isKeysOnly || isSpeech }, isSpeech ? phrases.useKeys : phrases.noMatch)
}

function lookUp(turn: Turn, step: CaseStatusStep, position: Position, event: CallEvent, number: string): void {
  const found = find(turn, step.id, { kind: 'caseStatus', number, zone: wordZone(turn), languages: turn.flow.languages }, 'caseStatus')
  if (found === null) return
  const about = found.kind === 'caseStatus' && found.verdict === 'found' ? found.case : null
  logAnswer(turn, step.id, event, about === null ? masked(number) : number)
  if (found.kind === 'unknown') return go(turn, step.id, step.onNotFound, nobodyLooked)
  if (about !== null) {
    turn.session.about = about
    turn.session.latestCase = about.number
    return go(turn, step.id, step.next, 'found')
  }
  turn.log.push({ kind: 'notFound', step: step.id, what: 'case', asked: masked(number) })
  speak(turn, step.id, turn.flow.phrases.caseNotFound)
  if (found.verdict === 'tooMany') return go(turn, step.id, step.onNotFound, 'too many wrong numbers lately')
  again(turn, step, position)
}

/** One try less; after the last one the call goes on. */
function again(turn: Turn, step: CaseStatusStep, { noInput, noMatch, isKeysOnly = false }: Position, sorry?: Prompt): void {
  if (noMatch + 1 >= step.tries) return go(turn, step.id, step.onNotFound, `${noMatch + 1} tries`)
  ask(turn, step, { noInput, noMatch: noMatch + 1, isKeysOnly }, sorry)
}

function ask(turn: Turn, step: CaseStatusStep, tries: Tries, sorry?: Prompt): void {
  const asked = [...(sorry ? render(turn, sorry, false) : []), ...render(turn, step.prompt, true)]
  listen(
    turn,
    asked,
    { step: step.id, awaiting: 'input', ...tries },
    {
      accepts: tries.isKeysOnly ? ['keys'] : ['keys', 'speech'],
      timeoutSeconds: step.timeoutSeconds,
      maxDigits: longestNumber,
      finishOnKey: '#',
    },
  )
}

/** A number that is no case may be a PIN or another customer's: only its end is kept. */
function masked(number: string): string {
  return number.replace(/[\p{L}\p{N}](?=(?:.*[\p{L}\p{N}]){2})/gu, '*')
}
