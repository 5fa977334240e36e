import { callback, flag, method, Refused, textOf, whole } from './reading.ts'
import type { DialConference } from './verbs.ts'
import type { XmlElement } from './xml.ts'

export const mostParticipants = 250
const longestLabel = 128
const beeps: Readonly<Record<string, DialConference['beepsOn']>> = { true: 'both', false: 'never', onEnter: 'onEnter', onExit: 'onExit' }
const records = ['do-not-record', 'record-from-start', 'true', 'false']

export function readConference(element: XmlElement): DialConference {
  const at = element.attributes
  const name = textOf(element).trim()
  if (name === '') throw new Refused(13237, 'Conference: no name.')
  const beepsOn = beeps[at['beep'] ?? 'true']
  if (beepsOn === undefined) throw new Refused(13235, `Conference: invalid beep "${at['beep'] ?? ''}"; allowed: ${Object.keys(beeps).join(', ')}.`)
  const maxParticipants = whole(at['maxParticipants'], mostParticipants, 2, 12200, 'Conference maxParticipants')
  if (maxParticipants > mostParticipants) throw new Refused(12200, `Conference maxParticipants: ${maxParticipants}; allowed: 2 to ${mostParticipants}.`)
  const record = at['record'] ?? 'do-not-record'
  if (!records.includes(record)) throw new Refused(12200, `Conference: invalid record "${record}"; allowed: ${records.join(', ')}.`)
  const label = at['participantLabel']
  if (label !== undefined && label.length > longestLabel)
    throw new Refused(12200, `Conference: the participantLabel is longer than ${longestLabel} characters.`)
  return {
    kind: 'conference',
    name,
    isMuted: flag(at['muted'], false),
    beepsOn,
    startsOnEnter: flag(at['startConferenceOnEnter'], true),
    endsOnExit: flag(at['endConferenceOnExit'], false),
    waitUrl: at['waitUrl'],
    waitMethod: method(at['waitMethod'], 'Conference', 13234),
    maxParticipants,
    isRecorded: record === 'record-from-start' || record === 'true',
    isTrimmed: at['trim'] === 'trim-silence',
    coaches: at['coach'],
    label,
    status: callback(at, 'statusCallback', 'Conference', 13210, ''),
    recordingStatus: callback(at, 'recordingStatusCallback', 'Conference', 13210),
  }
}
