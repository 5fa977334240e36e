import type { StoredShift } from '../../../../services/shifts/roster/diff.ts'

export const millis = (text: string): number => Date.parse(`${text}Z`)

/** A desk shift in UTC: `2026-05-04`, 08:00 to 16:00, of "ada". */
export function aShift(given: Partial<StoredShift> = {}): StoredShift {
  const { date = '2026-05-04' } = given
  return {
    id: 'one',
    personId: 'ada',
    siteId: 'site',
    zone: 'UTC',
    date,
    from: millis(`${date}T08:00`),
    to: millis(`${date}T16:00`),
    kind: 'desk',
    levelId: 'level',
    skill: null,
    shiftTypeId: null,
    breaks: [],
    buddyId: null,
    note: '',
    version: 1,
    ...given,
  }
}
