import twilio from 'twilio'
import type { TwilioAccount } from '../../config.ts'
import type { CallStatus, TelephonyProvider } from '../provider.ts'
import { plainError } from './plain-error.ts'
import { STATUS_RETRIES, VOICE_RETRIES } from './retries.ts'

const TIMEOUT_MILLISECONDS = 5_000

/** Twilio's REST API, in our words. `apiBaseUrl` sends the same requests to a compatible carrier or the phone simulator. */
export function twilioClient(account: TwilioAccount): TelephonyProvider {
  const client = twilio(account.username, account.password, {
    accountSid: account.accountSid,
    httpClient: account.apiBaseUrl ? redirectedClient(account.apiBaseUrl) : new twilio.RequestClient({ timeout: TIMEOUT_MILLISECONDS }),
  })
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
    placeCall: async () => {
      throw new Error('not built yet')
    },
    sendMessage: async () => {
      throw new Error('not built yet')
    },
    pointNumber: async (number, urls) => {
      const settings = {
        voiceUrl: urls.voice + VOICE_RETRIES,
        voiceMethod: 'POST',
        voiceFallbackUrl: urls.fallback + VOICE_RETRIES,
        voiceFallbackMethod: 'POST',
        statusCallback: urls.status + STATUS_RETRIES,
        statusCallbackMethod: 'POST',
      }
      const [present] = await client.incomingPhoneNumbers.list({ phoneNumber: number, limit: 1 }).catch(throwPlainly)
      if (present) await client.incomingPhoneNumbers(present.sid).update(settings).catch(throwPlainly)
      else await client.incomingPhoneNumbers.create({ phoneNumber: number, ...settings }).catch(throwPlainly)
    },
  }
}

function throwPlainly(thrown: unknown): never {
  throw plainError(thrown)
}

/** The package has no setting for another host, so the request's address is rewritten on its way out. */
function redirectedClient(baseUrl: string) {
  const inner = new twilio.RequestClient({ timeout: TIMEOUT_MILLISECONDS })
  const request = inner.request.bind(inner)
  inner.request = (options) => request({ ...options, uri: options.uri.replace(/^https:\/\/[^/]+/, baseUrl) })
  return inner
}
