import type { CallEvent } from '../telephony/provider.ts'
import type { PresenceStep, Prompt } from './flow.ts'
import { askStaff } from './ask-pin.ts'
import type { Position } from './session.ts'
import { cause, enter, find, go, speak, type Turn } from './turn.ts'

const states: Readonly<Record<string, 'ready' | 'break' | 'away'>> = { '1': 'ready', '2': 'break', '3': 'away' }

/** An event while the PIN, or then what he does from now on, is awaited. */
export function answerPresence(turn: Turn, step: PresenceStep, position: Position, event: CallEvent): void {
  const keys = event.kind === 'keys' ? event.digits.replace(/#$/, '') : ''
  if (keys === '') {
    if (event.kind !== 'keys' && event.kind !== 'noInput') return askStaff(turn, step, position)
    turn.log.push({ kind: 'silent', step: step.id })
    return again(turn, step, { ...position, noInput: position.noInput + 1 }, turn.flow.phrases.noInput)
  }
  turn.silences = 0
  if (position.awaiting === 'choice' && position.personId !== undefined) return choose(turn, step, position, keys, position.personId)
  comparePin(turn, step, position, keys)
}

function comparePin(turn: Turn, step: PresenceStep, position: Position, pin: string): void {
  const { phrases } = turn.flow
  const found = find(turn, step.id, { kind: 'pin', people: turn.session.staff ?? [], pin }, 'pin')
  if (found === null) return
  if (found.kind === 'unknown') return go(turn, step.id, step.onFailed, 'the PIN could not be compared')
  turn.log.push({ kind: 'pressed', step: step.id, digits: '****' })
  if (found.verdict === 'tooMany') {
    speak(turn, step.id, phrases.tooManyPins)
    return go(turn, step.id, step.onFailed, 'too many wrong PINs')
  }
  if (found.verdict === 'wrong' || found.personId === null) {
    return again(turn, step, { ...position, noMatch: position.noMatch + 1 }, phrases.wrongPin)
  }
  askStaff(turn, step, { step: step.id, awaiting: 'choice', noInput: 0, noMatch: 0, personId: found.personId })
}

function choose(turn: Turn, step: PresenceStep, position: Position, key: string, personId: string): void {
  const { phrases } = turn.flow
  turn.log.push({ kind: 'pressed', step: step.id, digits: key })
  const state = Object.hasOwn(states, key) ? states[key] : undefined
  if (state === undefined) return again(turn, step, { ...position, noMatch: position.noMatch + 1 }, phrases.noMatch)
  cause(turn, step.id, { kind: 'presence', personId, state })
  speak(turn, step.id, { ready: phrases.isReady, break: phrases.isOnBreak, away: phrases.isAway }[state])
  enter(turn, step.next)
}

function again(turn: Turn, step: PresenceStep, position: Position, sorry: Prompt): void {
  speak(turn, step.id, sorry)
  if (Math.max(position.noInput, position.noMatch) >= step.tries) return go(turn, step.id, step.onFailed, `${step.tries} tries`)
  askStaff(turn, step, position)
}
