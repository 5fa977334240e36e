import { createHmac, randomBytes, randomUUID } from 'node:crypto'

/** What both servers and the load agree on. */
export const PUBLIC_URL = 'https://line.example'
export const ACCOUNT_SID = `AC${'0123456789abcdef'.repeat(2)}`
export const AUTH_TOKEN = 'fedcba9876543210fedcba9876543210'
export const PATH = '/webhooks/twilio/voice'
const DIALLED = '+493023125100'

/** What the callers key in at turns 1, 2 and 3 of the demo flow: report a fault, a contract number, "that is wrong". */
export const KEYS = ['2', '123456', '2'] as const

export type Planned = { bytes: Buffer; expects: string }

export function someCalls(count: number): string[] {
  return Array.from({ length: count }, () => `CA${randomBytes(16).toString('hex')}`)
}

/** The first webhook of each call. */
export function incoming(calls: readonly string[]): Planned[] {
  return calls.map((sid, n) => planned(PATH, fields(sid, n), 'turn=1&amp;'))
}

/** Every call's first key, then every call's second and so on: each call is in the middle of its dialogue. */
export function midDialogue(calls: readonly string[]): Planned[] {
  return KEYS.flatMap((keys, k) =>
    calls.map((sid, n) =>
      planned(`${PATH}?turn=${k + 1}&on=gather&lang=en`, { ...fields(sid, n), Digits: keys, FinishedOnKey: '', msg: 'Gather End' }, `turn=${k + 2}&amp;`),
    ),
  )
}

function fields(sid: string, n: number): Record<string, string> {
  const from = `+4930${String(20_000_000 + n)}`
  return {
    AccountSid: ACCOUNT_SID,
    ApiVersion: '2010-04-01',
    CallSid: sid,
    CallStatus: 'in-progress',
    Called: DIALLED,
    CalledCity: '',
    CalledCountry: 'DE',
    CalledState: 'Berlin',
    CalledZip: '',
    Caller: from,
    CallerCity: '',
    CallerCountry: 'DE',
    CallerState: 'Berlin',
    CallerZip: '',
    Direction: 'inbound',
    From: from,
    FromCity: '',
    FromCountry: 'DE',
    FromState: 'Berlin',
    FromZip: '',
    To: DIALLED,
    ToCity: '',
    ToCountry: 'DE',
    ToState: 'Berlin',
    ToZip: '',
  }
}

/** A finished HTTP request, so that sending costs the load nearly nothing: signature, token and all. */
function planned(path: string, params: Record<string, string>, expects: string): Planned {
  const body = new URLSearchParams(params).toString()
  const signed = Object.keys(params)
    .sort()
    .reduce((text, name) => text + name + params[name], PUBLIC_URL + path)
  const signature = createHmac('sha1', AUTH_TOKEN).update(signed).digest('base64')
  const head = [
    `POST ${path} HTTP/1.1`,
    'Host: line.example',
    'User-Agent: TwilioProxy/1.1',
    'Accept: */*',
    'Connection: keep-alive',
    'Content-Type: application/x-www-form-urlencoded; charset=UTF-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `I-Twilio-Idempotency-Token: ${randomUUID()}`,
    `X-Twilio-Signature: ${signature}`,
  ].join('\r\n')
  return { bytes: Buffer.from(`${head}\r\n\r\n${body}`), expects }
}
