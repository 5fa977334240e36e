import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { RawEvent } from '../provider.ts'
import { formParams, isSignedByTwilio, signedText, type SignedRequest } from './signature.ts'

declare module 'fastify' {
  interface FastifyRequest {
    webhook: Webhook | null
  }
}
export type Webhook = { params: Readonly<Record<string, string | string[]>>; raw: Omit<RawEvent, 'callSid' | 'kind'> }

export type SigningOptions = {
  /** Tokens that may sign: one, or two while they are rotated. */
  authTokens: readonly string[]
  accountSid: string
  /** Where Twilio reaches us, without a final slash; what it signs. */
  publicUrl: () => string
  now: () => string
}

/** The request as an authentic webhook; undefined when nobody of ours signed it. */
export function openWebhook(request: FastifyRequest, { authTokens, accountSid, publicUrl, now }: SigningOptions): Webhook | undefined {
  const text = typeof request.body === 'string' ? request.body : ''
  const isJson = request.headers['content-type']?.startsWith('application/json') ?? false
  const form = isJson ? {} : formParams(text)
  const signed: SignedRequest = { url: publicUrl() + request.url, signature: headerOf(request, 'x-twilio-signature'), body: isJson ? { raw: text } : { form } }
  const covered = signedText(signed)
  if (!isSignedByTwilio(authTokens, signed, covered)) return undefined
  const given = isJson ? jsonParams(text) : form
  if (given['AccountSid'] !== accountSid) return undefined
  const params = isJson || /%00|\0/.test(text) ? cleaned(given) : given
  // What signs the same is the same event: a border moved between a field's name and its value makes no new one.
  const fingerprint = createHash('sha256').update(covered).digest('hex')
  return { params, raw: { token: headerOf(request, 'i-twilio-idempotency-token') ?? null, fingerprint, url: request.url, params, receivedAt: now() } }
}

function jsonParams(text: string): Record<string, string> {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body).map(([name, value]) => [name, String(value)])) : {}
  } catch {
    return {}
  }
}

/** What Postgres cannot store (zero characters, halves of surrogate pairs) becomes the replacement character. */
function cleaned(params: Readonly<Record<string, string | string[]>>): Record<string, string | string[]> {
  const clean = (value: string): string => value.toWellFormed().replaceAll('\0', '\uFFFD')
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [clean(name), typeof value === 'string' ? clean(value) : value.map(clean)]))
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** Twilio's way to write an instant, in ours. */
export function instant(rfc2822: string | undefined): string | undefined {
  const milliseconds = rfc2822 === undefined ? Number.NaN : Date.parse(rfc2822)
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString()
}
