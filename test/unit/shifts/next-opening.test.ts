import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { type OpeningHours, isOpen } from '../../../services/ivr/opening-hours.ts'
import type { Duty, Interval } from '../../../services/roster-rules/model.ts'
import { deskBetween, horizonEnd, hoursBetween, inWords, nextOpening } from '../../../services/shifts/next-opening.ts'
import { chanceOf } from '../../support/random-rosters.ts'

const zone = 'Europe/Berlin'
const clock = (text: string, at = zone): number => DateTime.fromISO(text, { zone: at }).toMillis()
const shown = (instant: number | null): string | null => (instant === null ? null : DateTime.fromMillis(instant, { zone }).toFormat('yyyy-MM-dd HH:mm ZZ'))

const range = (from: string, to: string): { from: string; to: string } => ({ from, to })
const workdays = [1, 2, 3, 4, 5].map((day) => [day, [range('08:00', '12:00'), range('13:00', '18:00')]])
const hours: OpeningHours = {
  zone,
  days: { ...Object.fromEntries(workdays), 6: [range('22:00', '06:00')], 7: [range('20:00', '24:00')] },
  holidays: new Set(['2026-12-24', '12-25']),
}
const always: OpeningHours = { zone, days: Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, [range('00:00', '24:00')]])), holidays: new Set() }
const opening = (text: string, of = hours, horizonDays = 14): Array<boolean | string | null> => {
  const at = clock(text)
  const { isOpen: open, opensAt, closesAt } = nextOpening({ at, open: hoursBetween(of, at, horizonEnd(at, horizonDays)), horizonDays })
  return [open, shown(opensAt), shown(closesAt)]
}

describe('by opening hours', () => {
  it.each<[string, boolean, string | null, string | null]>([
    // at                  open   opens                      closes
    ['2026-03-04T07:59', false, '2026-03-04 08:00 +01:00', '2026-03-04 12:00 +01:00'],
    ['2026-03-04T08:00', true, null, '2026-03-04 12:00 +01:00'],
    ['2026-03-04T12:00', false, '2026-03-04 13:00 +01:00', '2026-03-04 18:00 +01:00'],
    ['2026-03-06T18:00', false, '2026-03-07 22:00 +01:00', '2026-03-08 06:00 +01:00'],
    ['2026-03-08T05:59', true, null, '2026-03-08 06:00 +01:00'],
    ['2026-03-08T23:59', true, null, '2026-03-09 00:00 +01:00'],
    ['2026-12-23T18:00', false, '2026-12-26 22:00 +01:00', '2026-12-27 06:00 +01:00'],
    ['2026-12-31T20:00', false, '2027-01-01 08:00 +01:00', '2027-01-01 12:00 +01:00'],
    ['2026-03-28T22:00', true, null, '2026-03-29 06:00 +02:00'],
    ['2026-03-29T06:00', false, '2026-03-29 20:00 +02:00', '2026-03-30 00:00 +02:00'],
    ['2026-10-24T22:00', true, null, '2026-10-25 06:00 +01:00'],
    ['2026-10-25T06:00', false, '2026-10-25 20:00 +01:00', '2026-10-26 00:00 +01:00'],
  ])('%s: open %s, opens %s, closes %s', (at, ...expected) => expect(opening(at)).toEqual(expected))

  it('who never closes has no end; who never opens, no begin; nothing beyond the horizon', () => {
    expect(opening('2026-03-28T12:00', always)).toEqual([true, null, null])
    expect(opening('2026-03-28T12:00', { ...always, days: {} })).toEqual([false, null, null])
    expect(opening('2026-03-06T18:00', hours, 1)).toEqual([false, null, null])
    expect(opening('2026-03-06T18:00', hours, 1.2)).toEqual([false, '2026-03-07 22:00 +01:00', null])
  })

  it.each(['2026-03-29', '2026-10-25', '2026-03-04', '2026-12-25'])('around %s it is open exactly when the line says so', (day) => {
    const chance = chanceOf(5)
    const walls = ['00:00', '01:30', '02:00', '02:30', '03:00', '12:00', '24:00']
    for (let n = 0; n < 60; n++) {
      const days = Object.fromEntries(
        [1, 2, 3, 4, 5, 6, 7].map((weekday) => [weekday, chance.happens(0.7) ? [range(chance.pick(walls.slice(0, -1)), chance.pick(walls))] : []]),
      )
      const some: OpeningHours = { zone, days, holidays: chance.happens(0.5) ? new Set([day]) : new Set() }
      const at = clock(day) + chance.int(30 * 60) * 60_000 - 3 * 3_600_000
      const open = hoursBetween(some, at, horizonEnd(at, 2))
      for (let minute = 0; minute < 120; minute += 10) {
        const now = at + minute * 60_000
        expect([shown(now), nextOpening({ at: now, open, horizonDays: 2 }).isOpen]).toEqual([
          shown(now),
          isOpen(some, DateTime.fromMillis(now, { zone: 'utc' })),
        ])
      }
    }
  })
})

