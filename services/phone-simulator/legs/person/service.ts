import { isLoud, sampleRate } from '../../audio/wav.ts'
import type { Scheduler } from '../../clock/service.ts'
import type { CallEventDetails, CallEventType } from '../../world.ts'
import type { PhoneBehaviour } from '../behaviour.ts'
import { hasEnded, hearingSeconds, isAnswered, type EndStatus, type Leg } from '../leg.ts'
import { beepSeconds, mailboxPauseSeconds } from '../machines.ts'

/** What somebody (or something) at the far end of a leg does, and hears. */
export type Person = {
  /** What a phone does by itself while it rings. */
  behave: (leg: Leg, behaviour: PhoneBehaviour) => void
  /** What a mailbox or a fax does after it has answered. */
  talkLikeAMachine: (leg: Leg, behaviour: PhoneBehaviour) => void
  /** The person on the leg hears this. */
  hear: (leg: Leg, type: 'said' | 'played', text: string, language?: string) => void
  /** Keys that nothing listened for are lost; `taken` says how many were not. */
  press: (leg: Leg, digits: string) => { taken: number }
  /** `samples`: the sound itself (8 kHz), when somebody gave one. */
  speak: (leg: Leg, text: string, confidence: number, samples?: Int16Array) => { taken: boolean }
  answer: (leg: Leg) => boolean
  decline: (leg: Leg) => boolean
  hangUp: (leg: Leg) => void
}

type Dependencies = {
  scheduler: Scheduler
  note: (leg: Leg, type: CallEventType, details?: CallEventDetails) => void
  finish: (leg: Leg, status: EndStatus) => void
}

const mailboxTalksSeconds = 60
const faxTriesSeconds = 30

export function personService({ scheduler, note, finish }: Dependencies): Person {
  function behave(leg: Leg, behaviour: PhoneBehaviour): void {
    if (behaviour.kind === 'rings' || behaviour.kind === 'busy') return
    scheduler.after(behaviour.afterSeconds, () => (behaviour.kind === 'declines' ? decline(leg) : answer(leg)))
  }

  function talkLikeAMachine(leg: Leg, behaviour: PhoneBehaviour): void {
    if (behaviour.kind === 'fax') scheduler.after(faxTriesSeconds, () => hangUp(leg))
    if (behaviour.kind !== 'voicemail') return
    const { greeting, beeps } = behaviour
    scheduler.after(mailboxPauseSeconds, () => void speak(leg, greeting, 0.9))
    if (beeps) scheduler.after(beepSeconds(greeting), () => hasEnded(leg) || note(leg, 'beep'))
    scheduler.after(mailboxTalksSeconds, () => hangUp(leg))
  }

  function hear(leg: Leg, type: 'said' | 'played', text: string, language?: string): void {
    leg.heard.push(type === 'said' ? text : `(plays ${text})`)
    note(leg, type, type === 'played' ? { url: text } : { text, ...(language === undefined ? {} : { language }) })
  }

  function press(leg: Leg, digits: string): { taken: number } {
    if (hasEnded(leg)) return { taken: 0 }
    note(leg, 'pressed', { text: digits })
    let taken = 0
    for (const key of digits) if (leg.line.signal({ kind: 'key', key })) taken++
    return { taken }
  }

  function speak(leg: Leg, text: string, confidence: number, samples?: Int16Array): { taken: boolean } {
    if (hasEnded(leg)) return { taken: false }
    const seconds = samples ? samples.length / sampleRate : hearingSeconds(text, 'real')
    const startedAt = Math.max(scheduler.now(), leg.spokenUntil)
    leg.spokenUntil = startedAt + seconds * 1000
    leg.utterances.push({ startedAt, seconds, samples })
    if (samples && !isLoud(samples)) return { taken: false }
    note(leg, 'spoke', { text })
    const hearers = leg.room?.hearersOf(leg) ?? (leg.partner && !hasEnded(leg.partner) ? [leg.partner] : undefined)
    if (hearers === undefined) return { taken: leg.line.signal({ kind: 'speech', text, confidence, seconds }) }
    leg.room?.spoke(leg, seconds)
    for (const hearer of hearers) hearer.heard.push(text === '' ? '(somebody speaks)' : text)
    return { taken: hearers.length > 0 }
  }

  const answer = (leg: Leg): boolean => leg.status === 'ringing' && leg.line.signal({ kind: 'answer' })
  const decline = (leg: Leg): boolean => leg.status === 'ringing' && leg.line.signal({ kind: 'refuse', status: 'busy' })

  function hangUp(leg: Leg): void {
    if (isAnswered(leg)) finish(leg, 'completed')
    else if (leg.direction === 'inbound') finish(leg, 'no-answer')
    else decline(leg)
  }

  return { behave, talkLikeAMachine, hear, press, speak, answer, decline, hangUp }
}
