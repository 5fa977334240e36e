import { plainParticipant, type ConferenceCallback, type ParticipantSettings } from '../../../conferences/conference.ts'
import { RestRefusal } from '../../errors.ts'
import type { Form } from '../../form.ts'
import { callbackOf } from '../../parties.ts'

const largestConference = 250
const beeps: Readonly<Record<string, ParticipantSettings['beepsOn']>> = { true: 'both', false: 'never', onEnter: 'onEnter', onExit: 'onExit' }
const events = ['start', 'end', 'join', 'leave', 'mute', 'hold', 'modify', 'speaker', 'announcement']

/** How a participant that REST calls comes in, and what the conference begins with if it begins with him. */
export function settingsOf(fields: Form): ParticipantSettings {
  const beep = fields.oneOf('Beep', Object.keys(beeps))
  const waitUrl = fields.url('WaitUrl', 21205)
  const coaches = fields.text('CallSidToCoach') || undefined
  if (fields.flag('Coaching') === true && coaches === undefined) throw new RestRefusal(20001, 'Coaching needs CallSidToCoach')
  return {
    label: fields.text('Label') || undefined,
    isMuted: fields.flag('Muted') ?? plainParticipant.isMuted,
    coaches,
    startsOnEnter: fields.flag('StartConferenceOnEnter') ?? plainParticipant.startsOnEnter,
    endsOnExit: fields.flag('EndConferenceOnExit') ?? plainParticipant.endsOnExit,
    beepsOn: beep === undefined ? plainParticipant.beepsOn : (beeps[beep] ?? 'both'),
    waitTarget: waitUrl ? { url: waitUrl, method: fields.method('WaitMethod') ?? 'POST' } : undefined,
    maxParticipants: fields.whole('MaxParticipants', 2, largestConference) ?? largestConference,
    statusCallback: conferenceCallback(fields),
    recording: recordingOf(fields),
  }
}

/** Here one field with spaces is read as well: Twilio documents both for conferences. */
function conferenceCallback(fields: Form): ConferenceCallback | undefined {
  const callback = callbackOf(fields, 'Conference', ['start', 'end'])
  return callback && { ...callback, events: callback.events.flatMap((words) => words.split(' ')).filter((word) => events.includes(word)) }
}

function recordingOf(fields: Form): ParticipantSettings['recording'] {
  const record = fields.oneOf('ConferenceRecord', ['true', 'false', 'record-from-start', 'do-not-record'])
  if (record !== 'true' && record !== 'record-from-start') return undefined
  return { callback: callbackOf(fields, 'ConferenceRecording') }
}
