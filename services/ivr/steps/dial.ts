import type { DialStep } from '../flow.ts'
import type { Answer, Asked, NotAsked, Question } from '../questions.ts'
import type { Position } from '../session.ts'
import type { CallEvent } from '../../telephony/provider.ts'
import { achieve, enter, find, go, hangUp, speak, type Turn } from '../turn.ts'
import { leastRingingSeconds, nobodyKnows, ring, secondsSince, wantedNow } from './ringing.ts'

/** So long a step rings people in all, however many they are: after two minutes without a voice callers hang up, and a message or a callback is worth more. */
const mostRingingSeconds = 120

/** Rings; when there is nobody to ring, it has failed at once. */
export function enterDial(turn: Turn, step: DialStep): void {
  if (step.to.kind === 'owner' && !turn.session.about) return go(turn, step.id, step.onGap, 'there is no case whose owner could be rung')
  const found = findPeople(turn, step, [])
  if (found === null) return
  if (found.kind === 'unknown') return go(turn, step.id, step.onFailed, nobodyKnows)
  const { standing, round, notAsked } = found
  if (standing === 'gap' || (standing === 'on' && round.length === 0)) return gap(turn, step, notAsked)
  if (standing === 'busy') {
    turn.log.push({ kind: 'allBusy', step: step.id, fallback: step.onBusy, notAsked })
    return go(turn, step.id, step.onBusy, 'nobody is free')
  }
  if (step.prompt !== null) speak(turn, step.id, step.prompt)
  const ringing = { since: turn.now.toMillis(), asked: [] }
  ring(turn, step, { people: round, seconds: step.timeoutSeconds, ringing, notAsked: step.to.kind === 'numbers' ? undefined : notAsked })
}

/** An event while people are rung. When nobody took the call the next ones are rung. */
export function answerDial(turn: Turn, step: DialStep, position: Position, event: CallEvent): void {
  if (event.kind !== 'dialEnded') return enter(turn, step.id)
  const isTaken = endRinging(turn, step, event)
  if (isTaken) return
  if (event.result === 'canceled') return go(turn, step.id, step.onFailed, event.result)
  dialNext(turn, step, position.ringing, event.result)
}

/** Writes down how it ended. True if somebody took the call: the talk is over, and the call has gone on or ended. */
export function endRinging(
  turn: Turn,
  { id, onAnswered }: { id: string; onAnswered: string | null },
  { result, talkSeconds }: Extract<CallEvent, { kind: 'dialEnded' }>,
): boolean {
  turn.log.push({ kind: 'dialEnded', step: id, result, talkSeconds })
  if (result !== 'answered') return false
  achieve(turn, 'answered')
  if (onAnswered === null) hangUp(turn, id)
  else go(turn, id, onAnswered, 'the talk is over')
  return true
}

/**
 * Nobody took the call: rings the next ones, if there are some and time is left. Who they are is asked anew, for meanwhile somebody may have gone
 * off shift or taken another call, and somebody else may have become free.
 */
function dialNext(turn: Turn, step: DialStep, ringing: Position['ringing'], result: string): void {
  // A session of an older version does not know who was asked.
  if (ringing === undefined) return go(turn, step.id, step.onFailed, result)
  const left = mostRingingSeconds - secondsSince(turn, ringing.since)
  if (left < leastRingingSeconds) return go(turn, step.id, step.onFailed, `nobody took the call in ${mostRingingSeconds - left} s`)
  const found = findPeople(turn, step, ringing.asked)
  if (found === null) return
  if (found.kind === 'unknown') return go(turn, step.id, step.onFailed, nobodyKnows)
  if (found.round.length === 0) return go(turn, step.id, step.onFailed, result)
  speak(turn, step.id, turn.flow.phrases.stillTrying)
  ring(turn, step, { people: found.round, seconds: Math.min(step.timeoutSeconds, left), ringing })
}

/** Whose phones ring now; numbers of the flow need not be asked for. */
function findPeople(turn: Turn, { id, to, order }: DialStep, asked: readonly string[]): Extract<Answer, { kind: 'people' | 'unknown' }> | null {
  if (to.kind !== 'numbers') return find(turn, id, questionOf(turn, to, order, asked), 'people')
  const left = to.numbers.filter((phone) => !asked.includes(phone)).map((phone): Asked => ({ name: '', phone, why: '' }))
  return { kind: 'people', standing: 'on', round: order === 'allAtOnce' ? left : left.slice(0, 1), notAsked: [] }
}

function questionOf(turn: Turn, to: Exclude<DialStep['to'], { kind: 'numbers' }>, order: DialStep['order'], asked: readonly string[]): Question {
  const ringing = { order, zone: turn.flow.zone, asked }
  if (to.kind === 'keeper') return { kind: 'keeper', level: to.level, ...ringing }
  if (to.kind === 'owner') return { kind: 'owner', caseNumber: turn.session.about?.number ?? '', ...ringing }
  const language = to.mustSpeak ? turn.session.language : null
  return { kind: 'onShift', wanted: wantedNow(turn, to.wanted), language, isUrgent: to.isUrgent, ...ringing }
}

function gap(turn: Turn, step: DialStep, notAsked: readonly NotAsked[]): void {
  const { to, onGap: fallback } = step
  const level = to.kind === 'keeper' ? to.level : to.kind === 'onShift' ? to.wanted.level : null
  const skill = to.kind === 'onShift' ? to.wanted.skill : null
  turn.log.push({ kind: 'gap', step: step.id, ...(level !== null && { level }), ...(skill !== null && { skill }), fallback, notAsked })
  go(turn, step.id, fallback, 'nobody is on')
}
