import type { Leg, Target } from '../legs/leg.ts'

export type ConferenceEvent = 'start' | 'end' | 'join' | 'leave' | 'mute' | 'hold' | 'modify' | 'speaker' | 'announcement'
export type EndReason =
  | 'conference-ended-via-api'
  | 'participant-with-end-conference-on-exit-left'
  | 'participant-with-end-conference-on-exit-kicked'
  | 'last-participant-left'
  | 'last-participant-kicked'
/** Why a participant left, as `ReasonParticipantLeft` says it. */
export type LeaveReason =
  'participant_hung_up' | 'participant_updated_via_api' | 'conference_ended_via_api' | 'moderator_ended_conference' | 'participant_add_failed'

/** A room in which any number of legs hear each other. `init` until a starter and one more are there. */
export type Conference = {
  readonly sid: string
  readonly friendlyName: string
  status: 'init' | 'in-progress' | 'completed'
  readonly createdAt: number
  updatedAt: number
  startedAt: number | undefined
  endedAt: number | undefined
  reasonEnded: EndReason | undefined
  callSidEnding: string | undefined
  maxParticipants: number
  /** Who is inside or on the way in; who has left is not kept, as on Twilio. */
  participants: Participant[]
  /** The next status callback's SequenceNumber. */
  sequence: number
  statusCallback: ConferenceCallback | undefined
  recording: { callback: ConferenceCallback | undefined; isTrimmed?: boolean } | undefined
}
export type ConferenceCallback = { url: string; base?: string | undefined; method: 'GET' | 'POST'; events: ReadonlyArray<string> }

export type Participant = {
  readonly leg: Leg
  readonly createdAt: number
  updatedAt: number
  label: string | undefined
  /** False while REST's call to this participant rings. */
  hasJoined: boolean
  isMuted: boolean
  isOnHold: boolean
  holdTarget: Target | undefined
  /** Only this call hears this participant: a whisper to an agent. */
  coaches: string | undefined
  startsOnEnter: boolean
  endsOnExit: boolean
  beepsOn: 'both' | 'onEnter' | 'onExit' | 'never'
  waitTarget: Target | undefined
  /** An announcement to be played to this participant alone. */
  announcement: Target | undefined
  /** Set when somebody else took this participant out. */
  leaveReason: LeaveReason | undefined
}
export type ParticipantSettings = Pick<Participant, 'label' | 'isMuted' | 'coaches' | 'startsOnEnter' | 'endsOnExit' | 'beepsOn' | 'waitTarget'> & {
  maxParticipants: number
  statusCallback: ConferenceCallback | undefined
  /** record-from-start, with where its recording is reported. */
  recording: { callback: ConferenceCallback | undefined; isTrimmed?: boolean } | undefined
}
export type ParticipantChanges = Partial<Pick<Participant, 'isMuted' | 'isOnHold' | 'holdTarget' | 'coaches' | 'endsOnExit' | 'beepsOn' | 'announcement'>>
export const plainParticipant: ParticipantSettings = {
  label: undefined,
  isMuted: false,
  coaches: undefined,
  startsOnEnter: true,
  endsOnExit: false,
  beepsOn: 'both',
  waitTarget: undefined,
  maxParticipants: 250,
  statusCallback: undefined,
  recording: undefined,
}

/** REST's word for where a participant is. */
export function participantStatus({ leg, hasJoined }: Participant): 'queued' | 'connecting' | 'ringing' | 'connected' | 'complete' | 'failed' {
  if (leg.endedAt !== undefined) return leg.answeredAt === undefined ? 'failed' : 'complete'
  if (hasJoined || leg.answeredAt !== undefined) return 'connected'
  if (leg.status === 'queued') return 'queued'
  return leg.status === 'ringing' ? 'ringing' : 'connecting'
}

/** Who hears a participant speak: all others inside who are not on hold; a coach is heard by the coached alone. */
export function hearersOf(conference: Conference, speaker: Leg): Leg[] {
  const from = conference.participants.find(({ leg }) => leg === speaker)
  if (!from?.hasJoined || from.isMuted || from.isOnHold || conference.status !== 'in-progress') return []
  return conference.participants
    .filter((to) => to.leg !== speaker && to.hasJoined && !to.isOnHold && to.announcement === undefined)
    .filter((to) => from.coaches === undefined || from.coaches === to.leg.sid)
    .map(({ leg }) => leg)
}
