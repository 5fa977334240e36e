import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { datesBetween } from '../../../services/local-time/wall-clock.ts'
import { holidaysIn } from '../../../services/shifts/holidays/all-day.ts'
import { eventsIn } from '../../../services/shifts/holidays/ical/service.ts'

const now = DateTime.fromISO('2026-03-02T09:00:00Z', { zone: 'utc' })
const event = (lines: string) =>
  `BEGIN:VEVENT\r\nUID:${lines.length}${lines.replace(/\W/g, '')}\r\n${lines.trim().split(/\n\s*/).join('\r\n')}\r\nEND:VEVENT\r\n`
const file = (...events: string[]) => `BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${events.map(event).join('')}END:VCALENDAR\r\n`
const read = (text: string) => holidaysIn(eventsIn(text, now), datesBetween)

describe('holidays in a calendar file', () => {
  it.each([
    ['one day', 'DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261226\nSUMMARY:Christmas', ['2026-12-25']],
    ['several', 'DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261228\nSUMMARY:Christmas', ['2026-12-25', '2026-12-26', '2026-12-27']],
    ['no end', 'DTSTART;VALUE=DATE:20261225\nSUMMARY:Christmas', ['2026-12-25']],
    ['an end that is the begin', 'DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261225\nSUMMARY:Christmas', ['2026-12-25']],
    ['a duration', 'DTSTART;VALUE=DATE:20261225\nDURATION:P2D\nSUMMARY:Christmas', ['2026-12-25', '2026-12-26']],
    ['over a clock change', 'DTSTART;VALUE=DATE:20261025\nDTEND;VALUE=DATE:20261027\nSUMMARY:Christmas', ['2026-10-25', '2026-10-26']],
    ['a summary with a language', 'DTSTART;VALUE=DATE:20261225\nSUMMARY;LANGUAGE=en:Christmas', ['2026-12-25']],
    ['a leap day', 'DTSTART;VALUE=DATE:20280229\nSUMMARY:Christmas', ['2028-02-29']],
  ])('%s', (_, lines, dates) => expect(read(file(lines))).toEqual({ holidays: dates.map((date) => ({ date, name: 'Christmas' })), skipped: [] }))

  it('reads what comes every year, from a year back to five ahead, without the years that it leaves out', () => {
    const { holidays } = read(file('DTSTART;VALUE=DATE:20100501\nSUMMARY:Labour Day\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20270501'))
    expect(holidays.map(({ date }) => date)).toEqual(['2025-05-01', '2026-05-01', '2028-05-01', '2029-05-01', '2030-05-01'])
  })

  it.each([
    ['a time', 'DTSTART:20261231T200000Z\nDTEND:20261231T230000Z\nSUMMARY:Party', 'Party (2026-12-31)'],
    ['every week', 'DTSTART;VALUE=DATE:20261201\nSUMMARY:Sunday\nRRULE:FREQ=WEEKLY', 'Sunday (2026-12-01)'],
    ['a season', 'DTSTART;VALUE=DATE:20260601\nDTEND;VALUE=DATE:20260901\nSUMMARY:Summer', 'Summer (2026-06-01)'],
    ['rubbish', 'DTSTART:soon\nSUMMARY:Some day', 'Some day (?)'],
    ['no date', 'SUMMARY:Never', 'Never (?)'],
  ])('skips and names %s', (_, lines, named) => expect(read(file(lines))).toEqual({ holidays: [], skipped: [named] }))

  it('keeps both names of a day, and a name once', () => {
    const [one, two] = ['DTSTART;VALUE=DATE:20260514\nSUMMARY:Ascension', 'DTSTART;VALUE=DATE:20260514\nSUMMARY:Father']
    expect(read(file(one, two, `${one}\nCLASS:PUBLIC`)).holidays).toEqual([{ date: '2026-05-14', name: 'Ascension, Father' }])
  })

  it.each([
    'hello',
    '<html>',
    '',
    '{"a":1}',
    'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR',
    'BEGIN:VCALENDAR\r\nBEGIN:VEVENT',
    'BEGIN:VEVENT\r\nEND:VEVENT',
  ])('refuses %j', (text) => expect(() => eventsIn(text, now)).toThrow(expect.objectContaining({ code: 'ICAL_UNREADABLE' })))
  it('refuses a rule that is none', () => {
    const text = file('DTSTART;VALUE=DATE:20261201\nSUMMARY:x\nRRULE:FREQ=GARBAGE')
    expect(() => eventsIn(text, now)).toThrow(expect.objectContaining({ code: 'ICAL_UNREADABLE' }))
  })
})
