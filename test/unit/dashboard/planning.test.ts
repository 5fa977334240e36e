import { describe, expect, it } from 'vitest'
import { readWallTime, wallTime } from '../../../dashboard/src/format/wall-time.ts'
import { amountText, contractOn, dayRuns, expiryOf, hoursText, readAmount, readHours, wallMinutes } from '../../../dashboard/src/planning/hours.ts'
import { readPlanningSearch } from '../../../dashboard/src/planning/planning-search.ts'

describe('what is typed', () => {
  it.each([
    ['7', '07:00'],
    ['07:30', '07:30'],
    ['730', '07:30'],
    ['2215', '22:15'],
    ['22.15', '22:15'],
    [' 0 ', '00:00'],
    ['24:00', '24:00'],
    ['24:01', null],
    ['25', null],
    ['7:5', null],
    ['12:60', null],
    ['noon', null],
    ['', null],
  ])('the time %j is %j', (typed, time) => expect(readWallTime(typed)).toBe(time))
  it('that is no time stays for the server to refuse', () => expect(wallTime('noon')).toBe('noon'))

  it.each([
    ['40', 2400],
    ['37.5', 2250],
    ['37,5', 2250],
    ['37:30', 2250],
    ['0', 0],
    ['37:60', null],
    ['forty', null],
    ['', null],
    ['-5', null],
  ])('%j hours are %j minutes', (typed, minutes) => expect(readHours(typed)).toBe(minutes))

  it('hours come back as they were', () => {
    for (let minutes = 0; minutes <= 10_080; minutes += 1) expect(readHours(hoursText(minutes))).toBe(minutes)
  })

  it.each([
    ['31', 3100],
    ['31.5', 3150],
    ['31,50', 3150],
    ['0.07', 7],
    ['31.505', null],
    ['1.000,00', null],
    ['', null],
  ])('the amount %j is %j', (typed, minor) => expect(readAmount(typed)).toBe(minor))
  it('amounts come back as they were', () => {
    for (let minor = 0; minor < 20_000; minor += 7) expect(readAmount(amountText(minor))).toBe(minor)
  })
})

describe('planning in words', () => {
  it.each([
    ['07:00', '15:00', 480],
    ['22:00', '06:00', 480],
    ['16:00', '24:00', 480],
    ['00:00', '00:00', 1440],
  ])('%s to %s', (from, to, minutes) => expect(wallMinutes(from, to)).toBe(minutes))
  it.each([
    [[1, 2, 3, 4, 5], [[1, 5]]],
    [
      [5, 1, 2, 3],
      [
        [1, 3],
        [5, 5],
      ],
    ],
    [[7, 7], [[7, 7]]],
    [[], []],
  ])('weekdays %j in runs', (days, runs) => expect(dayRuns(days)).toEqual(runs))
  it('a skill ends at its instant, and soon is 30 days', () => {
    const now = Date.parse('2026-11-22T03:00:00Z')
    expect(expiryOf(null, now)).toBe('never')
    expect(expiryOf('2026-11-22T03:00:00Z', now)).toBe('over')
    expect(expiryOf('2026-12-22T03:00:00Z', now)).toBe('soon')
    expect(expiryOf('2026-12-22T03:00:01Z', now)).toBe('fine')
  })
  it('the contract of a day is the last that has begun', () => {
    const contracts = [{ validFrom: '2027-01-01' }, { validFrom: '2025-01-01' }, { validFrom: '2026-06-01' }]
    expect(contractOn(contracts, '2026-06-01')).toEqual({ validFrom: '2026-06-01' })
    expect(contractOn(contracts, '2024-01-01')).toBeUndefined()
  })
  it('the URL gives what is usable', () => {
    expect(readPlanningSearch({ tab: 'sites', site: 'x', year: '2027' })).toEqual({ tab: 'sites', site: 'x', year: 2027 })
    expect(readPlanningSearch({ tab: 'nonsense', site: 5, year: 'soon' })).toEqual({})
  })
})
