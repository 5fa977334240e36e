import { dayOf } from '../../roster-rules/calendar.ts'
import { nightsOf } from '../../roster-rules/nights.ts'
import type { Interval, NightRule } from '../../roster-rules/model.ts'

/** The kinds of burden that are dealt out evenly. */
export const BURDENS = ['nights', 'weekends', 'holidays'] as const
export type Burden = (typeof BURDENS)[number]

type Placed = Interval & { zone: string; date: string; siteId: string }

/** Does a shift count as one of these? A night by the house's rule, on call too; a day of a weekend or a holiday by the day on which it begins. */
export function burdensOf({ house, holidays }: { house: NightRule; holidays: ReadonlySet<string> }): (shift: Placed) => Record<Burden, boolean> {
  const known = new Map<string, boolean>()
  return (shift) => {
    const key = `${shift.from} ${shift.to} ${shift.zone}`
    const isNight = known.get(key) ?? [...nightsOf([shift], house).values()].some((minutes) => minutes > house.minutes)
    known.set(key, isNight)
    return { nights: isNight, weekends: isWeekend(shift.date), holidays: holidays.has(`${shift.siteId} ${shift.date}`) }
  }
}

/** Saturday or Sunday. */
export function isWeekend(date: string): boolean {
  const weekday = (dayOf(date) + 3) % 7
  return weekday === 5 || weekday === 6
}
