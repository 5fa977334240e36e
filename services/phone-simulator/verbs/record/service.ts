import { hasEnded, isInterrupted, type Interrupted, type Leg, type Target } from '../../legs/leg.ts'
import type { RecordVerb } from '../../twiml/verbs.ts'
import { inDocument } from '../actions.ts'
import type { VerbDependencies } from '../dependencies.ts'
import type { Outcome } from '../outcome.ts'
import { tellOnly } from '../telling/service.ts'

/** Records the person until a key, silence, the longest length or the end of the call. Nothing recorded: the next verb. */
export async function playRecord(on: VerbDependencies, leg: Leg, verb: RecordVerb, base: string | undefined): Promise<Outcome> {
  const startedAt = on.scheduler.now()
  const details = {
    callSid: leg.parentSid ?? leg.sid,
    conferenceSid: undefined,
    source: 'RecordVerb',
    channels: 1,
    track: 'inbound',
    isTrimmed: verb.isTrimmed,
  } as const
  const live = on.recordings.begin({ ...details, callback: inDocument(verb.status, base) })
  live.listenTo(leg)
  const { result, hasSpoken } = await listen(on, leg, verb, startedAt)
  const elapsed = Math.min(verb.maxLengthSeconds, (on.scheduler.now() - startedAt) / 1000)
  const isSilent = !hasSpoken && (result === '' ? elapsed < verb.maxLengthSeconds : elapsed < 1)
  if (isSilent) {
    live.discard()
    return isInterrupted(result) ? result : { kind: 'next' }
  }
  const { recording } = live
  // What was said counts in full, also when somebody hears and speaks in no time.
  const spokenUntilSeconds = hasSpoken ? (leg.spokenUntil - startedAt) / 1000 : 0
  const seconds = Math.min(verb.maxLengthSeconds, Math.max(1, Math.round(elapsed), Math.ceil(spokenUntilSeconds)))
  live.end(seconds)
  const url = on.recordings.urlOf(recording)
  on.legs.note(leg, 'recording', { url, text: `${recording.durationSeconds} s` })
  const digits = isInterrupted(result) ? 'hangup' : result
  const parameters = { RecordingUrl: url, RecordingSid: recording.sid, RecordingDuration: String(recording.durationSeconds), Digits: digits }
  const action: Target = { url: verb.action, base, method: verb.method, parameters }
  if (!isInterrupted(result)) return { kind: 'goTo', target: action }
  if (hasEnded(leg)) await tellOnly(on, leg, action)
  return result
}

/** The key that ended it, or '' for silence and the longest length. */
async function listen(on: VerbDependencies, leg: Leg, verb: RecordVerb, startedAt: number): Promise<{ result: string | Interrupted; hasSpoken: boolean }> {
  let hasSpoken = false
  if (verb.playBeep) on.legs.note(leg, 'beep')
  leg.waitingFor = { kind: 'record' }
  on.legs.note(leg, 'listening', { waitingFor: leg.waitingFor })
  const left = (): number => verb.maxLengthSeconds - (on.scheduler.now() - startedAt) / 1000
  const result = await leg.line.until<string>(Math.min(verb.timeoutSeconds, left()), (signal) => {
    if (signal.kind === 'key') return verb.finishOnKey.includes(signal.key) ? { done: signal.key } : undefined
    if (signal.kind === 'elapsed') return { done: '' }
    if (signal.kind !== 'speech') return undefined
    hasSpoken = true
    const talking = leg.ears === 'real' ? signal.seconds : 0
    return { waitSeconds: Math.min(verb.timeoutSeconds + talking, left()) }
  })
  leg.waitingFor = null
  return { result, hasSpoken }
}
