/** An event of a calendar file: dates as the file has them, half-open. */
export type CalendarEvent = { title: string; from: string; to: string; isAllDay: boolean }
export type Holiday = { date: string; name: string }

/** What lasts longer is a season, not a holiday. */
const MOST_DAYS = 31

/** The holidays in a calendar: each day of its all-day events. Of two events on one day both names stay. What is no holiday is named. */
export function holidaysIn(events: readonly CalendarEvent[], days: (from: string, to: string) => string[]): { holidays: Holiday[]; skipped: string[] } {
  const names = new Map<string, string[]>()
  const skipped: string[] = []
  for (const { title, from, to, isAllDay } of events) {
    // Some programs write one day as an event that ends where it begins.
    const dates = isAllDay ? (to > from ? days(from, to) : [from]) : []
    if (dates.length === 0 || dates.length > MOST_DAYS) skipped.push(`${title} (${from})`)
    else for (const date of dates) names.set(date, [...(names.get(date) ?? []), title])
  }
  const holidays = [...names].map(([date, titles]) => ({ date, name: [...new Set(titles)].join(', ').slice(0, 120) }))
  return { holidays: holidays.sort((a, b) => a.date.localeCompare(b.date)), skipped }
}
