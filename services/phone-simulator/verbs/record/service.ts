import type { Scheduler } from '../../clock/service.ts'
import { hasEnded, isInterrupted, type Leg, type Target } from '../../legs/leg.ts'
import { callParameters } from '../../legs/parameters.ts'
import type { Legs } from '../../legs/service.ts'
import type { RecordVerb } from '../../twiml/document.ts'
import type { Webhooks } from '../../webhooks/service.ts'
import type { RecordingCallback } from '../../recordings/recording.ts'
import type { Recordings } from '../../recordings/service.ts'
import type { World } from '../../world.ts'
import type { Outcome } from '../outcome.ts'

export type RecordDependencies = {
  accountSid: string
  baseUrl: () => string
  world: World
  scheduler: Scheduler
  legs: Legs
  webhooks: Webhooks
  recordings: Recordings
}

/** Records the person until a key, silence, the longest length or the end of the call. Nothing recorded: the next verb. */
export async function playRecord(on: RecordDependencies, leg: Leg, verb: RecordVerb, base: string | undefined): Promise<Outcome> {
  const startedAt = on.scheduler.now()
  const live = on.recordings.begin({
    callSid: leg.parentSid ?? leg.sid,
    conferenceSid: undefined,
    source: 'RecordVerb',
    channels: 1,
    track: 'inbound',
    callback: callbackOf(verb, base),
  })
  live.listenTo(leg)
  let spokenSeconds = 0
  if (verb.playBeep) on.legs.note(leg, 'beep')
  leg.waitingFor = { kind: 'record' }
  on.legs.note(leg, 'listening', { waitingFor: leg.waitingFor })
  const left = (): number => verb.maxLengthSeconds - (on.scheduler.now() - startedAt) / 1000
  const result = await leg.line.until<string>(Math.min(verb.timeoutSeconds, left()), (signal) => {
    if (signal.kind === 'key') return verb.finishOnKey.includes(signal.key) ? { done: signal.key } : undefined
    if (signal.kind === 'elapsed') return { done: '' }
    if (signal.kind !== 'speech') return undefined
    spokenSeconds += signal.seconds
    const talking = leg.ears === 'real' ? signal.seconds : 0
    return { waitSeconds: Math.min(verb.timeoutSeconds + talking, left()) }
  })
  leg.waitingFor = null
  const elapsed = Math.min(verb.maxLengthSeconds, (on.scheduler.now() - startedAt) / 1000)
  const isSilent = spokenSeconds === 0 && (result === '' ? elapsed < verb.maxLengthSeconds : elapsed < 1)
  if (isSilent) live.discard()
  if (isSilent) return isInterrupted(result) ? result : { kind: 'next' }
  const seconds = Math.min(verb.maxLengthSeconds, Math.max(1, Math.round(elapsed), Math.ceil(spokenSeconds)))
  const { recording } = live
  live.end(seconds)
  on.legs.note(leg, 'recording', { url: on.recordings.urlOf(recording), text: `${seconds} s` })
  const parameters = {
    RecordingUrl: on.recordings.urlOf(recording),
    RecordingSid: recording.sid,
    RecordingDuration: String(seconds),
    Digits: isInterrupted(result) ? 'hangup' : result,
  }
  const action: Target = { url: verb.action, base, method: verb.method, parameters }
  if (!isInterrupted(result)) return { kind: 'goTo', target: action }
  if (hasEnded(leg)) await tellAboutHangup(on, leg, action)
  return result
}

/** The caller has gone; Twilio still requests the action, and nobody hears what it answers. */
export async function tellAboutHangup(on: RecordDependencies, leg: Leg, action: Target): Promise<void> {
  const parameters = { ...callParameters(leg, on.accountSid), ...action.parameters }
  const { url, base, method } = action
  const delivery = await on.webhooks.deliver({ purpose: 'voice', callSid: leg.sid, url, base, method, parameters })
  const { status, milliseconds } = delivery
  on.legs.note(leg, 'webhook', { url: delivery.url, milliseconds, ...(status === undefined ? {} : { status }) })
}

function callbackOf(verb: RecordVerb, base: string | undefined): RecordingCallback | undefined {
  if (verb.statusCallback === undefined) return undefined
  return { url: verb.statusCallback, base, method: verb.statusCallbackMethod, events: verb.statusCallbackEvents }
}
