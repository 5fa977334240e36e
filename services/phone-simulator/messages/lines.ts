import parsePhoneNumber, { type NumberType } from 'libphonenumber-js/max'

/** Twilio's words for what stands behind a number (Lookups, line_type_intelligence). */
export const lineTypes = [
  'landline',
  'mobile',
  'fixedVoip',
  'nonFixedVoip',
  'personal',
  'tollFree',
  'premium',
  'sharedCost',
  'uan',
  'voicemail',
  'pager',
  'unknown',
] as const
export type LineType = (typeof lineTypes)[number]

/** What becomes of a text to a number: its last status, and how long that takes. `silent`: sent, and never heard of again. */
export type TextFate = { kind: 'delivered' | 'undelivered' | 'failed' | 'silent'; errorCode?: number | undefined; afterSeconds: number }
export type LineSettings = { type?: LineType | undefined; texts?: TextFate | undefined }

/** 30006: Landline or unreachable carrier. https://www.twilio.com/docs/api/errors/30006 */
const landlineError = 30006
const secondsToDeliver = 2

const types: Readonly<Partial<Record<NonNullable<NumberType>, LineType>>> = {
  FIXED_LINE: 'landline',
  FIXED_LINE_OR_MOBILE: 'mobile',
  MOBILE: 'mobile',
  VOIP: 'nonFixedVoip',
  TOLL_FREE: 'tollFree',
  PREMIUM_RATE: 'premium',
  SHARED_COST: 'sharedCost',
  PERSONAL_NUMBER: 'personal',
  UAN: 'uan',
  VOICEMAIL: 'voicemail',
  PAGER: 'pager',
}

/** By the numbering plan; of the numbers that examples use (+49 30 23125 000 to 999) those from 600 on count as mobile phones. */
export function lineTypeOf(number: string, settings: LineSettings | undefined): LineType {
  if (settings?.type !== undefined) return settings.type
  if (/^\+493023125[6-9]\d\d$/.test(number)) return 'mobile'
  const type = parsePhoneNumber(number)?.getType()
  return (type === undefined ? undefined : types[type]) ?? 'unknown'
}

export function fateOf(number: string, settings: LineSettings | undefined): TextFate {
  if (settings?.texts !== undefined) return settings.texts
  if (lineTypeOf(number, settings) !== 'landline') return { kind: 'delivered', afterSeconds: secondsToDeliver }
  return { kind: 'undelivered', errorCode: landlineError, afterSeconds: secondsToDeliver }
}
