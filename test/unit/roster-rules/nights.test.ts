import fc from 'fast-check'
import { IANAZone } from 'luxon'
import { describe, expect, it } from 'vitest'
import { HOUSE_NIGHT } from '../../../services/roster-rules/model.ts'
import type { NightRule } from '../../../services/roster-rules/model.ts'
import { findTwoNights, nightMinutes, nightsOf } from '../../../services/roster-rules/nights.ts'
import { at, berlin, shift } from './plan.ts'

describe('night minutes are those that really passed', () => {
  it.each([
    // zone             from                to                 elapsed 22-06 23-06 20-06 00-04
    [berlin, '2026-03-28 22:00', '2026-03-29 06:00', 420, 420, 360, 420, 180],
    [berlin, '2026-10-24 22:00', '2026-10-25 06:00', 540, 540, 480, 540, 300],
    [berlin, '2026-10-25 00:00', '2026-10-25 08:00', 540, 420, 420, 420, 300],
    ['America/New_York', '2026-03-07 23:00', '2026-03-08 07:30', 450, 360, 360, 360, 180],
    ['Europe/Moscow', '2026-10-24 20:00', '2026-10-25 08:00', 720, 480, 420, 600, 240],
  ] as const)('%s %s to %s', (zone, from, to, elapsed, ...nights) => {
    const work = { from: at(from, zone), to: at(to, zone) }
    const windows = ['22:00-06:00', '23:00-06:00', '20:00-06:00', '00:00-04:00'].map((text) => ({ from: text.slice(0, 5), to: text.slice(6) }))
    expect((work.to - work.from) / 60_000).toBe(elapsed)
    expect(windows.map((window) => nightMinutes(work, zone, window))).toEqual(nights)
  })

  it('belong to the date of the evening, and all duties of a person count together', () => {
    const duties = [shift('2026-10-24 20:00', 180), shift('2026-10-25 00:00', 60, { kind: 'onCall' }), shift('2026-10-25 05:00', 1200)]
    expect([...nightsOf(duties, HOUSE_NIGHT)]).toEqual([
      ['2026-10-24', 180],
      ['2026-10-25', 180],
    ])
  })

  it('are of the night before for work after midnight, at the other side of the world too', () => {
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      expect([...nightsOf([shift('2026-11-22 01:00', 120, { zone })], HOUSE_NIGHT)]).toEqual([['2026-11-21', 120]])
    }
  })
})

describe('two nights in a row', () => {
  const found = (...duties: ReturnType<typeof shift>[]): unknown => findTwoNights(duties, HOUSE_NIGHT).map(({ dates, minutes }) => [...dates, ...minutes])

  it('are two dates running with more than 120 minutes each', () => {
    expect(found(shift('2026-11-22 22:00', 480), shift('2026-11-23 22:00', 120))).toEqual([])
    expect(found(shift('2026-11-22 22:00', 480), shift('2026-11-23 22:00', 121))).toEqual([['2026-11-22', '2026-11-23', 480, 121]])
    expect(found(shift('2026-11-22 22:00', 480), shift('2026-11-24 22:00', 480))).toEqual([])
  })

  it('are made of parts, and on call counts', () => {
    const parts = [shift('2026-11-23 22:00', 60), shift('2026-11-24 05:00', 60), shift('2026-11-24 00:00', 1, { kind: 'onCall' })]
    expect(found(shift('2026-11-22 22:00', 480), ...parts)).toEqual([['2026-11-22', '2026-11-23', 480, 121]])
    expect(found(shift('2026-11-22 22:00', 480), ...parts.slice(0, 2))).toEqual([])
  })

  it('of one long duty are found, and three in a row twice', () => {
    expect(found(shift('2026-11-22 22:00', 36 * 60))).toEqual([['2026-11-22', '2026-11-23', 480, 480]])
    expect(found(shift('2026-11-22 22:00', 480), shift('2026-11-23 22:00', 480), shift('2026-11-24 22:00', 480))).toHaveLength(2)
  })

  it('are each person’s own, each duty by the clock of its own zone', () => {
    expect(found(shift('2026-11-22 22:00', 480), shift('2026-11-23 22:00', 480, { personId: 'boris' }))).toEqual([])
    expect(found(shift('2026-11-22 22:00', 480), shift('2026-11-23 17:00', 300, { zone: 'America/New_York' }))).toEqual([])
    expect(found(shift('2026-11-22 22:00', 480), shift('2026-11-24 01:00', 300, { zone: 'Europe/Moscow' }))).toHaveLength(1)
  })

  it('are counted as they really pass when the clock changes', () => {
    // 01:00-04:00 has 120 minutes in spring; 01:00-03:00 has 180 in autumn.
    expect(found(shift('2026-03-27 22:00', 480), shift('2026-03-29 01:00', 120))).toEqual([])
    expect(found(shift('2026-03-27 22:00', 480), shift('2026-03-29 01:00', 121))).toEqual([['2026-03-27', '2026-03-28', 480, 121]])
    const autumn = { ...shift('2026-10-25 01:00', 180), to: at('2026-10-25 03:00') }
    expect(found(shift('2026-10-23 22:00', 480), autumn)).toEqual([['2026-10-23', '2026-10-24', 480, 180]])
  })
})

