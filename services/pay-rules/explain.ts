import { MINUTE } from '../roster-rules/calendar.ts'
import { type Fraction, ZERO, fraction, plus, roundedHalfUp, times, toNumber } from './fractions.ts'
import { type ExplainLanguage, type ExplainWords, type Writer, writerOf } from './explain-words.ts'
import type { PayInput, PayLine, PayResult, PaySum, PremiumRule, WorkPiece } from './model.ts'
import { ruleOf, sumsOf } from './pay.ts'
import { paidParts } from './segments.ts'

/**
 * Pay in words: each piece of work with its parts, each line as minutes by rate, and the sums. All of it is added up again from the pieces and the lines, and
 * the last sentence says whether it agrees.
 */
export function explain(input: PayInput, result: PayResult, language: ExplainLanguage): string[] {
  const writer = writerOf(language, result.currency)
  const { words, duration } = writer
  const parts = input.pieces.map((piece, n) => ({ piece, n })).filter(({ piece }) => piece.kind !== 'onCall')
  return [
    ...[...input.pieces]
      .map((piece, index) => ({ piece, index }))
      .sort((a, b) => a.piece.from - b.piece.from)
      .flatMap(({ piece, index }, n) => pieceSentences(piece, n + 1, result, index, input, language, writer)),
    ...(parts.length > 1 ? [words.minutesSum(parts.map(({ n }) => duration(workedIn(result, n))).join(' + '), duration(result.worked))] : []),
    ...(result.withoutTerms > 0 ? [words.unpaidDay(duration(result.withoutTerms))] : []),
    ...result.lines.map((line) => lineSentence(line, input, result, language, writerOf(language, line.currency ?? result.currency))),
    ...sumsOf(result).map((sum) => sumSentence(sum, input, result, language)),
    ...verdict(input, result, words),
  ]
}

/** One for each currency. */
function sumSentence({ currency, base, standingBy, total }: PaySum, input: PayInput, result: PayResult, language: ExplainLanguage): string {
  const { words, money } = writerOf(language, currency)
  const premiums = result.lines.filter((line) => line.pack !== null && (line.currency ?? result.currency) === currency)
  const parts = [
    [words.base, base],
    [words.standingBy, standingBy],
    ...premiums.map((line) => [nameOf(line, input, language, words), line.amount] as const),
  ] as const
  const shown = parts.filter(([, amount], n) => n === 0 || amount > 0)
  return words.moneySum(shown.map(([name, amount]) => `${money(amount)} (${name})`).join(' + '), money(total))
}

const workedIn = ({ segments }: PayResult, piece: number): number => segments.reduce((sum, one) => sum + (one.piece === piece ? one.minutes : 0), 0)

function pieceSentences(
  piece: WorkPiece,
  number: number,
  result: PayResult,
  index: number,
  { terms: { packs } }: PayInput,
  language: ExplainLanguage,
  { words, duration, moment, time, offset, inSentence, source: sourceOf }: Writer,
): string[] {
  const { from, to, zone, kind, source } = piece
  const paid = minutesOf(piece)
  const all = minutesOf({ ...piece, breaks: [] })
  const [before, after] = [offset(from, zone), offset(to, zone)]
  const header = words.piece({ number, from: moment(from, zone), to: moment(to, zone), zone, kind: words.kinds[kind], source: sourceOf(source) })
  const rulesOf = (pack: string): readonly PremiumRule[] => packs.findLast(({ id }) => id === pack)?.rules ?? []
  const names = (pack: string, ids: readonly string[]): string =>
    ids.map((id) => inSentence(rulesOf(pack).find((rule) => rule.id === id)?.name[language] ?? id)).join(', ')
  return [
    `${header}: ${paid === all ? duration(all) : words.length(duration(all), duration(all - paid), duration(paid))}.`,
    ...(before === after ? [] : [`   ${words.clocks(before, after)}`]),
    ...result.segments
      .filter((segment) => segment.piece === index)
      .map((one) => words.segment(time(one.from, zone), time(one.to, zone), duration(one.minutes), names(one.pack, one.paid) || words.noPremium)),
  ]
}

