import { callback, elements, method, Refused, textOf, whole, type Attributes } from './reading.ts'
import type { DialPhone, NumberDetection } from './verbs.ts'
import type { XmlElement } from './xml.ts'

const longestSendDigits = 32

/** Number, Client or Sip. */
export function readDialPhone(element: XmlElement): DialPhone {
  const at = element.attributes
  const { address, parameters } = readAddress(element)
  const sendDigits = element.name === 'Number' ? (at['sendDigits'] ?? '') : ''
  if (!/^[0-9A-Dw*#]*$/i.test(sendDigits) || sendDigits.length > longestSendDigits) {
    throw new Refused(13222, `Number: invalid sendDigits "${sendDigits}"; allowed: ${longestSendDigits} of 0-9, *, #, w, W.`)
  }
  return {
    address,
    url: at['url'],
    method: method(at['method'], element.name, element.name === 'Sip' ? 13241 : 13221),
    sendDigits,
    status: callback(at, 'statusCallback', element.name, 13221),
    machineDetection: readDetection(at, element.name),
    parameters,
  }
}

function readAddress(element: XmlElement): Pick<DialPhone, 'address' | 'parameters'> {
  switch (element.name) {
    case 'Number':
      return { address: textOf(element).replace(/[\s().-]/g, ''), parameters: {} }
    case 'Client':
      return readClient(element)
    case 'Sip':
      return readSip(element)
    default:
      throw new Refused(13215, `<${element.name}> is not allowed here in <Dial>; allowed: Number, Client, Sip, or one Conference or Queue alone.`)
  }
}

function readClient(element: XmlElement): Pick<DialPhone, 'address' | 'parameters'> {
  const children = elements(element)
  const wrong = children.find(({ name }) => name !== 'Identity' && name !== 'Parameter')
  if (wrong) throw new Refused(12200, `<${wrong.name}> is not allowed in <Client>; allowed: Identity, Parameter.`)
  const identity = children.find(({ name }) => name === 'Identity')
  const name = textOf(identity ?? { ...element, children: element.children.filter((child) => typeof child === 'string') }).trim()
  if (name === '') throw new Refused(12200, 'Client: no identity.')
  const parameters = children.filter(({ name: is }) => is === 'Parameter').map(({ attributes }) => [attributes['name'] ?? '', attributes['value'] ?? ''])
  return { address: `client:${name}`, parameters: Object.fromEntries(parameters) as Record<string, string> }
}

/** `sip:alice@example.com?x-case=4711`: what follows the question mark becomes headers. */
function readSip(element: XmlElement): Pick<DialPhone, 'address' | 'parameters'> {
  const { username, password } = element.attributes
  const [address = '', query = ''] = textOf(element).trim().split('?')
  const bare = address.replace(/;.*$/, '')
  if (!/^sips?:[^\s@]+@[^\s@]+$/.test(bare)) throw new Refused(13243, `Sip: invalid URI "${bare}"; allowed: sip:user@domain.`)
  if (password !== undefined && username === undefined) throw new Refused(13249, 'Sip: a password without username.')
  const headers = Object.fromEntries([...new URLSearchParams(query)].filter(([name]) => /^(x-|user-to-user$)/i.test(name)))
  return { address: bare, parameters: headers }
}

function readDetection(at: Attributes, noun: string): NumberDetection | undefined {
  const mode = at['machineDetection']
  if (mode === undefined || noun === 'Client') return undefined
  if (mode !== 'Enable' && mode !== 'DetectMessageEnd') {
    throw new Refused(12200, `${noun}: invalid machineDetection "${mode}"; allowed: Enable, DetectMessageEnd.`)
  }
  const thousandths = (name: string, fallback: number, least: number, most: number): number => {
    const milliseconds = whole(at[name], fallback, least, 12200, `${noun} ${name}`)
    if (milliseconds > most) throw new Refused(12200, `${noun} ${name}: invalid value "${milliseconds}"; allowed: at most ${most}.`)
    return milliseconds / 1000
  }
  return {
    mode,
    timeoutSeconds: whole(at['machineDetectionTimeout'], 30, 3, 12200, `${noun} machineDetectionTimeout`),
    speechThresholdSeconds: thousandths('machineDetectionSpeechThreshold', 2400, 1000, 6000),
    speechEndThresholdSeconds: thousandths('machineDetectionSpeechEndThreshold', 1200, 500, 5000),
    silenceTimeoutSeconds: thousandths('machineDetectionSilenceTimeout', 5000, 2000, 10_000),
    callback: callback(at, 'amdStatusCallback', noun, 12200),
  }
}
