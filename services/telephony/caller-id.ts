import { parsePhoneNumberFromString, type CountryCode, type NumberType } from 'libphonenumber-js/max'

/**
 * What stands behind a raw caller id. A number is evidence, not identity; validity and type are never stored, since
 * numbering plans change (facts and sources: docs/operating.md, "Numbers").
 */
export type CallerId =
  { kind: 'number'; e164: string; raw: string } | { kind: 'withheld' | 'short' | 'sip' | 'client' | 'unparsed'; raw: string; e164?: string }

/** Words and pseudo numbers that networks send when the caller hides or they do not know him. */
const WITHHELD_WORDS = new Set(['', 'anonymous', 'restricted', 'unavailable', 'unknown', 'private', 'blocked', 'withheld'])
/** ANONYMOUS, RESTRICTED, UNAVAILABLE, BLOCKED, UNKNOWN, PRIVATE keyed as letters; one of them looks like a Chinese landline. */
const WITHHELD_DIGITS = new Set(['266696687', '7378742833', '86282452253', '2562533', '8656696', '7748283'])

export function classifyCaller(raw: string, region: string): CallerId {
  const text = raw.trim()
  if (WITHHELD_WORDS.has(text.toLowerCase())) return { kind: 'withheld', raw }
  if (/^client:/i.test(text)) return { kind: 'client', raw }
  if (/^sips?:/i.test(text)) return sipCaller(text, raw)
  const digits = text.replace(/\D/g, '')
  if (WITHHELD_DIGITS.has(digits) || WITHHELD_DIGITS.has(digits.replace(/^1/, ''))) return { kind: 'withheld', raw }
  if (/^\d{3,6}$/.test(text)) return { kind: 'short', raw }
  const e164 = toE164(text, region)
  return e164 === undefined ? { kind: 'unparsed', raw } : { kind: 'number', e164, raw }
}

/** A number in any spelling as E.164, or undefined. `region` (ISO 3166, e.g. `DE`) reads national spellings; without it none are read. */
export function toE164(text: string, region?: string): string | undefined {
  const parsed = parsePhoneNumberFromString(text.trim(), { ...(region !== undefined && { defaultCountry: region as CountryCode }), extract: false })
  // "Possible" is enough: new ranges make "valid" go stale.
  return parsed?.isPossible() ? parsed.number : undefined
}

/** All spellings under which one line is alive in people's records (Brazil's ninth digit, Argentina's mobile 9). */
export function numberVariants(e164: string): readonly string[] {
  const brazil = /^\+55(\d{2})(9?)(\d{8})$/.exec(e164)
  if (brazil) return [`+55${brazil[1]}${brazil[3]}`, `+55${brazil[1]}9${brazil[3]}`]
  const argentina = /^\+54(9?)(\d{10})$/.exec(e164)
  if (argentina) return [`+54${argentina[2]}`, `+549${argentina[2]}`]
  return [e164]
}

/** Where a number of ours has no country (+800), or there is none. */
const FALLBACK_REGION = 'DE'

/** The region in which national spellings are read: that of the number of ours that was dialled, or of our first. */
export function regionOf(ourNumber: string): string {
  return parsePhoneNumberFromString(ourNumber, { extract: false })?.country ?? FALLBACK_REGION
}

/** The number that somebody dialled, as E.164 if it is one; else as it came (a SIP address, say). */
export const dialledNumber = (to: string): string => toE164(to) ?? to

const TEXTABLE: ReadonlySet<NumberType> = new Set(['MOBILE', 'FIXED_LINE_OR_MOBILE'])
const CALLABLE: ReadonlySet<NumberType> = new Set([...TEXTABLE, 'FIXED_LINE', 'VOIP', 'TOLL_FREE'])

/**
 * May the line call this number back? Not what somebody earns money with (premium, shared cost, personal and company-wide numbers), no pagers, no
 * satellites or other networks without a country (+881 to +883, +870, +979), no short codes, and nothing of a range that nobody has assigned: a
 * false number must cost a voicemail, never a bill.
 */
export function canBeCalled(e164: string | null): boolean {
  return isOfType(e164, CALLABLE)
}

/** A mobile, or a number of a country in which nobody can tell. */
export function canBeTexted(e164: string | null): boolean {
  return isOfType(e164, TEXTABLE)
}

/**
 * A number that a caller keyed or calls from, as E.164 if the line may call it. `ourNumber` is the one he dialled: it tells the country of national
 * spellings, and the line does not call itself.
 */
export function callableNumber(text: string, ourNumber: string | null): string | null {
  const caller = classifyCaller(text, regionOf(ourNumber ?? ''))
  return caller.kind === 'number' && caller.e164 !== ourNumber && canBeCalled(caller.e164) ? caller.e164 : null
}

function isOfType(e164: string | null, types: ReadonlySet<NumberType>): boolean {
  const parsed = e164?.startsWith('+') ? parsePhoneNumberFromString(e164, { extract: false }) : undefined
  return parsed !== undefined && !parsed.isNonGeographic() && types.has(parsed.getType())
}

function sipCaller(text: string, raw: string): CallerId {
  const user = /^sips?:([^@;>]*)/i.exec(text)?.[1] ?? ''
  const e164 = user.startsWith('+') ? toE164(user) : undefined
  return { kind: 'sip', raw, ...(e164 !== undefined && { e164 }) }
}
