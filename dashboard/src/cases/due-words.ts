/** How near an instant is at which something is due: the executive has the case, or a promise is over. */
export type Due = 'done' | 'late' | 'soon' | 'ahead'

const SOON = 4 * 3_600_000

export const dueOf = (dueAt: string, endedAt: string | null, now: number): Due => {
  if (endedAt !== null) return 'done'
  const left = Date.parse(dueAt) - now
  if (left <= 0) return 'late'
  return left <= SOON ? 'soon' : 'ahead'
}

const two = (value: number): string => String(value).padStart(2, '0')

/** A clock that counts down, to the second in the last hour: "19:04", "0:59:58". Without its sign: late is said in words. */
export const clockOf = (milliseconds: number): string => {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000)
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
  return hours === 0 ? `0:${two(minutes)}:${two(seconds % 60)}` : `${hours}:${two(minutes)}`
}

/** What is due first of a case: the promise to the customer, or the 20 hours. At the top only promises are left to break. */
export const firstDue = (one: { dueTopAt: string; toppedAt: string | null; promisedAt: string | null }): { what: 'promise' | 'top'; at: string } => {
  if (one.promisedAt !== null && (one.promisedAt < one.dueTopAt || one.toppedAt !== null)) return { what: 'promise', at: one.promisedAt }
  return { what: 'top', at: one.dueTopAt }
}
