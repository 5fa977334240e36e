import { DateTime } from 'luxon'

/** The one clock. Domain instants come from here, never from `Date.now()` or Postgres' `now()`. */
export type Clock = { now: () => DateTime }

/**
 * How virtual time runs: at the real instant `realAt` it was `virtualAt`, and since then it runs `speed` times as
 * fast (0 = it stands still until somebody moves it). One row of the table `clock`; `version` grows with each change.
 */
export type ClockReading = { realAt: number; virtualAt: number; speed: number; version: number }

/** Virtual now in epoch milliseconds for a reading and the machine's clock (both in milliseconds). */
export function virtualNow(reading: ClockReading, realNow: number): number {
  return reading.virtualAt + (realNow - reading.realAt) * reading.speed
}

/** The machine's clock: what runs when real people call. */
export function systemClock(): Clock {
  return { now: () => DateTime.utc() }
}

/** A clock that follows a reading, which its owner replaces when the row changes. */
export function followedClock(current: () => ClockReading): Clock {
  return { now: () => DateTime.fromMillis(virtualNow(current(), Date.now()), { zone: 'utc' }) }
}
