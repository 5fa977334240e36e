import { DateTime } from 'luxon'
import { isDomainError } from '../../errors.ts'
import { dateAt, plusDays } from '../../local-time/wall-clock.ts'
import type { Interval, Shift, ShiftKind, ShiftType } from '../../roster-rules/model.ts'
import { daysOf, placeShift } from '../roster/place-shift.ts'
import type { Hole } from './ways.ts'

/** What has to be mended: the work of one who drops out, or a time for which nobody is there. */

const MINUTE = 60_000
/** Nobody is asked to work longer than that at once. */
const LONGEST = 12 * 60 * MINUTE
const MOST_HOLES = 20
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** His work in that time, as far as it lies ahead. */
export function holesOf(pieces: readonly Shift[], personId: string, within: Interval, now: number): Hole[] {
  return pieces
    .filter((piece) => piece.personId === personId && piece.from < within.to && within.from < piece.to && piece.to > now)
    .sort((a, b) => a.from - b.from)
    .slice(0, MOST_HOLES)
    .map((piece) => {
      const span = { from: Math.max(piece.from, within.from, wholeMinute(now, piece.from)), to: Math.min(piece.to, within.to) }
      return { span, shift: piece, piece, without: personId }
    })
    .filter(({ span }) => span.from < span.to)
}

export type Vacancy = Interval & { siteId: string; zone: string; levelId: string; kind: ShiftKind; skill: string | null; people: number }

/** Shifts that would close a gap: by the shift type that covers it best, else exactly as long, in parts where it is long. */
export function vacanciesOf(gap: Vacancy, types: ReadonlyArray<ShiftType & { isActive: boolean }>, now: number): Hole[] {
  const from = wholeMinute(now, gap.from)
  if (from >= gap.to) return []
  const fitting = types.filter(({ siteId, levelId, kind, isActive }) => isActive && siteId === gap.siteId && levelId === gap.levelId && kind === gap.kind)
  const typed = fitting
    .flatMap((type) => placed(type, { ...gap, from }, now))
    .sort((a, b) => a.to - a.from - (b.to - b.from) || (String(a.shiftTypeId) < String(b.shiftTypeId) ? -1 : 1))
  const shifts = typed[0] ? [typed[0]] : parts({ from, to: gap.to }).map((span) => byHand(gap, span))
  const once = shifts.map((shift) => ({ span: { from: shift.from, to: shift.to }, shift, piece: null, without: null }))
  return Array.from({ length: gap.people }, () => once)
    .flat()
    .slice(0, MOST_HOLES)
}

/** A type that covers the gap and has not begun yet. */
function placed(type: ShiftType, gap: Vacancy, now: number): Shift[] {
  const first = dateAt(gap.from, gap.zone)
  return [plusDays(first, -1), first].flatMap((date) => {
    try {
      const { startsAt, endsAt, breaks } = type
      const span = placeShift({ startsAt, endsAt, days: daysOf({ startsAt, endsAt }), breaks, date, zone: gap.zone })
      if (span.from > gap.from || span.to < gap.to || span.from < now) return []
      return [{ ...byHand(gap, span), date, shiftTypeId: type.id, breaks: span.breaks }]
    } catch (error) {
      // On that day the clock does not show its times, or shows them twice.
      if (isDomainError(error)) return []
      throw error
    }
  })
}

function byHand({ siteId, zone, levelId, kind, skill }: Vacancy, { from, to }: Interval): Shift {
  return { id: NOBODY, personId: NOBODY, siteId, zone, date: dateAt(from, zone), from, to, kind, levelId, skill, shiftTypeId: null, breaks: [], buddyId: null }
}

function parts({ from, to }: Interval): Interval[] {
  const count = Math.ceil((to - from) / LONGEST)
  const length = Math.ceil((to - from) / count / (30 * MINUTE)) * 30 * MINUTE
  return Array.from({ length: count }, (_, n) => ({ from: from + n * length, to: Math.min(to, from + (n + 1) * length) })).filter((one) => one.from < one.to)
}

/** The clock on the wall shows no seconds. */
function wholeMinute(now: number, begin: number): number {
  return begin >= now ? begin : Math.ceil(now / MINUTE) * MINUTE
}

/** What the clock shows at an instant. */
export function wallAt(instant: number, zone: string): string {
  return DateTime.fromMillis(instant, { zone }).toFormat('HH:mm')
}
