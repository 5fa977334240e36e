import type { Day } from './grid-model.ts'
import type { ShiftView } from './types.ts'
import { wallTime } from './wall-time.ts'

/** The day to scale: where a shift lies in it, and the hours above it. A day of 23 or 25 hours has so many, as they really pass. */

const HOUR = 3_600_000

/** In shares of the day; what lies outside it is cut off. */
export const placeOf = ({ startsAt, endsAt }: Pick<ShiftView, 'startsAt' | 'endsAt'>, { from, to }: Pick<Day, 'from' | 'to'>) => {
  const [left, right] = [Math.max(Date.parse(startsAt), from), Math.min(Date.parse(endsAt), to)]
  return { left: (left - from) / (to - from), width: Math.max(0, right - left) / (to - from) }
}

/** Every third hour by the clock on the wall, with its place; where the clock goes back, an hour comes twice. */
export const hourMarks = ({ from, to }: Pick<Day, 'from' | 'to'>, zone: string): Array<{ at: number; left: number; label: string }> =>
  Array.from({ length: Math.round((to - from) / HOUR) }, (_, index) => from + index * HOUR).flatMap((at) => {
    const time = wallTime(at, zone)
    return Number(time.slice(0, 2)) % 3 === 0 ? [{ at, left: (at - from) / (to - from), label: time.slice(0, 2) }] : []
  })
