import type { LiveRecording, Recordings } from '../recordings/service.ts'
import type { Conferences } from './service.ts'

/** record-from-start: from the moment when two are connected until the conference ends; whoever comes later is heard too. */
export function recordConferences({ conferences, recordings }: { conferences: Conferences; recordings: Recordings }): void {
  const live = new Map<string, LiveRecording>()
  conferences.onChange((conference, change, leg) => {
    const { sid, participants, recording } = conference
    if (change === 'start' && recording) {
      const details = {
        callSid: undefined,
        conferenceSid: sid,
        source: 'Conference',
        channels: 1,
        track: 'both',
        isTrimmed: recording.isTrimmed ?? false,
      } as const
      const own = recordings.begin({ ...details, callback: recording.callback })
      live.set(sid, own)
      for (const participant of participants) if (participant.hasJoined) own.listenTo(participant.leg)
    }
    if (change === 'join' && leg) live.get(sid)?.listenTo(leg)
    if (change === 'end') {
      live.get(sid)?.end()
      live.delete(sid)
    }
  })
}
