/** A case unsolved after this is the executive's. Wall-clock hours: no calendar, pause or clock change stops them. */
export const HOURS_TO_THE_TOP = 20

export function dueTopAt(openedAt: Date): Date {
  return new Date(openedAt.getTime() + HOURS_TO_THE_TOP * 3_600_000)
}

/** However late it was when a case was solved: so much is left when somebody else reopens it. Who brings back what he has ended himself gains nothing. */
const LEAST_HOURS_LEFT = 2

/** A case that was not solved after all goes on with its old clock: the time in which it counted as solved is left out. */
export function dueTopAfterReopening({ dueTopAt: before, endedAt, isOwn = false }: { dueTopAt: Date; endedAt: Date; isOwn?: boolean }, reopenedAt: Date): Date {
  const left = Math.max(before.getTime() - endedAt.getTime(), isOwn ? 0 : LEAST_HOURS_LEFT * 3_600_000)
  return new Date(reopenedAt.getTime() + left)
}
