import { parseXml, type XmlElement } from './xml.ts'

/** What this simulator executes, with Twilio's defaults filled in. */
export type Verb = Prompt | Gather | Dial | RecordVerb | Redirect | { verb: 'hangup' } | { verb: 'reject'; reason: string }
export type Prompt =
  | { verb: 'say'; text: string; language: string; voice: string; loop: number }
  | { verb: 'play'; url: string; digits: string; loop: number }
  | { verb: 'pause'; seconds: number }
export type Gather = {
  verb: 'gather'
  accepts: ReadonlyArray<'keys' | 'speech'>
  prompts: ReadonlyArray<Prompt>
  action: string
  method: Method
  timeoutSeconds: number
  numDigits: number | undefined
  finishOnKey: string
  bargeIn: boolean
  actionOnEmptyResult: boolean
  language: string
}
export type Dial = {
  verb: 'dial'
  numbers: ReadonlyArray<DialNumber>
  action: string | undefined
  method: Method
  timeoutSeconds: number
  timeLimitSeconds: number
  hangupOnStar: boolean
  callerId: string | undefined
  answerOnBridge: boolean
}
export type DialNumber = {
  number: string
  url: string | undefined
  method: Method
  statusCallback: string | undefined
  statusCallbackMethod: Method
  statusCallbackEvents: ReadonlyArray<string>
}
export type RecordVerb = {
  verb: 'record'
  action: string
  method: Method
  timeoutSeconds: number
  finishOnKey: string
  maxLengthSeconds: number
  playBeep: boolean
  statusCallback: string | undefined
  statusCallbackMethod: Method
  statusCallbackEvents: ReadonlyArray<string>
}
export type Redirect = { verb: 'redirect'; url: string; method: Method }
export type Method = 'GET' | 'POST'

export type TwimlError = { code: number; message: string }
export type TwimlResult = { kind: 'document'; verbs: ReadonlyArray<Verb>; warnings: ReadonlyArray<TwimlError> } | { kind: 'error'; error: TwimlError }

export const largestDocumentBytes = 64 * 1024

