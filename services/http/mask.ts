/** Country calling codes of one and two digits (ITU E.164); all others have three. */
const SHORT_CODE = /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/

const INTERNATIONAL = /(\+|%2B)(\d(?:(?:[ ./()-]|%20){0,2}\d){6,14})/gi
const BARE = /(?<![\w+*-])\d{7,15}(?![\w*-])/g
/** `held`: what the caller keyed before his turn was put off, a PIN perhaps. */
const SECRET_VALUE = /([?&](?:[a-z_-]*token|key|password|secret|signature|code|bodySHA256|held)=)[^&#\s"]+/gi
/** `/api/me/feeds/<id>` stays readable: an id opens nothing. Who wants to be called back holds the token of `/callback/<token>`. */
const SECRET_PATH = /((?<!\/me)\/(?:links|feeds|callback|shift-offer|public\/callbacks)\/)(?!options\b)[^/?#\s"]+/g

/**
 * Hides phone numbers in a text: `+493023125100` becomes `+49***00`. Country and last two digits stay, so that a person who
 * knows the number can still find its lines. Numbers without a plus are left alone here (they could be anything); see `maskUrl`.
 */
export function maskNumbers(text: string): string {
  return text.replace(INTERNATIONAL, (_, plus: string, rest: string) => {
    const digits = rest.replace(/%20|\D/g, '')
    const country = SHORT_CODE.exec(digits)?.[0] ?? digits.slice(0, 3)
    return `${plus}${country}***${digits.slice(-2)}`
  })
}

/** A URL as it may stand in a log: no number (with or without plus), no token. */
export function maskUrl(url: string): string {
  const open = url.replace(SECRET_VALUE, '$1***').replace(SECRET_PATH, '$1***')
  return maskNumbers(open).replace(BARE, (digits) => `***${digits.slice(-2)}`)
}
