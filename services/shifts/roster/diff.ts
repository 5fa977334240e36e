import { createHash } from 'node:crypto'
import type { Shift } from '../../roster-rules/model.ts'

/** A shift of one of the two plans, with what only people read. */
export type StoredShift = Shift & { note: string; version: number }

export type ShiftDiff = { id: string; change: 'added' | 'removed' | 'changed'; before: StoredShift | null; after: StoredShift | null }

/**
 * What a publication would change. Both lists hold the shifts that lie in the period in one of the plans, wherever they are in the other: a shift
 * that leaves a period is the same shift elsewhere. By day, then by id.
 */
export function diffShifts(published: readonly StoredShift[], draft: readonly StoredShift[]): ShiftDiff[] {
  const wasThere = new Map(published.map((shift) => [shift.id, shift]))
  const isThere = new Set(draft.map(({ id }) => id))
  const changes: ShiftDiff[] = draft.flatMap((after) => {
    const before = wasThere.get(after.id) ?? null
    if (before && contentOf(before) === contentOf(after)) return []
    return [{ id: after.id, change: before ? ('changed' as const) : ('added' as const), before, after }]
  })
  const removed = published.filter(({ id }) => !isThere.has(id)).map((before): ShiftDiff => ({ id: before.id, change: 'removed', before, after: null }))
  return [...changes, ...removed].sort((a, b) => compare(firstDateOf(a), firstDateOf(b)) || compare(a.id, b.id))
}

/** The first day that a change touches. */
export function firstDateOf({ before, after }: Pick<ShiftDiff, 'before' | 'after'>): string {
  const dates = [before, after].flatMap((shift) => (shift ? [shift.date] : []))
  return dates.sort()[0] ?? ''
}

/** A mark of what somebody has looked at: equal as long as the same would be published. */
export function seenOf(changes: readonly ShiftDiff[]): string {
  const told = changes.map(({ id, before, after }) => [id, before && contentOf(before), after && contentOf(after)])
  return createHash('sha256').update(JSON.stringify(told)).digest('base64url').slice(0, 32)
}

/** The published roster as it would stand. */
export function afterwards(published: readonly StoredShift[], changes: readonly ShiftDiff[]): StoredShift[] {
  const changed = new Set(changes.map(({ id }) => id))
  return [...published.filter(({ id }) => !changed.has(id)), ...changes.flatMap(({ after }) => (after ? [after] : []))]
}

export type PersonalCount = { added: number; removed: number; changed: number }

/**
 * What is new for whom: a shift that goes from one person to another is removed for the one and added for the other. `standIns`: whoever stands in
 * for a shift that changes works other hours now, too, or none.
 */
export function countByPerson(changes: readonly ShiftDiff[], standIns: ReadonlyArray<{ shiftId: string; personId: string }> = []): Map<string, PersonalCount> {
  const counts = new Map<string, PersonalCount>()
  const count = (personId: string, what: keyof PersonalCount): void => {
    const his = counts.get(personId) ?? { added: 0, removed: 0, changed: 0 }
    counts.set(personId, { ...his, [what]: his[what] + 1 })
  }
  for (const { id, before, after } of changes) {
    if (before && before.personId === after?.personId) count(before.personId, 'changed')
    else {
      if (before) count(before.personId, 'removed')
      if (after) count(after.personId, 'added')
    }
    for (const personId of new Set(standIns.filter(({ shiftId }) => shiftId === id).map((one) => one.personId))) {
      if (personId !== before?.personId && personId !== after?.personId) count(personId, after ? 'changed' : 'removed')
    }
  }
  return counts
}

/** Zone and date follow from the site and the instants; `countUnpublished` (store.ts) compares the same columns. */
function contentOf({ personId, shiftTypeId, siteId, from, to, kind, levelId, skill, breaks, buddyId, note }: StoredShift): string {
  const rests = breaks.map((rest) => [rest.from, rest.to, rest.isPaid])
  return JSON.stringify([personId, shiftTypeId, siteId, from, to, kind, levelId, skill, rests, buddyId, note])
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
