import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import { firstAllowed, WAKING, zonesOf, zonesOfNumber } from '../../../services/messages/hours.ts'

const at = (iso: string): number => DateTime.fromISO(iso, { setZone: true }).toMillis()
const allowed = (iso: string, ...zones: [string, ...string[]]): string => {
  const instant = firstAllowed(at(iso), { ...WAKING, zones })
  return DateTime.fromMillis(instant, { zone: zones[0] }).toISO({ suppressMilliseconds: true }) ?? ''
}

describe('when somebody may be reached', () => {
  test.each([
    ['in the day: at once', '2026-11-18T10:00:00+01:00', 'Europe/Berlin', '2026-11-18T10:00:00+01:00'],
    ['at three in the night of Tokyo: at eight there', '2026-11-18T03:00:00+09:00', 'Asia/Tokyo', '2026-11-18T08:00:00+09:00'],
    ['on the dot of the evening: the next morning', '2026-11-18T20:00:00+01:00', 'Europe/Berlin', '2026-11-19T08:00:00+01:00'],
    ['a moment before it: at once', '2026-11-18T19:59:59+01:00', 'Europe/Berlin', '2026-11-18T19:59:59+01:00'],
    // The clocks go forward and back: eight is eight.
    ['the night in which an hour is missing', '2026-03-28T22:00:00+01:00', 'Europe/Berlin', '2026-03-29T08:00:00+02:00'],
    ['the night in which an hour comes twice', '2026-10-24T22:00:00+02:00', 'Europe/Berlin', '2026-10-25T08:00:00+01:00'],
    ['the same in New York', '2026-03-07T23:30:00-05:00', 'America/New_York', '2026-03-08T08:00:00-04:00'],
    ['and in the autumn', '2026-10-31T23:30:00-04:00', 'America/New_York', '2026-11-01T08:00:00-05:00'],
  ])('%s', (_, now, zone, expected) => expect(allowed(now, zone)).toBe(expected))

  test('who sleeps by day is reached in his night; who is always awake, always', () => {
    const night = { from: '20:00', to: '04:00', zones: ['Europe/Berlin'] as const }
    expect(firstAllowed(at('2026-11-18T02:00:00+01:00'), night)).toBe(at('2026-11-18T02:00:00+01:00'))
    expect(firstAllowed(at('2026-11-18T04:00:00+01:00'), night)).toBe(at('2026-11-18T20:00:00+01:00'))
    const always = { from: '00:00', to: '00:00', zones: ['Europe/Berlin'] as const }
    expect(firstAllowed(at('2026-10-25T02:30:00+02:00'), always)).toBe(at('2026-10-25T02:30:00+02:00'))
  })

  test('of a country with several zones all must be awake; where no hour is common the first one counts', () => {
    // Eight in Los Angeles is eleven in New York, and before that somebody there may sleep.
    expect(allowed('2026-11-18T09:00:00-05:00', 'America/New_York', 'America/Los_Angeles')).toBe('2026-11-18T11:00:00-05:00')
    const narrow = { from: '08:00', to: '09:00', zones: ['Europe/Berlin', 'Asia/Tokyo'] as const }
    expect(firstAllowed(at('2026-11-18T10:00:00+01:00'), narrow)).toBe(at('2026-11-19T08:00:00+01:00'))
  })

  test('through a year: never before eight or after eight in the evening, never later than need be', () => {
    const zone = 'Europe/Berlin'
    for (let now = at('2026-01-01T00:07:00+01:00'); now < at('2027-01-01T00:00:00+01:00'); now += 1_007 * 60_000) {
      const then = firstAllowed(now, { ...WAKING, zones: [zone] })
      const [{ hour, minute }, { hour: hourNow }] = [DateTime.fromMillis(then, { zone }), DateTime.fromMillis(now, { zone })]
      expect(hour >= 8 && hour < 20).toBe(true)
      if (hourNow >= 8 && hourNow < 20) expect(then).toBe(now)
      else expect([hour, minute]).toEqual([8, 0])
    }
  })
})

describe('whose clock', () => {
  test('his own, else that of his number, else ours', () => {
    expect(zonesOf({ zone: 'Asia/Tokyo', number: '+493023125200', ours: 'Europe/Berlin' })).toEqual(['Asia/Tokyo'])
    expect(zonesOf({ zone: null, number: '+81312345678', ours: 'Europe/Berlin' })).toEqual(['Asia/Tokyo'])
    expect(zonesOf({ zone: null, number: null, ours: 'Europe/Berlin' })).toEqual(['Europe/Berlin'])
    expect(zonesOf({ zone: null, number: '+88213300655', ours: 'Europe/Berlin' })).toEqual(['Europe/Berlin'])
  })

  test('a country of several zones has them all', () => {
    expect(zonesOfNumber('+12125550100')).toEqual(expect.arrayContaining(['America/New_York', 'America/Los_Angeles', 'Pacific/Honolulu']))
    expect(zonesOfNumber('+74951234567')).toEqual(expect.arrayContaining(['Europe/Moscow', 'Asia/Kamchatka']))
  })
})
