import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { domainError } from '../errors.ts'

/** `+49 30 231 25-100` -> `+493023125100`; throws NUMBER_INVALID for what is not one possible number in international form. */
export function toE164(number: string): string {
  // extract: false: a number inside other text is a typing error, not a number.
  const parsed = parsePhoneNumberFromString(number.trim(), { extract: false })
  if (!parsed?.isPossible() || parsed.ext !== undefined) throw domainError('NUMBER_INVALID', { number })
  return parsed.number
}
