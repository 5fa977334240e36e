import type { Leg } from '../../legs/leg.ts'
import type { Refer, Sms, StartRecording, Verb } from '../../twiml/verbs.ts'
import { after, inDocument } from '../actions.ts'
import { playConference } from '../conference/service.ts'
import type { Playing } from '../dependencies.ts'
import { playDialQueue } from '../dial-queue/service.ts'
import { playDial } from '../dial/service.ts'
import { playEnqueue } from '../enqueue/service.ts'
import { playGather } from '../gather/service.ts'
import type { Outcome } from '../outcome.ts'
import { playPrompts } from '../prompts/service.ts'
import { playRecord } from '../record/service.ts'

/** One verb of a document. */
export async function playVerb(on: Playing, leg: Leg, verb: Verb, base: string | undefined): Promise<Outcome> {
  switch (verb.verb) {
    case 'say':
    case 'play':
    case 'pause':
      return (await playPrompts(on, leg, [verb])) ?? { kind: 'next' }
    case 'gather':
      return playGather(on, leg, verb, base)
    case 'dial':
      if (verb.to.kind === 'conference') return playConference(on, leg, verb, verb.to, base)
      if (verb.to.kind === 'queue') return playDialQueue(on, leg, verb, verb.to, base)
      return playDial(on, leg, verb, verb.to.phones, base)
    case 'record':
      return playRecord(on, leg, verb, base)
    case 'enqueue':
      return playEnqueue(on, leg, verb, base)
    case 'sms':
      return sendSms(on, leg, verb, base)
    case 'refer':
      return refer(leg, verb, base)
    case 'startRecording':
      startRecording(on, leg, verb, base)
      return { kind: 'next' }
    case 'stopRecording':
      on.recordings.endOf(leg)
      return { kind: 'next' }
    case 'redirect':
      return { kind: 'goTo', target: { url: verb.url, base, method: verb.method } }
    case 'hangup':
      return { kind: 'hangUp' }
    case 'leave':
      return { kind: 'leave' }
    case 'reject':
      on.legs.finish(leg, verb.reason === 'busy' ? 'busy' : 'no-answer')
      return { kind: 'interrupted' }
  }
}

function sendSms(on: Playing, leg: Leg, verb: Sms, base: string | undefined): Outcome {
  const [ours, theirs] = leg.direction === 'inbound' ? [leg.to, leg.from] : [leg.from, leg.to]
  const statusCallback = verb.statusCallback === undefined ? undefined : { url: verb.statusCallback, base, method: 'POST' as const }
  const message = on.messages.send({ from: verb.from ?? ours, to: verb.to ?? theirs, body: verb.text, direction: 'outbound-call', statusCallback })
  return after(verb, base, { MessageSid: message.sid, SmsSid: message.sid, MessageStatus: message.status, SmsStatus: message.status })
}

/** Hands a SIP call to somebody else, who takes it: the call is over for Twilio. On any other leg the REFER is refused. */
function refer(leg: Leg, verb: Refer, base: string | undefined): Outcome {
  const isSip = leg.from.startsWith('sip:') || leg.to.startsWith('sip:')
  const result = { ReferCallStatus: isSip ? 'completed' : 'failed', ReferSipResponseCode: isSip ? '202' : '405', NotifySipResponseCode: isSip ? '200' : '' }
  const outcome = after(verb, base, result)
  return outcome.kind === 'next' && isSip ? { kind: 'hangUp' } : outcome
}

function startRecording(on: Playing, leg: Leg, verb: StartRecording, base: string | undefined): void {
  const { channels, track } = verb
  on.recordings.follow(leg, { source: 'StartCallRecordingTwiML', channels, track, callback: inDocument(verb.callback, base) })
}
