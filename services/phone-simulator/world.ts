import type { Conference } from './conferences/conference.ts'
import type { PhoneBehaviour } from './legs/behaviour.ts'
import type { Ears, Leg, WaitingFor } from './legs/leg.ts'
import type { LineSettings } from './messages/lines.ts'
import type { Message } from './messages/message.ts'
import type { Queue } from './queues/queue.ts'
import type { Recording } from './recordings/recording.ts'

/** A number of the account (Twilio: IncomingPhoneNumber). All other numbers are phones in the world. */
export type OwnNumber = {
  sid: string
  phoneNumber: string
  friendlyName: string
  voiceUrl: string
  voiceMethod: 'GET' | 'POST'
  voiceFallbackUrl: string
  voiceFallbackMethod: 'GET' | 'POST'
  smsUrl: string
  smsMethod: 'GET' | 'POST'
  smsFallbackUrl: string
  smsFallbackMethod: 'GET' | 'POST'
  statusCallback: string
  statusCallbackMethod: 'GET' | 'POST'
  createdAt: number
  updatedAt: number
}

export type Phone = { behaviour: PhoneBehaviour; ears: Ears }

export type CallEventType =
  | 'dialling'
  | 'ringing'
  | 'answered'
  | 'said'
  | 'played'
  | 'beep'
  | 'listening'
  | 'pressed'
  | 'spoke'
  | 'recording'
  | 'webhook'
  | 'bridged'
  | 'queued'
  | 'dequeued'
  | 'joined'
  | 'ended'
export type CallEventDetails = {
  text?: string
  language?: string
  url?: string
  status?: number | string
  milliseconds?: number
  code?: number
  waitingFor?: WaitingFor
}
export type CallEvent = { n: number; at: string; leg: string; type: CallEventType } & CallEventDetails

/** Everything there is while the simulator runs. Nothing of it outlives the process. */
export type World = {
  readonly legs: ReadonlyMap<string, Leg>
  readonly numbers: Map<string, OwnNumber>
  readonly recordings: Map<string, Recording>
  /** What is done to these: queues/service.ts, conferences/service.ts. All by SID. */
  readonly queues: Map<string, Queue>
  readonly conferences: Map<string, Conference>
  readonly messages: Map<string, Message>
  readonly phones: Map<string, Phone>
  /** What the control API has said about numbers that can get text messages, or cannot. */
  readonly lines: Map<string, LineSettings>
  addLeg: (leg: Leg) => void
  legsOf: (rootSid: string) => Leg[]
  findNumber: (phoneNumber: string) => OwnNumber | undefined
  behaviourOf: (phoneNumber: string) => PhoneBehaviour
  earsOf: (phoneNumber: string) => Ears
  addEvent: (leg: Leg, at: number, type: CallEventType, details?: CallEventDetails) => void
  eventsOf: (rootSid: string) => ReadonlyArray<CallEvent>
  /** Called once at the next event of this call. */
  onNextEvent: (rootSid: string, listener: () => void) => () => void
}

const mostCalls = 20_000

export function createWorld(): World {
  const legs = new Map<string, Leg>()
  const calls = new Map<string, { legs: Leg[]; events: CallEvent[]; listeners: Set<() => void> }>()
  const numbers = new Map<string, OwnNumber>()
  const phones = new Map<string, Phone>()

  /** Forgets the oldest ended calls: a load test makes more than memory should hold. */
  function forgetOld(): void {
    if (calls.size <= 1.1 * mostCalls) return
    for (const [sid, call] of calls) {
      if (calls.size <= mostCalls) return
      if (call.legs.some((leg) => leg.endedAt === undefined)) continue
      for (const leg of call.legs) legs.delete(leg.sid)
      calls.delete(sid)
    }
  }

  return {
    legs,
    numbers,
    recordings: new Map(),
    queues: new Map(),
    conferences: new Map(),
    messages: new Map(),
    lines: new Map(),
    phones,
    addLeg(leg) {
      legs.set(leg.sid, leg)
      const call = calls.get(leg.rootSid)
      if (call) call.legs.push(leg)
      else calls.set(leg.rootSid, { legs: [leg], events: [], listeners: new Set() })
      forgetOld()
    },
    legsOf: (rootSid) => calls.get(rootSid)?.legs ?? [],
    findNumber: (phoneNumber) => [...numbers.values()].find((number) => number.phoneNumber === phoneNumber),
    behaviourOf: (phoneNumber) => phones.get(phoneNumber)?.behaviour ?? { kind: 'rings' },
    earsOf: (phoneNumber) => phones.get(phoneNumber)?.ears ?? 'instant',
    addEvent(leg, at, type, details = {}) {
      const call = calls.get(leg.rootSid)
      if (!call) return
      call.events.push({ n: call.events.length + 1, at: new Date(at).toISOString(), leg: leg.sid, type, ...details })
      const listeners = [...call.listeners]
      call.listeners.clear()
      for (const listener of listeners) listener()
    },
    eventsOf: (rootSid) => calls.get(rootSid)?.events ?? [],
    onNextEvent(rootSid, listener) {
      const listeners = calls.get(rootSid)?.listeners
      listeners?.add(listener)
      return () => void listeners?.delete(listener)
    },
  }
}