describe('by intervals', () => {
  it.each<[string, Interval[], number, Array<boolean | number | null>]>([
    ['none', [], 5, [false, null, null]],
    ['overlapping and touching ones are one, in any order', [interval(20, 30), interval(0, 10), interval(10, 20)], 5, [true, null, 30]],
    ['the first instant', [interval(5, 10)], 5, [true, null, 10]],
    ['the last instant', [interval(0, 5)], 5, [false, null, null]],
    ['closed till the next', [interval(0, 5), interval(7, 9), interval(9, 12), interval(13, 20)], 5, [false, 7, 12]],
    ['an empty one opens nothing', [interval(5, 5), interval(8, 7)], 5, [false, null, null]],
  ])('%s', (_what, open, at, expected) => {
    const { isOpen: isOpenNow, opensAt, closesAt } = nextOpening({ at, open, horizonDays: 1 })
    expect([isOpenNow, opensAt, closesAt]).toEqual(expected)
  })

  it('of duties only the desk opens, of the level or skill that is asked', () => {
    const duty = (more: Partial<Duty>): Duty => ({
      shiftId: 's',
      personId: 'ann',
      overrideId: null,
      source: 'shift',
      plannedId: 'ann',
      reason: '',
      siteId: 'berlin',
      zone,
      kind: 'desk',
      levelId: 'front',
      skill: null,
      buddyId: null,
      from: 1,
      to: 2,
      ...more,
    })
    const duties = [duty({}), duty({ kind: 'onCall', from: 3, to: 4 }), duty({ levelId: 'second', from: 5, to: 6 }), duty({ skill: 'network', from: 7, to: 8 })]
    const begins = (levelId: string | null, skill: string | null): number[] =>
      deskBetween({ siteId: null, levelId, skill }, { duties, leaves: [] }).map(({ from }) => from)
    expect([begins(null, null), begins('front', null), begins('front', 'billing')]).toEqual([[1, 5, 7], [1, 7], [1]])
  })
})

