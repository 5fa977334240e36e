import ical from 'node-ical'
import { describe, expect, it } from 'vitest'
import type { Duty } from '../../../services/roster-rules/model.ts'
import { calendarOf, uidOf, type FeedNames } from '../../../services/shifts/feeds/calendar.ts'
import { processorMs } from '../../support/processor-time.ts'

const at = (text: string): number => Date.parse(text)
const now = new Date('2026-10-20T08:00:00Z')
const duty = (given: Partial<Duty> = {}): Duty => ({
  shiftId: 's1',
  personId: 'ada',
  overrideId: null,
  source: 'shift',
  plannedId: 'ada',
  reason: '',
  siteId: 'berlin',
  zone: 'Europe/Berlin',
  kind: 'desk',
  levelId: 'front',
  skill: null,
  buddyId: null,
  from: at('2026-10-24T20:00:00Z'),
  to: at('2026-10-25T05:00:00Z'),
  ...given,
})
const names: FeedNames = {
  people: new Map([
    ['ada', 'Ada; the first, of "many"'],
    ['bo', 'Бо'],
  ]),
  levels: new Map([['front', 'Front line']]),
  sites: new Map([['berlin', 'Berlin']]),
  types: new Map([['s1', 'Night']]),
}
const mine = { title: 'Nightline: Ada', language: 'en', withNames: false }
const eventsOf = (text: string) => Object.values(ical.sync.parseICS(text)).filter((part) => part?.type === 'VEVENT')
const only = (text: string) => eventsOf(text)[0]

describe('a feed', () => {
  it('is read by a program: instants in UTC, over a clock change nine hours for a night from 22:00 to 06:00', () => {
    const text = calendarOf(mine, [duty()], names, now)
    expect(text).toContain('DTSTART:20261024T200000Z\r\nDTEND:20261025T050000Z\r\nSUMMARY:Night (Front line)\r\nLOCATION:Berlin\r\n')
    expect(only(text)).toMatchObject({ start: new Date('2026-10-24T20:00:00Z'), end: new Date('2026-10-25T05:00:00Z'), summary: 'Night (Front line)' })
    expect(text.startsWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n') && text.endsWith('END:VCALENDAR\r\n')).toBe(true)
  })

  it.each([
    // language  duty                                              summary
    ['en', duty({ kind: 'onCall' }), 'On call: Night (Front line)'],
    ['ru', duty({ kind: 'onCall' }), 'Дежурство: Night (Front line)'],
    ['en', duty({ shiftId: 'by hand' }), 'Shift (Front line)'],
    ['ru', duty({ shiftId: 'by hand' }), 'Смена (Front line)'],
  ])('in %s', (language, one, summary) => expect(only(calendarOf({ ...mine, language }, [one], names, now))).toMatchObject({ summary }))

  it('says for whom somebody stands in, and never why', () => {
    const text = calendarOf(mine, [duty({ personId: 'bo', source: 'override', overrideId: 'o1', reason: 'Ada has the flu' })], names, now)
    expect(only(text)).toMatchObject({ description: 'Stands in for Ada; the first, of "many"' })
    expect(text).not.toContain('flu')
  })

  it('names people in the feed of a team', () => {
    expect(only(calendarOf({ ...mine, withNames: true }, [duty()], names, now))).toMatchObject({ summary: 'Ada; the first, of "many": Night (Front line)' })
  })

  it('keeps a name for a piece of a shift as long as it is the same piece', () => {
    expect(uidOf(duty())).toBe(uidOf(duty({ personId: 'bo', to: at('2026-10-25T04:00:00Z') })))
    expect(new Set([duty(), duty({ overrideId: 'o1' }), duty({ from: at('2026-10-24T21:00:00Z') }), duty({ shiftId: 's2' })].map(uidOf)).size).toBe(4)
  })

  it('breaks lines at 75 octets and no letter in two, whatever stands in a name', () => {
    const long = 'Очень длинное имя 😀 '.repeat(20).trim()
    const text = calendarOf({ ...mine, withNames: true }, [duty()], { ...names, people: new Map([['ada', `${long}\r\nBEGIN:VEVENT`]]) }, now)
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(text).not.toContain('\uFFFD')
    expect(text.match(/^BEGIN:VEVENT/gm)).toHaveLength(1)
    expect(only(text)?.type === 'VEVENT' && String((only(text) as { summary: string }).summary)).toContain(long)
  })

  it('writes the months of a large team without keeping callers waiting', () => {
    const many = Array.from({ length: 20_000 }, (_, n) => duty({ shiftId: `s${n}` }))
    const took = processorMs(() => expect(calendarOf({ ...mine, withNames: true }, many, names, now).length).toBeGreaterThan(1_000_000))
    expect(took).toBeLessThan(2_000)
  })
})
