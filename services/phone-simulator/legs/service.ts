import { randomBytes } from 'node:crypto'
import type { Scheduler } from '../clock/service.ts'
import type { Webhooks } from '../webhooks/service.ts'
import type { CallEventDetails, CallEventType, World } from '../world.ts'
import { hasEnded, isAnswered, isInterrupted, type Ears, type EndStatus, type Leg } from './leg.ts'
import type { StatusCallback, Target } from './leg.ts'
import { createLine } from './line/service.ts'
import { callParameters, statusParameters } from './parameters.ts'
import { personService, type Person } from './person/service.ts'

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

export type Legs = Omit<Person, 'behave' | 'talkLikeAMachine'> & {
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
}

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

  const person = personService({ scheduler, note, finish })

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
    person.behave(leg, behaviour)
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
    person.talkLikeAMachine(leg, behaviour)
    return 'answered'
  }

  async function sendDigits(leg: Leg, digits: string): Promise<void> {
    person.hear(leg, 'played', digits)
    const pauses = [...digits].reduce((sum, key) => sum + (key === 'W' ? 1 : key === 'w' ? 0.5 : 0), 0)
    if (pauses > 0) await leg.line.until<'sent'>(pauses, ({ kind }) => (kind === 'elapsed' ? { done: 'sent' } : undefined))
  }

  const { hear, press, speak, answer, decline, hangUp } = person
  const onEnd = (listener: (leg: Leg) => void): void => void endListeners.push(listener)
  return { create, ring, markAnswered, sendDigits, onEnd, finish, note, hear, press, speak, answer, decline, hangUp }
}
