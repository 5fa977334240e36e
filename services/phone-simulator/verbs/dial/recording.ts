import type { Leg } from '../../legs/leg.ts'
import type { Dial, DialRecording } from '../../twiml/verbs.ts'
import { inDocument } from '../actions.ts'
import type { VerbDependencies } from '../dependencies.ts'

export type DialRecorder = { listenTo: (leg: Leg) => void; end: () => void; parameters: () => Record<string, string> }

/** The recording that a Dial orders from this moment on; undefined if it orders none, or one that begins at another moment. */
export function recordDial(on: VerbDependencies, leg: Leg, verb: Dial, base: string | undefined, moment: DialRecording['begins']): DialRecorder | undefined {
  if (verb.recording?.begins !== moment) return undefined
  const { channels, track, isTrimmed, callback } = verb.recording
  const details = { callSid: leg.parentSid ?? leg.sid, conferenceSid: undefined, source: 'DialVerb', channels, track, isTrimmed } as const
  const live = on.recordings.begin({ ...details, callback: inDocument(callback, base) })
  live.listenTo(leg)
  return { listenTo: live.listenTo, end: () => live.end(), parameters: () => ({ RecordingUrl: on.recordings.urlOf(live.recording) }) }
}
