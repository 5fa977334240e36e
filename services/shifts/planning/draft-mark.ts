import { createHash } from 'node:crypto'
import type { StoredShift } from '../roster/diff.ts'

/** A mark of the draft of a period as somebody has seen it: whoever changes a shift changes the mark. */
export function markOf(draft: readonly StoredShift[], { from, to }: { from: string; to: string }): string {
  const told = draft
    .filter(({ date }) => date >= from && date < to)
    .map(({ id, version, personId, from: begin, to: end }) => [id, version, personId, begin, end].join())
    .sort()
  return createHash('sha256').update(told.join('\n')).digest('base64url').slice(0, 32)
}
