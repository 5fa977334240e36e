import { ask, askList } from '../api/http.ts'
import type { PhoneEvents, PhoneLeg, RingingLeg } from './phone-events.ts'

const path = encodeURIComponent
/** How long the server may hold the question for events, in seconds. */
const WAIT = 20

/** Our server's way to the phone simulator's control API. */
export const phoneApi = {
  dial: (from: string, to: string) => ask<{ sid: string }>('POST', '/api/phone/calls', { body: { from, to, ears: 'real' } }),
  events: (sid: string, after: number, signal: AbortSignal) =>
    ask<PhoneEvents>('GET', `/api/phone/calls/${path(sid)}/events?after=${after}&wait=${WAIT}`, { signal }),
  press: (sid: string, digits: string) => ask<unknown>('POST', `/api/phone/calls/${path(sid)}/press`, { body: { digits } }),
  speak: (sid: string, text: string) => ask<unknown>('POST', `/api/phone/calls/${path(sid)}/speak`, { body: { text } }),
  hangUp: (sid: string) => ask<unknown>('POST', `/api/phone/calls/${path(sid)}/hangup`),
  ringing: (signal: AbortSignal) => askList<RingingLeg>('/api/phone/ringing', 'legs', { signal }),
  leg: (sid: string, signal: AbortSignal) => ask<PhoneLeg>('GET', `/api/phone/calls/${path(sid)}`, { signal }),
  answerLeg: (sid: string) => ask<unknown>('POST', `/api/phone/legs/${path(sid)}/answer`),
  declineLeg: (sid: string) => ask<unknown>('POST', `/api/phone/legs/${path(sid)}/decline`),
  pressLeg: (sid: string, digits: string) => ask<unknown>('POST', `/api/phone/legs/${path(sid)}/press`, { body: { digits } }),
  hangUpLeg: (sid: string) => ask<unknown>('POST', `/api/phone/legs/${path(sid)}/hangup`),
}
