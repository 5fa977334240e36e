import type { CallEvent } from '../../telephony/provider.ts'
import type { QueueStep } from '../flow.ts'
import type { Answer, Wanted } from '../questions.ts'
import type { Position } from '../session.ts'
import { enter, find, go, handOver, render, speak, type Turn } from '../turn.ts'
import { endRinging } from './dial.ts'
import { leastRingingSeconds, ring, secondsSince, wantedNow } from './ringing.ts'

type Hold = NonNullable<Position['hold']>
type Waiting = { hold: Hold; ringing: Position['ringing'] }
type Place = Extract<Answer, { kind: 'queue' | 'unknown' }>

/** Keys while holding: leave it with us, be called back. */
const leaveKey = '1'
const callbackKey = '2'

/** Begins to wait for somebody who is free; when somebody is, it rings at once. */
export function enterQueue(turn: Turn, step: QueueStep): void {
  if (step.prompt !== null) speak(turn, step.id, step.prompt)
  turn.session.queue = null
  turn.session.held = null
  look(turn, step, { hold: { queue: `${turn.flow.id}/${step.id}`, since: turn.now.toMillis(), offeredAt: 0, ...wish(turn, step) }, ringing: undefined })
}

/** An event while he holds or somebody is rung. His place is that of the instant at which he came. */
export function answerQueue(turn: Turn, step: QueueStep, { awaiting, hold, ringing }: Position, event: CallEvent): void {
  if (hold === undefined) return enter(turn, step.id)
  if (awaiting === 'dial' && event.kind === 'dialEnded') {
    if (endRinging(turn, step, event)) return
    return look(turn, step, { hold, ringing: ringing && { ...ringing, since: turn.now.toMillis() } }, true)
  }
  if (event.kind === 'keys') {
    turn.silences = 0
    turn.log.push({ kind: 'pressed', step: step.id, digits: event.digits })
    if (event.digits === leaveKey && step.leave !== null) return accept(turn, step, hold, 'leave', step.leave)
    if (event.digits === callbackKey && step.callback !== null) return accept(turn, step, hold, 'callback', step.callback)
  }
  look(turn, step, { hold, ringing })
}

function accept(turn: Turn, step: QueueStep, hold: Hold, what: 'leave' | 'callback', to: string): void {
  turn.log.push({ kind: 'accepted', step: step.id, what })
  leave(turn, step, hold)
  go(turn, step.id, to, what === 'leave' ? 'he leaves it with us' : 'he wants to be called back')
}

/** He goes on without having been answered. */
function leave(turn: Turn, step: QueueStep, { since, wanted }: Hold): void {
  turn.session.held = { since, wanted: wanted ?? wantedNow(turn, step.wanted) }
}

/** Whom he waits for. It is kept while he holds: whoever calls customers back must not take him away. */
function wish(turn: Turn, step: QueueStep): { wanted: Wanted; language: string | null } {
  return { wanted: wantedNow(turn, step.wanted), language: step.mustSpeak ? turn.session.language : null }
}

/** Is it his turn, and is somebody free? Who did not take the call is left in peace for a while, and then rung again. */
function look(turn: Turn, step: QueueStep, { hold, ringing }: Waiting, isBack = false): void {
  const left = step.giveUpSeconds - secondsSince(turn, hold.since)
  if (left < leastRingingSeconds) {
    leave(turn, step, hold)
    return go(turn, step.id, step.onFailed, `nobody took the call in ${step.giveUpSeconds} s`)
  }
  const isResting = ringing !== undefined && secondsSince(turn, ringing.since) < step.maxHoldSeconds
  const asked = isResting ? ringing.asked : []
  const { wanted, language } = wish(turn, step)
  const { queue, since } = hold
  const { order } = step
  const place = find(turn, step.id, { kind: 'queue', queue, since, wanted, language, order, zone: turn.flow.zone, asked }, 'queue')
  if (place === null) return
  if (place.kind === 'queue' && place.standing === 'gap') return gap(turn, step, hold, place)
  if (isBack) speak(turn, step.id, turn.flow.phrases.stillHolding)
  const rung = { since: turn.now.toMillis(), asked }
  if (place.kind === 'queue' && place.standing === 'turn' && place.round.length > 0) {
    const notAsked = asked.length === 0 ? place.notAsked : undefined
    return ring(turn, step, { people: place.round, seconds: Math.min(step.timeoutSeconds, left), ringing: rung, hold, notAsked })
  }
  holdOn(turn, step, { hold, ringing: isResting ? ringing : undefined }, place)
}

