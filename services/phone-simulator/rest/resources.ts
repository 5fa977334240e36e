import { durationSeconds, type Leg } from '../legs/leg.ts'
import { apiVersion, rfc2822 } from '../legs/parameters.ts'
import type { Recording } from '../recordings/recording.ts'
import type { OwnNumber } from '../world.ts'

export const accountPath = (accountSid: string): string => `/${apiVersion}/Accounts/${accountSid}`

/** A call as REST shows it: numbers are strings, dates RFC 2822, `initiated` is shown as `ringing`. */
export function callResource(leg: Leg, accountSid: string, now: number): Record<string, unknown> {
  const uri = `${accountPath(accountSid)}/Calls/${leg.sid}`
  const parts = ['notifications', 'recordings', 'payments', 'events', 'siprec', 'streams', 'transcriptions']
  const names: Readonly<Record<string, string>> = {
    user_defined_message_subscriptions: 'UserDefinedMessageSubscriptions',
    user_defined_messages: 'UserDefinedMessages',
  }
  return {
    sid: leg.sid,
    account_sid: accountSid,
    api_version: apiVersion,
    parent_call_sid: leg.parentSid ?? null,
    phone_number_sid: leg.phoneNumberSid ?? null,
    from: leg.from,
    from_formatted: leg.from,
    to: leg.to,
    to_formatted: leg.to,
    status: leg.status === 'initiated' ? 'ringing' : leg.status,
    direction: leg.direction,
    date_created: rfc2822(leg.createdAt),
    date_updated: rfc2822(leg.updatedAt),
    start_time: leg.status === 'queued' ? null : rfc2822(leg.answeredAt ?? leg.createdAt),
    end_time: leg.endedAt === undefined ? null : rfc2822(leg.endedAt),
    duration: leg.endedAt === undefined ? null : String(durationSeconds(leg, now)),
    price: null,
    price_unit: 'USD',
    answered_by: leg.answeredBy ?? null,
    forwarded_from: leg.forwardedFrom ?? null,
    caller_name: null,
    group_sid: null,
    trunk_sid: null,
    queue_time: '0',
    uri: `${uri}.json`,
    subresource_uris: Object.fromEntries([
      ...parts.map((part) => [part, `${uri}/${part[0]!.toUpperCase()}${part.slice(1)}.json`]),
      ...Object.entries(names).map(([name, path]) => [name, `${uri}/${path}.json`]),
    ]),
  }
}

/** A recording as both of its lists show it; they differ in a few fields. */
function recordingFields(recording: Recording, accountSid: string): Record<string, unknown> {
  return {
    sid: recording.sid,
    account_sid: accountSid,
    api_version: apiVersion,
    call_sid: recording.callSid ?? null,
    conference_sid: recording.conferenceSid ?? null,
    date_created: rfc2822(recording.createdAt),
    date_updated: rfc2822(recording.updatedAt),
    start_time: rfc2822(recording.startedAt),
    duration: String(recording.durationSeconds),
    price: null,
    price_unit: 'USD',
    status: recording.status,
    channels: recording.channels,
    source: recording.source,
    error_code: null,
    encryption_details: null,
  }
}

export function recordingResource(recording: Recording, accountSid: string, baseUrl: string): Record<string, unknown> {
  const uri = `${accountPath(accountSid)}/Recordings/${recording.sid}`
  return {
    ...recordingFields(recording, accountSid),
    uri: `${uri}.json`,
    subresource_uris: { add_on_results: `${uri}/AddOnResults.json`, transcriptions: `${uri}/Transcriptions.json` },
    media_url: `${baseUrl}${uri}`,
  }
}

/** The same recording below its call or conference. */
export function callRecordingResource(recording: Recording, accountSid: string): Record<string, unknown> {
  const { sid, callSid, conferenceSid, track } = recording
  const owner = conferenceSid === undefined ? `Calls/${callSid}` : `Conferences/${conferenceSid}`
  return {
    ...recordingFields(recording, accountSid),
    ...(conferenceSid === undefined && { track }),
    uri: `${accountPath(accountSid)}/${owner}/Recordings/${sid}.json`,
  }
}

export function numberResource(number: OwnNumber, accountSid: string): Record<string, unknown> {
  return {
    sid: number.sid,
    account_sid: accountSid,
    api_version: apiVersion,
    phone_number: number.phoneNumber,
    friendly_name: number.friendlyName,
    address_sid: null,
    address_requirements: 'none',
    beta: false,
    capabilities: { mms: false, sms: true, voice: true, fax: false },
    date_created: rfc2822(number.createdAt),
    date_updated: rfc2822(number.updatedAt),
    identity_sid: null,
    origin: 'twilio',
    sms_application_sid: null,
    sms_fallback_method: number.smsFallbackMethod,
    sms_fallback_url: number.smsFallbackUrl,
    sms_method: number.smsMethod,
    sms_url: number.smsUrl,
    status_callback: number.statusCallback,
    status_callback_method: number.statusCallbackMethod,
    trunk_sid: null,
    uri: `${accountPath(accountSid)}/IncomingPhoneNumbers/${number.sid}.json`,
    voice_receive_mode: 'voice',
    voice_application_sid: null,
    voice_caller_id_lookup: false,
    voice_fallback_method: number.voiceFallbackMethod,
    voice_fallback_url: number.voiceFallbackUrl,
    voice_method: number.voiceMethod,
    voice_url: number.voiceUrl,
    emergency_status: 'Active',
    emergency_address_sid: null,
    emergency_address_status: 'unregistered',
    bundle_sid: null,
    status: 'in-use',
    type: 'local',
  }
}
