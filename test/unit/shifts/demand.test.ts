import { describe, expect, it } from 'vitest'
import type { Need } from '../../../services/roster-rules/model.ts'
import { profileOf } from '../../../services/shifts/demand/arrivals.ts'
import { copiedNeeds, neededBy } from '../../../services/shifts/demand/dated-needs.ts'
import { answeredWithin, chanceOfWaiting, meanWait, peopleNeeded } from '../../../services/shifts/demand/erlang.ts'
import { forecastOf } from '../../../services/shifts/demand/forecast.ts'
import { callsFor } from '../../../services/shifts/demand/wanted-calls.ts'

describe('Erlang C', () => {
  // 100 calls in half an hour of three minutes each: 10 Erlang. The table that textbooks print.
  const load = { calls: 100, intervalSeconds: 1_800, talkSeconds: 180 }

  it.each([
    [11, 0.6821, 0.3896, 122.8],
    [12, 0.4494, 0.6401, 40.4],
    [13, 0.2853, 0.7956, 17.1],
    [14, 0.1741, 0.8884, 7.8],
  ])('%i people', (people, waiting, in20, wait) => {
    expect(chanceOfWaiting(10, people)).toBeCloseTo(waiting, 3)
    expect(answeredWithin(load, people, 20)).toBeCloseTo(in20, 3)
    expect(meanWait(load, people)).toBeCloseTo(wait, 0)
  })

  it('takes the fewest who answer eight in ten within 20 seconds', () => {
    expect(peopleNeeded(load, { share: 0.8, answerSeconds: 20 })).toBe(14)
    expect(peopleNeeded({ ...load, calls: 1 }, { share: 0.8, answerSeconds: 20 })).toBe(1)
    expect(peopleNeeded({ ...load, calls: 0 }, { share: 0.8, answerSeconds: 20 })).toBe(0)
    expect(chanceOfWaiting(10, 10)).toBe(1)
    // Factorials would long have overflowed.
    expect(peopleNeeded({ ...load, calls: 10_000 }, { share: 0.8, answerSeconds: 20 })).toBeGreaterThan(1_000)
  })
})

describe('a forecast', () => {
  // Two weeks: three calls on each Monday at 09:10, one on the second Sunday.
  const calls = [
    ...['2026-11-02', '2026-11-09'].flatMap((date) => Array.from({ length: 30 }, () => ({ date, minute: 550, talkSeconds: 300 }))),
    { date: '2026-11-15', minute: 600, talkSeconds: 0 },
  ]
  const past = { from: '2026-11-02', to: '2026-11-16' }
  const wish = { from: '2026-11-16', to: '2026-11-23', zone: 'Europe/Berlin', minutes: 30, share: 0.8, answerSeconds: 20, shrinkage: 0, wrapUpSeconds: 0 }
  const forecast = (more = {}, holidays: string[] = []) => {
    const resting = new Set(holidays)
    return forecastOf(profileOf(calls, past, resting, 30), { ...wish, holidays: resting, ...more })
  }

  it('is the mean of the weekday, interval by interval', () => {
    const rows = forecast()
    expect(rows).toHaveLength(7 * 48)
    expect(rows.filter(({ calls: mean }) => mean > 0).map(({ date, minute, calls: mean, people }) => [date, minute, mean, people])).toEqual([
      ['2026-11-16', 540, 30, 8],
      ['2026-11-22', 600, 0.5, 1],
    ])
  })

  it('adds people for those who are away, and work after the call', () => {
    expect(forecast({ shrinkage: 0.3 })[18]?.people).toBe(12)
    expect(forecast({ wrapUpSeconds: 300 })[18]?.people).toBeGreaterThan(8)
  })

  it('takes a holiday for a Sunday, before and after', () => {
    const rows = forecast({}, ['2026-11-16'])
    expect(rows.filter(({ calls: mean }) => mean > 0).map(({ date }) => date)).toEqual(['2026-11-16', '2026-11-22'])
    expect(rows[18]).toMatchObject({ calls: 0 })
  })

  it('has 23 hours on the day on which the clocks go forward, and 25 in autumn', () => {
    expect(forecast({ from: '2027-03-28', to: '2027-03-29' })).toHaveLength(46)
    expect(forecast({ from: '2027-10-31', to: '2027-11-01' })).toHaveLength(50)
  })

  it('is not spoilt by a receiver beside the phone', () => {
    const talks = [...Array.from({ length: 9 }, () => 200), 36_000].map((talkSeconds) => ({ date: '2026-11-02', minute: 0, talkSeconds }))
    expect(profileOf(talks, past, new Set(), 30).talkSeconds).toBe((9 * 200 + 2_000) / 10)
  })

  it('becomes needs: one for each stretch with the same people, on its days only', () => {
    const place = { siteId: 'site', levelId: 'front', skill: null }
    const twoWeeks = neededBy(forecast({ to: '2026-11-30' }), 30, place)
    expect(twoWeeks).toEqual([
      {
        ...place,
        kind: 'desk',
        days: [1],
        from: '09:00',
        to: '09:30',
        people: 8,
        validFrom: '2026-11-16',
        validTo: '2026-11-24',
        onHolidays: true,
        isInstead: true,
      },
      {
        ...place,
        kind: 'desk',
        days: [7],
        from: '10:00',
        to: '10:30',
        people: 1,
        validFrom: '2026-11-22',
        validTo: '2026-11-30',
        onHolidays: true,
        isInstead: true,
      },
    ])
    const rows = [0, 30, 60, 90, 1_410].map((minute) => ({
      at: 0,
      date: '2026-11-16',
      minute,
      calls: 1,
      talkSeconds: 1,
      people: minute === 90 ? 0 : 2,
      answeredIn: 0,
    }))
    expect(neededBy(rows, 30, place).map(({ from, to }) => [from, to])).toEqual([
      ['00:00', '01:30'],
      ['23:30', '24:00'],
    ])
  })
})

