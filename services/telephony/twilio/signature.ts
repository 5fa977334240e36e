import { validateRequest, validateRequestWithBody } from 'twilio/lib/webhooks/webhooks.js'

export type FormParams = Readonly<Record<string, string | string[]>>

/** What Twilio signed: the URL as it called it, and the body (a form's fields, or raw JSON whose hash stands in the URL). */
export type SignedRequest = { url: string; signature: string | undefined; body: { form: FormParams } | { raw: string } }

/**
 * True if one of the account's tokens signed this request (two tokens are valid while one is rotated). Constant-time
 * comparison by Twilio's own library. Source: https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export function isSignedByTwilio(authTokens: readonly string[], request: SignedRequest): boolean {
  const { signature, url, body } = request
  if (!signature) return false
  return authTokens.some((token) => {
    try {
      return 'form' in body
        ? validateRequest(token, signature, url, body.form)
        : url.includes('bodySHA256=') && validateRequestWithBody(token, signature, url, body.raw)
    } catch {
      return false // a URL or hash that cannot even be read is not Twilio's
    }
  })
}

/** The fields of a form body, untrimmed and uncoerced (the signature covers each blank); repeated fields become arrays. */
export function formParams(body: string): FormParams {
  const params: Record<string, string | string[]> = {}
  for (const [name, value] of new URLSearchParams(body)) {
    const present = params[name]
    params[name] = present === undefined ? value : Array.isArray(present) ? [...present, value] : [present, value]
  }
  return params
}
