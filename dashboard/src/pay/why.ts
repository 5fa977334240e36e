import type { PayLine, PayPiece, PayStatement } from '../api/pay-types.ts'

export type Segment = PayPiece['segments'][number]
export type Stretch = { piece: PayPiece; segment: Segment }

/** The name of a premium in the language of the screen; one that has no line (0 units) keeps its id. */
export const ruleNames = (lines: readonly PayLine[], language: string): ((rule: string) => string) => {
  const names = new Map(lines.map(({ rule, name }) => [rule, language === 'ru' ? name.ru : name.en]))
  return (rule) => names.get(rule) ?? rule
}

/** The stretches of work behind a line of a premium, by time. */
export const stretchesOf = (pieces: readonly PayPiece[], rule: string): Stretch[] =>
  pieces
    .flatMap((piece) => piece.segments.filter(({ rules }) => rules.includes(rule)).map((segment) => ({ piece, segment })))
    .sort((a, b) => Date.parse(a.segment.fromAt) - Date.parse(b.segment.fromAt))

/** Pieces by time, the first of the month first. */
export const inOrder = (pieces: readonly PayPiece[]): PayPiece[] => [...pieces].sort((a, b) => Date.parse(a.fromAt) - Date.parse(b.fromAt))

type Sums = Pick<PayStatement, 'total' | 'currency' | 'others'>

/** In each currency what it comes to: money of two is never added together. */
export const totalsOf = ({ total, currency, others }: Sums): { total: number; currency: string }[] => [{ total, currency }, ...others]

/** What the lines and bookings come to: the page adds up what it shows, and says so if it is not the total. */
export const isAddedUp = ({ lines, bookings, ...sums }: Pick<PayStatement, 'lines' | 'bookings'> & Sums): boolean =>
  totalsOf(sums).every(({ total, currency }) => [...lines, ...bookings].reduce((sum, one) => sum + (one.currency === currency ? one.amount : 0), 0) === total)

/** How many minutes of a piece each premium is for. */
export const minutesByRule = ({ segments }: Pick<PayPiece, 'segments'>): [rule: string, minutes: number][] => {
  const sums = new Map<string, number>()
  for (const { rules, minutes } of segments) for (const rule of rules) sums.set(rule, (sums.get(rule) ?? 0) + minutes)
  return [...sums]
}
