import type { StoredShift } from '../roster/diff.ts'

/** What applying a plan has done to the draft: `removed` and `added` (ids) undo it, as long as the draft of the period is as it was then (`after`). */
export type Undo = { removed: StoredShift[]; added: string[]; after: Array<Pick<StoredShift, 'id' | 'version' | 'personId'>> }

type Standing = Undo['after']

/** Whose shifts have been added, changed or taken away between the two. */
export function changedPeople(then: Standing, now: Standing): string[] {
  const keyOf = ({ id, version, personId }: Standing[number]): string => [id, version, personId].join()
  const missing = (from: Standing, other: Standing): Standing => {
    const known = new Set(other.map(keyOf))
    return from.filter((shift) => !known.has(keyOf(shift)))
  }
  return [...new Set([...missing(then, now), ...missing(now, then)].map(({ personId }) => personId))]
}
