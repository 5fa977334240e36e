import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { datesBetween } from '../../../../services/local-time/wall-clock.ts'
import { daysOf, foldOf, placeShift, wallOf, type Fold } from '../../../../services/shifts/roster/place-shift.ts'

type Breaks = Parameters<typeof placeShift>[0]['breaks']
const place = (
  date: string,
  startsAt: string,
  endsAt: string,
  { zone = 'Europe/Berlin', fold, breaks = [] }: { zone?: string; fold?: Fold; breaks?: Breaks } = {},
) => placeShift({ date, startsAt, endsAt, days: daysOf({ startsAt, endsAt }), zone, fold, breaks })
const hours = ({ from, to }: { from: number; to: number }) => (to - from) / 3_600_000
const iso = (millis: number) => DateTime.fromMillis(millis, { zone: 'utc' }).toISO()

describe('a shift is placed', () => {
  it.each([
    ['2026-05-04', '08:00', '16:30', 8.5],
    ['2026-05-04', '22:00', '06:00', 8],
    ['2026-05-04', '16:00', '24:00', 8],
    ['2026-05-04', '12:00', '12:00', 24],
    ['2026-03-28', '22:00', '06:00', 7],
    ['2026-10-24', '22:00', '06:00', 9],
    ['2026-03-29', '00:00', '24:00', 23],
    ['2026-10-25', '00:00', '24:00', 25],
  ])('%s from %s to %s lasts %d h', (date, from, to, lasts) => expect(hours(place(date, from, to))).toBe(lasts))

  it.each<[string, string, string, Fold, number]>([
    ['2026-10-24', '18:00', '02:30', 'first', 8.5],
    ['2026-10-24', '18:00', '02:30', 'last', 9.5],
    ['2026-10-25', '02:30', '10:30', 'first', 9],
    ['2026-10-25', '02:30', '10:30', 'last', 8],
    ['2026-10-25', '02:15', '02:45', 'last', 0.5],
  ])('of a doubled hour %s %s-%s, %s', (date, from, to, fold, lasts) => {
    expect(() => place(date, from, to)).toThrow(expect.objectContaining({ code: 'AMBIGUOUS_TIME' }))
    const placed = place(date, from, to, { fold })
    expect(hours(placed)).toBe(lasts)
    expect(foldOf({ ...placed, zone: 'Europe/Berlin' })).toBe(fold)
  })

  it('names the day and the time that is not clear', () => {
    expect(() => place('2026-10-24', '18:00', '02:30')).toThrow(expect.objectContaining({ values: { date: '2026-10-25', time: '02:30' } }))
    expect(() => place('2026-03-28', '18:00', '02:30')).toThrow(
      expect.objectContaining({ code: 'SKIPPED_TIME', values: { date: '2026-03-29', time: '02:30' } }),
    )
    expect(() => place('2026-03-29', '02:30', '10:00', { fold: 'first' })).toThrow(expect.objectContaining({ code: 'SKIPPED_TIME' }))
  })

  it('ends a day whose midnight is skipped where the clock goes on', () => {
    expect(iso(place('2026-09-05', '16:00', '24:00', { zone: 'America/Santiago' }).to)).toBe('2026-09-06T04:00:00.000Z')
  })

  it('lasts 36 hours at most', () => {
    const long = { date: '2026-05-04', startsAt: '08:00', zone: 'Europe/Berlin', breaks: [], days: 1 }
    expect(hours(placeShift({ ...long, endsAt: '20:00' }))).toBe(36)
    expect(() => placeShift({ ...long, endsAt: '20:30' })).toThrow(expect.objectContaining({ code: 'SHIFT_TOO_LONG', values: { hours: 36.5, limit: 36 } }))
  })

  it.each<[string, Breaks[number], string[]]>([
    ['in the evening', { from: '23:30', minutes: 15, isPaid: true }, ['2026-05-04T21:30:00.000Z', '2026-05-04T21:45:00.000Z']],
    ['after midnight', { from: '02:00', minutes: 30, isPaid: false }, ['2026-05-05T00:00:00.000Z', '2026-05-05T00:30:00.000Z']],
    ['cut at the end', { from: '05:45', minutes: 30, isPaid: false }, ['2026-05-05T03:45:00.000Z', '2026-05-05T04:00:00.000Z']],
    ['outside', { from: '12:00', minutes: 30, isPaid: false }, []],
  ])('with a break %s', (_, rest, expected) => {
    expect(place('2026-05-04', '22:00', '06:00', { breaks: [rest] }).breaks.flatMap(({ from, to }) => [iso(from), iso(to)])).toEqual(expected)
  })

  it('with a break on the nights of the clock change: once, and after the gap', () => {
    const breaks = [{ from: '02:30', minutes: 30, isPaid: false }]
    expect(place('2026-10-24', '22:00', '06:00', { breaks }).breaks.map(({ from }) => iso(from))).toEqual(['2026-10-25T00:30:00.000Z'])
    expect(place('2026-03-28', '22:00', '06:00', { breaks }).breaks.map(({ from }) => iso(from))).toEqual(['2026-03-29T01:00:00.000Z'])
  })

  it.each(['Europe/Berlin', 'America/New_York', 'Asia/Tokyo'])('and read back as the clock showed it, around both changes of the clock in %s', (zone) => {
    const breaks = [{ from: '01:00', minutes: 30, isPaid: false }]
    for (const date of [...datesBetween('2026-03-01', '2026-04-01'), ...datesBetween('2026-10-20', '2026-11-05')])
      for (const [startsAt, endsAt] of [
        ['22:00', '06:00'],
        ['08:00', '24:00'],
        ['12:00', '12:00'],
      ] as const) {
        const wall = { startsAt, endsAt, days: daysOf({ startsAt, endsAt }), breaks: startsAt === '22:00' && zone !== 'America/New_York' ? breaks : [] }
        expect(wallOf({ ...placeShift({ ...wall, date, zone }), zone })).toEqual(wall)
      }
  })
})
