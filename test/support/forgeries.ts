/** Webhooks that Twilio never sent, made from one that it could have sent. */
import { createHash } from 'node:crypto'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import type { Chance } from './seeded.ts'

export type Forged = { what: string; method: string; path: string; headers: Record<string, string>; body: string | Buffer }
export type Genuine = { publicUrl: string; path: string; params: Record<string, string>; accountSid: string; token: string }
type Fields = ReadonlyArray<readonly [string, string]>

const FORM = 'application/x-www-form-urlencoded'
const encode = (fields: Fields): string => new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString()

export function signedForm({ publicUrl, path, params, token }: Genuine, key = 'genuine'): Forged {
  const signature = getExpectedTwilioSignature(token, publicUrl + path, params)
  return { what: 'as Twilio sends it', method: 'POST', path, headers: headersOf(signature, FORM, key), body: encode(Object.entries(params)) }
}

export function signedJson({ publicUrl, path, params, token }: Genuine, key = 'genuine'): Forged {
  const body = JSON.stringify(params)
  const signed = `${path}${path.includes('?') ? '&' : '?'}bodySHA256=${createHash('sha256').update(body).digest('hex')}`
  return {
    what: 'JSON as Twilio sends it',
    method: 'POST',
    path: signed,
    headers: headersOf(getExpectedTwilioSignature(token, publicUrl + signed, {}), 'application/json', key),
    body,
  }
}

function headersOf(signature: string, type: string, key: string): Record<string, string> {
  return { 'x-twilio-signature': signature, 'content-type': type, 'i-twilio-idempotency-token': key }
}

type Forger = (chance: Chance, genuine: Genuine) => Omit<Forged, 'what'>

const changed = (chance: Chance, text: string): string => {
  const at = chance.below(text.length + 1)
  const letter = String.fromCharCode(97 + chance.below(26))
  return text === '' || chance.isTrue(0.3)
    ? text.slice(0, at) + letter + text.slice(at)
    : text.slice(0, at) + (text[at] === letter ? 'Z' : letter) + text.slice(at + 1)
}
const withFields = (genuine: Genuine, fields: Fields): Omit<Forged, 'what'> => ({ ...signedForm(genuine), body: encode(fields) })
const entries = ({ params }: Genuine): (readonly [string, string])[] => Object.entries(params)

