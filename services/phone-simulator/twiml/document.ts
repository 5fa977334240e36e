import { readDial } from './dial.ts'
import { readGather } from './gather.ts'
import { isPrompt, readPrompt, say } from './prompts.ts'
import { readEnqueue } from './queue.ts'
import { elements, method, Refused, textOf, type Warnings } from './reading.ts'
import { readRecord, readStart } from './record.ts'
import type { Refer, Sms, TwimlError, Verb } from './verbs.ts'
import { parseXml, type XmlElement } from './xml.ts'

export type TwimlResult = { kind: 'document'; verbs: ReadonlyArray<Verb>; warnings: ReadonlyArray<TwimlError> } | { kind: 'error'; error: TwimlError }

export const largestDocumentBytes = 64 * 1024
const longestSms = 1600

/** Known to Twilio, and not to the simulator: refused by name, so that nobody believes they were played. */
const notPlayed = ['Connect', 'Echo', 'Pay', 'Prompt', 'Siprec', 'Stream', 'Transcription', 'VirtualAgent']

/** Reads an answer to a voice webhook as Twilio does. Codes: 11750, 12300, 12100, 12102, 12200, 13xxx, 14xxx; warnings 13520, 13521. */
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
  if (xml.root.name !== 'Response') return refused(12102, `The root element is <${xml.root.name}>; it must be <Response>.`)
  const warnings: Warnings = []
  try {
    return { kind: 'document', verbs: elements(xml.root).map((element) => readVerb(element, warnings)), warnings }
  } catch (error) {
    if (error instanceof Refused) return refused(error.code, error.message)
    throw error
  }
}

function readVerb(element: XmlElement, warnings: Warnings): Verb {
  if (isPrompt(element)) return readPrompt(element, warnings)
  const at = element.attributes
  switch (element.name) {
    case 'Gather':
      return readGather(element, warnings)
    case 'Dial':
      return readDial(element)
    case 'Record':
      return readRecord(element, warnings)
    case 'Enqueue':
      return readEnqueue(element)
    case 'Leave':
      return { verb: 'leave' }
    case 'Start':
    case 'Stop':
      return readStart(element)
    case 'Sms':
      return readSms(element)
    case 'Refer':
      return readRefer(element)
    case 'Redirect':
      return { verb: 'redirect', url: textOf(element).trim(), method: method(at['method'], 'Redirect', 13710) }
    case 'Hangup':
      return { verb: 'hangup' }
    case 'Reject':
      return readReject(at['reason'] ?? 'rejected')
    default:
      throw new Refused(12200, `Schema validation: ${notPlayed.includes(element.name) ? 'the simulator does not play' : 'unknown verb'} <${element.name}>.`)
  }
}

function readReject(reason: string): Verb {
  if (reason !== 'rejected' && reason !== 'busy') throw new Refused(12200, `Reject: invalid reason "${reason}"; allowed: rejected, busy.`)
  return { verb: 'reject', reason }
}

function readSms(element: XmlElement): Sms {
  const { to, from, action, statusCallback, method: how } = element.attributes
  const text = textOf(element).trim()
  if (text === '') throw new Refused(14103, 'Sms: invalid body (empty).')
  if (text.length > longestSms) throw new Refused(14103, `Sms: the body has ${text.length} characters; at most ${longestSms} are sent.`)
  return { verb: 'sms', text, to, from, action, method: method(how, 'Sms', 14104), statusCallback }
}

function readRefer(element: XmlElement): Refer {
  const [target, ...others] = elements(element)
  const sip = target?.name === 'Sip' || target?.name === 'ReferSip' ? textOf(target).trim() : ''
  if (!/^sips?:/.test(sip) || others.length > 0) throw new Refused(12200, 'Schema validation: <Refer> holds one <Sip> with a SIP URI.')
  return { verb: 'refer', sip, action: element.attributes['action'], method: method(element.attributes['method'], 'Refer', 13210) }
}

function refused(code: number, message: string): TwimlResult {
  return { kind: 'error', error: { code, message } }
}
