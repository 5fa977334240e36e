import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** A number as it is read out, digit by digit: as people of the country say it, and with the country for callers from elsewhere. */
export function spokenNumber(number: string, ourNumber: string | null): string {
  const parsed = parsePhoneNumberFromString(number)
  const home = ourNumber === null ? undefined : parsePhoneNumberFromString(ourNumber)?.country
  const written = parsed ? (parsed.country !== undefined && parsed.country === home ? parsed.formatNational() : parsed.formatInternational()) : number
  return [...written.replace(/[^+\d]/g, '')].join(' ')
}
