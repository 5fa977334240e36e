import type { CallEvent } from '../../telephony/provider.ts'
import { readAnswer } from '../answers.ts'
import type { DirectoryStep, Prompt } from '../flow.ts'
import type { DirectoryMatch } from '../questions.ts'
import type { Position } from '../session.ts'
import { normalizeSpeech, spokenDigits } from '../speech.ts'
import { cause, find, go, listen, render, speak, type NextPosition, type Turn } from '../turn.ts'
import { followKey, logAnswer, mostSilent, nobodyLooked, wordZone, type Tries } from './asking.ts'

type Asked = NonNullable<Position['pending']>

/** More names nobody keeps in mind. */
const mostRead = 4
const noneKey = '9'
const longestPrefix = 12

export function enterDirectory(turn: Turn, step: DirectoryStep): void {
  turn.session.directory = null
  askName(turn, step, { noInput: 0, noMatch: 0, isKeysOnly: false })
}

/** An event while a name is asked for, or one of those that were found is to be chosen. */
export function answerDirectory(turn: Turn, step: DirectoryStep, position: Position, event: CallEvent): void {
  const answer = readAnswer(event, '#')
  if (answer.by === 'other') return askAgain(turn, step, position)
  if (answer.by === 'silence') {
    const noInput = position.noInput + 1
    turn.log.push({ kind: 'silent', step: step.id })
    if (noInput >= mostSilent) return go(turn, step.id, step.onNotFound, `silent ${noInput} times`)
    return askAgain(turn, step, { ...position, noInput }, turn.flow.phrases.noInput)
  }
  turn.silences = 0
  const isUnsure = event.kind === 'speech' && (event.confidence ?? 1) < step.confidence
  logAnswer(turn, step.id, event, answer.value)
  const isChoice = position.awaiting === 'choice'
  if (isChoice && !isUnsure && choose(turn, step, position, answer)) return
  // Letters are on the keys 2 to 9.
  const canBeName = !isChoice && (answer.by === 'keys' ? /^[2-9]+$/.test(answer.value) : !position.isKeysOnly)
  if (canBeName) return lookUp(turn, step, position, { ...answer, isUnsure })
  if (answer.by === 'keys' && followKey(turn, step, answer.value, () => askAgain(turn, step, position))) return
  notUnderstood(turn, step, position, answer)
}

function lookUp(turn: Turn, step: DirectoryStep, position: Position, pending: Asked): void {
  const { flow, session } = turn
  const question = { kind: 'directory', section: step.section, by: pending.by, asked: pending.value, zone: wordZone(turn), languages: flow.languages } as const
  const found = find(turn, step.id, question, 'directory')
  if (found === null) return
  if (found.kind === 'unknown') return go(turn, step.id, step.onNotFound, nobodyLooked)
  const [first, ...others] = found.entries
  if (first === undefined) return notFound(turn, step, position, pending)
  if (others.length === 0 && isMeant(first, pending)) {
    session.directory = first
    return go(turn, step.id, step.next, 'found')
  }
  const { noMatch, isKeysOnly = false } = position
  askChoice(turn, step, { noInput: 0, noMatch, isKeysOnly }, { pending, entries: found.entries.slice(0, mostRead) })
}

/** Letters that only one name begins with, or his whole name said surely. A name that is merely like it is read out first. */
function isMeant({ name }: DirectoryMatch, { value, by, isUnsure }: Asked): boolean {
  return by === 'keys' || (!isUnsure && ` ${normalizeSpeech(value)} `.includes(` ${normalizeSpeech(name)} `))
}

/** One of those who were read out, or none of them; false when it was neither. */
function choose(turn: Turn, step: DirectoryStep, position: Position, answer: Pick<Asked, 'value' | 'by'>): boolean {
  const { entries = [], pending } = position
  const key = answer.by === 'keys' ? answer.value : spokenDigits(answer.value, turn.session.language)
  const entry = key !== undefined && /^[1-8]$/.test(key) ? entries[Number(key) - 1] : undefined
  if (entry !== undefined) {
    turn.session.directory = entry
    go(turn, step.id, step.next, `key ${key}`)
  } else if (key === noneKey && pending !== undefined) notFound(turn, step, position, pending)
  else return false
  return true
}

/** Nobody by that name: what was asked in vain is written down, unless it may have been misheard. Then keys are asked for. */
function notFound(turn: Turn, step: DirectoryStep, position: Position, { value: asked, by, isUnsure = false }: Asked): void {
  const { phrases } = turn.flow
  turn.log.push({ kind: 'notFound', step: step.id, what: 'directory', asked })
  if (!isUnsure) cause(turn, step.id, { kind: 'unmet', asked, by, section: step.section })
  speak(turn, step.id, phrases.nameNotFound)
  const noMatch = position.noMatch + 1
  if (noMatch >= step.tries) return go(turn, step.id, step.onNotFound, `${noMatch} tries`)
  askName(turn, step, { noInput: 0, noMatch, isKeysOnly: isUnsure || (position.isKeysOnly ?? false) }, isUnsure ? phrases.useKeys : undefined)
}

function notUnderstood(turn: Turn, step: DirectoryStep, position: Position, { value, by }: Pick<Asked, 'value' | 'by'>): void {
  const { phrases } = turn.flow
  const noMatch = position.noMatch + 1
  turn.log.push({ kind: 'notUnderstood', step: step.id, input: value })
  if (noMatch >= step.tries) return go(turn, step.id, step.onNotFound, `not understood ${noMatch} times`)
  askAgain(
    turn,
    step,
    { ...position, noMatch, isKeysOnly: by === 'speech' || (position.isKeysOnly ?? false) },
    by === 'speech' ? phrases.useKeys : phrases.noMatch,
  )
}

function askAgain(turn: Turn, step: DirectoryStep, position: Position, sorry?: Prompt): void {
  const { noInput, noMatch, isKeysOnly = false, entries, pending } = position
  if (position.awaiting !== 'choice' || entries === undefined || pending === undefined) return askName(turn, step, { noInput, noMatch, isKeysOnly }, sorry)
  askChoice(turn, step, { noInput, noMatch, isKeysOnly }, { entries, pending }, sorry)
}

function askName(turn: Turn, step: DirectoryStep, tries: Tries, sorry?: Prompt): void {
  ask(turn, step, { step: step.id, awaiting: 'input', ...tries }, [...(sorry ? render(turn, sorry, false) : []), ...render(turn, step.prompt, true)])
}

/** Reads out those who were found, each with his key. */
function askChoice(turn: Turn, step: DirectoryStep, tries: Tries, found: { entries: readonly DirectoryMatch[]; pending: Asked }, sorry?: Prompt): void {
  const { phrases } = turn.flow
  const asked = [
    ...(sorry ? render(turn, sorry, false) : []),
    ...found.entries.flatMap(({ name }, n) => render({ ...turn, given: { answer: name, key: String(n + 1) } }, phrases.chooseEntry, true)),
    ...render({ ...turn, given: { key: noneKey } }, phrases.noneOfThem, true),
  ]
  ask(turn, step, { step: step.id, awaiting: 'choice', ...tries, ...found }, asked)
}

function ask(turn: Turn, step: DirectoryStep, position: NextPosition, asked: ReturnType<typeof render>): void {
  listen(turn, asked, position, {
    accepts: position.isKeysOnly ? ['keys'] : ['keys', 'speech'],
    timeoutSeconds: step.timeoutSeconds,
    ...(position.awaiting === 'choice' ? { maxDigits: 1 } : { maxDigits: longestPrefix, finishOnKey: '#' }),
  })
}
