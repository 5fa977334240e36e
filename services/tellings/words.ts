import type { Language } from '../telephony/provider.ts'

/** A case as the executive hears of it. `ageHours` are whole hours. */
export type ToldCase = { number: string; title: string; customer: string | null; ageHours: number; severity: string }

type TellingWords = {
  /** The call: all of them, or `more` when it was read before. */
  asks: (company: string, cases: readonly ToldCase[]) => string
  more: (cases: readonly ToldCase[]) => string
  acknowledged: string
  already: string
  notPressed: string
  /** `first`: as many of `all` as are named, at most MOST_TEXTED. */
  sms: (company: string, first: readonly ToldCase[], all: number) => string
  subject: (one: ToldCase) => string
  email: (company: string, one: ToldCase, how: { isUrgent: boolean; isDeputy: boolean }) => string
}

/** So many are read by phone or stand in a text; the rest is on the page. */
const MOST_READ = 10
export const MOST_TEXTED = 3

const en: TellingWords = {
  asks: (company, cases) => `${company}. ${count(cases.length, 'case has', 'cases have')} reached you. ${readEn(cases)} ${KEYS_EN}`,
  more: (cases) => `${count(cases.length, 'more case has', 'more cases have')} come in meanwhile. ${readEn(cases)} ${KEYS_EN}`,
  acknowledged: 'Thank you. It is noted that you know of it. Goodbye.',
  already: 'It is noted already that you know of it. Goodbye.',
  notPressed: 'Nobody has pressed 1. We will call again. Goodbye.',
  sms: (company, first, all) => `${company}: ${count(all, 'case has', 'cases have')} reached you. ${textedEn(first, all)}`,
  subject: ({ number, title }) => `Case ${number} has reached you: ${title}`,
  email: (company, { number, title, customer, ageHours, severity }, { isUrgent, isDeputy }) =>
    [
      `${company}: case ${number} is yours.`,
      '',
      title,
      `Customer: ${customer ?? 'not known'}`,
      `Open for ${count(ageHours, 'hour', 'hours')}; severity: ${severity}`,
      '',
      ...(isDeputy ? ['You have it as the deputy.', ''] : []),
      isUrgent
        ? 'You are called until you press 1, or acknowledge it on your page.'
        : 'You are called at your set hour, unless you acknowledge it on your page before.',
    ].join('\n'),
}
const KEYS_EN = 'Press 1 to say that you know of it, 2 to hear it again.'
const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

function readEn(cases: readonly ToldCase[]): string {
  const read = cases.slice(0, MOST_READ).map(({ number, title, customer, ageHours }) => {
    return `Case ${slowly(number)}. ${sentence(title)}${customer === null ? '' : ` Customer: ${sentence(customer)}`} Open for ${count(ageHours, 'hour', 'hours')}.`
  })
  const left = cases.length - MOST_READ
  return [...read, ...(left > 0 ? [`${count(left, 'more is', 'more are')} on your page.`] : [])].join(' ')
}

function textedEn(first: readonly ToldCase[], all: number): string {
  const left = all - first.length
  const more = left > 0 ? [`and ${left} more`] : []
  return [...first.map(({ number, title, ageHours }) => `${number} ${short(title)} (${ageHours} h)`), ...more].join('; ')
}

const ru: TellingWords = {
  asks: (company, cases) => `${company}. К вам ${cameRu(cases.length)}. ${readRu(cases)} ${KEYS_RU}`,
  more: (cases) => `Тем временем к вам ${cameRu(cases.length, 'ещё ')}. ${readRu(cases)} ${KEYS_RU}`,
  acknowledged: 'Спасибо. Отмечено, что вы об этом знаете. До свидания.',
  already: 'Уже отмечено, что вы об этом знаете. До свидания.',
  notPressed: 'Никто не нажал 1. Мы позвоним ещё раз. До свидания.',
  sms: (company, first, all) => `${company}: к вам ${cameRu(all)}. ${textedRu(first, all)}`,
  subject: ({ number, title }) => `К вам поступило обращение ${number}: ${title}`,
  email: (company, { number, title, customer, ageHours, severity }, { isUrgent, isDeputy }) =>
    [
      `${company}: обращение ${number} теперь ваше.`,
      '',
      title,
      `Клиент: ${customer ?? 'неизвестен'}`,
      `Открыто ${ageHours} ${pluralRu(ageHours, 'час', 'часа', 'часов')}; важность: ${SEVERITIES_RU[severity] ?? severity}`,
      '',
      ...(isDeputy ? ['Оно у вас как у заместителя.', ''] : []),
      isUrgent
        ? 'Вам будут звонить, пока вы не нажмёте 1 или не подтвердите на своей странице.'
        : 'Вам позвонят в назначенный час, если вы не подтвердите раньше на своей странице.',
    ].join('\n'),
}
const KEYS_RU = 'Нажмите 1, если приняли к сведению, 2, чтобы прослушать ещё раз.'
const SEVERITIES_RU: Readonly<Record<string, string>> = { low: 'низкая', normal: 'обычная', high: 'высокая', urgent: 'срочная' }

const cameRu = (n: number, more = ''): string =>
  `${pluralRu(n, 'поступило', 'поступили', 'поступило')} ${more}${n} ${pluralRu(n, 'обращение', 'обращения', 'обращений')}`

function readRu(cases: readonly ToldCase[]): string {
  const read = cases.slice(0, MOST_READ).map(({ number, title, customer, ageHours }) => {
    const whose = customer === null ? '' : ` Клиент: ${sentence(customer)}`
    return `Обращение ${slowly(number)}. ${sentence(title)}${whose} Открыто ${ageHours} ${pluralRu(ageHours, 'час', 'часа', 'часов')}.`
  })
  const left = cases.length - MOST_READ
  return [...read, ...(left > 0 ? [`Ещё ${left} на вашей странице.`] : [])].join(' ')
}

function textedRu(first: readonly ToldCase[], all: number): string {
  const left = all - first.length
  const more = left > 0 ? [`и ещё ${left}`] : []
  return [...first.map(({ number, title, ageHours }) => `${number} ${short(title)} (${ageHours} ч)`), ...more].join('; ')
}

/** 1 час, 2 часа, 5 часов, 11 часов, 21 час. */
function pluralRu(n: number, one: string, few: string, many: string): string {
  const [tens, units] = [n % 100, n % 10]
  if (tens >= 11 && tens <= 14) return many
  return units === 1 ? one : units >= 2 && units <= 4 ? few : many
}

/** A language that has no words here gets English, and its voice. */
export function tellingWords(language: Language | undefined): TellingWords & { language: Language } {
  return language === 'ru' ? { ...ru, language } : { ...en, language: 'en' }
}

/** Digit by digit, so that it can be written down. */
const slowly = (digits: string): string => [...digits].join(', ')
const sentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)
const short = (text: string): string => (text.length <= 60 ? text : `${text.slice(0, 59)}…`)
