import type { MachineDetection } from '../legs/machines.ts'
import { plainDetection } from '../legs/machines.ts'
import type { StatusCallback, Target } from '../legs/leg.ts'
import type { PlacedCall } from '../calls/service.ts'
import { RestRefusal } from './errors.ts'
import { isCallable, isPhoneNumber, type Form } from './form.ts'

const longestTwiml = 4000
const longestDigits = 32
const longestDay = 86_400

/** What Calls and Participants both ask for. `isOurs`: whether a number may be shown as the caller. */
export function partiesOf(fields: Form, is: { ours: (number: string) => boolean; blocked: (number: string) => boolean }): { to: string; from: string } {
  const to = fields.text('To')
  const from = fields.text('From')
  if (!to) throw new RestRefusal(21201)
  if (!from) throw new RestRefusal(21213)
  if (!isCallable(to)) throw new RestRefusal(21211, to)
  if (!isCallable(from)) throw new RestRefusal(21212, from)
  if (isPhoneNumber(to) && !is.ours(from)) throw new RestRefusal(21210, from)
  if (is.blocked(to)) throw new RestRefusal(21216, to)
  return { to, from }
}

export function targetOf(fields: Form): Target | undefined {
  const twiml = fields.text('Twiml')
  const url = fields.url('Url', 21205)
  if (twiml !== undefined && twiml.length > longestTwiml) throw new RestRefusal(32018, String(twiml.length))
  const method = fields.method('Method') ?? 'POST'
  if (url) return { url, method }
  return twiml ? { url: '', method: 'POST', twiml } : undefined
}

/** Repeated fields only: one field with spaces matches no event, which on Twilio leaves calls without reports. */
export function callbackOf(fields: Form, prefix = '', fallback: ReadonlyArray<string> = ['completed']): StatusCallback | undefined {
  const url = fields.url(`${prefix}StatusCallback`, 21609)
  if (!url) return undefined
  const events = fields.all(`${prefix}StatusCallbackEvent`)
  return { url, method: fields.method(`${prefix}StatusCallbackMethod`) ?? 'POST', events: events.length > 0 ? events : fallback }
}

export function fallbackOf(fields: Form): Target | undefined {
  const url = fields.url('FallbackUrl', 21205)
  return url ? { url, method: fields.method('FallbackMethod') ?? 'POST' } : undefined
}

/** How the call itself goes: how long it rings and lasts, what it plays to who answers, whether it listens for machines, what it records. */
export function manner(fields: Form, amd: { prefix: '' | 'Async' }): Omit<PlacedCall, 'from' | 'to' | 'target' | 'fallback'> {
  const sendDigits = fields.text('SendDigits') || undefined
  if (sendDigits !== undefined && (!/^[0-9A-D*#wW]+$/.test(sendDigits) || sendDigits.length > longestDigits)) throw new RestRefusal(21206, sendDigits)
  return {
    timeoutSeconds: fields.whole('Timeout', 1, 600, 21208) ?? 60,
    timeLimitSeconds: fields.whole('TimeLimit', 1, longestDay),
    sendDigits,
    machineDetection: detectionOf(fields, amd.prefix),
    recording: recordingOf(fields),
    statusCallback: callbackOf(fields),
  }
}

function detectionOf(fields: Form, prefix: '' | 'Async'): MachineDetection | undefined {
  const mode = fields.oneOf('MachineDetection', ['Enable', 'DetectMessageEnd'], 21234)
  const milliseconds = (name: string, least: number, most: number): number | undefined => {
    const value = fields.whole(name, least, most, 21234)
    return value === undefined ? undefined : value / 1000
  }
  const settings = {
    timeoutSeconds: fields.whole('MachineDetectionTimeout', 3, 59, 21234) ?? plainDetection.timeoutSeconds,
    speechThresholdSeconds: milliseconds('MachineDetectionSpeechThreshold', 1000, 6000) ?? plainDetection.speechThresholdSeconds,
    speechEndThresholdSeconds: milliseconds('MachineDetectionSpeechEndThreshold', 500, 5000) ?? plainDetection.speechEndThresholdSeconds,
    silenceTimeoutSeconds: milliseconds('MachineDetectionSilenceTimeout', 2000, 10_000) ?? plainDetection.silenceTimeoutSeconds,
  }
  const isAsync = prefix === '' || fields.oneOf('AsyncAmd', ['true', 'false'], 21234) === 'true'
  const url = fields.url(`${prefix}AmdStatusCallback`, 21609)
  const method = fields.method(`${prefix}AmdStatusCallbackMethod`) ?? 'POST'
  return mode && { mode, ...settings, callback: isAsync && url ? { url, method } : undefined }
}

function recordingOf(fields: Form): PlacedCall['recording'] {
  if (fields.flag('Record') !== true) return undefined
  const callback = callbackOf(fields, 'Recording')
  const channels = fields.oneOf('RecordingChannels', ['mono', 'dual']) === 'dual' ? 2 : 1
  return { channels, track: fields.oneOf('RecordingTrack', ['inbound', 'outbound', 'both']) ?? 'both', callback }
}
