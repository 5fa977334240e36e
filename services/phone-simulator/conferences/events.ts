import { hasEnded, type Leg } from '../legs/leg.ts'
import { rfc2822 } from '../legs/parameters.ts'
import type { Conference, ConferenceEvent, LeaveReason, Participant, ParticipantChanges } from './conference.ts'

/** What `StatusCallbackEvent` of a conference says. */
export type ConferenceReport =
  | 'conference-start'
  | 'conference-end'
  | 'participant-join'
  | 'participant-leave'
  | 'participant-mute'
  | 'participant-unmute'
  | 'participant-hold'
  | 'participant-unhold'
  | 'participant-modify'
  | 'participant-speech-start'
  | 'participant-speech-stop'
  | 'announcement-end'

const kinds: Readonly<Record<ConferenceReport, ConferenceEvent>> = {
  'conference-start': 'start',
  'conference-end': 'end',
  'participant-join': 'join',
  'participant-leave': 'leave',
  'participant-mute': 'mute',
  'participant-unmute': 'mute',
  'participant-hold': 'hold',
  'participant-unhold': 'hold',
  'participant-modify': 'modify',
  'participant-speech-start': 'speaker',
  'participant-speech-stop': 'speaker',
  'announcement-end': 'announcement',
}

/** The word of TwiML's statusCallbackEvent that orders this report. */
export const kindOf = (report: ConferenceReport): ConferenceEvent => kinds[report]

export function leaveReasonOf(leg: Leg): LeaveReason {
  return hasEnded(leg) || leg.redirect === undefined ? 'participant_hung_up' : 'participant_updated_via_api'
}

export function changeEvents(participant: Participant, changes: ParticipantChanges): ConferenceReport[] {
  const { isMuted = participant.isMuted, isOnHold = participant.isOnHold } = changes
  const events: ConferenceReport[] = []
  if (isMuted !== participant.isMuted) events.push(isMuted ? 'participant-mute' : 'participant-unmute')
  if (isOnHold !== participant.isOnHold) events.push(isOnHold ? 'participant-hold' : 'participant-unhold')
  const isModified = 'coaches' in changes || 'endsOnExit' in changes || 'beepsOn' in changes
  if (isModified) events.push('participant-modify')
  return events
}

export function eventParameters(what: {
  accountSid: string
  conference: Conference
  event: ConferenceReport
  sequence: number
  participant: Participant | undefined
  now: number
}): Record<string, string> {
  const { conference, event, participant } = what
  return {
    AccountSid: what.accountSid,
    ConferenceSid: conference.sid,
    FriendlyName: conference.friendlyName,
    StatusCallbackEvent: event,
    SequenceNumber: String(what.sequence),
    Timestamp: rfc2822(what.now),
    ...(participant === undefined ? {} : participantParameters(participant)),
    ...(event === 'participant-leave' && participant ? leaveParameters(participant) : {}),
    ...(event === 'conference-end' ? endParameters(conference) : {}),
  }
}

function participantParameters(participant: Participant): Record<string, string> {
  const { leg, label, coaches } = participant
  return {
    CallSid: leg.sid,
    ...(label === undefined ? {} : { ParticipantLabel: label }),
    Muted: String(participant.isMuted),
    Hold: String(participant.isOnHold),
    Coaching: String(coaches !== undefined),
    ...(coaches === undefined ? {} : { CallSidToCoach: coaches }),
    StartConferenceOnEnter: String(participant.startsOnEnter),
    EndConferenceOnExit: String(participant.endsOnExit),
  }
}

function leaveParameters({ leg, leaveReason }: Participant): Record<string, string> {
  return { ParticipantCallStatus: leg.status, ReasonParticipantLeft: leaveReason ?? 'participant_hung_up' }
}

function endParameters({ reasonEnded, callSidEnding }: Conference): Record<string, string> {
  return {
    ReasonConferenceEnded: reasonEnded ?? 'conference-ended-via-api',
    ...(callSidEnding === undefined ? {} : { CallSidEndingConference: callSidEnding }),
  }
}