class Refused extends Error {
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/** Reads an answer to a voice webhook as Twilio does. Codes: 11750, 12300, 12100, 12101, 12200, 13xxx; warnings 13520, 13521. */
export function readTwiml(body: string, contentType: string | undefined): TwimlResult {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (Buffer.byteLength(body) > largestDocumentBytes) return refused(11750, 'The TwiML response body is larger than 64 kB.')
  if (type.startsWith('audio/')) return { kind: 'document', verbs: [{ verb: 'play', url: '', digits: '', loop: 1 }], warnings: [] }
  if (type === 'text/plain') return { kind: 'document', verbs: [say(body, {})], warnings: [] }
  if (!['text/xml', 'application/xml', 'text/html'].includes(type)) {
    return refused(12300, `Invalid Content-Type: "${contentType ?? ''}"; allowed: text/xml, application/xml, text/html, text/plain, audio/*.`)
  }
  const xml = parseXml(body)
  if (xml.kind === 'malformed') return refused(12100, `Document parse failure in line ${xml.line}: ${xml.message}.`)
  if (xml.root.name !== 'Response') return refused(12100, `The root element is <${xml.root.name}>; it must be <Response>.`)
  const warnings: TwimlError[] = []
  try {
    return { kind: 'document', verbs: elements(xml.root).map((element) => readVerb(element, warnings)), warnings }
  } catch (error) {
    if (error instanceof Refused) return refused(error.code, error.message)
    throw error
  }
}

function readVerb(element: XmlElement, warnings: TwimlError[]): Verb {
  const at = element.attributes
  switch (element.name) {
    case 'Say':
    case 'Play':
    case 'Pause':
      return readPrompt(element, warnings)
    case 'Gather':
      return readGather(element, warnings)
    case 'Dial':
      return readDial(element)
    case 'Record':
      return {
        verb: 'record',
        action: at['action'] ?? '',
        method: method(at['method'], 'Record', 13610),
        timeoutSeconds: whole(at['timeout'], 5, 1, 13611, 'Record timeout'),
        finishOnKey: at['finishOnKey'] ?? '1234567890*#',
        maxLengthSeconds: whole(at['maxLength'], 3600, 1, 13612, 'Record maxLength'),
        playBeep: flag(at['playBeep'], true),
        statusCallback: at['recordingStatusCallback'],
        statusCallbackMethod: method(at['recordingStatusCallbackMethod'], 'Record', 13610),
        statusCallbackEvents: list(at['recordingStatusCallbackEvent'], 'completed'),
      }
    case 'Redirect':
      return { verb: 'redirect', url: textOf(element).trim(), method: method(at['method'], 'Redirect', 13710) }
    case 'Hangup':
      return { verb: 'hangup' }
    case 'Reject':
      return { verb: 'reject', reason: at['reason'] ?? 'rejected' }
    default:
      throw new Refused(12200, `Schema validation: the verb <${element.name}> is unknown or the simulator does not play it.`)
  }
}

function readPrompt(element: XmlElement, warnings: TwimlError[]): Prompt {
  const at = element.attributes
  if (element.name === 'Pause') return { verb: 'pause', seconds: whole(at['length'], 1, 0, 13910, 'Pause length') }
  const text = textOf(element).replace(/\s+/g, ' ').trim()
  if (element.name === 'Play') {
    return { verb: 'play', url: text, digits: at['digits'] ?? '', loop: whole(at['loop'], 1, 0, 13410, 'Play loop') }
  }
  if (text === '') warnings.push({ code: 13520, message: 'Say: invalid text (empty).' })
  if (text.length > 4096) warnings.push({ code: 13521, message: `Say: the text has ${text.length} characters; at most 4096 are spoken.` })
  return say(text.slice(0, 4096), at)
}

function say(text: string, at: Readonly<Record<string, string>>): Prompt {
  return {
    verb: 'say',
    text,
    language: at['language'] ?? 'en-US',
    voice: at['voice'] ?? '',
    loop: whole(at['loop'], 1, 0, 13510, 'Say loop'),
  }
}

function readGather(element: XmlElement, warnings: TwimlError[]): Gather {
  const at = element.attributes
  const input = list(at['input'], 'dtmf')
  const accepts = (['keys', 'speech'] as const).filter((kind) => input.includes(kind === 'keys' ? 'dtmf' : 'speech'))
  if (accepts.length === 0) throw new Refused(13320, `Gather: invalid input "${at['input'] ?? ''}"; allowed: dtmf, speech, dtmf speech.`)
  const finishOnKey = at['finishOnKey'] ?? '#'
  if (!/^[0-9*#]?$/.test(finishOnKey)) throw new Refused(13314, `Gather: invalid finishOnKey "${finishOnKey}"; allowed: 0-9, *, # or nothing.`)
  const prompts = elements(element).map((child) => {
    if (!['Say', 'Play', 'Pause'].includes(child.name)) throw new Refused(12200, `<${child.name}> is not allowed in <Gather>.`)
    return readPrompt(child, warnings)
  })
  return {
    verb: 'gather',
    accepts,
    prompts,
    action: at['action'] ?? '',
    method: method(at['method'], 'Gather', 13312),
    timeoutSeconds: at['timeout'] === 'auto' ? 5 : whole(at['timeout'], 5, 0, 13313, 'Gather timeout'),
    numDigits: at['numDigits'] === undefined ? undefined : whole(at['numDigits'], 1, 1, 13315, 'Gather numDigits'),
    finishOnKey,
    bargeIn: flag(at['bargeIn'], true),
    actionOnEmptyResult: flag(at['actionOnEmptyResult'], false),
    language: at['language'] ?? 'en-US',
  }
}

function readDial(element: XmlElement): Dial {
  const at = element.attributes
  const plain = textOf(element).trim()
  const nouns = elements(element).map(readNumber)
  const numbers = nouns.length > 0 || plain === '' ? nouns : [readNumber({ name: 'Number', attributes: {}, children: [plain] })]
  if (numbers.length > 10) throw new Refused(13225, `Dial: ${numbers.length} numbers; at most 10 are allowed.`)
  return {
    verb: 'dial',
    numbers,
    action: at['action'],
    method: method(at['method'], 'Dial', 13210),
    timeoutSeconds: whole(at['timeout'], 30, 1, 13212, 'Dial timeout'),
    timeLimitSeconds: whole(at['timeLimit'], 14_400, 1, 13213, 'Dial timeLimit'),
    hangupOnStar: flag(at['hangupOnStar'], false),
    callerId: at['callerId'],
    answerOnBridge: flag(at['answerOnBridge'], false),
  }
}

function readNumber(element: XmlElement): DialNumber {
  if (element.name !== 'Number') throw new Refused(12200, `The simulator does not play <${element.name}> in <Dial>; it plays <Number>.`)
  const at = element.attributes
  return {
    number: textOf(element).replace(/[\s().-]/g, ''),
    url: at['url'],
    method: method(at['method'], 'Number', 13210),
    statusCallback: at['statusCallback'],
    statusCallbackMethod: method(at['statusCallbackMethod'], 'Number', 13210),
    statusCallbackEvents: list(at['statusCallbackEvent'], 'completed'),
  }
}

const elements = (element: XmlElement): XmlElement[] => element.children.filter((child) => typeof child !== 'string')

/** The words of an element; SSML inside Say counts by its words. */
function textOf(element: XmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('')
}

function list(value: string | undefined, fallback: string): string[] {
  return (value ?? fallback).split(/[\s,]+/).filter((word) => word !== '')
}

function flag(value: string | undefined, fallback: boolean): boolean {
  return value === undefined ? fallback : value.toLowerCase() === 'true'
}

function whole(value: string | undefined, fallback: number, least: number, code: number, what: string): number {
  if (value === undefined || value === '') return fallback
  if (!/^\d+$/.test(value) || Number(value) < least) throw new Refused(code, `${what}: invalid value "${value}"; allowed: whole numbers from ${least}.`)
  return Number(value)
}

function method(value: string | undefined, what: string, code: number): Method {
  const upper = (value ?? 'POST').toUpperCase()
  if (upper !== 'GET' && upper !== 'POST') throw new Refused(code, `${what}: invalid method "${value ?? ''}"; allowed: GET, POST.`)
  return upper
}

function refused(code: number, message: string): TwimlResult {
  return { kind: 'error', error: { code, message } }
}
