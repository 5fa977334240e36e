import { describe, expect, it } from 'vitest'
import { plainPack } from '../../../services/pay-rules/packs.ts'
import { nightFigures, type HourOfCalls } from '../../../services/shifts/advice/nights.ts'
import { openings, type OpeningFacts } from '../../../services/shifts/advice/opening.ts'

const at = (weekday: number, hour: number, calls: number): HourOfCalls => ({ weekday, hour, calls })

describe('the night', () => {
  const advice = (atNight: number, all: number, days = 91) => nightFigures([at(2, 3, atNight), at(2, 10, all - atNight)], { from: '00:00', to: '07:00' }, days)

  it('with 1.29 % of the calls is not staffed (R45)', () => {
    expect(advice(129, 10_000)).toMatchObject({ calls: 10_000, nightCalls: 129, share: 129, limit: 500, advice: 'noNight' })
    expect(advice(129, 10_000).byHour[3]).toBe(129)
  })

  it.each([
    ['noCalls', 0, 0],
    ['tooFew', 50, 99],
    ['noNight', 4_999, 100_000],
    ['onCall', 500, 10_000],
    ['staff', 5_000, 100_000],
  ] as const)('%s: %i of %i', (expected, night, all) => {
    expect(advice(night, all).advice).toBe(expected)
  })

  it('reaches over midnight', () => {
    expect(nightFigures([at(1, 22, 3), at(1, 21, 5), at(2, 6, 4), at(2, 7, 1)], { from: '22:00', to: '07:00' }, 7).nightCalls).toBe(7)
  })
})

describe('ways to be open', () => {
  const terms = {
    currency: 'EUR',
    packs: [plainPack()],
    rates: [{ validFrom: '0001-01-01', hourlyRate: 2_000, onCallRate: 400, weeklyMinutes: 2_400, pack: 'plain' }],
    holidays: [],
  }
  const facts: OpeningFacts = {
    hours: [],
    wanted: [],
    weeks: 13,
    talkSeconds: 240,
    weeklyMinutes: 2_400,
    absence: 0.15,
    zone: 'Europe/Berlin',
    month: '2026-11',
    terms,
  }
  const people = (given: Partial<OpeningFacts> = {}) =>
    Object.fromEntries(openings({ ...facts, ...given }).map(({ pattern, people: count }) => [pattern, count]))

  it('take one or two people in office hours, and three or four more with nights (R46)', () => {
    const { office = 0, allDay = 0 } = people()
    expect(office).toBe(2)
    expect(allDay - office).toBeGreaterThanOrEqual(3)
    expect(allDay - office).toBeLessThanOrEqual(4)
    expect(people({ weeklyMinutes: 45 * 60, absence: 0 })['office']).toBe(1)
  })

  it('cost what the hours cost, with premiums by the pack', () => {
    // November 2026: 21 days from Monday to Friday, 30 nights of eight hours.
    const [office, , allDay] = openings(facts)
    expect(office).toMatchObject({ minutesPerWeek: 45 * 60, basePerMonth: 21 * 9 * 2_000, premiumsPerMonth: 0 })
    expect(allDay).toMatchObject({ minutesPerWeek: 168 * 60, basePerMonth: 720 * 2_000, premiumsPerMonth: 240 * 500 })
  })

  it('with nights on call need nobody at the desk then, and pay for standing by', () => {
    const onCall = openings(facts).find(({ pattern }) => pattern === 'nightOnCall')
    // 25 days from Monday to Saturday at the desk from 08:00 to 20:00, the rest on call.
    expect(onCall).toMatchObject({ minutesPerWeek: 72 * 60, people: 3, basePerMonth: 25 * 12 * 2_000 + (720 - 25 * 12) * 400, premiumsPerMonth: 0 })
  })

  it('take more people where many call, and say which calls they reach', () => {
    const hours = [at(1, 10, 13 * 100), at(7, 3, 13 * 100)]
    expect(openings({ ...facts, hours, wanted: hours }).map(({ reached }) => reached)).toEqual([500, 500, 1_000, 1_000])
    expect(people({ hours, wanted: hours })['office']).toBeGreaterThanOrEqual(9)
    expect(openings(facts).map(({ reached }) => reached)).toEqual([null, null, null, null])
  })

  it('tell no money where no rates are known', () => {
    expect(openings({ ...facts, terms: null })[0]).toMatchObject({ basePerMonth: 0, premiumsPerMonth: 0, people: 2 })
  })
})
