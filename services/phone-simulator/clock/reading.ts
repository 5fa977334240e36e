/**
 * How virtual time runs: at the real instant `realAt` it was `virtualAt` (both epoch milliseconds), and since then it
 * runs `speed` times as fast (0 = it stands still until somebody moves it). `version` grows with each change.
 */
export type ClockReading = { realAt: number; virtualAt: number; speed: number; version: number }

/** Where the clock lives. The simulator moves it; with a database the rest of Nightline follows the same row. */
export type ClockSource = {
  /** The newest reading known here. */
  reading: () => ClockReading
  /** The machine's clock, epoch milliseconds. */
  realNow: () => number
  /** Sets instant and speed; resolves when everybody else can see it. */
  set: (next: { virtualAt: number; speed: number }) => Promise<void>
  /** How many things the rest of the program still has to do at this instant. 0 when it follows no clock of ours. */
  inFlight: () => Promise<number>
  /** The next instant at which the rest of the program wants to act, if it says so. */
  nextDue: () => Promise<number | undefined>
  /** Called after each change, also one that somebody else made. */
  onChange: (listener: () => void) => void
  close: () => Promise<void>
}

/** Virtual now in epoch milliseconds. */
export function virtualNow(reading: ClockReading, realNow: number): number {
  return reading.virtualAt + (realNow - reading.realAt) * reading.speed
}
