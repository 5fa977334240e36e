import type { Scheduler } from '../clock/service.ts'
import type { Leg } from '../legs/leg.ts'
import { rfc2822 } from '../legs/parameters.ts'
import { newSid } from '../legs/service.ts'
import type { Webhooks } from '../webhooks/service.ts'
import type { World } from '../world.ts'
import { tapeOf, trimmed, voiceOf, type Recording, type RecordingCallback, type Tape } from './recording.ts'

export type LiveRecording = {
  readonly recording: Recording
  listenTo: (leg: Leg) => void
  /** `seconds` when speech took no time; nothing heard at all is `absent`. */
  end: (seconds?: number) => void
  /** Nothing but silence: only `absent` is reported, and no recording is kept. */
  discard: () => void
}

type Details = Pick<Recording, 'source' | 'channels' | 'track'> & {
  callback: RecordingCallback | undefined
  /** Silence at both ends is cut off. */
  isTrimmed?: boolean
}

export type Recordings = {
  begin: (details: Details & Pick<Recording, 'callSid' | 'conferenceSid'>) => LiveRecording
  /** Records a call, whoever it talks to, until it ends or `endOf`. */
  follow: (leg: Leg, details: Details) => Recording
  endOf: (leg: Leg) => void
  /** Two legs hear each other from now on. */
  joined: (leg: Leg, other: Leg) => void
  urlOf: (recording: Recording) => string
}

type Dependencies = { accountSid: string; baseUrl: () => string; world: World; scheduler: Scheduler; webhooks: Webhooks }

/** Recordings from their first second to the callback that they can be fetched. */
export function recordingService(on: Dependencies): Recordings {
  const { world, scheduler } = on

  const urlOf = (recording: Recording): string => `${on.baseUrl()}/2010-04-01/Accounts/${on.accountSid}/Recordings/${recording.sid}`

  function report(recording: Recording, event: 'in-progress' | 'completed' | 'absent', callback: RecordingCallback | undefined): void {
    if (!callback?.events.includes(event)) return
    const parameters = {
      AccountSid: on.accountSid,
      ...(recording.callSid === undefined ? {} : { CallSid: recording.callSid }),
      ...(recording.conferenceSid === undefined ? {} : { ConferenceSid: recording.conferenceSid }),
      RecordingSid: recording.sid,
      RecordingUrl: urlOf(recording),
      RecordingStatus: event,
      ...(event === 'in-progress' ? {} : { RecordingDuration: String(recording.durationSeconds) }),
      RecordingChannels: String(recording.channels),
      RecordingStartTime: rfc2822(recording.startedAt),
      RecordingSource: recording.source,
      RecordingTrack: recording.track,
      ErrorCode: '0',
    }
    const { url, base, method } = callback
    void on.webhooks.deliver({ purpose: 'recording', callSid: recording.callSid ?? '', url, base, method, parameters })
  }

  const followed = new Map<string, LiveRecording[]>()

  function begin({ callback, isTrimmed = false, ...details }: Parameters<Recordings['begin']>[0]): LiveRecording {
    const startedAt = scheduler.now()
    const rest = { startedAt, createdAt: startedAt, updatedAt: startedAt, durationSeconds: 0, voices: [] }
    const recording: Recording = { sid: newSid('RE'), ...details, ...rest, status: 'in-progress' }
    const tapes: Tape[] = []
    world.recordings.set(recording.sid, recording)
    report(recording, 'in-progress', callback)
    return {
      recording,
      listenTo(leg) {
        // For who hears in no time speech runs ahead of the clock; what was said before is not heard here.
        leg.spokenUntil = scheduler.now()
        tapes.push(tapeOf(leg))
      },
      end(elapsed = Math.round((scheduler.now() - startedAt) / 1000)) {
        if (recording.status === 'completed' || recording.status === 'absent') return
        const all = tapes.map((tape) => voiceOf(tape, startedAt))
        const { voices, seconds } = isTrimmed ? trimmed(all, elapsed) : { voices: all, seconds: elapsed }
        Object.assign(recording, { voices, durationSeconds: seconds, updatedAt: scheduler.now(), status: seconds === 0 ? 'absent' : 'completed' })
        report(recording, seconds === 0 ? 'absent' : 'completed', callback)
      },
      discard() {
        world.recordings.delete(recording.sid)
        report(recording, 'absent', callback)
      },
    }
  }

  return {
    urlOf,
    begin,
    follow(leg, details) {
      const live = begin({ ...details, callSid: leg.parentSid ?? leg.sid, conferenceSid: undefined })
      live.listenTo(leg)
      if (leg.partner) live.listenTo(leg.partner)
      followed.set(leg.sid, [...(followed.get(leg.sid) ?? []), live])
      return live.recording
    },
    endOf(leg) {
      for (const live of followed.get(leg.sid) ?? []) live.end()
      followed.delete(leg.sid)
    },
    joined(leg, other) {
      for (const live of followed.get(leg.sid) ?? []) live.listenTo(other)
      for (const live of followed.get(other.sid) ?? []) live.listenTo(leg)
    },
  }
}
