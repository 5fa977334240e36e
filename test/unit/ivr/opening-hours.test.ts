import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { isOpen, toOpeningHours, type WrittenHours } from '../../../services/ivr/opening-hours.ts'

const zone = 'Europe/Berlin'
const hoursOf = (days: WrittenHours['days'], holidays: string[] = []): ReturnType<typeof toOpeningHours> => toOpeningHours({ days, holidays }, zone)
const week = hoursOf({ 'mon-fri': ['08:00-12:00', '13:00-18:00'], sat: '22:00-06:00', sun: '20:00-24:00' }, ['2026-12-24', '12-25'])
const skipped = '2026-03-29' // 02:00 becomes 03:00
const doubled = '2026-10-25' // 03:00 becomes 02:00

describe('an ordinary week', () => {
  it.each([
    ['2026-03-04T07:59:59', false],
    ['2026-03-04T08:00', true],
    ['2026-03-04T12:00', false],
    ['2026-03-04T13:00', true],
    ['2026-03-04T17:59:59', true],
    ['2026-03-04T18:00', false],
    ['2026-03-07T21:59', false],
    ['2026-03-07T22:00', true],
    ['2026-03-08T05:59', true],
    ['2026-03-08T06:00', false],
    ['2026-03-08T23:59', true],
    ['2026-03-09T00:00', false],
    ['2026-12-24T10:00', false],
    ['2026-12-25T10:00', false],
    ['2027-12-24T10:00', true],
    ['2028-12-25T10:00', false],
  ])('%s open: %s', (at, expected) => {
    expect(isOpen(week, DateTime.fromISO(at, { zone }))).toBe(expected)
    expect(isOpen(week, DateTime.fromISO(at, { zone }).setZone('Asia/Tokyo'))).toBe(expected)
  })

  it('days may pass the end of the week', () => {
    const weekend = hoursOf({ 'sat-mon': '00:00-24:00' })
    const open = [2, 3, 4, 5, 6, 7, 8].filter((day) => isOpen(weekend, DateTime.fromObject({ year: 2026, month: 3, day, hour: 12 }, { zone })))
    expect(open).toEqual([2, 7, 8])
  })
})

describe('both clock changes, walked by half minutes', () => {
  it.each<[string, string, string | null, string | null]>([
    // hours           night     opens (UTC)                  closes
    ['22:00-06:00', skipped, '2026-03-28T21:00:00.000Z', '2026-03-29T04:00:00.000Z'],
    ['22:00-06:00', doubled, '2026-10-24T20:00:00.000Z', '2026-10-25T05:00:00.000Z'],
    ['02:30-05:00', skipped, '2026-03-29T01:00:00.000Z', '2026-03-29T03:00:00.000Z'],
    ['02:30-05:00', doubled, '2026-10-25T00:30:00.000Z', '2026-10-25T04:00:00.000Z'],
    ['01:00-02:30', skipped, '2026-03-29T00:00:00.000Z', '2026-03-29T01:00:00.000Z'],
    ['01:00-02:30', doubled, '2026-10-24T23:00:00.000Z', '2026-10-25T01:30:00.000Z'],
    ['02:10-02:50', skipped, null, null],
    ['02:10-02:50', doubled, '2026-10-25T00:10:00.000Z', '2026-10-25T01:50:00.000Z'],
  ])('%s in the night of %s', (range, night, opens, closes) => {
    const sunday = DateTime.fromISO(night, { zone })
    const hours = hoursOf({ [range.startsWith('22') ? 'sat' : 'sun']: range })
    const changes: string[] = []
    let wasOpen = false
    for (let at = sunday.minus({ hours: 4 }).toMillis(); at < sunday.plus({ hours: 8 }).toMillis(); at += 30_000) {
      const now = DateTime.fromMillis(at, { zone: 'utc' })
      if (isOpen(hours, now) !== wasOpen) {
        changes.push(now.toISO() ?? '')
        wasOpen = !wasOpen
      }
    }
    expect(changes).toEqual(opens === null ? [] : [opens, closes])
  })
})
