import { type Fraction, ZERO, fraction, isLess, lesser, plus, roundedHalfUp, times, toNumber } from './fractions.ts'
import type { PayLine, PayPack, PremiumRule } from './model.ts'

/** A premium that is paid, and what it is reckoned on. */
export type Premium = { rule: PremiumRule; rate: Fraction }

const isPaid = ({ permille = 0, perHour = 0 }: PremiumRule): boolean => permille > 0 || perHour > 0

/** What a premium brings in an hour. */
function perHourOf({ rule: { permille = 0, perHour = 0 }, rate }: Premium): Fraction {
  return plus(times(rate, fraction(permille, 1_000)), fraction(perHour))
}

const capped = (rate: Fraction, { maxRate }: PremiumRule): Fraction => (maxRate === undefined ? rate : lesser(rate, fraction(maxRate)))

/** Of the rules that hold, those that are paid, in the order of the pack: the highest of each group, and of these what the pack's stacking leaves. */
export function premiumsOf(rules: readonly PremiumRule[], hourlyRate: number, { stacking }: Pick<PayPack, 'stacking'>): Premium[] {
  const plain = rules.filter(isPaid).map((rule) => ({ rule, rate: capped(fraction(hourlyRate), rule) }))
  const best = plain.filter((one, n) => plain.every((other, m) => n === m || !isRival(one, other, stacking) || !beats(other, one, m < n)))
  if (stacking !== 'multiplicative') return best.map((one) => ({ ...one, rate: capped(raised(one.rule, hourlyRate, best), one.rule) }))
  let rate = fraction(hourlyRate)
  return best.map(({ rule }) => {
    const premium = { rule, rate: capped(rate, rule) }
    rate = plus(rate, perHourOf(premium))
    return premium
  })
}

const isRival = (a: Premium, b: Premium, stacking: PayPack['stacking']): boolean => stacking === 'highest' || a.rule.group === b.rule.group

/** Of two that bring the same the earlier in the pack. */
function beats(a: Premium, b: Premium, isEarlier: boolean): boolean {
  const [ofA, ofB] = [perHourOf(a), perHourOf(b)]
  return isLess(ofB, ofA) || (isEarlier && !isLess(ofA, ofB))
}

function raised({ on = [] }: PremiumRule, hourlyRate: number, paid: readonly Premium[]): Fraction {
  return paid.filter(({ rule }) => on.includes(rule.id)).reduce((rate, below) => plus(rate, perHourOf(below)), fraction(hourlyRate))
}

type Sum = Omit<PayLine, 'amount'> & { order: number; exact: Fraction }

/** Adds up minutes by rule and rate. Amounts are rounded once for each rule and currency: its lines share what that leaves over, so they add up to the rounded sum. */
export function lineBook() {
  const sums = new Map<string, Sum>()
  const add = (line: Omit<PayLine, 'amount' | 'rate'>, rate: Fraction, order: number): void => {
    const { rule, pack, minutes, permille, perHour, currency } = line
    const shown = toNumber(rate)
    const key = [rule, pack?.id, pack?.validFrom, shown, permille, perHour, currency].join(' ')
    const share = permille === null && perHour === null ? fraction(1) : fraction(permille ?? 0, 1_000)
    const exact = times(plus(times(rate, share), fraction(perHour ?? 0)), fraction(minutes, 60))
    const known = sums.get(key)
    if (known) sums.set(key, { ...known, minutes: known.minutes + minutes, exact: plus(known.exact, exact) })
    else sums.set(key, { ...line, rate: shown, order, exact })
  }

  return {
    addHours: (rule: 'base' | 'onCall', hourlyRate: number, minutes: number, currency?: string): void =>
      add({ rule, pack: null, minutes, permille: null, perHour: null, ...(currency && { currency }) }, fraction(hourlyRate), rule === 'base' ? -2 : -1),
    addPremium: ({ rule, rate }: Premium, { id, validFrom, rules }: PayPack, minutes: number, currency?: string): void => {
      const line = { rule: rule.id, pack: { id, validFrom }, minutes, permille: rule.permille ?? null, perHour: rule.perHour ?? null }
      add({ ...line, ...(currency && { currency }) }, rate, rules.indexOf(rule))
    },
    lines: (): PayLine[] => rounded([...sums.values()].sort((a, b) => a.order - b.order)),
  }
}

function rounded(sums: readonly Sum[]): PayLine[] {
  const soFar = new Map<string, Fraction>()
  return sums.map(({ order: _order, exact, ...line }) => {
    const key = `${line.rule} ${line.currency ?? ''}`
    const before = soFar.get(key) ?? ZERO
    const after = plus(before, exact)
    soFar.set(key, after)
    return { ...line, amount: roundedHalfUp(after) - roundedHalfUp(before) }
  })
}
