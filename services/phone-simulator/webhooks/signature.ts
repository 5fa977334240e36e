import { createHmac } from 'node:crypto'

/** Form fields of a webhook, by their names on the wire. */
export type Parameters = Readonly<Record<string, string>>

/**
 * X-Twilio-Signature: base64 of HMAC-SHA1 over the full URL (no fragment) and, for a form, each parameter's name and
 * value in order of names. A GET passes no parameters: they stand in the URL.
 */
export function signatureOf(authToken: string, url: string, parameters: Parameters): string {
  const body = Object.keys(parameters)
    .sort()
    .map((name) => name + (parameters[name] ?? ''))
    .join('')
  return createHmac('sha1', authToken)
    .update(url + body, 'utf8')
    .digest('base64')
}