describe('in words', () => {
  it.each<[string, string, string, string]>([
    // said at (Berlin)    of              English                                       Russian
    ['2026-03-04T10:00', '2026-03-04T16:00', 'today at 4 PM', 'сегодня в 16 часов'],
    ['2026-03-04T10:00', '2026-03-04T16:30', 'today at 4:30 PM', 'сегодня в 16:30'],
    ['2026-03-04T23:59', '2026-03-05T08:00', 'tomorrow at 8 AM', 'завтра в 8 часов утра'],
    ['2026-03-04T10:00', '2026-03-05T12:00', 'tomorrow at noon', 'завтра в 12 часов дня'],
    ['2026-03-04T10:00', '2026-03-05T12:05', 'tomorrow at 12:05 PM', 'завтра в 12:05'],
    ['2026-03-04T10:00', '2026-03-05T00:00', 'tomorrow at 12 AM', 'завтра в 0 часов'],
    ['2026-03-04T10:00', '2026-03-05T01:00', 'tomorrow at 1 AM', 'завтра в 1 час ночи'],
    ['2026-03-04T10:00', '2026-03-05T03:15', 'tomorrow at 3:15 AM', 'завтра в 3:15 ночи'],
    ['2026-03-04T10:00', '2026-03-05T22:00', 'tomorrow at 10 PM', 'завтра в 22 часа'],
    ['2026-03-04T10:00', '2026-03-05T21:00', 'tomorrow at 9 PM', 'завтра в 21 час'],
    ['2026-03-04T10:00', '2026-03-06T09:00', 'on Friday at 9 AM', 'в пятницу в 9 часов утра'],
    ['2026-03-04T10:00', '2026-03-10T11:00', 'on Tuesday at 11 AM', 'во вторник в 11 часов утра'],
    ['2026-03-04T10:00', '2026-03-11T09:00', 'on Wednesday the 11th of March at 9 AM', 'в среду, 11 марта, в 9 часов утра'], // the same weekday of next week
    ['2026-03-04T10:00', '2026-03-22T09:00', 'on Sunday the 22nd of March at 9 AM', 'в воскресенье, 22 марта, в 9 часов утра'],
    ['2026-12-28T10:00', '2027-01-04T09:00', 'on Monday the 4th of January at 9 AM', 'в понедельник, 4 января, в 9 часов утра'],
    ['2026-12-31T23:30', '2027-01-01T08:00', 'tomorrow at 8 AM', 'завтра в 8 часов утра'],
    ['2026-12-31T23:30', '2027-01-02T08:00', 'on Saturday at 8 AM', 'в субботу в 8 часов утра'],
    ['2026-03-28T23:30', '2026-03-29T03:00', 'tomorrow at 3 AM', 'завтра в 3 часа ночи'], // a day of 23 hours
    ['2026-03-28T00:30', '2026-03-30T00:00', 'on Monday at 12 AM', 'в понедельник в 0 часов'],
    ['2026-03-29T00:10', '2026-03-29T23:50', 'today at 11:50 PM', 'сегодня в 23:50'],
    ['2026-03-22T23:30', '2026-03-29T08:00', 'on Sunday the 29th of March at 8 AM', 'в воскресенье, 29 марта, в 8 часов утра'],
    ['2026-10-24T23:30', '2026-10-25T08:00', 'tomorrow at 8 AM', 'завтра в 8 часов утра'],
    ['2026-10-25T00:00', '2026-10-25T23:59', 'today at 11:59 PM', 'сегодня в 23:59'], // a day of 25 hours
    ['2026-10-25T00:00', '2026-10-26T00:00', 'tomorrow at 12 AM', 'завтра в 0 часов'],
    ['2026-10-19T12:00', '2026-10-26T09:00', 'on Monday the 26th of October at 9 AM', 'в понедельник, 26 октября, в 9 часов утра'],
    ['2026-03-04T10:00', '2026-03-03T09:00', 'on Tuesday the 3rd of March at 9 AM', 'во вторник, 3 марта, в 9 часов утра'], // gone
  ])('at %s: %s is %s', (at, instant, en, ru) => {
    const say = (language: string): string => inWords(clock(instant), { at: clock(at), zone, language })
    expect([say('en'), say('ru'), say('xx')]).toEqual([en, ru, en])
  })

  it.each([
    ['2026-10-25T00:32:00Z', '2026-10-25T01:02:00Z', 'today at 2:02 AM winter time', 'сегодня в 2:02 ночи по зимнему времени'],
    ['2026-10-25T00:02:00Z', '2026-10-25T00:32:00Z', 'today at 2:32 AM summer time', 'сегодня в 2:32 ночи по летнему времени'],
    ['2026-10-25T01:32:00Z', '2026-10-25T02:02:00Z', 'today at 3:02 AM', 'сегодня в 3:02 ночи'],
  ])('a time that the clock shows twice, at %s', (at, instant, en, ru) => {
    const say = (language: string): string => inWords(Date.parse(instant), { at: Date.parse(at), zone, language })
    expect([say('en'), say('ru')]).toEqual([en, ru])
  })

  it("days are the caller's", () => {
    const [at, instant] = [clock('2026-03-04T23:30'), clock('2026-03-05T08:00')]
    expect(['Europe/Berlin', 'America/New_York', 'Asia/Tokyo'].map((callers) => inWords(instant, { at, zone: callers, language: 'en' }))).toEqual([
      'tomorrow at 8 AM',
      'tomorrow at 2 AM',
      'today at 4 PM',
    ])
  })

  it('ordinals', () => {
    const days = [1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 30, 31]
    const said = days.map((day) => inWords(clock(`2026-08-${String(day).padStart(2, '0')}T09:00`), { at: clock('2026-01-01'), zone, language: 'en' }))
    expect(said.map((words) => words.match(/the (\S+) of August/)?.[1]).join(' ')).toBe('1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 30th 31st')
  })
})

function interval(from: number, to: number): Interval {
  return { from, to }
}
