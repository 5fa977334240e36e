/** Who is asked when: those who have had the least hear of it first, and have some minutes before the next ones are asked. */

/** So many are asked at once. */
export const ASKED_AT_ONCE = 3
/** The next ones wait at most so long; all have been asked when half of the time has passed after which supervisors are told. */
const MOST_MINUTES_BETWEEN = 10
const MINUTE = 60_000
/** What begins sooner does not wait: all are asked at once. */
const SOON_MINUTES = 120

export type Asked = { kind: string; createdAt: number; startsAt: number; raiseAt: number | null; count: number }

/** The last rank that is asked by `now`. A shift that its person gives away or exchanges is offered to all at once. */
export function rankAskedBy({ kind, createdAt, startsAt, raiseAt, count }: Asked, now: number): number {
  if (kind === 'give' || kind === 'swap' || raiseAt === null || startsAt < createdAt + SOON_MINUTES * MINUTE) return count
  const waves = Math.ceil(count / ASKED_AT_ONCE)
  if (waves < 2) return count
  const between = Math.min(MOST_MINUTES_BETWEEN * MINUTE, (raiseAt - createdAt) / 2 / (waves - 1))
  const passed = between <= 0 ? waves : Math.floor(Math.max(0, now - createdAt) / between) + 1
  return Math.min(count, passed * ASKED_AT_ONCE)
}
