import type { NewWorkedTime } from '../api/pay-types.ts'
import { instantsOf, plusDays } from '../format/zoned.ts'

export type Fold = 'first' | 'last'
export type WorkedValues = {
  /** Empty: beside the roster, no shift of it. */
  shiftId: string
  effect: NewWorkedTime['effect']
  date: string
  from: string
  to: string
  fromFold: Fold
  toFold: Fold
  reason: string
}

/** A time that the clock shows twice needs a word more; one that it jumps over is no time. */
export type Reading = { kind: 'once'; at: string } | { kind: 'twice'; first: string; last: string } | { kind: 'never' }

export const readInstant = (date: string, time: string, zone: string): Reading => {
  const [first, last] = instantsOf(date, time, zone)
  if (first === undefined) return { kind: 'never' }
  return last === undefined ? { kind: 'once', at: first } : { kind: 'twice', first, last }
}

export const endDate = (date: string, from: string, to: string): string => (to <= from ? plusDays(date, 1) : date)

const chosen = (reading: Reading, fold: Fold): string | undefined =>
  reading.kind === 'never' ? undefined : reading.kind === 'once' ? reading.at : reading[fold]

/** From wall-clock times to instants; undefined when the clock never shows one of them, or they leave nothing between. */
export const spanOf = ({ date, from, to, fromFold, toFold }: WorkedValues, zone: string): { fromAt: string; toAt: string } | undefined => {
  const fromAt = chosen(readInstant(date, from, zone), fromFold)
  const toAt = chosen(readInstant(endDate(date, from, to), to, zone), toFold)
  return fromAt === undefined || toAt === undefined || fromAt >= toAt ? undefined : { fromAt, toAt }
}
