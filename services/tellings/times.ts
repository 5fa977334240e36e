import { DateTime } from 'luxon'
import { wallClock } from '../local-time/wall-clock.ts'
import type { PolicyRule } from '../schemas/rules.ts'

type Rule = PolicyRule['executive']
export type TellingKind = 'loud' | 'digest'

const MINUTE = 60_000
/** Of two calls to one person about the same telling at least so much lies between, whatever comes in. */
export const LEAST_BETWEEN_MINUTES = 1
/** When nobody can stand in for him it goes on, more slowly: six times an hour. */
const SLOW_MINUTES = 10

/** Urgent cases at once, the others wait for his set hour. */
export const kindOf = (severity: string): TellingKind => (severity === 'urgent' ? 'loud' : 'digest')

/** When it begins to ring. The set hour is by the company's clock: one that is skipped comes at the end of the gap, of one that comes twice the first counts. */
export function beginsAt(kind: TellingKind, now: Date, { tellAt }: Rule, zone: string): Date {
  if (kind === 'loud') return now
  const today = DateTime.fromJSDate(now, { zone }).startOf('day')
  const hours = [0, 1].map((days) => wallClock(today.plus({ days }), tellAt, 'first').toJSDate())
  return hours.find((hour) => hour > now) ?? now
}

/** From here on the deputy has the cases. */
export const handsAt = (startedAt: Date, { handAfterMinutes }: Rule): Date => new Date(startedAt.getTime() + handAfterMinutes * MINUTE)

/** The next call after one that was not acknowledged. */
export function ringsAgainAt(startedAt: Date, now: Date, rule: Rule, hasNoDeputy: boolean): Date {
  const minutes = hasNoDeputy && now >= handsAt(startedAt, rule) ? Math.max(rule.repeatMinutes, SLOW_MINUTES) : rule.repeatMinutes
  return new Date(now.getTime() + minutes * MINUTE)
}
