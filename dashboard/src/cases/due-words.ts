/** How near the instant is at which a case moves to the top executive. */
export type Due = 'done' | 'late' | 'soon' | 'ahead'

const SOON = 4 * 3_600_000

export const dueOf = (dueTopAt: string, endedAt: string | null, now: number): Due => {
  if (endedAt !== null) return 'done'
  const left = Date.parse(dueTopAt) - now
  if (left <= 0) return 'late'
  return left <= SOON ? 'soon' : 'ahead'
}
