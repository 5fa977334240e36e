import twilio from 'twilio'
import type { TwilioAccount } from '../../config.ts'
import { ProviderFault, type CallStatus, type MemberChange, type RecordingSound, type TelephonyProvider } from '../provider.ts'
import { certaintyOf } from './faults.ts'
import { plainError } from './plain-error.ts'
import { STATUS_RETRIES, VOICE_RETRIES } from './retries.ts'

const TIMEOUT_MILLISECONDS = 5_000
/** From the request to the last sound: somebody may listen slowly. */
const SOUND_MILLISECONDS = 10 * 60_000
/** Twilio lets a phone ring so much longer than it is told. https://www.twilio.com/docs/voice/api/call-resource (Timeout) */
const EXTRA_RING_SECONDS = 5
const LEAST_RING_SECONDS = 5
/** A forgotten line ends, a technician who talks a caller through shutting off the water does not. */
const MOST_CALL_SECONDS = 3_600
/** More calls between the same two numbers within a few minutes there are not. */
const MOST_LISTED = 50

/**
 * Twilio's REST API, in our words. `apiBaseUrl` sends the same requests to a compatible carrier or the phone simulator. `takeTurn` says how many
 * milliseconds a call waits until it may be placed: more than the account may place would wait at Twilio, and their phones ring later than we believe.
 */
export function twilioClient(account: TwilioAccount, takeTurn: () => Promise<number> = async () => 0): TelephonyProvider {
  const client = twilio(account.username, account.password, {
    accountSid: account.accountSid,
    httpClient: account.apiBaseUrl ? redirectedClient(account.apiBaseUrl) : new twilio.RequestClient({ timeout: TIMEOUT_MILLISECONDS }),
  })
  const findRoom = async (friendlyName: string): Promise<string | undefined> => {
    const found = await client.conferences.list({ friendlyName, status: 'in-progress', limit: 1 }).catch(throwFault)
    return found[0]?.sid
  }
  return {
    findCall: async (callSid) => {
      const call = await client
        .calls(callSid)
        .fetch()
        .catch((thrown: unknown) => {
          const error = plainError(thrown)
          if (error.status === 404) return undefined
          throw error
        })
      return call && { status: call.status as CallStatus, durationSeconds: Number(call.duration) || 0 }
    },
    placeCall: async ({ from, to, asks, status, ringSeconds, detectsMachines, who, digits }) => {
      const milliseconds = await takeTurn()
      if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds))
      const call = await client.calls
        .create({
          from,
          to,
          url: asks + VOICE_RETRIES,
          statusCallback: status + STATUS_RETRIES,
          statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
          timeout: Math.max(LEAST_RING_SECONDS, ringSeconds - EXTRA_RING_SECONDS),
          timeLimit: MOST_CALL_SECONDS,
          ...(digits !== undefined && { sendDigits: digits }),
          ...(detectsMachines && { machineDetection: 'Enable' }),
          ...(detectsMachines === 'meanwhile' && who !== undefined && { asyncAmd: 'true', asyncAmdStatusCallback: who + STATUS_RETRIES }),
        })
        .catch(throwFault)
      return { callSid: call.sid }
    },
    findPlaced: async ({ from, to, since }) => {
      const calls = await client.calls.list({ from, to, startTimeAfter: since, limit: MOST_LISTED }).catch(throwFault)
      const placed = calls.filter(({ direction, dateCreated }) => direction === 'outbound-api' && dateCreated >= since)
      return placed.reverse().map(({ sid, status }) => ({ callSid: sid, status: status as CallStatus }))
    },
    redirectLeg: async (legSid, asks) => {
      const url = asks + VOICE_RETRIES
      await client.calls(legSid).update({ url, method: 'POST', fallbackUrl: url, fallbackMethod: 'POST' }).catch(throwFault)
    },
    endLeg: async (legSid) => {
      await client.calls(legSid).update({ status: 'completed' }).catch(throwUnlessOver)
    },
    updateMember: async (room, legSid, change) => {
      const sid = room.sid ?? (await findRoom(room.name))
      if (sid === undefined) throw new ProviderFault(`there is no room "${room.name}"`, { isSure: true })
      await client.conferences(sid).participants(legSid).update(memberSettings(change)).catch(throwFault)
    },
    sendMessage: async ({ from, to, text, status }) => {
      const message = await client.messages.create({ from, to, body: text, statusCallback: status + STATUS_RETRIES }).catch(throwFault)
      return { sid: message.sid }
    },
    fetchRecording: (recordingSid, range) => fetchSound(account, recordingSid, range),
    deleteRecording: async (recordingSid) => {
      await client.recordings(recordingSid).remove().catch(throwUnlessGone)
    },
    pointNumber: async (number, urls) => {
      const settings = {
        voiceUrl: urls.voice + VOICE_RETRIES,
        voiceMethod: 'POST',
        voiceFallbackUrl: urls.fallback + VOICE_RETRIES,
        voiceFallbackMethod: 'POST',
        statusCallback: urls.status + STATUS_RETRIES,
        statusCallbackMethod: 'POST',
        ...(urls.sms !== undefined && { smsUrl: urls.sms + STATUS_RETRIES, smsMethod: 'POST' }),
      }
      const [present] = await client.incomingPhoneNumbers.list({ phoneNumber: number, limit: 1 }).catch(throwPlainly)
      if (present) await client.incomingPhoneNumbers(present.sid).update(settings).catch(throwPlainly)
      else await client.incomingPhoneNumbers.create({ phoneNumber: number, ...settings }).catch(throwPlainly)
    },
  }
}

