import type { CallbackRule } from '../../../schemas/rules.ts'

type BreakerRule = CallbackRule['breaker']
/** Calls to people who asked by the public ways. */
export type Calls = { all: number; bad: number }
/** The last time that it was open for this reason, and how long. */
export type Before = { openedAt: Date; endedAt: Date }

const MINUTE = 60_000
/** On trial so many calls are enough to know. */
const TRIAL_PART = 3
const MOST_MINUTES = 24 * 60

/** It ended lately: the calls since then are a trial. */
export const isOnTrial = (before: Before | undefined, at: Date, { minutes }: BreakerRule): boolean =>
  before !== undefined && at.getTime() - before.endedAt.getTime() < minutes * MINUTE

/** Which calls count: none from before it was opened again. */
export function countedSince(before: Before | undefined, at: Date, { minutes }: BreakerRule): Date {
  const since = at.getTime() - minutes * MINUTE
  return new Date(Math.max(since, before?.endedAt.getTime() ?? since))
}

/** For how many minutes it shall be open now; undefined: all is well. A trial that goes wrong makes the next quiet twice as long, up to a day. */
export function quietMinutes({ all, bad }: Calls, before: Before | undefined, at: Date, rule: BreakerRule): number | undefined {
  const trial = isOnTrial(before, at, rule)
  const least = trial ? Math.ceil(rule.least / TRIAL_PART) : rule.least
  if (all < least || bad <= all * rule.share) return undefined
  const last = before && trial ? (before.endedAt.getTime() - before.openedAt.getTime()) / MINUTE : rule.minutes / 2
  return Math.min(MOST_MINUTES, Math.max(rule.minutes, last * 2))
}
