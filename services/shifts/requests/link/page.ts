import type { OfferView } from '../../../schemas/requests.ts'
import { spanText } from '../offers/words.ts'

/** The page behind the link in a text: a shift, and yes or no. Works without a script, and needs no sign-in: who has the link is who was asked. */

export type PageState = 'open' | 'yes' | 'no' | 'late' | 'unlawful' | 'over'

type Words = Record<Exclude<PageState, 'open'> | 'title' | 'ask' | 'sayYes' | 'sayNo' | 'unknown', string>
const WORDS: Readonly<Record<'en' | 'ru', Words>> = {
  en: {
    title: 'A shift looks for somebody',
    ask: 'Do you work it?',
    sayYes: 'Yes, I work it',
    sayNo: 'No',
    yes: 'Thank you. The shift is yours.',
    no: 'Thank you. Somebody else will be asked.',
    late: 'Thank you. Somebody was faster: the shift is taken.',
    unlawful: 'The shift cannot be yours: it would break a rule about rest or hours, since your roster has changed.',
    over: 'This shift is not looked for any more.',
    unknown: 'This link is not known here.',
  },
  ru: {
    title: 'На смену ищут человека',
    ask: 'Вы выйдете?',
    sayYes: 'Да, выйду',
    sayNo: 'Нет',
    yes: 'Спасибо. Смена ваша.',
    no: 'Спасибо. Спросим других.',
    late: 'Спасибо. Кто-то ответил раньше: смена занята.',
    unlawful: 'Отдать вам смену нельзя: это нарушило бы правило об отдыхе или часах, ваш график изменился.',
    over: 'На эту смену больше не ищут человека.',
    unknown: 'Эта ссылка здесь неизвестна.',
  },
}

export const languageOfPage = (language: string): 'en' | 'ru' => (language === 'ru' ? 'ru' : 'en')

/** How it stands for him who was asked. */
export function stateOf({ state, people, takenBy }: OfferView, personId: string): PageState {
  const answer = people.find(({ id }) => id === personId)?.answer
  if (answer === 'no') return 'no'
  if (takenBy?.id === personId) return 'yes'
  if (state === 'open') return answer === 'unlawful' ? 'unlawful' : 'open'
  return answer === 'late' || (takenBy !== null && answer !== 'unlawful') ? 'late' : 'over'
}

export function offerPage({ shift }: OfferView, state: PageState, language: 'en' | 'ru', token: string): string {
  const words = WORDS[language]
  const buttons = `<p>${words.ask}</p><form method="post" action="/shift-offer/${token}"><button name="answer" value="yes">${words.sayYes}</button>
<button name="answer" value="no" class="quiet">${words.sayNo}</button></form>`
  const body = state === 'open' ? buttons : `<p class="state" role="status">${words[state]}</p>`
  return frame(language, words.title, `<p><strong>${escaped(spanText(shift, language))}</strong></p>${body}`)
}

export function unknownPage(language: 'en' | 'ru'): string {
  return frame(language, WORDS[language].title, `<p class="state" role="status">${WORDS[language].unknown}</p>`)
}

function frame(language: string, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" /><meta name="robots" content="noindex" />
<title>${title}</title><link rel="stylesheet" href="/callback.css" /></head><body><main><h1>${title}</h1>${body}</main></body></html>`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '')
