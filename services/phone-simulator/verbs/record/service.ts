import type { Scheduler } from '../../clock/service.ts'
import { hasEnded, isInterrupted, type Leg, type Target } from '../../legs/leg.ts'
import { callParameters, rfc2822 } from '../../legs/parameters.ts'
import { newSid, type Legs } from '../../legs/service.ts'
import type { RecordVerb } from '../../twiml/document.ts'
import type { Webhooks } from '../../webhooks/service.ts'
import type { Recording, World } from '../../world.ts'
import type { Outcome } from '../outcome.ts'

export type RecordDependencies = {
  accountSid: string
  baseUrl: () => string
  world: World
  scheduler: Scheduler
  legs: Legs
  webhooks: Webhooks
}

const secondsPerCharacter = 0.06

/** Records the person until a key, silence, the longest length or the end of the call. Nothing recorded: the next verb. */
export async function playRecord(on: RecordDependencies, leg: Leg, verb: RecordVerb, base: string | undefined): Promise<Outcome> {
  const startedAt = on.scheduler.now()
  let spokenSeconds = 0
  if (verb.playBeep) on.legs.note(leg, 'beep')
  leg.waitingFor = { kind: 'record' }
  on.legs.note(leg, 'listening', { waitingFor: leg.waitingFor })
  const left = (): number => verb.maxLengthSeconds - (on.scheduler.now() - startedAt) / 1000
  const result = await leg.line.until<string>(Math.min(verb.timeoutSeconds, left()), (signal) => {
    if (signal.kind === 'key') return verb.finishOnKey.includes(signal.key) ? { done: signal.key } : undefined
    if (signal.kind === 'elapsed') return { done: '' }
    if (signal.kind !== 'speech') return undefined
    const seconds = signal.text.length * secondsPerCharacter
    spokenSeconds += seconds
    const talking = leg.ears === 'real' ? seconds : 0
    return { waitSeconds: Math.min(verb.timeoutSeconds + talking, left()) }
  })
  leg.waitingFor = null
  const elapsed = Math.min(verb.maxLengthSeconds, (on.scheduler.now() - startedAt) / 1000)
  const isSilent = spokenSeconds === 0 && (result === '' ? elapsed < verb.maxLengthSeconds : elapsed < 1)
  if (isSilent) return isInterrupted(result) ? result : { kind: 'next' }
  const seconds = Math.min(verb.maxLengthSeconds, Math.max(1, Math.round(elapsed), Math.ceil(spokenSeconds)))
  const recording = keep(on, leg, startedAt, seconds)
  reportRecording(on, leg, verb, base, recording)
  const parameters = {
    RecordingUrl: recordingUrl(on, recording),
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

function keep(on: RecordDependencies, leg: Leg, startedAt: number, seconds: number): Recording {
  const recording = {
    sid: newSid('RE'),
    callSid: leg.sid,
    startedAt,
    createdAt: on.scheduler.now(),
    durationSeconds: seconds,
  }
  on.world.recordings.set(recording.sid, recording)
  on.legs.note(leg, 'recording', { url: recordingUrl(on, recording), text: `${seconds} s` })
  return recording
}

function recordingUrl(on: RecordDependencies, recording: Recording): string {
  return `${on.baseUrl()}/2010-04-01/Accounts/${on.accountSid}/Recordings/${recording.sid}`
}

function reportRecording(on: RecordDependencies, leg: Leg, verb: RecordVerb, base: string | undefined, recording: Recording): void {
  if (verb.statusCallback === undefined || !verb.statusCallbackEvents.includes('completed')) return
  const parameters = {
    AccountSid: on.accountSid,
    CallSid: leg.parentSid ?? leg.sid,
    RecordingSid: recording.sid,
    RecordingUrl: recordingUrl(on, recording),
    RecordingStatus: 'completed',
    RecordingDuration: String(recording.durationSeconds),
    RecordingChannels: '1',
    RecordingStartTime: rfc2822(recording.startedAt),
    RecordingSource: 'RecordVerb',
    RecordingTrack: 'inbound',
    ErrorCode: '0',
  }
  const { statusCallback: url, statusCallbackMethod: method } = verb
  void on.webhooks.deliver({ purpose: 'recording', callSid: leg.sid, url, base, method, parameters })
}
