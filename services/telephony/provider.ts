/** What telephony means to the rest of the program, in our words. Only `telephony/twilio` knows how Twilio says it. */

/** Languages that prompts exist in; other languages are files to add, so the type is open. BCP 47, e.g. `en`, `ru`. */
export type Language = string

/** Something that happened on the caller's leg and that the flow must answer. */
export type CallEvent =
  | { kind: 'incoming' }
  | { kind: 'keys'; digits: string }
  | { kind: 'speech'; text: string; confidence?: number }
  | { kind: 'noInput' }
  /** The line came back after `continue`; `results` are those of the effects the flow waits for, by result name. */
  | { kind: 'continued'; results: Readonly<Record<string, EffectResult>> }
  | { kind: 'dialEnded'; result: DialResult; talkSeconds: number }
  | { kind: 'recorded'; recordingSid: string; url: string; seconds: number }

export type EffectResult = Readonly<Record<string, string>>
export type DialResult = 'answered' | 'busy' | 'noAnswer' | 'failed' | 'canceled'

/** What the line shall do next. `gather`, `dial`, `record` and `continue` come back with an event; each ends the list. */
export type CallInstruction =
  | SpokenInstruction
  | { verb: 'pause'; seconds: number }
  | {
      verb: 'gather'
      accepts: ReadonlyArray<'keys' | 'speech'>
      /** A pause keeps listening too: what is heard while he holds. */
      prompts: ReadonlyArray<SpokenInstruction | { verb: 'pause'; seconds: number }>
      language: Language
      timeoutSeconds: number
      /** Longest answer in keys; at this length the line stops listening. Absent: until `finishOnKey` or silence. */
      maxDigits?: number
      /** Absent: no key ends the input early. */
      finishOnKey?: string
      /** Words that the speech recognition should expect. */
      hints?: ReadonlyArray<string>
    }
  | {
      verb: 'dial'
      /** E.164 numbers, `sip:` or `client:` addresses, all rung at once; the first who accepts gets the call. */
      numbers: ReadonlyArray<string>
      timeoutSeconds: number
      /** What the called person hears before pressing 1 to accept; a voicemail box never presses 1. Absent: no screen. */
      screen?: { text: string; language: Language }
    }
  | { verb: 'record'; maxSeconds: number; silenceSeconds: number; finishOnKey: string }
  | { verb: 'continue' }
  | { verb: 'hangUp' }
  | { verb: 'reject'; reason: 'busy' | 'rejected' }

/** `pace` absent: normal. */
export type SpokenInstruction = { verb: 'say'; text: string; language: Language; pace?: 'slow' | 'fast' } | { verb: 'play'; url: string }

/** A call's state as the network reports it. Order of reports is not guaranteed; see `calls/status.ts`. */
export type CallStatus = 'queued' | 'initiated' | 'ringing' | 'in-progress' | 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled'

/** What we ask of a telephony provider on our own account (never from inside a database transaction). */
export type TelephonyProvider = {
  /** The state of a call at the provider, or undefined if the provider does not know it. Throws when it cannot be asked. */
  findCall: (callSid: string) => Promise<{ status: CallStatus; durationSeconds: number } | undefined>
  /** Makes `number` call our webhooks. Creates the number if the provider lets us (the simulator does). */
  pointNumber: (number: string, urls: { voice: string; fallback: string; status: string; sms?: string }) => Promise<void>
  /**
   * Calls somebody; `asks` is our URL that says what he hears once he answers, `status` where the state of the call is reported.
   * Rejects with a `ProviderFault`.
   */
  placeCall: (call: {
    from: string
    to: string
    asks: string
    status: string
    ringSeconds: number
    /** It is found out whether a machine has picked up: `asks` is told. */
    detectsMachines?: DetectsMachines
    /** Our URL that is told of it, where it is found out meanwhile. */
    who?: string
    /** Dialled as tones once the other side has answered; then nobody listens for machines. `w` waits half a second. */
    digits?: string
  }) => Promise<{ callSid: string }>
  /** Calls that were placed from one number to another at `since` or later, the oldest first; the list lags some seconds. Rejects with a `ProviderFault`. */
  findPlaced: (call: { from: string; to: string; since: Date }) => Promise<Array<{ callSid: string; status: CallStatus }>>
  /** A leg that is talked on goes on with what our URL `asks` says. Rejects with a `ProviderFault`. */
  redirectLeg: (legSid: string, asks: string) => Promise<void>
  /** Ends a leg, ringing or talked on; one that is over stays so. Rejects with a `ProviderFault`. */
  endLeg: (legSid: string) => Promise<void>
  /** Changes how somebody takes part in a room. Rejects with a `ProviderFault`. */
  updateMember: (room: RoomName, legSid: string, change: MemberChange) => Promise<void>
  /** Rejects with a `ProviderFault`. */
  sendMessage: (message: { from: string; to: string; text: string; status: string }) => Promise<{ sid: string }>
  /** The sound of a recording, or the part that `range` (as in HTTP) asks for; undefined: the provider has it no more. Rejects with a `ProviderFault`. */
  fetchRecording: (recordingSid: string, range?: string) => Promise<RecordingSound | undefined>
  /** One that is gone stays so. Rejects with a `ProviderFault`. */
  deleteRecording: (recordingSid: string) => Promise<void>
}

