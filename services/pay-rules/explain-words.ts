import { DateTime } from 'luxon'
import type { WorkPiece } from './model.ts'

export type ExplainLanguage = 'en' | 'ru'

/** The sentences of an explanation, with what fills their blanks already in words. */
export type ExplainWords = {
  decimalPoint: string
  dayFormat: string
  kinds: Readonly<Record<WorkPiece['kind'], string>>
  /** Of a piece; others are shown as they are. */
  sources: Readonly<Record<string, string>>
  duration: (hours: number, minutes: string) => string
  piece: (of: { number: number; from: string; to: string; zone: string; kind: string; source: string }) => string
  clocks: (before: string, after: string) => string
  length: (all: string, breaks: string, work: string) => string
  segment: (from: string, to: string, minutes: string, paid: string) => string
  noPremium: string
  unpaidDay: (minutes: string) => string
  hours: (of: { name: string; minutes: string; rate: string }) => string
  share: (of: { name: string; minutes: string; rate: string; percent: string; source: string; isRaised: boolean }) => string
  amount: (of: { name: string; minutes: string; perHour: string; source: string }) => string
  exact: (exact: string, rounded: string) => string
  together: (amount: string) => string
  base: string
  standingBy: string
  minutesSum: (parts: string, sum: string) => string
  moneySum: (parts: string, sum: string) => string
  holds: string
  fails: (what: string) => string
  facts: Readonly<Record<'minutes' | 'premiums' | 'amounts' | 'total', string>>
}

const EN: ExplainWords = {
  decimalPoint: '.',
  dayFormat: 'ccc d LLL yyyy',
  kinds: { desk: 'at the desk', callOut: 'called out', onCall: 'on call' },
  sources: { roster: 'the roster', clock: 'the clock', talk: 'the call log', call: 'the call log' },
  duration: (hours, minutes) => `${hours} h ${minutes} min`,
  piece: ({ number, from, to, zone, kind, source }) => `${number}. ${from} to ${to} (${zone}), ${kind}, by ${source}`,
  clocks: (before, after) => `The clocks change in it, from ${before} to ${after}; what counts is the time that really passed.`,
  length: (all, breaks, work) => `${all} less unpaid breaks of ${breaks} = ${work}`,
  segment: (from, to, minutes, paid) => `   ${from} to ${to}: ${minutes}, ${paid}`,
  noPremium: 'no premium',
  unpaidDay: (minutes) => `For ${minutes} of it no contract names a rate: they are paid nothing here.`,
  hours: ({ name, minutes, rate }) => `${name}: ${minutes} at ${rate} an hour`,
  share: ({ name, minutes, rate, percent, source, isRaised }) =>
    `${name} (${source}): ${minutes} x ${percent} % of ${rate} an hour${isRaised ? ' (the rate with the premiums on which it stands)' : ''}`,
  amount: ({ name, minutes, perHour, source }) => `${name} (${source}): ${minutes} at ${perHour} an hour`,
  exact: (exact, rounded) => `${exact}, rounded ${rounded}`,
  together: (amount) => `${amount} (rounded once for all lines of this rule)`,
  base: 'Base',
  standingBy: 'Standing by',
  minutesSum: (parts, sum) => `Worked: ${parts} = ${sum}.`,
  moneySum: (parts, sum) => `Pay: ${parts} = ${sum}.`,
  holds: 'Added up again: minutes, premiums and amounts agree to the last unit.',
  fails: (what) => `THIS DOES NOT ADD UP: ${what}.`,
  facts: {
    minutes: 'the parts of the work are not as long as the work',
    premiums: 'a premium is paid for other minutes than those in which it holds',
    amounts: 'an amount is not minutes by rate',
    total: 'the total is not the sum of its lines',
  },
}