/** Minute by minute: what does the clock on the wall show? */
function countByHand(duties: ReadonlyArray<{ from: number; to: number; zone: string }>, rule: NightRule): Map<string, number> {
  const nights = new Map<string, number>()
  for (const { from, to, zone } of duties) {
    const clock = IANAZone.create(zone)
    for (let minute = from; minute < to; minute += 60_000) {
      const shown = new Date(minute + clock.offset(minute) * 60_000).toISOString()
      const time = shown.slice(11, 16)
      if (time < rule.from && time >= rule.to) continue
      const evening = time >= rule.from ? shown.slice(0, 10) : new Date(Date.parse(shown) - 86_400_000).toISOString().slice(0, 10)
      nights.set(evening, (nights.get(evening) ?? 0) + 1)
    }
  }
  return nights
}

describe('whatever the duties', () => {
  const zones = [berlin, 'America/New_York', 'Europe/Moscow', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Kiritimati']
  const clockChanges = ['2026-03-07', '2026-03-28', '2026-04-04', '2026-10-03', '2026-10-24', '2026-10-31'].map((date) => Date.parse(date))
  const duty = (base: number) =>
    fc
      .record({ start: fc.integer({ min: 0, max: 5 * 1440 }), minutes: fc.integer({ min: 1, max: 900 }), zone: fc.constantFrom(...zones) })
      .map(({ start, minutes, zone }) => ({ personId: 'anna', zone, from: base + (start - 1440) * 60_000, to: base + (start - 1440 + minutes) * 60_000 }))
  const duties = fc.constantFrom(...clockChanges).chain((base) => fc.array(duty(base), { minLength: 1, maxLength: 5 }))
  const rule = fc.record({
    from: fc.constantFrom('20:00', '22:00', '23:30'),
    to: fc.constantFrom('04:00', '06:00', '07:15'),
    minutes: fc.constantFrom(0, 60, 120, 240),
  })

  it('the minutes of each night are those a minute-by-minute count gives', () => {
    fc.assert(
      fc.property(duties, rule, (some, house) => {
        expect(new Map(nightsOf(some, house))).toEqual(countByHand(some, house))
      }),
      { numRuns: 150 },
    )
  })

  it('two nights are found where the count has two dates running, and only there', () => {
    fc.assert(
      fc.property(duties, rule, (some, house) => {
        const worked = [...countByHand(some, house)].filter(([, minutes]) => minutes > house.minutes).map(([date]) => date)
        const next = (date: string): string => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10)
        const expected = worked.filter((date) => worked.includes(next(date))).sort()
        expect(findTwoNights(some, house).map(({ dates }) => dates[0])).toEqual(expected)
      }),
      { numRuns: 150 },
    )
  })
})
