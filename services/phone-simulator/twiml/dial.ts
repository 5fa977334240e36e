import { readConference } from './conference.ts'
import { readDialPhone } from './dial-phone.ts'
import { readQueueNoun } from './queue.ts'
import { callback, elements, flag, method, Refused, textOf, whole, type Attributes } from './reading.ts'
import { track } from './record.ts'
import type { Dial, DialRecording } from './verbs.ts'
import type { XmlElement } from './xml.ts'

const mostPhones = 10

export function readDial(element: XmlElement): Dial {
  const at = element.attributes
  return {
    verb: 'dial',
    to: readTarget(element),
    action: at['action'],
    method: method(at['method'], 'Dial', 13210),
    timeoutSeconds: whole(at['timeout'], 30, 1, 13212, 'Dial timeout'),
    timeLimitSeconds: whole(at['timeLimit'], 14_400, 1, 13216, 'Dial timeLimit'),
    hangupOnStar: flag(at['hangupOnStar'], false),
    callerId: at['callerId'],
    answerOnBridge: flag(at['answerOnBridge'], false),
    ringTone: at['ringTone'],
    isSequential: flag(at['sequential'], false),
    recording: readRecording(at),
  }
}

function readTarget(element: XmlElement): Dial['to'] {
  const nouns = elements(element)
  const [first] = nouns
  if (nouns.length === 1 && first?.name === 'Conference') return readConference(first)
  if (nouns.length === 1 && first?.name === 'Queue') return readQueueNoun(first)
  const plain = textOf({ ...element, children: element.children.filter((child) => typeof child === 'string') }).trim()
  if (nouns.length === 0 && plain !== '') return { kind: 'phones', phones: [readDialPhone({ name: 'Number', attributes: {}, children: [plain] })] }
  if (nouns.length > mostPhones) throw new Refused(13250, `Dial: ${nouns.length} numbers; at most ${mostPhones} are allowed.`)
  return { kind: 'phones', phones: nouns.map(readDialPhone) }
}

function readRecording(at: Attributes): DialRecording | undefined {
  const mode = at['record'] ?? 'do-not-record'
  const modes = ['do-not-record', 'true', 'record-from-answer', 'record-from-ringing', 'record-from-answer-dual', 'record-from-ringing-dual', 'false']
  if (!modes.includes(mode)) throw new Refused(13217, `Dial: invalid record "${mode}"; allowed: ${modes.join(', ')}.`)
  if (mode === 'do-not-record' || mode === 'false') return undefined
  return {
    begins: mode.startsWith('record-from-ringing') ? 'ringing' : 'answer',
    isTrimmed: at['trim'] === 'trim-silence',
    channels: mode.endsWith('-dual') ? 2 : 1,
    track: track(at['recordingTrack']),
    callback: callback(at, 'recordingStatusCallback', 'Dial', 13210),
  }
}
