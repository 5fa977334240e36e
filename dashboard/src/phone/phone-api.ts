import { ask, askList, sendFile } from '../api/http.ts'
import type { PhoneFaultName } from '../api/line-types.ts'
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
  audio: (sid: string, wav: Blob, text: string) => sendFile<unknown>(`/api/phone/calls/${path(sid)}/audio${text === '' ? '' : `?text=${path(text)}`}`, wav),
  break: (fault: PhoneFaultName) => ask<unknown>('POST', '/api/phone/faults', { body: { fault } }),
  mend: () => ask<unknown>('DELETE', '/api/phone/faults'),
  behave: (number: string, behaviour: 'rings' | 'mailbox' | 'busy') => ask<unknown>('PUT', `/api/phone/phones/${path(number)}`, { body: { behaviour } }),
  setClock: (now: string) => ask<unknown>('POST', '/api/phone/clock', { body: { now } }),
  ringing: (signal: AbortSignal) => askList<RingingLeg>('/api/phone/ringing', 'legs', { signal }),
  leg: (sid: string, signal: AbortSignal) => ask<PhoneLeg>('GET', `/api/phone/calls/${path(sid)}`, { signal }),
  answerLeg: (sid: string) => ask<unknown>('POST', `/api/phone/legs/${path(sid)}/answer`),
  declineLeg: (sid: string) => ask<unknown>('POST', `/api/phone/legs/${path(sid)}/decline`),
  pressLeg: (sid: string, digits: string) => ask<unknown>('POST', `/api/phone/legs/${path(sid)}/press`, { body: { digits } }),
  hangUpLeg: (sid: string) => ask<unknown>('POST', `/api/phone/legs/${path(sid)}/hangup`),
}
