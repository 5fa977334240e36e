/** What TwiML there is, by the twilio package's own builder, and what the simulator makes of each attribute. */
import { readFileSync } from 'node:fs'
import twilio from 'twilio'
import type { XmlElement } from '../../services/phone-simulator/twiml/xml.ts'

type Values = Readonly<Record<string, string>>
type Builder = InstanceType<typeof twilio.twiml.VoiceResponse>

/** Elements and their attributes, by the types that the package is used with. The first declaration of a name counts; SSML repeats them. */
export function packageAttributes(): Map<string, Set<string>> {
  const types = readFileSync(new URL('../../node_modules/twilio/lib/twiml/VoiceResponse.d.ts', import.meta.url), 'utf8')
  const found = new Map<string, Set<string>>()
  for (const [, name, body] of types.matchAll(/export interface (\w+)Attributes \{([^]*?)\n {4}\}/g)) {
    const attributes = [...body!.matchAll(/^\s+"?([\w-]+)"?\??:/gm)].map(([, attribute]) => attribute!)
    if (!found.has(name!)) found.set(elementOf(name!), new Set(attributes))
  }
  for (const [, name] of types.matchAll(/export class (\w+) extends TwiML/g)) if (!found.has(elementOf(name!))) found.set(elementOf(name!), new Set())
  return found
}

