import { decimalsOf, decimalText } from './amounts.ts'
import type { PayInput } from '../../pay-rules/model.ts'
import type { ExplainLanguage as PayLanguage } from '../../pay-rules/explain-words.ts'

/** What a statement says beside the sentences of pay-rules: where a piece is known from, and what was corrected. */

type Words = {
  point: string
  sources: Readonly<Record<string, string>>
  correction: (why: string) => string
  booked: (of: { month: string; amount: string; reason: string; by: string }) => string
  later: (of: { month: string; paidIn: string; amount: string; reason: string }) => string
  sum: (parts: string, total: string) => string
}

const WORDS: Readonly<Record<PayLanguage, Words>> = {
  en: {
    point: '.',
    sources: {
      roster: 'the roster',
      swap: 'the roster after a swap',
      override: 'the roster: he stood in',
      clock: 'the clock',
      call: 'the call log',
      waking: 'the call log: he was woken',
      talk: 'a call after the planned end',
    },
    correction: (why) => `a correction: ${why}`,
    booked: ({ month, amount, reason, by }) => `Correction of ${month}: ${amount} (${reason}; booked by ${by}).`,
    later: ({ month, paidIn, amount, reason }) => `${month} was corrected later: ${amount}, paid with ${paidIn} (${reason}).`,
    sum: (parts, total) => `With corrections: ${parts} = ${total}.`,
  },
  ru: {
    point: ',',
    sources: {
      roster: 'график',
      swap: 'график после обмена сменами',
      override: 'график: замена',
      clock: 'отметки входа и выхода',
      call: 'журнал звонков',
      waking: 'журнал звонков: разбудили звонком',
      talk: 'звонок после конца смены',
    },
    correction: (why) => `исправление: ${why}`,
    booked: ({ month, amount, reason, by }) => `Исправление за ${month}: ${amount} (${reason}; провёл(а) ${by}).`,
    later: ({ month, paidIn, amount, reason }) => `За ${month} исправлено позже: ${amount}, выплата за ${paidIn} (${reason}).`,
    sum: (parts, total) => `С исправлениями: ${parts} = ${total}.`,
  },
}

/** `call:CA1 waking:CA2`, `correction:stayed longer` in words. */
export function sourceWords(source: string, language: PayLanguage): string {
  const { sources, correction } = WORDS[language]
  if (source.startsWith('correction:')) return correction(source.slice('correction:'.length))
  return [...new Set(source.split(' ').map((part) => sources[part.split(':', 1)[0] ?? ''] ?? part))].join(', ')
}

/** The same work, with its sources in words. */
export function inWords(input: PayInput, language: PayLanguage): PayInput {
  return { ...input, pieces: input.pieces.map((piece) => ({ ...piece, source: sourceWords(piece.source, language) })) }
}

type Booked = { month: string; paidIn: string; amount: number; currency: string; reason: string; createdBy: string }

/**
 * Corrections that are paid with this month, added up again with what the month itself comes to (`sums`), each currency by itself; and those of this month that
 * were paid later.
 */
export function correctionWords(
  bookings: readonly Booked[],
  month: string,
  sums: readonly { total: number; currency: string }[],
  language: PayLanguage,
): string[] {
  const words = WORDS[language]
  const money = (amount: number, currency: string): string => `${decimalText(amount, decimalsOf(currency), words.point)} ${currency}`
  const here = bookings.filter(({ paidIn }) => paidIn === month)
  const addedUp = (currency: string): string => {
    const own = sums.find((sum) => sum.currency === currency)?.total ?? 0
    const amounts = [own, ...here.flatMap((one) => (one.currency === currency ? [one.amount] : []))]
    const total = amounts.reduce((sum, amount) => sum + amount, 0)
    return words.sum(amounts.map((amount) => money(amount, currency)).join(' + '), money(total, currency))
  }
  return [
    ...here.map((one) => words.booked({ month: one.month, amount: money(one.amount, one.currency), reason: one.reason, by: one.createdBy })),
    ...[...new Set(here.map(({ currency }) => currency))].map(addedUp),
    ...bookings.filter((one) => one.month === month).map((one) => words.later({ ...one, amount: money(one.amount, one.currency) })),
  ]
}
