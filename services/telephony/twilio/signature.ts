import { createHmac, timingSafeEqual } from 'node:crypto'
import { parse } from 'node:querystring'
import { validateRequest, validateRequestWithBody } from 'twilio/lib/webhooks/webhooks.js'

export type FormParams = Readonly<Record<string, string | string[]>>

/** What Twilio signed: the URL as it called it, and the body (a form's fields, or raw JSON whose hash stands in the URL). */
export type SignedRequest = { url: string; signature: string | undefined; body: { form: FormParams } | { raw: string } }

/**
 * The text that the signature covers: the URL, then the fields in order of their names, name and value with nothing between;
 * of repeated values each once, in order. Requests with the same text are the same event to us: nobody can tell them apart.
 * Source: https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export function signedText({ url, body }: Omit<SignedRequest, 'signature'>): string {
  if ('raw' in body) return url
  let text = url
  for (const name of Object.keys(body.form).sort()) {
    const value = body.form[name] ?? ''
    if (typeof value === 'string') text += name + value
    else for (const one of [...new Set(value)].sort()) text += name + one
  }
  return text
}

/**
 * True if one of the account's tokens signed this request (two tokens are valid while one is rotated). What was signed as it
 * came costs one HMAC; Twilio's own library then tries its other spellings of the URL (with or without port, old escapes).
 */
export function isSignedByTwilio(authTokens: readonly string[], request: SignedRequest, text = signedText(request)): boolean {
  const { signature, url, body } = request
  if (!signature) return false
  return authTokens.some((token) => {
    try {
      if ('raw' in body) return url.includes('bodySHA256=') && validateRequestWithBody(token, signature, url, body.raw)
      return isSame(signature, createHmac('sha1', token).update(text).digest('base64')) || validateRequest(token, signature, url, body.form)
    } catch {
      return false // a URL or hash that cannot even be read is not Twilio's
    }
  })
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/**
 * The fields of a form body, untrimmed and uncoerced (the signature covers each blank); repeated fields become arrays. The
 * object has no prototype: in a plain one a field called `__proto__` would be swallowed, and nobody would have signed it.
 */
export function formParams(body: string): FormParams {
  return parse(body, '&', '=', { maxKeys: 0 }) as FormParams
}
