import type { Scheduler } from '../clock/service.ts'
import { hasEnded, type Leg, type Target } from '../legs/leg.ts'
import { newSid } from '../legs/service.ts'
import type { Webhooks } from '../webhooks/service.ts'
import type { World } from '../world.ts'
import { hearersOf, type Conference, type EndReason, type LeaveReason, type Participant } from './conference.ts'
import type { ParticipantChanges, ParticipantSettings } from './conference.ts'
import { changeEvents, eventParameters, kindOf, leaveReasonOf, type ConferenceReport } from './events.ts'

export type Conferences = {
  list: () => Conference[]
  /** By SID, or by the name of one that has not ended. */
  find: (sidOrName: string) => Conference | undefined
  findParticipant: (conference: Conference, callSidOrLabel: string) => Participant | undefined
  /** The conference of this name that has not ended, or a new one. */
  open: (friendlyName: string, settings: ParticipantSettings) => Conference
  /** A leg that is on its way in (REST rings it); it joins when its TwiML says so. */
  expect: (conference: Conference, leg: Leg, settings: ParticipantSettings) => Participant
  /** undefined: the conference is full. */
  join: (conference: Conference, leg: Leg, settings: ParticipantSettings) => Participant | undefined
  leave: (conference: Conference, participant: Participant) => void
  /** REST changes a participant: mute, hold, coach, announce. */
  update: (conference: Conference, participant: Participant, changes: ParticipantChanges) => void
  /** REST removes a participant: its Dial is over, its call goes on. */
  kick: (conference: Conference, participant: Participant) => void
  /** REST ends the conference (`Status=completed`). */
  end: (conference: Conference, reason?: EndReason, endingCallSid?: string) => void
  /** All who are inside hear this. */
  announce: (conference: Conference, target: Target) => void
  /** A participant has heard his announcement. */
  announced: (conference: Conference, participant: Participant) => void
  /** Called when a conference starts and ends, and when somebody joins: its recording listens. */
  onChange: (listener: (conference: Conference, change: 'start' | 'join' | 'end', leg?: Leg) => void) => void
}