/** https://www.twilio.com/docs/voice/api/conference-participant-resource: a field that is not named stays as it is. */
function memberSettings({ isHeld, sound, isMuted, coaches, endsRoom }: MemberChange) {
  return {
    ...(isHeld !== undefined && { hold: isHeld }),
    ...(sound !== undefined && { holdUrl: sound + VOICE_RETRIES, holdMethod: 'POST' }),
    ...(isMuted !== undefined && { muted: isMuted }),
    ...(endsRoom !== undefined && { endConferenceOnExit: endsRoom }),
    ...(coaches !== undefined && (coaches === null ? { coaching: false } : { coaching: true, callSidToCoach: coaches })),
  }
}

/** 21220: the call is over; 404: it is so long over that nobody knows it. */
function throwUnlessOver(thrown: unknown): void {
  const { code, status } = plainError(thrown)
  if (code !== 21_220 && status !== 404) throwFault(thrown)
}

function throwUnlessGone(thrown: unknown): void {
  if (plainError(thrown).status !== 404) throwFault(thrown)
}

const API = 'https://api.twilio.com'

/** https://www.twilio.com/docs/voice/api/recording#fetch-a-recordings-media-file: the address of the recording with ".wav" is its sound. */
async function fetchSound(
  { accountSid, username, password, apiBaseUrl }: TwilioAccount,
  sid: string,
  range: string | undefined,
): Promise<RecordingSound | undefined> {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const signal = AbortSignal.timeout(SOUND_MILLISECONDS)
  const url = `${apiBaseUrl ?? API}/2010-04-01/Accounts/${accountSid}/Recordings/${sid}.wav`
  const answer = await fetch(url, { headers: { authorization, ...(range !== undefined && { range }) }, signal }).catch(throwFault)
  const { status, headers, body } = answer
  if ((status === 200 || status === 206) && body) {
    const passed = ['content-length', 'content-range', 'accept-ranges'].flatMap((name) => (headers.has(name) ? [[name, headers.get(name) ?? '']] : []))
    return { status, contentType: headers.get('content-type') ?? 'audio/x-wav', headers: Object.fromEntries(passed), body }
  }
  await body?.cancel()
  if (status === 404) return undefined
  throw new ProviderFault(`the recording ${sid} was answered with ${status}`, { isSure: true, isPassing: status >= 500 || status === 429, code: status })
}

function throwPlainly(thrown: unknown): never {
  throw plainError(thrown)
}

function throwFault(thrown: unknown): never {
  const { message, code, status } = plainError(thrown)
  throw new ProviderFault(message, { ...certaintyOf({ code, status }), code: typeof code === 'number' ? code : status })
}

/** The package has no setting for another host, so the request's address is rewritten on its way out. */
function redirectedClient(baseUrl: string) {
  const inner = new twilio.RequestClient({ timeout: TIMEOUT_MILLISECONDS })
  const request = inner.request.bind(inner)
  inner.request = (options) => request({ ...options, uri: options.uri.replace(/^https:\/\/[^/]+/, baseUrl) })
  return inner
}