function gap(turn: Turn, step: QueueStep, hold: Hold, { notAsked }: Extract<Place, { kind: 'queue' }>): void {
  const { skill, level } = step.wanted
  turn.log.push({ kind: 'gap', step: step.id, ...(level !== null && { level }), ...(skill !== null && { skill }), fallback: step.onGap, notAsked })
  leave(turn, step, hold)
  go(turn, step.id, step.onGap, 'nobody is on')
}

/** Says what is new, and lets him hold for a while; a key is heard meanwhile. When nobody could say how it stands, he holds and it is asked again. */
function holdOn(turn: Turn, step: QueueStep, { hold, ringing }: Waiting, place: Place): void {
  const { session } = turn
  const hasMoved = place.kind === 'queue' && place.ahead !== session.queue?.ahead
  if (place.kind === 'queue') session.queue = { ahead: place.ahead, waitMinutes: place.waitMinutes }
  const isOffered = (step.leave !== null || step.callback !== null) && secondsSince(turn, hold.offeredAt) >= step.maxHoldSeconds
  if (isOffered && step.leave !== null && !findPromise(turn, step)) return
  if (hasMoved || isOffered) {
    const { ahead, waitMinutes } = session.queue ?? { ahead: 0, waitMinutes: null }
    if (session.queue) turn.log.push({ kind: 'held', step: step.id, ahead, waitMinutes, seconds: secondsSince(turn, hold.since) })
    speak(turn, step.id, step.position)
  }
  if (isOffered) offer(turn, step)
  segment(turn, step, { hold: isOffered ? { ...hold, offeredAt: turn.now.toMillis() } : hold, ringing })
}

/** By when an answer would be promised. False: it must be found out first. */
function findPromise(turn: Turn, step: QueueStep): boolean {
  const { session, flow } = turn
  const found = find(turn, step.id, { kind: 'promise', zone: session.place?.zone ?? flow.zone, languages: flow.languages }, 'promise')
  if (found === null) return false
  session.promise = found.kind === 'promise' ? { at: found.at, by: found.by } : null
  return true
}

/** Waiting is not the only choice. A time that nobody can name is not promised, so "leave it with us" is not offered without one. */
function offer(turn: Turn, step: QueueStep): void {
  const { offerLeave, offerCallback, holdOn: orHoldOn } = turn.flow.phrases
  const leave = step.leave !== null && speak(turn, step.id, offerLeave)
  const callback = step.callback !== null && speak(turn, step.id, offerCallback)
  if (!leave && !callback) return
  speak(turn, step.id, orHoldOn)
  turn.log.push({ kind: 'offered', step: step.id, leave, callback })
}

/** Music, or silence with a word between: who hears nothing at all believes that the line is dead. */
function segment(turn: Turn, { id, music, holdSeconds }: QueueStep, { hold, ringing }: Waiting): void {
  const { session, flow } = turn
  // Not written down each time: the log says where he stood, and when.
  const spoken = turn.spoken.length > 0 || music !== null ? turn.spoken : render(turn, flow.phrases.stillHolding, false)
  turn.spoken = []
  handOver(
    turn,
    { step: id, awaiting: 'hold', noInput: 0, noMatch: 0, hold, ...(ringing && { ringing }) },
    {
      verb: 'gather',
      accepts: ['keys'],
      prompts: [...spoken, music === null ? { verb: 'pause', seconds: holdSeconds } : { verb: 'play', url: music }],
      language: session.language,
      timeoutSeconds: 1,
      maxDigits: 1,
    },
  )
}
