import type { Leg, Utterance } from '../legs/leg.ts'

/** A recording of one call or one conference. Its sound is made when somebody asks for it (audio/wav.ts). */
export type Recording = {
  readonly sid: string
  /** The parent leg, as Twilio says it; undefined for a conference. */
  readonly callSid: string | undefined
  readonly conferenceSid: string | undefined
  readonly source: 'RecordVerb' | 'DialVerb' | 'Conference' | 'OutboundAPI' | 'StartCallRecordingAPI' | 'StartCallRecordingTwiML'
  readonly channels: 1 | 2
  readonly track: 'inbound' | 'outbound' | 'both'
  readonly startedAt: number
  readonly createdAt: number
  updatedAt: number
  /** `absent`: nothing was recorded. */
  status: 'in-progress' | 'paused' | 'completed' | 'absent'
  durationSeconds: number
  /** One per leg that could be heard. */
  voices: Voice[]
}

/** What one leg said during a recording. Seconds are counted from the recording's start. */
export type Voice = { utterances: ReadonlyArray<{ from: number; to: number; samples: Int16Array | undefined }> }

/** A leg that a recording listens to: from which of its utterances on. */
export type Tape = { leg: Leg; from: number }

export const tapeOf = (leg: Leg): Tape => ({ leg, from: leg.utterances.length })

export function voiceOf({ leg, from }: Tape, startedAt: number): Voice {
  const relative = ({ startedAt: at, seconds, samples }: Utterance) => {
    const start = Math.max(0, (at - startedAt) / 1000)
    return { from: start, to: start + seconds, samples }
  }
  return { utterances: leg.utterances.slice(from).map(relative) }
}

/** Without the silence before the first word and after the last one; whole seconds. */
export function trimmed(voices: ReadonlyArray<Voice>, seconds: number): { voices: Voice[]; seconds: number } {
  const spoken = voices.flatMap(({ utterances }) => utterances)
  const first = Math.min(seconds, ...spoken.map(({ from }) => from))
  const last = Math.min(seconds, Math.max(first, ...spoken.map(({ to }) => to)))
  const earlier = ({ from, to, samples }: Voice['utterances'][number]) => ({ from: from - first, to: to - first, samples })
  return { voices: voices.map(({ utterances }) => ({ utterances: utterances.map(earlier) })), seconds: Math.ceil(last - first) }
}

export type RecordingCallback = { url: string; base?: string | undefined; method: 'GET' | 'POST'; events: ReadonlyArray<string> }
