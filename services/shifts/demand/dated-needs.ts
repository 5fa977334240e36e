import { plusDays } from '../../local-time/wall-clock.ts'
import { dateOf, dayOf } from '../../roster-rules/calendar.ts'
import { holdsOn } from '../../roster-rules/gaps.ts'
import type { Need } from '../../roster-rules/model.ts'
import { weekdayOf } from './arrivals.ts'
import type { ForecastRow } from './forecast.ts'

export type Period = { from: string; to: string }
/** A need as it is made: for days only, and instead of those that hold always. */
export type DatedNeed = Omit<Need, 'id' | 'zone'>
type Wanted = Pick<Need, 'siteId' | 'levelId' | 'kind' | 'skill' | 'from' | 'to' | 'people'>

/** What is wanted on single dates, as few needs: one for all weekdays of a stretch where each of them has it, else one for each date. */
function datedNeeds(wanted: ReadonlyArray<Wanted & { date: string }>): DatedNeed[] {
  const groups = new Map<string, { wanted: Wanted; dates: Set<string> }>()
  for (const { date, ...one } of wanted) {
    const key = JSON.stringify([one.siteId, one.levelId, one.kind, one.skill, one.from, one.to, one.people])
    const group = groups.get(key) ?? { wanted: one, dates: new Set() }
    group.dates.add(date)
    groups.set(key, group)
  }
  return [...groups.values()].flatMap(({ wanted: one, dates }) => {
    const sorted = [...dates].sort()
    const [first = '', last = ''] = [sorted[0], sorted.at(-1)]
    const days = [...new Set(sorted.map(weekdayOf))].sort((a, b) => a - b)
    const isRegular = sorted.length === countOf(days, first, last)
    return isRegular ? [valid(one, days, first, plusDays(last, 1))] : sorted.map((date) => valid(one, [weekdayOf(date)], date, plusDays(date, 1)))
  })
}

const valid = (one: Wanted, days: number[], validFrom: string, validTo: string): DatedNeed => ({
  ...one,
  days,
  validFrom,
  validTo,
  onHolidays: true,
  isInstead: true,
})

function countOf(days: readonly number[], first: string, last: string): number {
  let count = 0
  for (let day = dayOf(first); day <= dayOf(last); day++) if (days.includes(weekdayOf(dateOf(day)))) count += 1
  return count
}

/** What holds on the days of a period, laid on the days from another one on. `closed`: sites and dates of holidays, as `findGaps` has them. */
export function copiedNeeds(needs: readonly Need[], { from, to }: Period, target: string, closed: ReadonlySet<string>): DatedNeed[] {
  const later = dayOf(target) - dayOf(from)
  const wanted: Array<Wanted & { date: string }> = []
  for (let day = dayOf(from); day < dayOf(to); day++) {
    const date = dateOf(day + later)
    for (const need of needs) {
      if (!holdsOn(need, day, closed, needs)) continue
      const { siteId, levelId, kind, skill, from: begin, to: end, people } = need
      wanted.push({ siteId, levelId, kind, skill, from: begin, to: end, people, date })
    }
  }
  return datedNeeds(wanted)
}

/** The people of a forecast as needs: each stretch of a day in which their number stays the same. */
export function neededBy(rows: readonly ForecastRow[], minutes: number, place: Pick<Need, 'siteId' | 'levelId' | 'skill'>): DatedNeed[] {
  const wanted: Array<Wanted & { date: string }> = []
  let open: (Wanted & { date: string; end: number }) | undefined
  const close = (): void => {
    if (open) wanted.push((({ end, ...one }) => ({ ...one, to: clockOf(end) }))(open))
    open = undefined
  }
  for (const { date, minute, people } of [...rows].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.minute - b.minute))) {
    // The doubled hour stands there twice; the hour that is left out is closed over.
    if (open?.date === date && minute < open.end) continue
    if (open?.date === date && open.people === people) open.end = minute + minutes
    else {
      close()
      if (people > 0) open = { ...place, kind: 'desk', date, from: clockOf(minute), to: '', people, end: minute + minutes }
    }
  }
  close()
  return datedNeeds(wanted)
}

function clockOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}