/** `SsmlSayAs` is written `say-as`. */
const elementOf = (type: string): string =>
  type.startsWith('Ssml')
    ? type
        .slice(4)
        .replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`)
        .toLowerCase()
    : type

export const elementsIn = (element: XmlElement): XmlElement[] => [
  element,
  ...element.children.flatMap((child) => (typeof child === 'string' ? [] : elementsIn(child))),
]

type Played = {
  /** A document with this element, built with the package. */
  build: (response: Builder, attributes: Values) => unknown
  /** Attributes without which others mean nothing. */
  base?: Values
  /** A value that is neither the default nor the one in `base`: what is read must differ. */
  understood: Values
  /** Accepted, and nothing comes of it. */
  readOver?: Values
  /** 12200, by name. */
  refused?: Values
}

const url = '/other'
const detection = {
  machineDetection: 'DetectMessageEnd',
  machineDetectionTimeout: '20',
  machineDetectionSpeechThreshold: '3000',
  machineDetectionSpeechEndThreshold: '900',
  machineDetectionSilenceTimeout: '4000',
  amdStatusCallback: url,
  amdStatusCallbackMethod: 'GET',
}
const status = { statusCallback: url, statusCallbackMethod: 'GET', statusCallbackEvent: 'initiated' }
const recordingStatus = { recordingStatusCallback: url, recordingStatusCallbackMethod: 'GET', recordingStatusCallbackEvent: 'absent' }
const phone = { url, method: 'GET', ...status }
const phoneBase = { statusCallback: '/s', machineDetection: 'Enable', amdStatusCallback: '/a' }
const recordingConfiguration = { recordingConfigurationId: 'x' }

/** All elements that the simulator plays. The suite checks that each attribute of the package stands in exactly one list, and in the right one. */
export const played: Readonly<Record<string, Played>> = {
  Say: { build: (response, at) => response.say(at, 'Hello.'), understood: { language: 'de-DE', voice: 'alice', loop: '2' } },
  Play: { build: (response, at) => response.play(at, 'https://line.example/a.mp3'), understood: { digits: '1w2', loop: '2' } },
  Pause: { build: (response, at) => response.pause(at as object), understood: { length: '3' } },
  Gather: {
    build: (response, at) => response.gather(at as object),
    base: { partialResultCallback: '/p' },
    understood: {
      input: 'speech',
      action: url,
      method: 'GET',
      timeout: '9',
      speechTimeout: '3',
      numDigits: '4',
      finishOnKey: '*',
      partialResultCallback: url,
      partialResultCallbackMethod: 'GET',
      bargeIn: 'false',
      actionOnEmptyResult: 'true',
      language: 'de-DE',
    },
    readOver: { hints: 'heating', profanityFilter: 'false', maxSpeechTime: '9', speechModel: 'phone_call', enhanced: 'true', debug: 'true' },
  },
  Dial: {
    build: (response, at) => response.dial(at, '+493023125301'),
    base: { record: 'record-from-answer', recordingStatusCallback: '/r' },
    understood: {
      action: url,
      method: 'GET',
      timeout: '9',
      timeLimit: '9',
      hangupOnStar: 'true',
      callerId: '+493023125100',
      answerOnBridge: 'true',
      ringTone: 'de',
      sequential: 'true',
      record: 'record-from-ringing-dual',
      recordingTrack: 'inbound',
      trim: 'trim-silence',
      ...recordingStatus,
    },
    readOver: { events: 'call-progress-event', passports: 'x', referUrl: url, referMethod: 'GET', ...recordingConfiguration },
  },
  Number: {
    build: (response, at) => response.dial().number(at, '+493023125301'),
    base: phoneBase,
    understood: { ...phone, ...detection, sendDigits: '1w2' },
    readOver: { byoc: 'x' },
  },
  Client: { build: (response, at) => response.dial().client(at, 'alice'), base: { statusCallback: '/s' }, understood: phone },
  Sip: {
    build: (response, at) => response.dial().sip(at, 'sip:alice@example.com'),
    base: { ...phoneBase, username: 'x', password: 'x' },
    understood: { ...phone, ...detection },
    readOver: { username: 'y', password: 'y' },
  },
  Conference: {
    build: (response, at) => response.dial().conference(at, 'room'),
    base: { statusCallback: '/s', recordingStatusCallback: '/r' },
    understood: {
      muted: 'true',
      beep: 'onEnter',
      startConferenceOnEnter: 'false',
      endConferenceOnExit: 'true',
      waitUrl: url,
      waitMethod: 'GET',
      maxParticipants: '9',
      record: 'record-from-start',
      trim: 'trim-silence',
      coach: `CA${'0'.repeat(32)}`,
      participantLabel: 'customer',
      ...status,
      ...recordingStatus,
    },
    readOver: { region: 'de1', jitterBufferSize: 'small', eventCallbackUrl: url, ...recordingConfiguration },
  },
  Queue: {
    build: (response, at) => response.dial().queue(at, 'support'),
    understood: { url, method: 'GET' },
    readOver: { postWorkActivitySid: 'x' },
    refused: { reservationSid: 'x' },
  },
  Enqueue: {
    build: (response, at) => response.enqueue(at, 'support'),
    understood: { action: url, method: 'GET', waitUrl: url, waitUrlMethod: 'GET', maxQueueSize: '9' },
    refused: { workflowSid: 'x' },
  },
  Record: {
    build: (response, at) => response.record(at as object),
    base: { recordingStatusCallback: '/r' },
    understood: { action: url, method: 'GET', timeout: '9', finishOnKey: '#', maxLength: '9', playBeep: 'false', trim: 'trim-silence', ...recordingStatus },
    readOver: { transcribe: 'true', transcribeCallback: url, ...recordingConfiguration },
  },
  Recording: {
    build: (response, at) => response.start().recording(at as object),
    base: { recordingStatusCallback: '/r' },
    understood: { channels: 'mono', track: 'inbound', ...recordingStatus },
    readOver: { trim: 'trim-silence', ...recordingConfiguration },
  },
  Start: { build: (response, at) => response.start(at as object).recording(), understood: {}, readOver: { action: url, method: 'GET' } },
  Sms: {
    build: (response, at) => response.sms(at as object, 'Hello.'),
    understood: { to: '+493023125700', from: '+493023125100', action: url, method: 'GET', statusCallback: url },
  },
  Redirect: { build: (response, at) => response.redirect(at as object, '/next'), understood: { method: 'GET' } },
  Reject: { build: (response, at) => response.reject(at as object), understood: { reason: 'busy' } },
  Refer: { build: (response, at) => response.refer(at as object).sip('sip:alice@example.com'), understood: { action: url, method: 'GET' } },
  Parameter: {
    build: (response, at) => {
      const client = response.dial().client()
      client.identity('alice')
      client.parameter(at as object)
    },
    base: { name: 'a', value: 'b' },
    understood: { name: 'c', value: 'd' },
  },
}

export function built(element: string, attributes: Values): string {
  const response = new twilio.twiml.VoiceResponse()
  const { build, base = {} } = played[element]!
  build(response, { ...base, ...attributes })
  return response.toString()
}
