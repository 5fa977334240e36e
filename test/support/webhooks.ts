/** Webhooks as Twilio signs them, sent by hand: for stories in which their order matters. */
import { randomBytes } from 'node:crypto'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import type { TestLine } from './line.ts'

export type Answer = { status: number; body: string; milliseconds: number }

/** A call whose webhooks the story sends itself. */
export function callByHand({ url, simulator: { accountSid, authToken } }: Pick<TestLine, 'url' | 'simulator'>, from: string, to: string) {
  const sid = `CA${randomBytes(16).toString('hex')}`

  async function post(path: string, fields: Record<string, string>): Promise<Answer> {
    const params = { AccountSid: accountSid, CallSid: sid, From: from, To: to, Direction: 'inbound', CallStatus: 'in-progress', ...fields }
    const started = performance.now()
    const response = await fetch(url + path, {
      method: 'POST',
      body: new URLSearchParams(params),
      headers: {
        'x-twilio-signature': getExpectedTwilioSignature(authToken, url + path, params),
        'i-twilio-idempotency-token': randomBytes(8).toString('hex'),
      },
    })
    return { status: response.status, body: await response.text(), milliseconds: performance.now() - started }
  }

  return {
    sid,
    post,
    begins: () => post('/webhooks/twilio/voice', { CallStatus: 'ringing' }),
    presses: (turn: number, digits: string) => post(`/webhooks/twilio/voice?turn=${turn}&on=gather&lang=en`, { Digits: digits }),
    leavesAMessage: (turn: number, recordingSid: string) =>
      post(`/webhooks/twilio/voice?turn=${turn}&on=record&lang=en`, {
        RecordingSid: recordingSid,
        RecordingUrl: `https://api.example/${recordingSid}`,
        RecordingDuration: '7',
        Digits: 'hangup',
      }),
    hasEnded: (status = 'completed') =>
      post('/webhooks/twilio/status', { CallStatus: status, CallDuration: '21', Timestamp: 'Wed, 18 Nov 2026 09:00:30 +0000' }),
  }
}