describe('calls are for the level and skill that their flow asked for', () => {
  const at = new Date('2026-11-02T08:10:00Z')
  const call = (...wishes: Array<{ skill: string | null; level: number | null }>) => ({ at, talkSeconds: 60, wishes })
  const calls = [call(), call({ skill: 'billing', level: null }), call({ skill: null, level: 2 })]
  const count = (rank: number, skill: string | null): number => callsFor(calls, { rank, frontRank: 1, skill }, 'Europe/Berlin').length

  it('and the front line’s, where it asked for nobody', () => {
    expect([count(1, null), count(1, 'billing'), count(2, null), count(2, 'billing')]).toEqual([2, 1, 1, 0])
    expect(callsFor(calls, { rank: 2, frontRank: 1, skill: null }, 'Europe/Berlin')).toEqual([{ date: '2026-11-02', minute: 550, talkSeconds: 60 }])
  })
})

describe('needs are copied as they hold', () => {
  const need = (id: string, more: Partial<Need>): Need => ({
    ...{ id, siteId: 'site', zone: 'Europe/Berlin', levelId: 'front', kind: 'desk', skill: null, days: [1, 2, 3, 4, 5], from: '08:00', to: '16:00', people: 2 },
    ...{ onHolidays: false, validFrom: null, validTo: null, isInstead: false },
    ...more,
  })
  const short = ({ days, from, people, validFrom, validTo }: Omit<Need, 'id' | 'zone'>): unknown => [days, from, people, validFrom, validTo]

  it('without the holidays of the model, and with what holds there instead', () => {
    const needs = [need('a', {}), need('b', { days: [3], from: '10:00', people: 1, validFrom: '2026-11-18', validTo: '2026-11-19', isInstead: true })]
    const copies = copiedNeeds(needs, { from: '2026-11-16', to: '2026-11-23' }, '2026-11-23', new Set(['site 2026-11-20']))
    expect(copies.map(short)).toEqual([
      [[1, 2, 4], '08:00', 2, '2026-11-23', '2026-11-27'],
      [[3], '10:00', 1, '2026-11-25', '2026-11-26'],
    ])
    expect(copies.every(({ isInstead, onHolidays }) => isInstead && onHolidays)).toBe(true)
  })

  it('one for each date where the days are not regular', () => {
    const copies = copiedNeeds([need('a', {})], { from: '2026-11-16', to: '2026-11-30' }, '2026-12-14', new Set(['site 2026-11-20']))
    expect(copies).toHaveLength(9)
    expect(copies.map(({ validFrom }) => validFrom)).not.toContain('2026-12-18')
  })
})
