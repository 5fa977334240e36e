/** Should the night be staffed? */

/** Calls of one hour of a weekday, by the clock. */
export type HourOfCalls = { weekday: number; hour: number; calls: number }
export type NightAdvice = 'noCalls' | 'tooFew' | 'noNight' | 'onCall' | 'staff'
export type NightFigures = { calls: number; nightCalls: number; share: number; limit: number; advice: NightAdvice; byHour: number[] }

/** Below 5 % of all contacts (in hundredths of a per cent) a night desk does not pay. */
const LIMIT = 500
/** Fewer calls say nothing. */
const LEAST_CALLS = 100
/** A desk at night has at least so many calls an hour; with fewer somebody on call is enough. */
const LEAST_PER_HOUR = 1

/** `night`: hours of the clock, whole ones; `days`: of the period, so many nights. */
export function nightFigures(hours: readonly HourOfCalls[], night: { from: string; to: string }, days: number): NightFigures {
  const byHour = Array.from({ length: 24 }, (_, hour) => hours.filter((one) => one.hour === hour).reduce((sum, { calls }) => sum + calls, 0))
  const dark = nightHours(night)
  const calls = byHour.reduce((sum, one) => sum + one, 0)
  const nightCalls = dark.reduce((sum, hour) => sum + (byHour[hour] ?? 0), 0)
  const share = calls === 0 ? 0 : Math.round((10_000 * nightCalls) / calls)
  const perHour = nightCalls / Math.max(1, days * dark.length)
  return { calls, nightCalls, share, limit: LIMIT, advice: adviceOf({ calls, nightCalls, perHour }), byHour }
}

/** By the calls themselves: what is a little less than the limit is not rounded up to it. */
function adviceOf({ calls, nightCalls, perHour }: { calls: number; nightCalls: number; perHour: number }): NightAdvice {
  if (calls === 0) return 'noCalls'
  if (calls < LEAST_CALLS) return 'tooFew'
  if (nightCalls * 10_000 < calls * LIMIT) return 'noNight'
  return perHour < LEAST_PER_HOUR ? 'onCall' : 'staff'
}

export function nightHours({ from, to }: { from: string; to: string }): number[] {
  const [begin, end] = [Number(from.slice(0, 2)), Number(to.slice(0, 2))]
  const length = (end - begin + 24) % 24
  return Array.from({ length: length === 0 ? 24 : length }, (_, n) => (begin + n) % 24)
}
