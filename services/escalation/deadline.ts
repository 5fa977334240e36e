/** A case unsolved after this is the executive's. Wall-clock hours: no calendar, pause or clock change stops them. */
export const HOURS_TO_THE_TOP = 20

export function dueTopAt(openedAt: Date): Date {
  return new Date(openedAt.getTime() + HOURS_TO_THE_TOP * 3_600_000)
}
