/** What the simulator executes, with Twilio's defaults filled in. Names and meanings: https://www.twilio.com/docs/voice/twiml. */
export type Verb =
  | Prompt
  | Gather
  | Dial
  | RecordVerb
  | Enqueue
  | Sms
  | Refer
  | StartRecording
  | { verb: 'redirect'; url: string; method: Method }
  | { verb: 'hangup' }
  | { verb: 'leave' }
  | { verb: 'stopRecording' }
  | { verb: 'reject'; reason: string }
export type Method = 'GET' | 'POST'
/** A callback that an element orders. */
export type Callback = { url: string; method: Method; events: ReadonlyArray<string> }

export type Prompt =
  | { verb: 'say'; text: string; language: string; voice: string; loop: number }
  | { verb: 'play'; url: string; digits: string; loop: number }
  | { verb: 'pause'; seconds: number }

export type Gather = {
  verb: 'gather'
  accepts: ReadonlyArray<'keys' | 'speech'>
  prompts: ReadonlyArray<Prompt>
  action: string
  method: Method
  timeoutSeconds: number
  /** Silence that ends what is said. */
  speechTimeoutSeconds: number
  partialResult: Callback | undefined
  numDigits: number | undefined
  finishOnKey: string
  bargeIn: boolean
  actionOnEmptyResult: boolean
  language: string
}

export type Dial = {
  verb: 'dial'
  to: { kind: 'phones'; phones: ReadonlyArray<DialPhone> } | DialConference | DialQueue
  action: string | undefined
  method: Method
  timeoutSeconds: number
  timeLimitSeconds: number
  hangupOnStar: boolean
  callerId: string | undefined
  answerOnBridge: boolean
  ringTone: string | undefined
  /** One phone after another, not all at once. */
  isSequential: boolean
  recording: DialRecording | undefined
}
export type DialRecording = {
  begins: 'answer' | 'ringing'
  isTrimmed: boolean
  channels: 1 | 2
  track: 'inbound' | 'outbound' | 'both'
  callback: Callback | undefined
}
/** Number, Client or Sip; `address` is `+49...`, `client:alice` or `sip:alice@example.com`. */
export type DialPhone = {
  address: string
  url: string | undefined
  method: Method
  sendDigits: string
  status: Callback | undefined
  machineDetection: NumberDetection | undefined
  /** Client's Parameter children, and the headers of a SIP address: what the called program is handed. */
  parameters: Readonly<Record<string, string>>
}
export type NumberDetection = {
  mode: 'Enable' | 'DetectMessageEnd'
  timeoutSeconds: number
  speechThresholdSeconds: number
  speechEndThresholdSeconds: number
  silenceTimeoutSeconds: number
  callback: Callback | undefined
}
export type DialConference = {
  kind: 'conference'
  name: string
  isMuted: boolean
  beepsOn: 'both' | 'onEnter' | 'onExit' | 'never'
  startsOnEnter: boolean
  endsOnExit: boolean
  /** undefined: Twilio's own music; '': silence. */
  waitUrl: string | undefined
  waitMethod: Method
  maxParticipants: number
  isRecorded: boolean
  isTrimmed: boolean
  coaches: string | undefined
  label: string | undefined
  status: Callback | undefined
  recordingStatus: Callback | undefined
}
export type DialQueue = { kind: 'queue'; name: string; url: string | undefined; method: Method }

export type Enqueue = {
  verb: 'enqueue'
  name: string
  action: string | undefined
  method: Method
  waitUrl: string | undefined
  waitUrlMethod: Method
  maxQueueSize: number | undefined
}
export type RecordVerb = {
  verb: 'record'
  action: string
  method: Method
  timeoutSeconds: number
  finishOnKey: string
  maxLengthSeconds: number
  playBeep: boolean
  isTrimmed: boolean
  status: Callback | undefined
}
export type StartRecording = { verb: 'startRecording'; channels: 1 | 2; track: 'inbound' | 'outbound' | 'both'; callback: Callback | undefined }
export type Sms = {
  verb: 'sms'
  text: string
  to: string | undefined
  from: string | undefined
  action: string | undefined
  method: Method
  statusCallback: string | undefined
}
export type Refer = { verb: 'refer'; sip: string; action: string | undefined; method: Method }

export type TwimlError = { code: number; message: string }
