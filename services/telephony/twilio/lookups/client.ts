import { z } from 'zod'
import type { TwilioAccount } from '../../../config.ts'
import { ProviderFault } from '../../provider.ts'
import { certaintyOf } from '../faults.ts'

const API = 'https://lookups.twilio.com'
const TIMEOUT_MILLISECONDS = 3_000

const answer = z.object({ line_type_intelligence: z.object({ type: z.string().nullable() }).nullable() })

/**
 * What stands behind a number, in Twilio's words: landline, mobile, fixedVoip, nonFixedVoip, personal, tollFree, premium, sharedCost, uan, voicemail,
 * pager. Undefined: Twilio does not know. It costs money. https://www.twilio.com/docs/lookup/v2-api/line-type-intelligence
 */
export async function findLineType({ username, password, apiBaseUrl }: TwilioAccount, number: string): Promise<string | undefined> {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const url = `${apiBaseUrl ?? API}/v2/PhoneNumbers/${encodeURIComponent(number)}?Fields=line_type_intelligence`
  const { status, body } = await ask(url, authorization)
  if (status === 404) return undefined
  const read = answer.safeParse(body)
  if (status !== 200 || !read.success) throw new ProviderFault(`a look-up was answered with ${status}`, { ...certaintyOf({ status }), code: status })
  const type = read.data.line_type_intelligence?.type ?? 'unknown'
  return type === 'unknown' ? undefined : type
}

async function ask(url: string, authorization: string): Promise<{ status: number; body: unknown }> {
  try {
    const response = await fetch(url, { headers: { authorization }, signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) })
    return { status: response.status, body: response.status === 200 ? await response.json() : await response.body?.cancel() }
  } catch (error) {
    throw new ProviderFault(error instanceof Error ? error.message : 'nobody answered', { isSure: false })
  }
}