/** `first`: which takes some seconds of silence; `meanwhile`: while he hears and talks already. */
export type DetectsMachines = 'first' | 'meanwhile'

/** As it came: `headers` are content-length, content-range and accept-ranges, where they were given. */
export type RecordingSound = { status: 200 | 206; contentType: string; headers: Readonly<Record<string, string>>; body: ReadableStream<Uint8Array> }

/** A room, in which legs meet: what we call it, and the provider's own name once it is known. */
export type RoomName = { name: string; sid: string | null }
/** `sound`: our URL that says what he hears while he is held. `coaches`: the leg that alone hears him; null: all do. `endsRoom`: all is over when he leaves. */
export type MemberChange = { isHeld?: boolean; sound?: string; isMuted?: boolean; coaches?: string | null; endsRoom?: boolean }

/**
 * `isSure`: it certainly was not done (refused, or never reached); else nobody knows, and it must not simply be done again.
 * `isPassing`: sure, and a moment later it may be done (too many at once, or the provider cannot be reached, or does not know us).
 */
export class ProviderFault extends Error {
  readonly isSure: boolean
  readonly isPassing: boolean
  readonly code: number | undefined
  constructor(message: string, { isSure, isPassing = false, code }: { isSure: boolean; isPassing?: boolean; code?: number | undefined }) {
    super(message)
    this.name = 'ProviderFault'
    this.isSure = isSure
    this.isPassing = isPassing
    this.code = code
  }
}

/** A webhook as it came; `fingerprint` is the SHA-256 (hex) of its full URL and sorted body. */
export type RawEvent = {
  callSid: string
  /** wake: somebody who is being woken; outbound: another call that we have placed; room: who is in one; message: how a text stands. */
  kind: 'voice' | 'status' | 'screen' | 'wake' | 'outbound' | 'room' | 'message'
  /** The provider's own token for this event, the same on each repeat. */
  token: string | null
  fingerprint: string
  url: string
  params: Readonly<Record<string, unknown>>
  /** ISO 8601, UTC */
  receivedAt: string
}

type Parties = { from: string; to: string; direction: string }

/** The line asks what to do next. */
export type VoiceRequest = Parties & {
  raw: RawEvent
  callSid: string
  /** The turn that this request answers; 0 is the incoming call. */
  turn: number
  /** `cameBack`: after `continue`. */
  event: Exclude<CallEvent, { kind: 'continued' }> | { kind: 'cameBack' }
  /** A message left while the line could not think: it belongs to the call whatever turn that has reached. */
  isEmergency: boolean
}

/** A leg reports its state. `parentSid` is there when it is not the caller's own. */
export type StatusRequest = Parties & {
  raw: RawEvent
  callSid: string
  parentSid?: string
  status: CallStatus
  /** ISO 8601, UTC */
  at: string
  durationSeconds?: number
}

/** Somebody who was rung has pressed the key that takes the call. */
export type AcceptRequest = { raw: RawEvent; legSid: string; callSid: string; to: string }

/** Somebody who is called about an urgent case has picked up, or pressed a key; `step` is what he was asked. */
export type WakeRequest = { raw: RawEvent; attemptId: string; legSid: string; step: 'pickedUp' | 'asked' | 'offered'; key: string | null }

/** What he hears. `asks`: the case is told, 1 takes it and 2 refuses; `offers`: 1 connects him with the caller; `connects`: does so. */
export type WakeReply =
  { kind: 'asks' | 'offers' | 'ends'; text: string; language: Language } | { kind: 'connects'; from: string; to: string; after: string; language: Language }

/** How the leg of somebody who is called stands, or (with `parentSid`) that of the caller with whom he is connected. */
export type WakeReport = Omit<StatusRequest, 'from' | 'direction'> & { attemptId: string }

/** What the program does with webhooks about people who are woken. Each rejects when it could not be stored. */
export type Wakes = {
  answer: (request: WakeRequest) => Promise<WakeReply>
  report: (report: WakeReport) => Promise<void>
}

/**
 * Somebody whom we called by ourselves has picked up, or the step that he was led to is over: a key, the end of a connection, a recording. `step` is
 * what the last reply named; '' = he has picked up.
 */
