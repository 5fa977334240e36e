import { z } from 'zod'
import type { CallEvent, CallStatus, DialResult } from '../provider.ts'

/** Pure: what Twilio posts becomes our words. Names and meanings: https://www.twilio.com/docs/voice/twiml#request-parameters */

export const callSid = z.string().regex(/^CA[0-9a-fA-F]{32}$/)
const whole = z.coerce.number().int().min(0).max(2_147_483_647) // what an integer column takes
const CALL_STATUSES = ['queued', 'initiated', 'ringing', 'in-progress', 'completed', 'busy', 'failed', 'no-answer', 'canceled'] as const

/** Which of our action URLs was called: each says which turn it answers and what the line was doing. `message`: one left while we could not think; `room`: a talk that went on in a room. */
export const ACTIONS = ['gather', 'dial', 'room', 'record', 'message', 'continue'] as const
export type Action = (typeof ACTIONS)[number]

export const voiceQuery = z.object({
  turn: whole.default(0),
  on: z.enum(ACTIONS).optional(),
  /** Language of the call, for answers that must do without the database. */
  lang: z
    .string()
    .regex(/^[a-z]{2}$/)
    .optional(),
  /** How often this turn was put off because something was down. */
  retry: whole.default(0),
  /** What the caller entered before it was put off (a form body): a redirect does not repeat it. */
  held: z.string().max(8_000).optional(),
})
export type VoiceQuery = z.infer<typeof voiceQuery>

/**
 * What our voice URL was asked when it failed and Twilio went to the fallback URL instead; `undefined` when `errorUrl` is
 * none of ours.
 */
export function failedQuery(errorUrl: unknown, publicUrl: string): VoiceQuery | undefined {
  if (typeof errorUrl !== 'string' || !errorUrl.startsWith(`${publicUrl}/webhooks/twilio/voice`) || !URL.canParse(errorUrl)) return undefined
  return voiceQuery.safeParse(Object.fromEntries(new URL(errorUrl).searchParams)).data
}

/** Only the SID must be right: whatever else is odd, the caller is answered. */
const parties = { CallSid: callSid, From: z.string().catch(''), To: z.string().catch(''), Direction: z.string().catch('inbound') }
const voiceBody = z.object(parties)

/** One request for instructions. */
export type VoiceWebhook = {
  callSid: string
  from: string
  to: string
  direction: string
  turn: number
  event: Exclude<CallEvent, { kind: 'continued' }> | { kind: 'cameBack' }
}

/** Reads a voice webhook. `undefined` when the request is not one (no valid CallSid). */
export function voiceWebhook(query: VoiceQuery, body: Readonly<Record<string, unknown>>): VoiceWebhook | undefined {
  const parsed = voiceBody.safeParse(body)
  if (!parsed.success) return undefined
  const { CallSid, From, To, Direction } = parsed.data
  const fields = query.held ? { ...body, ...Object.fromEntries(new URLSearchParams(query.held)) } : body
  return { callSid: CallSid, from: repairPlus(From), to: repairPlus(To), direction: Direction, turn: query.turn, event: eventOf(query.on, fields) }
}

/** The fields that carry what the caller did; kept when a turn is put off. */
export function heldFields(body: Readonly<Record<string, unknown>>): string {
  const kept = new URLSearchParams()
  for (const name of HELD) if (typeof body[name] === 'string') kept.set(name, body[name].slice(0, LONGEST_HELD))
  return kept.toString()
}
/** Long speech would make a URL that no server takes; the whole of it is in the file of kept events. */
const LONGEST_HELD = 200
const HELD = ['Digits', 'SpeechResult', 'Confidence', 'DialCallStatus', 'DialCallDuration', 'DialBridged', 'RecordingSid', 'RecordingUrl', 'RecordingDuration']

function eventOf(on: Action | undefined, fields: Readonly<Record<string, unknown>>): VoiceWebhook['event'] {
  switch (on) {
    case undefined:
      return { kind: 'incoming' }
    case 'continue':
      return { kind: 'cameBack' }
    case 'gather':
      return gathered(fields)
    case 'dial':
      return { kind: 'dialEnded', result: dialResult(fields), talkSeconds: seconds(fields['DialCallDuration']) }
    case 'room':
      // However the room ended for him, he has talked with somebody before.
      return { kind: 'dialEnded', result: 'answered', talkSeconds: 0 }
    case 'record':
    case 'message':
      return recorded(fields)
  }
}

function gathered(fields: Readonly<Record<string, unknown>>): VoiceWebhook['event'] {
  const speech = text(fields['SpeechResult'])
  if (speech !== '') {
    const confidence = Number.parseFloat(text(fields['Confidence'])) // Twilio: not always there
    return { kind: 'speech', text: speech, ...(Number.isFinite(confidence) && { confidence }) }
  }
  const digits = text(fields['Digits'])
  return digits === '' ? { kind: 'noInput' } : { kind: 'keys', digits }
}

/**
 * `DialBridged` decides: a private voicemail box that took the call but never pressed 1 leaves `completed` without a
 * bridge. Source: https://www.twilio.com/docs/voice/twiml/dial#action
 */
function dialResult(fields: Readonly<Record<string, unknown>>): DialResult {
  const bridged = text(fields['DialBridged'])
  switch (text(fields['DialCallStatus'])) {
    case 'completed':
    case 'answered':
      return bridged === 'false' ? 'noAnswer' : 'answered'
    case 'busy':
      return 'busy'
    case 'no-answer':
      return 'noAnswer'
    case 'canceled':
      return 'canceled'
    default:
      return 'failed'
  }
}

function recorded(fields: Readonly<Record<string, unknown>>): VoiceWebhook['event'] {
  const recordingSid = text(fields['RecordingSid'])
  const url = text(fields['RecordingUrl'])
  return recordingSid === '' || url === '' ? { kind: 'noInput' } : { kind: 'recorded', recordingSid, url, seconds: seconds(fields['RecordingDuration']) }
}

/** One report about the state of a leg. `parentSid` is there when the leg is not the caller's own. */
export type StatusWebhook = {
  callSid: string
  parentSid?: string
  from: string
  to: string
  direction: string
  status: CallStatus
  /** When it happened, as Twilio says (RFC 2822), else undefined. */
  happenedAt?: string
  durationSeconds?: number
}

const statusBody = z.object({
  ...parties,
  ParentCallSid: callSid.optional(),
  CallStatus: z.enum(CALL_STATUSES),
  Timestamp: z.string().optional().catch(undefined),
  CallDuration: whole.optional().catch(undefined),
})

export function statusWebhook(body: Readonly<Record<string, unknown>>): StatusWebhook | undefined {
  const parsed = statusBody.safeParse(body)
  if (!parsed.success) return undefined
  const { CallSid, ParentCallSid, CallStatus, From, To, Direction, Timestamp, CallDuration } = parsed.data
  return {
    callSid: CallSid,
    from: repairPlus(From),
    to: repairPlus(To),
    direction: Direction,
    status: CallStatus,
    ...(ParentCallSid !== undefined && { parentSid: ParentCallSid }),
    ...(Timestamp !== undefined && { happenedAt: Timestamp }),
    ...(CallDuration !== undefined && { durationSeconds: CallDuration }),
  }
}

/** A careless form decoder somewhere turned `+49...` into ` 49...`; a number never begins with a blank. */
function repairPlus(raw: string): string {
  return /^ \d/.test(raw) ? `+${raw.slice(1)}` : raw
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const seconds = (value: unknown): number => Math.max(0, Number.parseInt(text(value), 10) || 0)
