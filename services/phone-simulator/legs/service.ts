import { randomBytes } from 'node:crypto'
import { isLoud, sampleRate } from '../audio/wav.ts'
import type { Scheduler } from '../clock/service.ts'
import type { Webhooks } from '../webhooks/service.ts'
import type { CallEventDetails, CallEventType, World } from '../world.ts'
import type { PhoneBehaviour } from './behaviour.ts'
import { hasEnded, hearingSeconds, isAnswered, isInterrupted, type Ears, type EndStatus, type Leg } from './leg.ts'
import type { StatusCallback, Target } from './leg.ts'
import { createLine } from './line/service.ts'
import { beepSeconds, mailboxPauseSeconds } from './machines.ts'
import { callParameters, statusParameters } from './parameters.ts'

export type NewLeg = {
  direction: Leg['direction']
  from: string
  to: string
  parent?: Leg
  forwardedFrom?: string | undefined
  phoneNumberSid?: string | undefined
  ears: Ears
  statusCallback?: StatusCallback | undefined
  fallback?: Target | undefined
  parameters?: Leg['parameters']
}

export type Legs = {
  create: (details: NewLeg) => Leg
  /** Rings the phone at the far end until it is answered or not; `ended`: the leg is over, with its status. */
  ring: (leg: Leg, timeoutSeconds: number) => Promise<'answered' | 'ended'>
  markAnswered: (leg: Leg) => void
  /** Plays tones to who answered: `w` is half a second, `W` a second. */
  sendDigits: (leg: Leg, digits: string) => Promise<void>
  /** Called when a leg has ended. */
  onEnd: (listener: (leg: Leg) => void) => void
  /** Ends a leg once; later calls change nothing. */
  finish: (leg: Leg, status: EndStatus) => void
  note: (leg: Leg, type: CallEventType, details?: CallEventDetails) => void
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

const mailboxTalksSeconds = 60
const faxTriesSeconds = 30

export const newSid = (prefix: string): string => prefix + randomBytes(16).toString('hex')

type LegDependencies = {
  accountSid: string
  world: World
  scheduler: Scheduler
  webhooks: Webhooks
  /** Twilio lets a phone ring so much longer than it was told to: 5. */
  ringBufferSeconds: number
}

/** Legs from the first ring to the last status callback, and what the people on them do. */
export function legService(dependencies: LegDependencies): Legs {
  const { accountSid, world, scheduler, webhooks, ringBufferSeconds } = dependencies
  const endListeners: Array<(leg: Leg) => void> = []

  function note(leg: Leg, type: CallEventType, details?: CallEventDetails): void {
    world.addEvent(leg, scheduler.now(), type, details)
  }

  function create(details: NewLeg): Leg {
    const sid = newSid('CA')
    const now = scheduler.now()
    const leg: Leg = {
      sid,
      rootSid: details.parent?.rootSid ?? sid,
      parentSid: details.parent?.sid,
      direction: details.direction,
      from: details.from,
      to: details.to,
      forwardedFrom: details.forwardedFrom,
      phoneNumberSid: details.phoneNumberSid,
      ears: details.ears,
      createdAt: now,
      statusCallback: details.statusCallback,
      fallback: details.fallback,
      status: details.direction === 'inbound' ? 'ringing' : 'queued',
      updatedAt: now,
      answeredAt: undefined,
      endedAt: undefined,
      heard: [],
      waitingFor: null,
      sequence: 0,
      redirect: undefined,
      isCutOff: false,
      partner: undefined,
      room: undefined,
      utterances: [],
      spokenUntil: 0,
      parameters: details.parameters ?? {},
      answeredBy: undefined,
      line: createLine(scheduler, () => hasEnded(leg) || leg.redirect !== undefined || leg.isCutOff),
    }
    world.addLeg(leg)
    return leg
  }

  function setStatus(leg: Leg, status: Leg['status']): void {
    leg.status = status
    leg.updatedAt = scheduler.now()
  }

  function report(leg: Leg, event: 'initiated' | 'ringing' | 'answered' | 'completed'): void {
    const callback = leg.statusCallback
    if (!callback || callback.url === '' || !callback.events.includes(event)) return
    const parameters = { ...callParameters(leg, accountSid), ...statusParameters(leg, event, scheduler.now()) }
    leg.sequence++
    const { url, base, method } = callback
    void webhooks.deliver({ purpose: 'status', callSid: leg.sid, url, base, method, parameters })
  }

  function markAnswered(leg: Leg): void {
    if (isAnswered(leg) || hasEnded(leg)) return
    leg.answeredAt = scheduler.now()
    setStatus(leg, 'in-progress')
    note(leg, 'answered')
    report(leg, 'answered')
  }

  function finish(leg: Leg, status: EndStatus): void {
    if (hasEnded(leg)) return
    leg.endedAt = scheduler.now()
    setStatus(leg, status)
    leg.waitingFor = null
    note(leg, 'ended', { status })
    report(leg, 'completed')
    leg.line.interrupt()
    if (leg.parentSid !== undefined) world.legs.get(leg.parentSid)?.line.signal({ kind: 'news' })
    leg.partner?.line.signal({ kind: 'news' })
    for (const listener of endListeners) listener(leg)
  }

  async function ring(leg: Leg, timeoutSeconds: number): Promise<'answered' | 'ended'> {
    if (hasEnded(leg)) return 'ended'
    setStatus(leg, 'initiated')
    report(leg, 'initiated')
    const behaviour = world.behaviourOf(leg.to)
    if (world.findNumber(leg.to)) finish(leg, 'failed')
    else if (behaviour.kind === 'busy') finish(leg, 'busy')
    if (hasEnded(leg)) return 'ended'
    setStatus(leg, 'ringing')
    note(leg, 'ringing', { text: leg.to })
    report(leg, 'ringing')
    behave(leg, behaviour)
    const result = await leg.line.until<'answered' | 'busy' | 'no-answer'>(timeoutSeconds + ringBufferSeconds, (signal) => {
      if (signal.kind === 'answer') return { done: 'answered' }
      if (signal.kind === 'refuse') return { done: 'busy' }
      return signal.kind === 'elapsed' ? { done: 'no-answer' } : undefined
    })
    if (isInterrupted(result)) return 'ended'
    if (result !== 'answered') {
      finish(leg, result)
      return 'ended'
    }
    markAnswered(leg)
    if (behaviour.kind === 'voicemail') talkLikeAMailbox(leg, behaviour)
    if (behaviour.kind === 'fax') scheduler.after(faxTriesSeconds, () => hangUp(leg))
    return 'answered'
  }

  function behave(leg: Leg, behaviour: PhoneBehaviour): void {
    if (behaviour.kind === 'rings' || behaviour.kind === 'busy') return
    scheduler.after(behaviour.afterSeconds, () => (behaviour.kind === 'declines' ? decline(leg) : answer(leg)))
  }

  function talkLikeAMailbox(leg: Leg, { greeting, beeps }: { greeting: string; beeps: boolean }): void {
    scheduler.after(mailboxPauseSeconds, () => void speak(leg, greeting, 0.9))
    if (beeps) scheduler.after(beepSeconds(greeting), () => hasEnded(leg) || note(leg, 'beep'))
    scheduler.after(mailboxTalksSeconds, () => hangUp(leg))
  }

  async function sendDigits(leg: Leg, digits: string): Promise<void> {
    hear(leg, 'played', digits)
    const pauses = [...digits].reduce((sum, key) => sum + (key === 'W' ? 1 : key === 'w' ? 0.5 : 0), 0)
    if (pauses > 0) await leg.line.until<'sent'>(pauses, ({ kind }) => (kind === 'elapsed' ? { done: 'sent' } : undefined))
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

  return {
    create,
    ring,
    markAnswered,
    sendDigits,
    onEnd: (listener) => void endListeners.push(listener),
    finish,
    note,
    hear,
    press,
    speak,
    answer,
    decline,
    hangUp,
  }
}