/** Each makes a request that nobody signed. */
export const FORGERS: Readonly<Record<string, Forger>> = {
  'a value changed': (chance, genuine) => {
    const index = chance.below(entries(genuine).length)
    return withFields(
      genuine,
      entries(genuine).map(([name, value], n) => [name, n === index ? changed(chance, value) : value] as const),
    )
  },
  'a blank at a value': (chance, genuine) => {
    const index = chance.below(entries(genuine).length)
    return withFields(
      genuine,
      entries(genuine).map(([name, value], n) => [name, n === index ? (chance.isTrue(0.5) ? `${value} ` : ` ${value}`) : value] as const),
    )
  },
  'values exchanged': (chance, genuine) => {
    const { CallSid = '', AccountSid = '' } = genuine.params
    return withFields(
      genuine,
      entries(genuine).map(([name, value]) => [name, name === 'CallSid' ? AccountSid : name === 'AccountSid' ? CallSid : value] as const),
    )
  },
  'a field added': (chance, genuine) =>
    withFields(genuine, [
      ...entries(genuine),
      [chance.pick(['Digits2', '__proto__', 'constructor', 'toString', 'bodySHA256', 'SpeechResult', 'x']), changed(chance, 'v')],
    ]),
  'a field twice': (chance, genuine) => {
    const [name, value] = chance.pick(entries(genuine))
    return withFields(genuine, [...entries(genuine), [name, changed(chance, value)]])
  },
  'a field removed': (chance, genuine) => {
    const index = chance.below(entries(genuine).length)
    return withFields(
      genuine,
      entries(genuine).filter((_, n) => n !== index),
    )
  },
  'a field renamed': (chance, genuine) => {
    const index = chance.below(entries(genuine).length)
    return withFields(
      genuine,
      entries(genuine).map(([name, value], n) => [n === index ? changed(chance, name) : name, value] as const),
    )
  },
  'the path changed': (chance, genuine) => ({
    ...signedForm(genuine),
    path: genuine.path.replace(/^[^?]*/, () =>
      chance.pick([
        '/webhooks/twilio/status',
        '/webhooks/twilio/fallback',
        '/webhooks/twilio/screen/accept',
        '/webhooks/twilio/wake/answer',
        '/webhooks/twilio/wake/status',
        '/webhooks/twilio/outbound/ask',
        '/webhooks/twilio/outbound/status',
        '/webhooks/twilio/outbound/who',
        '/webhooks/twilio/messages',
        '/webhooks/twilio/messages/status',
        '/webhooks/twilio/screen/ask',
        '/webhooks/twilio/voice/',
        '/webhooks/twilio//voice',
        '/Webhooks/twilio/voice',
        '/webhooks/twilio/%76oice',
        '/webhooks/twilio/../twilio/voice',
      ]),
    ),
  }),
  'the query changed': (chance, genuine) => ({
    ...signedForm(genuine),
    path: chance.pick([
      `${genuine.path}&retry=4`,
      genuine.path.replace(/turn=\d+/, `turn=${5 + chance.below(90)}`),
      genuine.path.replace(/\?.*/, ''),
      `${genuine.path}&turn=7`,
      genuine.path.replace('on=gather', 'on=record'),
      `${genuine.path}&on=%zz`,
      `${genuine.path}&bodySHA256=0`,
    ]),
  }),
  'a signature of noise': (chance, genuine) => forgedSignature(genuine, Buffer.from(chance.hex(40), 'hex').toString('base64')),
  'a byte of the signature': (chance, genuine) => {
    const signature = signedForm(genuine).headers['x-twilio-signature'] ?? ''
    const at = chance.below(26)
    return forgedSignature(genuine, signature.slice(0, at) + (signature[at] === 'A' ? 'B' : 'A') + signature.slice(at + 1))
  },
  'a signature cut, doubled or odd': (chance, genuine) => {
    const signature = signedForm(genuine).headers['x-twilio-signature'] ?? ''
    return forgedSignature(
      genuine,
      chance.pick(['', signature.slice(0, -1), `${signature}, ${signature}`, signature.toLowerCase(), `sha1=${signature}`, '=', 'null', 'x'.repeat(5_000)]),
    )
  },
  'no signature': (_, genuine) => {
    const { 'x-twilio-signature': _signature, ...headers } = signedForm(genuine).headers
    return { ...signedForm(genuine), headers }
  },
  'another method': (chance, genuine) => ({ ...signedForm(genuine), method: chance.pick(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD']) }),
  'another content type': (chance, genuine) => ({
    ...signedForm(genuine),
    headers: {
      ...signedForm(genuine).headers,
      'content-type': chance.pick([
        'application/json',
        'text/plain',
        'multipart/form-data; boundary=x',
        'application/xml',
        'application/json; charset=utf-8',
        '',
        'x',
      ]),
    },
  }),
  'another account': (chance, genuine) => signedForm({ ...genuine, params: { ...genuine.params, AccountSid: `AC${chance.hex(32)}` } }),
  'no account': (_, genuine) => {
    const { AccountSid: _account, ...params } = genuine.params
    return signedForm({ ...genuine, params })
  },
  'another token': (chance, genuine) => signedForm({ ...genuine, token: chance.hex(32) }),
  'no token': (_, genuine) => signedForm({ ...genuine, token: '' }),
  'another address': (chance, genuine) =>
    signedForm({
      ...genuine,
      publicUrl: chance.pick(['http://line.example', 'https://evil.example', 'https://line.example:8443', 'https://LINE.example.evil', 'https://127.0.0.1']),
    }),
  'JSON with the hash of another body': (chance, genuine) => ({ ...signedJson(genuine), body: changed(chance, JSON.stringify(genuine.params)) }),
  'JSON without a hash': (_, genuine) => ({
    ...signedForm({ ...genuine, params: {} }),
    headers: { ...signedForm({ ...genuine, params: {} }).headers, 'content-type': 'application/json' },
    body: JSON.stringify(genuine.params),
  }),
  'JSON with a hash that nobody signed': (_, genuine) => ({ ...signedJson({ ...genuine, token: 'wrong' }) }),
  'JSON sent as a form': (_, genuine) => ({ ...signedJson(genuine), headers: { ...signedJson(genuine).headers, 'content-type': FORM } }),
  'a form sent as nothing': (_, genuine) => ({ ...signedForm(genuine), body: '' }),
  'a body too large': (_, genuine) => withFields(genuine, [...entries(genuine), ['Big', 'x'.repeat(70_000)]]),
  'a body of bytes': (chance, genuine) => ({ ...signedForm(genuine), body: Buffer.from(chance.hex(400), 'hex') }),
}

function forgedSignature(genuine: Genuine, signature: string): Omit<Forged, 'what'> {
  const request = signedForm(genuine)
  return { ...request, headers: { ...request.headers, 'x-twilio-signature': signature } }
}
