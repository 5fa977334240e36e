import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { isAmbiguous, sharedMinutes, wallClock, wallWindow } from '../../../services/local-time/wall-clock.ts'

const zone = 'Europe/Berlin'
const skipped = '2026-03-29' // 02:00 becomes 03:00
const doubled = '2026-10-25' // 03:00 becomes 02:00

describe('the clock on the wall', () => {
  it.each([
    // day     time     which    instant
    [skipped, '01:59', 'first', '2026-03-29T00:59:00.000Z'],
    [skipped, '02:00', 'first', '2026-03-29T01:00:00.000Z'],
    [skipped, '02:30', 'first', '2026-03-29T01:00:00.000Z'],
    [skipped, '02:30', 'last', '2026-03-29T01:00:00.000Z'],
    [skipped, '03:00', 'first', '2026-03-29T01:00:00.000Z'],
    [skipped, '04:30', 'first', '2026-03-29T02:30:00.000Z'],
    [doubled, '01:59', 'first', '2026-10-24T23:59:00.000Z'],
    [doubled, '02:30', 'first', '2026-10-25T00:30:00.000Z'],
    [doubled, '02:30', 'last', '2026-10-25T01:30:00.000Z'],
    [doubled, '03:00', 'first', '2026-10-25T02:00:00.000Z'],
    [doubled, '24:00', 'last', '2026-10-25T23:00:00.000Z'],
  ] as const)('%s %s (%s) is %s', (day, time, which, instant) => {
    expect(wallClock(DateTime.fromISO(day, { zone }), time, which).toUTC().toISO()).toBe(instant)
  })

  it('is right where the clock moves by half an hour', () => {
    expect(wallClock(DateTime.fromISO('2026-10-04', { zone: 'Australia/Lord_Howe' }), '02:15', 'first').toISO()).toBe('2026-10-04T02:30:00.000+11:00')
  })
})

describe('windows by the clock on the wall', () => {
  it.each([
    ['2026-03-28', '22:00', '06:00', 420],
    ['2026-10-24', '22:00', '06:00', 540],
    ['2026-10-23', '22:00', '06:00', 480],
    ['2026-10-25', '02:30', '03:00', 90],
    ['2026-03-29', '02:00', '03:00', 0],
  ])('%s %s-%s lasts %s minutes in Berlin', (date, from, to, minutes) => {
    const window = wallWindow(date, from, to, 'Europe/Berlin')
    expect(sharedMinutes(window, window)).toBe(minutes)
  })

  it('says when a time comes twice', () => {
    const at = (date: string, time: string): boolean => isAmbiguous(DateTime.fromISO(date, { zone: 'Europe/Berlin' }), time)
    expect([at('2026-10-25', '02:00'), at('2026-10-25', '02:59'), at('2026-10-25', '03:00'), at('2026-10-24', '02:30')]).toEqual([true, true, false, false])
  })
})
