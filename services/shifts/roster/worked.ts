import { dateAt } from '../../local-time/wall-clock.ts'
import { groupBy } from '../../roster-rules/group-by.ts'
import type { Cover, Duty, Shift } from '../../roster-rules/model.ts'
import type { PersonalCount } from './diff.ts'

/**
 * Who really works when: the override where there is one, else the swap, else the person on the roster. The database makes the same (`make_duties`);
 * here it is said for a roster that is not stored yet.
 */
export function dutiesOf(shifts: readonly Shift[], covers: readonly Cover[]): Duty[] {
  const coversOf = groupBy(covers, ({ shiftId }) => shiftId)
  return shifts.flatMap((shift) => piecesOf(shift, coversOf.get(shift.id) ?? []))
}

/** Whose work changes from the one to the other: shifts that somebody gets, loses, or works at other hours. */
export function countWorked(before: readonly Duty[], after: readonly Duty[]): Map<string, PersonalCount> {
  const [was, is] = [hoursBy(before), hoursBy(after)]
  const counts = new Map<string, PersonalCount>()
  for (const key of new Set([...was.keys(), ...is.keys()])) {
    const personId = (was.get(key) ?? is.get(key))?.personId ?? ''
    const [then, now] = [was.get(key)?.hours, is.get(key)?.hours]
    if (then === now) continue
    const what = then === undefined ? 'added' : now === undefined ? 'removed' : 'changed'
    const his = counts.get(personId) ?? { added: 0, removed: 0, changed: 0 }
    counts.set(personId, { ...his, [what]: his[what] + 1 })
  }
  return counts
}

/** Of each person in each shift. */
function hoursBy(duties: readonly Duty[]): Map<string, { personId: string; hours: string }> {
  const mine = groupBy(duties, ({ personId, shiftId }) => `${personId} ${shiftId}`)
  const hoursOf = (pieces: readonly Duty[]): string => pieces.map(({ from, to }) => `${from}-${to}`).join()
  return new Map([...mine].map(([key, pieces]) => [key, { personId: pieces[0]?.personId ?? '', hours: hoursOf(pieces) }]))
}

/** The shifts for the rules: a part in which somebody stands in is a shift of his. */
export function workedShifts<T extends Shift>(shifts: readonly T[], covers: readonly Cover[]): T[] {
  const coversOf = groupBy(covers, ({ shiftId }) => shiftId)
  return shifts.flatMap((shift) => {
    const own = coversOf.get(shift.id)
    if (!own) return [shift]
    return piecesOf(shift, own).map(({ personId, from, to }) => ({
      ...shift,
      personId,
      from,
      to,
      date: dateAt(from, shift.zone),
      breaks: shift.breaks.map((rest) => ({ ...rest, from: Math.max(rest.from, from), to: Math.min(rest.to, to) })).filter((rest) => rest.from < rest.to),
      buddyId: shift.buddyId === personId ? null : shift.buddyId,
    }))
  })
}

function piecesOf(shift: Shift, covers: readonly Cover[]): Duty[] {
  const { id: shiftId, personId: plannedId, siteId, zone, kind, levelId, skill, buddyId } = shift
  const edges = [shift.from, shift.to, ...covers.flatMap(({ from, to }) => [from, to])].filter((at) => at >= shift.from && at <= shift.to)
  const pieces: Duty[] = []
  const sorted = [...new Set(edges)].sort((a, b) => a - b)
  for (const [index, from] of sorted.slice(0, -1).entries()) {
    const to = sorted[index + 1] ?? shift.to
    const there = covers.filter((cover) => cover.from <= from && to <= cover.to)
    const cover = there.find(({ kind: how }) => how === 'override') ?? there[0]
    const last = pieces.at(-1)
    if (last && last.overrideId === (cover?.id ?? null)) last.to = to
    else {
      const who = {
        personId: cover?.personId ?? plannedId,
        overrideId: cover?.id ?? null,
        source: cover?.kind ?? ('shift' as const),
        reason: cover?.reason ?? '',
      }
      pieces.push({ shiftId, ...who, from, to, plannedId, siteId, zone, kind, levelId, skill, buddyId })
    }
  }
  return pieces
}