const RU: ExplainWords = {
  decimalPoint: ',',
  dayFormat: 'ccc d LLL yyyy',
  kinds: { desk: 'на смене', callOut: 'вызов', onCall: 'дежурство' },
  sources: { roster: 'график', clock: 'отметка о начале и конце', talk: 'журнал звонков', call: 'журнал звонков' },
  duration: (hours, minutes) => `${hours} ч ${minutes} мин`,
  piece: ({ number, from, to, zone, kind, source }) => `${number}. ${from} – ${to} (${zone}), ${kind}, основание: ${source}`,
  clocks: (before, after) => `В это время переводят часы, с ${before} на ${after}; считается время, которое прошло на самом деле.`,
  length: (all, breaks, work) => `${all} без неоплачиваемых перерывов ${breaks} = ${work}`,
  segment: (from, to, minutes, paid) => `   ${from} – ${to}: ${minutes}, ${paid}`,
  noPremium: 'без доплат',
  unpaidDay: (minutes) => `Для ${minutes} ни в одном договоре нет ставки: здесь они не оплачены.`,
  hours: ({ name, minutes, rate }) => `${name}: ${minutes} по ${rate} в час`,
  share: ({ name, minutes, rate, percent, source, isRaised }) =>
    `${name} (${source}): ${minutes} × ${percent} % от ${rate} в час${isRaised ? ' (ставка вместе с доплатами, на которые она начисляется)' : ''}`,
  amount: ({ name, minutes, perHour, source }) => `${name} (${source}): ${minutes} по ${perHour} в час`,
  exact: (exact, rounded) => `${exact}, округлённо ${rounded}`,
  together: (amount) => `${amount} (все строки этого правила округлены один раз)`,
  base: 'Оплата по ставке',
  standingBy: 'Дежурство',
  minutesSum: (parts, sum) => `Отработано: ${parts} = ${sum}.`,
  moneySum: (parts, sum) => `К оплате: ${parts} = ${sum}.`,
  holds: 'Пересчитано: минуты, доплаты и суммы сходятся до последней единицы.',
  fails: (what) => `НЕ СХОДИТСЯ: ${what}.`,
  facts: {
    minutes: 'части работы не равны всей работе',
    premiums: 'доплата начислена не за те минуты, в которые она положена',
    amounts: 'сумма не равна минутам по ставке',
    total: 'итог не равен сумме строк',
  },
}

export const EXPLAIN_WORDS: Readonly<Record<ExplainLanguage, ExplainWords>> = { en: EN, ru: RU }

/** How one language writes amounts of time and money. */
export function writerOf(language: ExplainLanguage, currency: string) {
  const words = EXPLAIN_WORDS[language]
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  const number = (value: number, places: number): string => value.toFixed(places).replace('.', words.decimalPoint)
  const dateTime = (instant: number, zone: string): DateTime => DateTime.fromMillis(instant, { zone, locale: language })
  return {
    words,
    duration: (minutes: number): string => words.duration(Math.floor(minutes / 60), String(minutes % 60).padStart(2, '0')),
    /** `places`: of the unit, beyond those of the minor unit. */
    money: (minorUnits: number, places = 0): string => `${withoutZeros(number(minorUnits / 10 ** digits, digits + places), places)} ${currency}`,
    /** As it stands within a sentence. */
    inSentence: (name: string): string => (language === 'ru' ? name.charAt(0).toLowerCase() + name.slice(1) : name),
    source: (source: string): string => words.sources[source] ?? source,
    percent: (permille: number): string => number(permille / 10, permille % 10 === 0 ? 0 : 1),
    moment: (instant: number, zone: string): string => dateTime(instant, zone).toFormat(`${words.dayFormat} HH:mm`),
    time: (instant: number, zone: string): string => dateTime(instant, zone).toFormat('HH:mm'),
    offset: (instant: number, zone: string): string => `UTC${dateTime(instant, zone).toFormat('Z')}`,
  }
}

/** The last of so many places are left out where they are 0. */
function withoutZeros(text: string, places: number): string {
  let end = text.length
  for (let left = places; left > 0 && text[end - 1] === '0'; left--) end -= 1
  return text.slice(0, end)
}
export type Writer = ReturnType<typeof writerOf>
