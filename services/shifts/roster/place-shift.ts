import { DateTime } from 'luxon'
import { domainError } from '../../errors.ts'
import { dateAt, isAmbiguous, plusDays, wallClock } from '../../local-time/wall-clock.ts'
import type { Break, Interval, Shift, ShiftType } from '../../roster-rules/model.ts'

/** Longer ones the database refuses too (`shift_is_possible`). */
export const LONGEST_SHIFT_HOURS = 36

const MINUTE = 60_000

/** Which of the two, where the clock shows a time twice. */
export type Fold = 'first' | 'last'

/** A shift as the clock on the wall shows it. `days`: how many midnights lie between the dates of its begin and its end. */
export type WallShift = { startsAt: string; endsAt: string; days: number; breaks: ShiftType['breaks'] }

/** Of times without dates: an end at or before the begin is on the next day. */
export function daysOf({ startsAt, endsAt }: Pick<WallShift, 'startsAt' | 'endsAt'>): number {
  return endsAt <= startsAt ? 1 : 0
}

/**
 * The instants of a shift that begins on `date` in `zone`. Nothing is guessed: a time that comes twice is AMBIGUOUS_TIME unless `fold` says which
 * one, a time that the clock skips is SKIPPED_TIME. Breaks are cut to the shift; one that lies outside is left out.
 */
export function placeShift({ date, zone, fold, ...wall }: WallShift & { date: string; zone: string; fold?: Fold | undefined }): Interval & { breaks: Break[] } {
  const from = instantOf(date, wall.startsAt, zone, fold)
  const to = instantOf(plusDays(date, wall.days), wall.endsAt, zone, fold)
  const hours = (to - from) / MINUTE / 60
  if (hours > LONGEST_SHIFT_HOURS) throw domainError('SHIFT_TOO_LONG', { hours: Math.round(hours * 100) / 100, limit: LONGEST_SHIFT_HOURS })
  return { from, to, breaks: wall.breaks.flatMap((rest) => placeBreak(rest, { from, to }, date, wall.days, zone)) }
}

/** The way back: what the clock showed. */
export function wallOf({ from, to, zone, breaks }: Pick<Shift, 'from' | 'to' | 'zone' | 'breaks'>): WallShift {
  const shown = (instant: number): string => DateTime.fromMillis(instant, { zone }).toFormat('HH:mm')
  const days = Math.round((Date.parse(dateAt(to, zone)) - Date.parse(dateAt(from, zone))) / 86_400_000)
  const endsAtMidnight = shown(to) === '00:00' && days > 0
  return {
    startsAt: shown(from),
    endsAt: endsAtMidnight ? '24:00' : shown(to),
    days: endsAtMidnight ? days - 1 : days,
    breaks: breaks.map((rest) => ({ from: shown(rest.from), minutes: (rest.to - rest.from) / MINUTE, isPaid: rest.isPaid })),
  }
}

/** Which of two equal times a shift uses; undefined when neither of its ends comes twice. */
export function foldOf({ from, to, zone }: Pick<Shift, 'from' | 'to' | 'zone'>): Fold | undefined {
  for (const instant of [from, to]) {
    const at = DateTime.fromMillis(instant, { zone })
    if (isAmbiguous(at, at.toFormat('HH:mm'))) return wallClock(at, at.toFormat('HH:mm'), 'first').toMillis() === instant ? 'first' : 'last'
  }
  return undefined
}

function instantOf(date: string, time: string, zone: string, fold: Fold | undefined): number {
  const day = DateTime.fromISO(date, { zone })
  if (fold === undefined && isAmbiguous(day, time)) throw domainError('AMBIGUOUS_TIME', { date, time })
  const at = wallClock(day, time, fold ?? 'first')
  // The end of a day is there even where its midnight is skipped.
  if (time !== '24:00' && at.toFormat('HH:mm') !== time) throw domainError('SKIPPED_TIME', { date, time })
  return at.toMillis()
}

/** The first such time within the shift. A break in the doubled hour is had once, one in the skipped hour after it. */
function placeBreak({ from: time, minutes, isPaid }: ShiftType['breaks'][number], shift: Interval, date: string, days: number, zone: string): Break[] {
  for (let day = 0; day <= days; day++) {
    for (const which of ['first', 'last'] as const) {
      const from = wallClock(DateTime.fromISO(plusDays(date, day), { zone }), time, which).toMillis()
      if (from >= shift.from && from < shift.to) return [{ from, to: Math.min(from + minutes * MINUTE, shift.to), isPaid }]
    }
  }
  return []
}
