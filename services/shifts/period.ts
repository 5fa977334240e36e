import { DateTime } from 'luxon'
import { domainError } from '../errors.ts'

/** The most that a screen asks for at once: three years. */
const MOST_DAYS = 1_100

/** Dates or instants in ISO 8601. Throws PERIOD_INVALID unless they run forward and last at most `days`. */
export function checkPeriod({ from, to }: { from: string; to: string }, days = MOST_DAYS): void {
  const [begin, end] = [from, to].map((text) => DateTime.fromISO(text, { zone: 'utc' }))
  const isPossible = begin && end && begin < end && end.diff(begin, 'days').days <= days
  if (!isPossible) throw domainError('PERIOD_INVALID', { from, to, days })
}
