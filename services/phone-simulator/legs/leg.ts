/** Twilio's call states; REST shows `initiated` as `ringing`. */
export type LegStatus = 'queued' | 'initiated' | 'ringing' | 'in-progress' | 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled'
export type EndStatus = 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled'

/** Something that a person (or another leg) does to a leg while its TwiML waits. */
export type Signal =
  | { kind: 'key'; key: string }
  | { kind: 'speech'; text: string; confidence: number; seconds: number }
  | { kind: 'answer' }
  | { kind: 'refuse'; status: 'busy' }
  | { kind: 'elapsed' }
  /** Something that this leg waits for has changed: a leg it dialled or talks to, a queue, a conference. */
  | { kind: 'news' }

/** A webhook target with the document that it was written in. `twiml` is used instead of a request. */
export type Target = {
  url: string
  base?: string | undefined
  method: 'GET' | 'POST'
  parameters?: Readonly<Record<string, string>>
  twiml?: string
}
export type StatusCallback = {
  url: string
  base?: string | undefined
  method: 'GET' | 'POST'
  events: ReadonlyArray<string>
}

/** `instant`: speech takes no time for this person. `real`: 60 ms a character, and a played file 2 s. */
export type Ears = 'instant' | 'real'

/** Something that a person said. With `instant` ears it lasts as long as it would for others, though no time passes. */
export type Utterance = { startedAt: number; seconds: number; samples: Int16Array | undefined }

/** A place in which a leg is heard by others: a conference. */
export type Room = {
  hearersOf: (speaker: Leg) => ReadonlyArray<Leg>
  spoke: (speaker: Leg, seconds: number) => void
}

export type WaitingFor = { kind: 'gather'; accepts: ReadonlyArray<'keys' | 'speech'>; maxDigits?: number; finishOnKey?: string } | { kind: 'record' }

/** One telephone connection: its person on one side, TwiML or another leg on the other. */
export type Leg = {
  readonly sid: string
  /** The first leg of the whole call; events are numbered there. */
  readonly rootSid: string
  readonly parentSid: string | undefined
  readonly direction: 'inbound' | 'outbound-api' | 'outbound-dial'
  readonly from: string
  readonly to: string
  readonly forwardedFrom: string | undefined
  readonly phoneNumberSid: string | undefined
  readonly ears: Ears
  readonly createdAt: number
  readonly statusCallback: StatusCallback | undefined
  readonly fallback: Target | undefined
  status: LegStatus
  updatedAt: number
  answeredAt: number | undefined
  endedAt: number | undefined
  /** What the person heard, in order. */
  heard: string[]
  waitingFor: WaitingFor | null
  /** The next status callback's SequenceNumber. */
  sequence: number
  /** TwiML that REST has ordered instead of what runs now. */
  redirect: Target | undefined
  /** What plays on the leg (music of a queue, of a conference) shall stop: something else comes. */
  isCutOff: boolean
  /** The leg that this one talks to. */
  partner: Leg | undefined
  room: Room | undefined
  utterances: Utterance[]
  /** When the last of them ends. */
  spokenUntil: number
  /** What a called program is handed: Client's parameters, a SIP address' headers. */
  readonly parameters: Readonly<Record<string, string>>
  /** What answering-machine detection found. */
  answeredBy: string | undefined
  line: Line
}

export type Interrupted = { kind: 'interrupted' }
export type Reply<T> = { done: T } | { waitSeconds: number } | undefined

/** The one place where the TwiML of a leg waits. */
export type Line = {
  /** `on` answers each signal at once: done, wait (so long, from now), or nothing. Ended and redirected legs interrupt. */
  until: <T>(seconds: number | undefined, on: (signal: Signal) => Reply<T>) => Promise<T | Interrupted>
  /** False if nothing was listening: the signal is lost, as on a telephone. */
  signal: (signal: Signal) => boolean
  interrupt: () => void
}

export function isInterrupted(value: unknown): value is Interrupted {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'interrupted'
}

export const hasEnded = (leg: Leg): boolean => leg.endedAt !== undefined
export const isAnswered = (leg: Leg): boolean => leg.answeredAt !== undefined

/** Whole seconds from answer to end (or `now`); 0 for a leg that nobody answered. */
export function durationSeconds(leg: Leg, now: number): number {
  if (leg.answeredAt === undefined) return 0
  return Math.round(((leg.endedAt ?? now) - leg.answeredAt) / 1000)
}

const speakingSecondsPerCharacter = 0.06
const playedFileSeconds = 2

/** Seconds that a text takes to hear. */
export function hearingSeconds(text: string, ears: Ears): number {
  return ears === 'instant' ? 0 : text.length * speakingSecondsPerCharacter
}

export function playingSeconds(ears: Ears): number {
  return ears === 'instant' ? 0 : playedFileSeconds
}
