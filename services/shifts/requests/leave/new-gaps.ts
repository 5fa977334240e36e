import type { Gap } from '../../../roster-rules/model.ts'

/** Gaps that were not there before, or not so wide or deep. */
export function newGaps(before: readonly Gap[], after: readonly Gap[]): Gap[] {
  const isKnown = (gap: Gap): boolean => before.some((old) => old.needId === gap.needId && old.from <= gap.from && gap.to <= old.to && old.have <= gap.have)
  return after.filter((gap) => !isKnown(gap))
}