export type OutboundRequest = {
  raw: RawEvent
  /** Our id of the call. */
  id: string
  legSid: string
  step: string
  /** Null: he pressed none in time. */
  key: string | null
  /** Null: nobody looked, or it could not be found out. */
  answeredBy: 'person' | 'machine' | null
  dialled: DialResult | null
  recording: { sid: string; url: string; seconds: number } | null
}

/** What he hears. Except for `ends`, the next request carries the `step` that is named here. */
export type OutboundReply =
  /** `times`: how often it is said before a key is no longer waited for; after silence the next request has no key. */
  | { kind: 'asks'; step: string; text: string; times?: number; language: Language }
  /** `from` must be a number of ours. With `screen` who picks up presses 1 to take it, so that no mailbox does. */
  | { kind: 'connects'; step: string; before?: string; from: string; to: string; ringSeconds: number; screen?: string; language: Language }
  | { kind: 'records'; step: string; text: string; maxSeconds: number; language: Language }
  /** He comes into a room; while he is alone in it he hears a word now and then. Without him it is over for all. */
  | { kind: 'joins'; step: string; before?: string; room: string; language: Language }
  | { kind: 'ends'; text: string; language: Language }

/** How the leg of a call that we have placed stands, or (with `parentSid`) that of whom he is connected with. */
export type OutboundReport = Omit<StatusRequest, 'from' | 'direction'> & { id: string }

/** It was found out, while he talked already, who has picked up. */
export type WhoReport = { raw: RawEvent; id: string; legSid: string; answeredBy: 'person' | 'machine' | null }

/** What the program does with webhooks about calls that it places by itself. Each rejects when it could not be stored. */
export type Outbound = {
  answer: (request: OutboundRequest) => Promise<OutboundReply>
  report: (report: OutboundReport) => Promise<void>
  noteWho: (report: WhoReport) => Promise<void>
}

/** How somebody comes into the room of the call `callSid`. */
export type RoomEntry = { callSid: string; name: string; isMuted: boolean; coaches: string | null; endsRoom: boolean; language: Language }
/** Somebody who shall be in a room asks: his leg was sent there, he has picked up, or pressed a key. */
export type RoomRequest = { raw: RawEvent; memberId: string; legSid: string; step: 'enters' | 'pickedUp' | 'asked'; key: string | null }
export type RoomReply = ({ kind: 'enters' } & RoomEntry) | { kind: 'asks' | 'ends'; text: string; language: Language }
/** The caller's line comes from a talk that is over (or from the room, `isBack`). `isLast`: he cannot be asked to wait for a moment again. */
export type CallerRequest = { callSid: string; turn: number; isBack: boolean; isLast: boolean; at: string }
export type CallerReply = ({ kind: 'enters' } & RoomEntry) | { kind: 'waits' } | { kind: 'goesOn'; talkSeconds: number }
/** Somebody came into the room of the call `callSid`, or has left it; or it is over for all. */
export type RoomEvent = { raw: RawEvent; callSid: string; room: { name: string; sid: string }; legSid: string | null; kind: 'joined' | 'left' | 'over' }
/** How the leg of somebody stands whom we have called into a room. */
export type RoomLegReport = Omit<StatusRequest, 'from' | 'direction'> & { memberId: string }

/** What the program does with webhooks about rooms. Each rejects when it could not be stored. */
export type Rooms = {
  /** Undefined: the call is in no room, and its flow goes on. */
  receiveCaller: (request: CallerRequest) => Promise<CallerReply | undefined>
  answer: (request: RoomRequest) => Promise<RoomReply>
  note: (event: RoomEvent) => Promise<void>
  report: (report: RoomLegReport) => Promise<void>
}

/** How a text of ours stands at the provider. */
export type TextReport = { raw: RawEvent; id: string; sid: string; state: 'sent' | 'delivered' | 'undelivered' | 'failed'; errorCode: number | null }
/** A text that somebody has sent to one of our numbers. */
export type IncomingText = { raw: RawEvent; sid: string; from: string; to: string; text: string }

/** What the program does with webhooks about texts. Each rejects when it could not be stored. */
export type Texts = {
  report: (report: TextReport) => Promise<void>
  receive: (text: IncomingText) => Promise<void>
}

export type Render = (instructions: readonly CallInstruction[], next: { turn: number; language: Language }) => string

/** What the program does with webhooks; app.ts hands it to the adapter. Each rejects when it could not be stored. */
export type Line = {
  /** The stored answer to this request: the same for each repeat. */
  answer: (request: VoiceRequest, render: Render) => Promise<string>
  report: (request: StatusRequest) => Promise<void>
  accept: (request: AcceptRequest) => Promise<void>
}
