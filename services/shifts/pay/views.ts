import type { ExplainLanguage } from '../../pay-rules/explain-words.ts'
import { explain } from '../../pay-rules/explain.ts'
import { NO_CURRENCY, type PayLine, type PayResult, type PaySum } from '../../pay-rules/model.ts'
import { ruleOf, sumsOf } from '../../pay-rules/pay.ts'
import { dateAt, plusDays } from '../../local-time/wall-clock.ts'
import { payPackOn } from '../../pay-rules/packs.ts'
import type { payLine, payPiece, payStatement, payTotals, payBooking, workedTime } from '../../schemas/pay.ts'
import type { z } from 'zod'
import { datesOf } from './month.ts'
import { correctionWords, inWords } from './words.ts'
import type { Reckoned, Settled } from './store.ts'
import { minutesOf } from './worked.ts'

type Totals = z.infer<typeof payTotals>
type Booking = z.infer<typeof payBooking>
type SumWith = PaySum & { corrections: number }
export type Money = { amount: number; currency: string }
export type PayLanguage = ExplainLanguage

/** What holds of a month: what was settled, or what it comes to now. */
export type Standing = Pick<Reckoned, 'input' | 'result' | 'planned'>

/** `corrections`: of months before, paid with this one. `more`: currencies of which something is to be said. */
export function totalsOf({ input, result, planned }: Standing, corrections: readonly Money[], more: readonly string[] = []): Totals {
  const { worked, onCall, night, sunday, holiday, overtime } = result
  const calledOut = input.pieces.filter(({ kind }) => kind === 'callOut').reduce((sum, piece) => sum + minutesOf(piece), 0)
  const counted = { planned, worked, onCall, calledOut, night, sunday, holiday, overtime }
  const [own, ...others] = sumsWith(result, corrections, more)
  return { ...counted, ...own, others }
}

/** In each currency what the month comes to with the corrections that are paid with it. Who has no contract has no currency of his own. */
export function sumsWith(result: PayResult, corrections: readonly Money[], more: readonly string[] = []): [own: SumWith, ...others: SumWith[]] {
  const [own, ...others] = sumsOf(result)
  const known = new Set([own, ...others].map(({ currency }) => currency))
  const added = [...new Set([...corrections.map(({ currency }) => currency), ...more])].filter((currency) => !known.has(currency))
  const nothing = { base: 0, standingBy: 0, premiums: 0, total: 0 }
  const sums = [...others, ...added.map((currency) => ({ ...nothing, currency }))].map((sum) => withCorrections(sum, corrections))
  const [first, ...rest] = sums
  return first && own.currency === NO_CURRENCY ? [first, ...rest] : [withCorrections(own, corrections), ...sums]
}

function withCorrections(sum: PaySum, all: readonly Money[]): SumWith {
  const corrections = all.reduce((total, { amount, currency }) => total + (currency === sum.currency ? amount : 0), 0)
  return { ...sum, corrections, total: sum.total + corrections }
}

const OWN_LINES = {
  base: { en: 'Worked time', ru: 'Отработанное время' },
  onCall: { en: 'Standing by', ru: 'Дежурство' },
} as const

export function lineNames(line: PayLine, { input: { terms } }: Pick<Standing, 'input'>): { name: { en: string; ru: string }; source: string } {
  if (line.rule === 'base' || line.rule === 'onCall') return { name: OWN_LINES[line.rule], source: '' }
  const rule = ruleOf(line, terms)
  return { name: rule?.name ?? { en: line.rule, ru: line.rule }, source: rule?.source ?? '' }
}

type Shown = {
  person: { id: string; name: string }
  month: string
  standing: Standing
  settled: Settled | undefined
  isClosed: boolean
  problem: Reckoned['problem']
  problemFrom: string | null
  bookings: readonly Booking[]
  times: readonly z.infer<typeof workedTime>[]
  language: PayLanguage
}

export function statementView({
  person,
  month,
  standing,
  settled,
  isClosed,
  problem,
  problemFrom,
  bookings,
  times,
  language,
}: Shown): z.infer<typeof payStatement> {
  const { input, result } = standing
  const corrections = bookings.filter((one) => one.paidIn === month)
  const { from, to } = datesOf(month)
  const { packs } = input.terms
  // What is agreed from the next month on is only shown where work reaches into it.
  const rates = input.terms.rates.filter(({ validFrom }) => validFrom < to || input.pieces.some((piece) => validFrom <= dateAt(piece.to - 1, piece.zone)))
  const used = new Set(
    packs.flatMap(({ id }) => (rates.some(({ pack }) => pack === id) ? [payPackOn(packs, id, from), payPackOn(packs, id, plusDays(to, -1))] : [])),
  )
  return {
    ...{ person, month, isClosed, closedAt: settled?.closedAt.toISOString() ?? null, problem, problemFrom },
    ...totalsOf(standing, corrections),
    lines: result.lines.map((line) => lineView(line, standing)),
    pieces: input.pieces.map((piece, n) => pieceView(piece, n, result)),
    workedTimes: [...times],
    bookings: [...bookings],
    rates: rates.map((rate) => ({ ...rate, currency: rate.currency ?? input.terms.currency })),
    packs: packs.filter((pack) => used.has(pack)).map(({ id, name, validFrom, asOf, note }) => ({ id, name, validFrom, asOf, note })),
    words: [...explain(inWords(input, language), result, language), ...correctionWords(bookings, month, sumsOf(result), language)],
  }
}

function lineView(line: PayLine, standing: Standing): z.infer<typeof payLine> {
  const { rule, rate, minutes, permille, perHour, amount, currency = standing.result.currency } = line
  return { rule, ...lineNames(line, standing), rate, minutes, permille, perHour, amount, currency }
}

function pieceView(piece: Standing['input']['pieces'][number], n: number, { segments }: PayResult): z.infer<typeof payPiece> {
  const { kind, shiftId, from, to, zone, source } = piece
  const minutes = minutesOf(piece)
  return {
    ...{ kind, shiftId, zone, source, minutes },
    ...between(from, to),
    breakMinutes: (to - from) / 60_000 - minutes,
    segments: segments
      .filter((segment) => segment.piece === n)
      .map((segment) => ({ ...between(segment.from, segment.to), minutes: segment.minutes, rules: [...segment.paid] })),
  }
}

const between = (from: number, to: number) => ({ fromAt: new Date(from).toISOString(), toAt: new Date(to).toISOString() })
