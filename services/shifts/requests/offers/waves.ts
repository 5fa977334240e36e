import { awakeFrom } from '../reminders/due.ts'

/** Who is asked when: those who have had the least hear of it first, and have some minutes before the next ones are asked. */

/** So many are asked at once. */
export const ASKED_AT_ONCE = 3
/** The next ones wait at most so long; all have been asked when half of the time has passed after which supervisors are told. */
const MOST_MINUTES_BETWEEN = 10
const MINUTE = 60_000
/** What begins sooner does not wait: all are asked at once. */
const SOON_MINUTES = 120
/** A text about it waits for the morning where so much is left then. */
const MORNING_HOURS = 6

/** `since`: from when on they may be texted. Their time to answer, and that after which supervisors are told, begins then. */
export type Asked = { kind: string; since: number; startsAt: number; raiseAt: number | null; count: number }

/** From when on somebody who is asked at `at` may be texted about a shift, by the clock of his house: nobody is woken for what has time. */
export function textFrom(at: number, startsAt: number, zone: string): number {
  const morning = awakeFrom(at, zone)
  return startsAt - morning < MORNING_HOURS * 60 * MINUTE ? at : morning
}

/** The last rank that is asked by `now`. A shift that its person gives away or exchanges is offered to all at once. */
export function rankAskedBy({ kind, since, startsAt, raiseAt, count }: Asked, now: number): number {
  if (kind === 'give' || kind === 'swap' || raiseAt === null || startsAt < since + SOON_MINUTES * MINUTE) return count
  const waves = Math.ceil(count / ASKED_AT_ONCE)
  if (waves < 2) return count
  const between = Math.min(MOST_MINUTES_BETWEEN * MINUTE, (raiseAt - since) / 2 / (waves - 1))
  const passed = between <= 0 ? waves : Math.floor(Math.max(0, now - since) / between) + 1
  return Math.min(count, passed * ASKED_AT_ONCE)
}
