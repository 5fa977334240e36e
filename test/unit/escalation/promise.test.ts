import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { byInEach, byInWords, promisedAt } from '../../../services/escalation/promise.ts'

const zone = 'Europe/Berlin'
const at = (wall: string): number => DateTime.fromISO(wall, { zone }).toMillis()
const wall = (instant: number): string => DateTime.fromMillis(instant, { zone }).toFormat("yyyy-MM-dd'T'HH:mm")

describe('the time that is promised', () => {
  it.each([
    // now             by when
    ['2026-11-18T10:00', '2026-11-18T20:00'], // 06:00 of tomorrow is too early to call, so it is this evening
    ['2026-11-18T12:00', '2026-11-19T08:00'],
    ['2026-11-18T11:59', '2026-11-18T20:00'],
    ['2026-11-18T03:10', '2026-11-18T20:00'], // 23:10 is too late
    ['2026-11-18T00:00', '2026-11-18T20:00'],
    ['2026-11-18T19:30', '2026-11-19T15:30'],
    ['2026-11-18T23:59', '2026-11-19T19:59'],
    ['2026-03-28T12:00', '2026-03-29T09:00'], // the clocks go forward that night
    ['2026-03-28T11:00', '2026-03-29T08:00'],
    ['2026-10-24T12:00', '2026-10-24T20:00'], // they go back: 20 hours end at 07:00
    ['2026-10-24T13:00', '2026-10-25T08:00'],
  ])('at %s it is %s', (now, by) => expect(wall(promisedAt(at(now), zone))).toBe(by))

  it('leaves the seconds out, which nobody says', () => expect(promisedAt(at('2026-11-18T19:30') + 59_999, zone)).toBe(at('2026-11-19T15:30')))

  it('is never after the end of the case, and that end when the customer sleeps until then', () => {
    expect(wall(promisedAt(at('2026-11-18T10:00'), zone, at('2026-11-18T14:05')))).toBe('2026-11-18T14:05')
    expect(wall(promisedAt(at('2026-11-18T21:00'), zone, at('2026-11-19T03:00')))).toBe('2026-11-19T03:00')
  })

  it('is ahead, within 20 hours, in waking hours, and nothing later is: whenever and wherever', () =>
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date('2020-01-01'), max: new Date('2035-01-01') }),
        fc.constantFrom(zone, 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Chatham', 'America/Santiago', 'UTC'),
        (date, where) => {
          const now = date.getTime()
          const by = promisedAt(now, where)
          const isWaking = (instant: number): boolean => {
            const clock = DateTime.fromMillis(instant, { zone: where }).toFormat('HH:mm')
            return clock >= '08:00' && clock <= '20:00'
          }
          expect(by > now && by <= now + 20 * 3_600_000 && isWaking(by)).toBe(true)
          for (let later = by + 60_000; later <= now + 20 * 3_600_000; later += 60_000) if (isWaking(later)) throw new Error(`${later} is later than ${by}`)
        },
      ),
      { numRuns: 200 },
    ))
})

describe('the time in words', () => {
  const now = at('2026-11-18T13:00')
  it.each([
    ['2026-11-18T20:00', 'by today at 8 PM', 'не позднее чем сегодня в 20 часов'],
    ['2026-11-19T08:00', 'by tomorrow at 8 AM', 'не позднее чем завтра в 8 часов утра'],
    ['2026-11-23T12:00', 'by Monday at noon', 'не позднее чем в понедельник в 12 часов дня'],
    ['2027-01-04T09:00', 'by Monday the 4th of January at 9 AM', 'не позднее чем в понедельник, 4 января, в 9 часов утра'],
  ])('%s', (by, en, ru) => expect(byInEach(at(by), { at: now, zone, languages: ['en', 'ru'] })).toEqual({ en, ru }))

  it('is English where we have no words', () => expect(byInWords(now, { at: now, zone, language: 'tr' })).toBe('by today at 1 PM'))
})
