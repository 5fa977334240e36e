import { monthOf, payOf, sumsOf } from '../../pay-rules/pay.ts'
import type { PaySum, PayTerms, WorkPiece } from '../../pay-rules/model.ts'
import type { Shift, Worker } from '../../roster-rules/model.ts'
import type { Money, Question } from './question.ts'

/** What one shift costs beyond its plain hours, by the rules of pay (no overtime: that is a sum of many). Equal terms and times are reckoned once. */
export function premiums(termsOf: ReadonlyMap<string, PayTerms>): Question['premiumOf'] {
  const known = new Map<string, Money>()
  const keys = new Map<string, string>()
  return (worker: Worker, shift: Shift) => {
    const terms = termsOf.get(worker.id)
    if (!terms || shift.kind === 'onCall') return null
    const key = keys.get(worker.id) ?? JSON.stringify([terms.rates, terms.currency])
    keys.set(worker.id, key)
    const at = `${key} ${shift.from} ${shift.to} ${shift.siteId}`
    const found = known.get(at) ?? mostOf(sumsOf(payOf({ personId: worker.id, month: monthOf(shift), pieces: [pieceOf(shift)], terms })))
    known.set(at, found)
    return found
  }
}

/** One shift is weighed in one currency, that of its greatest premium: the night on which a contract changes it is in two. */
const mostOf = (sums: readonly PaySum[]): Money =>
  sums.map(({ premiums: amount, currency }) => ({ amount, currency })).reduce((most, one) => (one.amount > most.amount ? one : most))

function pieceOf({ id, from, to, zone, siteId, breaks }: Shift): WorkPiece {
  return { from, to, kind: 'desk', zone, siteId, shiftId: id, breaks: breaks.filter(({ isPaid }) => !isPaid), source: 'roster' }
}

/** What an hour costs on the average, by currency: what a premium is weighed against. */
export function meanRates(termsOf: Iterable<PayTerms>): Map<string, number> {
  const all = new Map<string, number[]>()
  for (const { currency: own, rates } of termsOf) {
    const { hourlyRate, currency = own } = rates.at(-1) ?? { hourlyRate: null }
    if (hourlyRate !== null && hourlyRate > 0) all.set(currency, [...(all.get(currency) ?? []), hourlyRate])
  }
  return new Map([...all].map(([currency, rates]) => [currency, rates.reduce((sum, rate) => sum + rate, 0) / rates.length]))
}
