import { DateTime } from 'luxon'
import ical, { type CalendarResponse, type VEvent } from 'node-ical'
import { domainError } from '../../../errors.ts'
import type { CalendarEvent } from '../all-day.ts'

/** Events that come again every year are read for so many years before and after today. */
const YEARS_BACK = 1
const YEARS_AHEAD = 5

/** The events of an iCalendar text; ICAL_UNREADABLE for what is none. */
export function eventsIn(text: string, now: DateTime): CalendarEvent[] {
  if (!/^\uFEFF?\s*BEGIN:VCALENDAR\s*$/im.test(text)) throw domainError('ICAL_UNREADABLE', { reason: 'it does not begin with BEGIN:VCALENDAR.' })
  const events = Object.values(parsed(text)).filter((part): part is VEvent => part?.type === 'VEVENT')
  if (events.length === 0) throw domainError('ICAL_UNREADABLE', { reason: 'there is no event in it.' })
  return events.flatMap((event) => eventsOf(event, now))
}

function parsed(text: string): CalendarResponse {
  try {
    return ical.sync.parseICS(text)
  } catch (error) {
    throw domainError('ICAL_UNREADABLE', { reason: error instanceof Error ? error.message.slice(0, 200) : 'it has a fault.' })
  }
}

function eventsOf(event: VEvent, now: DateTime): CalendarEvent[] {
  const title = titleOf(event)
  const from = dateOf(event.start)
  // A file that puts rubbish where the date belongs is read all the same; the event is named.
  if (from === undefined) return [{ title, from: '?', to: '?', isAllDay: false }]
  if (event.datetype !== 'date') return [{ title, from: event.start.toISOString().slice(0, 10), to: from, isAllDay: false }]
  if (!event.rrule) return [{ title, from, to: dateOf(event.end) ?? from, isAllDay: true }]
  if (String(event.rrule.options['freq']) !== 'YEARLY') return [{ title, from, to: from, isAllDay: false }]
  const span = { from: now.minus({ years: YEARS_BACK }).toJSDate(), to: now.plus({ years: YEARS_AHEAD }).toJSDate() }
  return ical.expandRecurringEvent(event, span).map(({ start, end }) => ({ title, from: dateOf(start) ?? from, to: dateOf(end) ?? from, isAllDay: true }))
}

function titleOf({ summary }: VEvent): string {
  const text = typeof summary === 'object' ? summary.val : summary
  return (text as string | undefined)?.trim().slice(0, 120) || '?'
}

/**
 * node-ical makes a date the midnight of the machine's zone, so that zone has to read it again; noon stays on the day where a clock change
 * has moved the midnight.
 */
function dateOf(date: unknown): string | undefined {
  if (!(date instanceof Date) || Number.isNaN(date.getTime())) return undefined
  return DateTime.fromJSDate(date, { zone: 'system' }).plus({ hours: 12 }).toFormat('yyyy-MM-dd')
}
