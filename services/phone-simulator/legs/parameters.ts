import { DateTime } from 'luxon'
import type { Parameters } from '../webhooks/signature.ts'
import { durationSeconds, type Leg } from './leg.ts'

export const apiVersion = '2010-04-01'

/** Calling codes of the countries that stories are set in; anything else has no country, which Twilio does as well. */
const countries: ReadonlyArray<readonly [prefix: string, country: string]> = [
  ['+49', 'DE'],
  ['+43', 'AT'],
  ['+41', 'CH'],
  ['+44', 'GB'],
  ['+48', 'PL'],
  ['+33', 'FR'],
  ['+380', 'UA'],
  ['+7', 'RU'],
  ['+1', 'US'],
]

/** The parameters that every voice webhook of a leg carries. */
export function callParameters(leg: Leg, accountSid: string): Parameters {
  return {
    AccountSid: accountSid,
    ApiVersion: apiVersion,
    CallSid: leg.sid,
    CallStatus: leg.status,
    Called: leg.to,
    Caller: leg.from,
    Direction: leg.direction,
    From: leg.from,
    To: leg.to,
    ...placesOf('From', leg.from),
    ...placesOf('Caller', leg.from),
    ...placesOf('To', leg.to),
    ...placesOf('Called', leg.to),
    ...(leg.parentSid === undefined ? {} : { ParentCallSid: leg.parentSid }),
    ...(leg.forwardedFrom === undefined ? {} : { ForwardedFrom: leg.forwardedFrom, CalledVia: leg.forwardedFrom }),
    ...(leg.direction === 'inbound' && /^\+1\d/.test(leg.from) ? { StirVerstat: 'TN-Validation-Passed-A' } : {}),
  }
}

/** Clients and SIP addresses are nowhere. */
export function placesOf(who: string, number: string): Parameters {
  if (/^(client|sips?):/.test(number)) return {}
  const country = countries.find(([prefix]) => number.startsWith(prefix))?.[1] ?? ''
  return { [`${who}City`]: '', [`${who}State`]: '', [`${who}Zip`]: '', [`${who}Country`]: country }
}

/** What a status callback adds. `Duration` is billed minutes. */
export function statusParameters(leg: Leg, event: string, now: number): Parameters {
  const seconds = durationSeconds(leg, now)
  const sip = sipCode(leg)
  return {
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(leg.sequence),
    Timestamp: rfc2822(now),
    ...(event === 'completed' ? { CallDuration: String(seconds), Duration: String(Math.ceil(seconds / 60)) } : {}),
    ...(event === 'completed' && leg.answeredBy !== undefined ? { AnsweredBy: leg.answeredBy } : {}),
    ...(event === 'completed' && sip !== undefined ? { SipResponseCode: sip } : {}),
  }
}

function sipCode(leg: Leg): string | undefined {
  if (leg.direction === 'inbound') return undefined
  const codes: Readonly<Record<string, string>> = {
    completed: '200',
    busy: '486',
    'no-answer': '487',
    canceled: '487',
    failed: '404',
  }
  return codes[leg.status]
}

/** `Mon, 05 Jan 2026 08:00:00 +0000`, as in all of Twilio's answers. */
export function rfc2822(milliseconds: number): string {
  return DateTime.fromMillis(milliseconds, { zone: 'utc' }).setLocale('en-US').toFormat("EEE, dd LLL yyyy HH:mm:ss 'ZZZ'").replace('ZZZ', '+0000')
}