const minutesOf = (piece: Pick<WorkPiece, 'from' | 'to' | 'breaks'>): number => paidParts(piece).reduce((sum, { from, to }) => sum + (to - from) / MINUTE, 0)

function nameOf(line: PayLine, { terms }: PayInput, language: ExplainLanguage, words: ExplainWords): string {
  if (line.pack === null) return line.rule === 'base' ? words.base : words.standingBy
  return ruleOf(line, terms)?.name[language] ?? line.rule
}

function lineSentence(line: PayLine, input: PayInput, { lines }: PayResult, language: ExplainLanguage, { words, duration, money, percent }: Writer): string {
  const rule = ruleOf(line, input.terms)
  const named = { name: nameOf(line, input, language, words), minutes: duration(line.minutes), source: rule?.source ?? '' }
  const rate = money(line.rate, Number.isInteger(line.rate) ? 0 : 3)
  const exact = exactOf(line)
  const isWhole = exact.num % exact.den === 0n
  const isAlone = lines.filter((other) => isSameSum(other, line)).length === 1
  const amount = isWhole ? money(line.amount) : isAlone ? words.exact(money(toNumber(exact), 4), money(line.amount)) : words.together(money(line.amount))
  const head =
    line.pack === null
      ? words.hours({ ...named, rate })
      : line.permille === null
        ? words.amount({ ...named, perHour: money(line.perHour ?? 0) })
        : words.share({ ...named, rate, percent: percent(line.permille), isRaised: isRaised(rule) })
  return `${head} = ${amount}.`
}

/** What is rounded together. */
const isSameSum = (a: PayLine, b: PayLine): boolean => a.rule === b.rule && a.currency === b.currency

const isRaised = (rule: PremiumRule | undefined): boolean => (rule?.on?.length ?? 0) > 0

/** Minutes by rate, from what the line itself says. */
export function exactOf({ minutes, rate, permille, perHour }: PayLine): Fraction {
  const ofRate = fraction(Math.round(rate * 1e6), 1_000_000)
  const share = permille === null && perHour === null ? fraction(1) : fraction(permille ?? 0, 1_000)
  return times(plus(times(ofRate, share), fraction(perHour ?? 0)), fraction(minutes, 60))
}

/** What does not agree with itself: of a stored month nothing, unless somebody has changed it. */
export function faultsOf({ pieces }: PayInput, result: PayResult): Array<keyof ExplainWords['facts']> {
  const { lines, segments, worked } = result
  const minutesAgree =
    pieces.every((piece, n) => piece.kind === 'onCall' || minutesOf(piece) === segments.reduce((sum, one) => sum + (one.piece === n ? one.minutes : 0), 0)) &&
    segments.reduce((sum, { minutes }) => sum + minutes, 0) === worked
  const rules = [...new Set(lines.map(({ rule }) => rule))]
  const linesOf = (rule: string): PayLine[] => lines.filter((line) => line.rule === rule)
  const premiumsAgree = rules.every((rule) => {
    const own = linesOf(rule)
    if (own[0]?.pack === null) return true
    const held = segments.reduce((sum, one) => sum + (one.paid.includes(rule) ? one.minutes : 0), 0)
    return held === own.reduce((sum, { minutes }) => sum + minutes, 0)
  })
  const amountsAgree = lines.every((line) => {
    const own = lines.filter((other) => isSameSum(other, line))
    return roundedHalfUp(own.map(exactOf).reduce(plus, ZERO)) === own.reduce((sum, { amount }) => sum + amount, 0)
  })
  const [own] = sumsOf(result)
  const totalAgrees = (['base', 'standingBy', 'premiums', 'total'] as const).every((name) => own[name] === result[name])
  const facts = { minutes: minutesAgree, premiums: premiumsAgree, amounts: amountsAgree, total: totalAgrees }
  return (['minutes', 'premiums', 'amounts', 'total'] as const).filter((fact) => !facts[fact])
}

function verdict(input: PayInput, result: PayResult, words: ExplainWords): string[] {
  const faults = faultsOf(input, result)
  return faults.length === 0 ? [words.holds] : faults.map((fault) => words.fails(words.facts[fault]))
}