/** Conferences and who is inside. A leg that shall do something else is cut off and looks at its participant (verbs/conference/). */
export function conferenceService(on: { accountSid: string; world: World; scheduler: Scheduler; webhooks: Webhooks }): Conferences {
  const { world, scheduler } = on
  const listeners: Array<Parameters<Conferences['onChange']>[0]> = []

  function cutOff({ leg }: Participant): void {
    leg.isCutOff = true
    leg.line.interrupt()
  }

  function report(conference: Conference, event: ConferenceReport, participant?: Participant): void {
    const callback = conference.statusCallback
    const sequence = ++conference.sequence
    if (!callback?.events.includes(kindOf(event))) return
    const parameters = eventParameters({ accountSid: on.accountSid, conference, event, sequence, participant, now: scheduler.now() })
    const { url, base, method } = callback
    const callSid = participant?.leg.sid ?? conference.callSidEnding ?? ''
    void on.webhooks.deliver({ purpose: 'conference', callSid, url, base, method, parameters })
  }

  function tell(conference: Conference, change: 'start' | 'join' | 'end', leg?: Leg): void {
    for (const listener of listeners) listener(conference, change, leg)
  }

  function startIfReady(conference: Conference): void {
    const inside = conference.participants.filter(({ hasJoined }) => hasJoined)
    if (conference.status !== 'init' || inside.length < 2 || !inside.some(({ startsOnEnter }) => startsOnEnter)) return
    conference.status = 'in-progress'
    conference.startedAt = scheduler.now()
    tell(conference, 'start')
    report(conference, 'conference-start')
    inside.forEach(cutOff)
  }

  function end(conference: Conference, reason: EndReason = 'conference-ended-via-api', endingCallSid?: string): void {
    if (conference.status === 'completed') return
    Object.assign(conference, { status: 'completed', endedAt: scheduler.now(), reasonEnded: reason, callSidEnding: endingCallSid })
    const left: LeaveReason = reason === 'conference-ended-via-api' ? 'conference_ended_via_api' : 'moderator_ended_conference'
    for (const participant of [...conference.participants]) remove(conference, participant, left)
    tell(conference, 'end')
    report(conference, 'conference-end')
  }

  function remove(conference: Conference, participant: Participant, reason: LeaveReason): void {
    const at = conference.participants.indexOf(participant)
    if (at < 0) return
    conference.participants.splice(at, 1)
    participant.leg.room = undefined
    participant.leaveReason = reason
    if (!participant.hasJoined) return
    report(conference, 'participant-leave', participant)
    cutOff(participant)
  }

  /** Those inside hear that somebody comes or goes. */
  function beep(conference: Conference, about: Participant): void {
    if (conference.status !== 'in-progress') return
    for (const other of conference.participants) {
      if (other !== about && other.hasJoined && !other.isOnHold) world.addEvent(other.leg, scheduler.now(), 'beep')
    }
  }

  function spoke(conference: Conference, participant: Participant, seconds: number): void {
    if (conference.status !== 'in-progress' || participant.isMuted || participant.isOnHold) return
    report(conference, 'participant-speech-start', participant)
    scheduler.after(participant.leg.ears === 'real' ? seconds : 0, () => report(conference, 'participant-speech-stop', participant))
  }

  function leave(conference: Conference, participant: Participant, reason?: LeaveReason, how: 'left' | 'kicked' = 'left'): void {
    if (!conference.participants.includes(participant)) return
    remove(conference, participant, reason ?? leaveReasonOf(participant.leg))
    if (!participant.hasJoined || conference.status === 'completed') return
    if (participant.endsOnExit) return end(conference, `participant-with-end-conference-on-exit-${how}`, participant.leg.sid)
    if (!conference.participants.some(({ hasJoined }) => hasJoined)) return end(conference, `last-participant-${how}`, participant.leg.sid)
    if (participant.beepsOn === 'both' || participant.beepsOn === 'onExit') beep(conference, participant)
  }

  function expect(conference: Conference, leg: Leg, settings: ParticipantSettings): Participant {
    const { label, isMuted, coaches, startsOnEnter, endsOnExit, beepsOn, waitTarget } = settings
    const now = scheduler.now()
    const own = { label, isMuted, coaches, startsOnEnter, endsOnExit, beepsOn, waitTarget }
    const rest = { hasJoined: false, isOnHold: false, holdTarget: undefined, announcement: undefined, leaveReason: undefined }
    const participant: Participant = { leg, createdAt: now, updatedAt: now, ...own, ...rest }
    conference.participants.push(participant)
    conference.maxParticipants = Math.min(conference.maxParticipants, settings.maxParticipants)
    conference.statusCallback ??= settings.statusCallback
    conference.recording ??= settings.recording
    return participant
  }

  return {
    list: () => [...world.conferences.values()],
    find(sidOrName) {
      const bySid = world.conferences.get(sidOrName)
      return bySid ?? [...world.conferences.values()].find((one) => one.friendlyName === sidOrName && one.status !== 'completed')
    },
    findParticipant: (conference, key) => conference.participants.find(({ leg, label }) => leg.sid === key || label === key),
    open(friendlyName, settings) {
      const known = this.find(friendlyName)
      if (known && known.status !== 'completed') return known
      const now = scheduler.now()
      const { maxParticipants, statusCallback, recording } = settings
      const times = { createdAt: now, updatedAt: now, startedAt: undefined, endedAt: undefined }
      const ends = { reasonEnded: undefined, callSidEnding: undefined, participants: [], sequence: 0 }
      const conference: Conference = { sid: newSid('CF'), friendlyName, status: 'init', ...times, ...ends, maxParticipants, statusCallback, recording }
      world.conferences.set(conference.sid, conference)
      return conference
    },
    expect,
    join(conference, leg, settings) {
      const expected = conference.participants.find((one) => one.leg === leg)
      const inside = conference.participants.filter(({ hasJoined }) => hasJoined).length
      if (inside >= Math.min(conference.maxParticipants, settings.maxParticipants) || hasEnded(leg)) return undefined
      const participant = expected ?? expect(conference, leg, settings)
      participant.hasJoined = true
      leg.room = { hearersOf: (speaker) => hearersOf(conference, speaker), spoke: (_speaker, seconds) => spoke(conference, participant, seconds) }
      tell(conference, 'join', leg)
      report(conference, 'participant-join', participant)
      if (participant.beepsOn === 'both' || participant.beepsOn === 'onEnter') beep(conference, participant)
      startIfReady(conference)
      return participant
    },
    leave,
    update(conference, participant, changes) {
      const events = changeEvents(participant, changes)
      Object.assign(participant, changes, { updatedAt: scheduler.now() })
      for (const event of events) report(conference, event, participant)
      if (participant.hasJoined) cutOff(participant)
    },
    kick: (conference, participant) => leave(conference, participant, 'participant_updated_via_api', 'kicked'),
    end,
    announce(conference, target) {
      for (const participant of conference.participants) {
        participant.announcement = target
        if (participant.hasJoined) cutOff(participant)
      }
    },
    announced(conference, participant) {
      participant.announcement = undefined
      report(conference, 'announcement-end', participant)
    },
    onChange: (listener) => void listeners.push(listener),
  }
}
