import { DateTime } from 'luxon'

/** What staff read in texts about shifts, by the clock of the site. */

export type OfferText = { language: string; company: string; zone: string; from: string; to: string; level: string; link: string }

const WORDS = {
  en: {
    offer: (company: string, when: string, level: string, link: string) =>
      `${company}: a shift looks for somebody, ${when}, ${level}. Answer YES or NO, or here: ${link}`,
    reminder: (company: string, when: string, level: string) => `${company}: your shift is ${when}, ${level}.`,
  },
  ru: {
    offer: (company: string, when: string, level: string, link: string) =>
      `${company}: на смену ищут человека, ${when}, ${level}. Ответьте ДА или НЕТ, или здесь: ${link}`,
    reminder: (company: string, when: string, level: string) => `${company}: ваша смена ${when}, ${level}.`,
  },
}

export function offerText({ language, company, link, level, ...when }: OfferText): string {
  const known = wordsOf(language)
  return WORDS[known].offer(company, spanText(when, known), level, link)
}

export function reminderText({ language, company, level, ...when }: Omit<OfferText, 'link'>): string {
  const known = wordsOf(language)
  return WORDS[known].reminder(company, spanText(when, known), level)
}

/** A language that has no words here gets English. */
const wordsOf = (language: string): keyof typeof WORDS => (language === 'ru' ? 'ru' : 'en')

/** "Tue 24 Nov 22:00-06:00"; of more than a day with both dates. */
export function spanText({ from, to, zone }: { from: string; to: string; zone: string }, language: string): string {
  const [begin, end] = [from, to].map((text) => DateTime.fromISO(text, { zone }).setLocale(language))
  if (!begin || !end) return ''
  const isLong = end.diff(begin, 'hours').hours > 24
  return `${begin.toFormat('ccc d LLL HH:mm')}-${end.toFormat(isLong ? 'ccc d LLL HH:mm' : 'HH:mm')}`
}

const YES = new Set(['yes', 'y', 'ja', 'да', 'oui', 'si', 'sí'])
const NO = new Set(['no', 'n', 'nein', 'нет', 'non'])

/** An answer by itself: "yes", "Ja!". Undefined: anything else. */
export function yesOrNo(text: string): boolean | undefined {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/[.!]+$/, '')
  return YES.has(word) ? true : NO.has(word) ? false : undefined
}
