import { IANAZone } from 'luxon'
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max'
import type { PublicRequest } from '../../schemas/callbacks.ts'
import { callableNumber, canBeTexted, regionOf } from '../../telephony/caller-id.ts'
import type { Wish } from '../windows/service.ts'

/** What the public may know of us. */
export type House = {
  company: string
  zone: string
  language: string
  /** In which we talk. */
  languages: readonly string[]
  /** The number that is shown to whom we call, and that he may call. */
  ourNumber: string
  /** Of `topics` only the keys. */
  topics: readonly string[]
}

export type Field = Extract<keyof PublicRequest, string> | 'code'
/** What is wrong with a field; words.ts says it to people. */
export type FaultCode =
  | 'numberMissing'
  | 'numberWrong'
  | 'mobileNeeded'
  | 'emailMissing'
  | 'emailWrong'
  | 'extensionWrong'
  | 'wishMissing'
  | 'topicUnknown'
  | 'tooLong'
  | 'codeWrong'
  | 'wrong'
export type FieldFault = { field: Field; code: FaultCode }

/** A request as we understand it. */
export type Asked = {
  /** E.164, and one that the line may call; null only where an answer in writing is wanted. */
  number: string | null
  extension: string | null
  askFor: string | null
  name: string
  email: string | null
  reason: string
  words: string
  language: string
  zone: string
  skill: string | null
  wish: 'written' | Wish['wish']
}

/** What nobody chose a topic for. */
const NO_TOPIC = 'callback'

/** Reads what was typed, all faults at once. National spellings are those of our own number's country. */
export function readRequest(given: PublicRequest, house: House): { asked: Asked } | { faults: FieldFault[] } {
  const { number: typed, wish } = given
  const isWritten = wish === 'written'
  const number = typed === '' ? null : callableNumber(typed, house.ourNumber)
  const email = given.email || null
  const faults: FieldFault[] = []
  if (typed === '' && !isWritten) faults.push({ field: 'number', code: 'numberMissing' })
  if (typed !== '' && number === null) faults.push({ field: 'number', code: 'numberWrong' })
  if (isWritten && email === null && typed === '') faults.push({ field: 'email', code: 'emailMissing' })
  if (isWritten && email === null && number !== null && !canBeTexted(number)) faults.push({ field: 'email', code: 'emailMissing' })
  if (given.topic && !house.topics.includes(given.topic)) faults.push({ field: 'topic', code: 'topicUnknown' })
  if (typeof wish === 'object' && new Date(wish.from) >= new Date(wish.to)) faults.push({ field: 'wish', code: 'wrong' })
  if (faults.length > 0) return { faults }
  const { askFor, name, topic, words, language, zone, skill } = given
  return {
    asked: {
      ...{ number, email, name, words, askFor: askFor || null, skill: skill || null, reason: topic || NO_TOPIC },
      extension: given.extension || extensionIn(typed, house),
      language: house.languages.includes(language) ? language : house.language,
      zone: zone !== undefined && IANAZone.isValidZone(zone) ? zone : house.zone,
      wish: typeof wish === 'object' ? { from: new Date(wish.from), to: new Date(wish.to) } : wish,
    },
  }
}

/** "030 901820 ext. 12": who types it so means an extension. */
function extensionIn(typed: string, { ourNumber }: House): string | null {
  const parsed = parsePhoneNumberFromString(typed, { defaultCountry: regionOf(ourNumber) as CountryCode, extract: false })
  return parsed?.ext?.slice(0, 12) ?? null
}
