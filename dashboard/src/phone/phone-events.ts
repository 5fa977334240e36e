/** What the phone simulator tells about a call; a call's legs (the caller's, the agents') share one numbered list. */
export type WaitingFor = { kind: 'gather'; accepts: readonly ('keys' | 'speech')[]; maxDigits?: number; finishOnKey?: string } | { kind: 'record' }

export type PhoneEvent = {
  n: number
  at: string
  leg: string
  type:
    | 'dialling'
    | 'answered'
    | 'said'
    | 'played'
    | 'beep'
    | 'listening'
    | 'pressed'
    | 'spoke'
    | 'recording'
    | 'webhook'
    | 'ringing'
    | 'bridged'
    | 'queued'
    | 'dequeued'
    | 'joined'
    | 'ended'
  text?: string
  language?: string
  url?: string
  status?: number | string
  milliseconds?: number
  waitingFor?: WaitingFor | null
}

export type PhoneEvents = { events: PhoneEvent[]; ended: boolean }
export type RingingLeg = { sid: string; from: string; to: string }
export type PhoneLeg = {
  sid: string
  status: string
  from: string
  to: string
  heard: string[]
  waitingFor: WaitingFor | null
  ended: boolean
  /** With whom it is connected. */
  partner: string | null
  /** Who hears it, in a room of several. */
  hearers?: string[]
}
