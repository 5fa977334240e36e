import { describe, expect, it } from 'vitest'
import type { PayPack, PremiumRule, WorkPiece } from '../../../services/pay-rules/model.ts'
import { PAY_PACKS, payPackOn, plainPack } from '../../../services/pay-rules/packs.ts'
import { payOf } from '../../../services/pay-rules/pay.ts'
import { BERLIN, MOSCOW, at, inputOf, pay, work } from './work.ts'

const lines = (of: ReturnType<typeof pay>): unknown => of.lines.map(({ rule, minutes, rate, amount }) => [rule, minutes, rate, amount])
const rule = (id: string, from: string, to: string, more: Partial<PremiumRule>): PremiumRule => ({
  id,
  name: { en: id, ru: id },
  window: { kind: 'daily', from, to },
  group: id,
  source: '',
  totals: 'other',
  ...more,
})
const packOf = (stacking: PayPack['stacking'], ...rules: PremiumRule[]): PayPack => ({ ...plainPack(), id: 'own', stacking, rules })

describe('terms hold from midnight of their day', () => {
  const rates = [
    { validFrom: '2026-01-01', hourlyRate: 3_100, onCallRate: 500, weeklyMinutes: 2_400, pack: 'plain' },
    { validFrom: '2026-11-05', hourlyRate: 3_300, onCallRate: 600, weeklyMinutes: 2_400, pack: 'de' },
  ]

  it('so a night over a change of rate and pack is cut there', () => {
    const paid = pay([work('2026-11-02T22:00', '2026-11-03T06:00'), work('2026-11-04T22:00', '2026-11-05T06:00')], { rates })
    expect(lines(paid)).toEqual([
      ['base', 600, 3_100, 31_000],
      ['base', 360, 3_300, 19_800],
      ['night', 600, 3_100, 7_750],
      ['night', 360, 3_300, 4_950],
    ])
    expect(paid.lines.map(({ pack }) => pack?.id ?? '')).toEqual(['', '', 'plain', 'de'])
  })

  it('and on a day without any it is said that nothing is agreed', () => {
    expect(pay([work('2025-12-31T22:00', '2026-01-01T06:00')], { rates, month: '2025-12' })).toMatchObject({
      worked: 480,
      withoutTerms: 120,
      base: 18_600,
    })
  })

  it('of packs too: Russian overtime is reckoned on the night supplement since September 2024', () => {
    // Nothing is agreed for a week: all of it is overtime.
    const given = { pack: 'ru', rates: [{ validFrom: '2000-01-01', hourlyRate: 50_000, onCallRate: 0, weeklyMinutes: 0, pack: 'ru' }] }
    expect(lines(pay([work('2024-08-30T22:00', '2024-08-31T02:00', { zone: MOSCOW })], given))).toEqual([
      ['base', 240, 50_000, 200_000],
      ['night', 240, 50_000, 40_000],
      ['overtime', 120, 50_000, 50_000],
      ['moreOvertime', 120, 50_000, 100_000],
    ])
    expect(lines(pay([work('2024-09-02T22:00', '2024-09-03T02:00', { zone: MOSCOW })], given))).toEqual([
      ['base', 240, 50_000, 200_000],
      ['night', 240, 50_000, 40_000],
      ['overtime', 120, 60_000, 60_000],
      ['moreOvertime', 120, 60_000, 120_000],
    ])
  })

  it('the version of a pack is that of the date; of two from one day the later in the list; before the first the first', () => {
    const [early, late] = PAY_PACKS.filter(({ id }) => id === 'ru')
    const own = { ...plainPack(), note: 'own' }
    expect(payPackOn(PAY_PACKS, 'ru', '2024-08-31')).toBe(early)
    expect(payPackOn(PAY_PACKS, 'ru', '2024-09-01')).toBe(late)
    expect(payPackOn([...PAY_PACKS, own], 'plain', '2026-11-22')).toBe(own)
    expect(payPackOn([{ ...own, validFrom: '2026-01-01' }], 'plain', '2025-01-01')?.note).toBe('own')
    expect(payPackOn(PAY_PACKS, 'none', '2026-11-22')).toBeUndefined()
  })
})

describe('Germany, as much as is free of tax', () => {
  const tax = { pack: 'de-3b', rate: 4_000 }
  const premiums = (from: string, to: string, holidays: string[] = [], more = {}): unknown =>
    pay([work(from, to, more)], { ...tax, holidays }).lines.flatMap(({ rule: id, pack, minutes }) => (pack ? [[id, minutes]] : []))

  it('pays 40 % from 00:00 to 04:00 instead of 25 %, if the work began before midnight', () => {
    expect(premiums('2026-11-03T23:59', '2026-11-04T06:00')).toEqual([
      ['night', 121],
      ['deepNight', 240],
    ])
    expect(premiums('2026-11-04T00:00', '2026-11-04T06:00')).toEqual([['night', 360]])
  })

  it('sees it too where that midnight is the end of the month', () => {
    const evening = work('2026-08-31T20:00', '2026-09-01T00:00')
    const hours = (before: readonly WorkPiece[]) =>
      pay([work('2026-09-01T00:00', '2026-09-01T04:00')], { pack: 'de-3b', before }).lines.map(({ rule, minutes }) => `${rule} ${minutes}`)
    expect(hours([evening])).toContain('deepNight 240')
    expect(hours([])).toContain('night 240')
  })

  it('sees that work began before midnight though it is written down in two pieces', () => {
    const paid = pay([work('2026-11-04T00:00', '2026-11-04T01:00'), work('2026-11-03T22:00', '2026-11-04T00:00')], tax)
    expect(paid.lines.map(({ rule: id, minutes }) => [id, minutes])).toEqual([
      ['base', 180],
      ['night', 120],
      ['deepNight', 60],
    ])
  })

  it('counts 00:00 to 04:00 of the next day as Sunday or holiday, and the holiday instead of the Sunday', () => {
    expect(premiums('2026-11-08T22:00', '2026-11-09T06:00')).toEqual([
      ['night', 240],
      ['deepNight', 240],
      ['sunday', 360],
    ])
    expect(premiums('2026-11-09T00:00', '2026-11-09T06:00')).toEqual([['night', 360]])
    expect(premiums('2026-10-03T12:00', '2026-10-03T14:00', ['2026-10-03'])).toEqual([['holiday', 120]])
    expect(premiums('2027-10-03T12:00', '2027-10-03T14:00', ['2027-10-03'])).toEqual([['holiday', 120]])
  })

  it('knows the eves, and the high holidays', () => {
    expect(premiums('2026-12-24T12:00', '2026-12-24T16:00')).toEqual([['christmasEve', 120]])
    expect(premiums('2026-12-31T13:00', '2026-12-31T15:00')).toEqual([['newYearsEve', 60]])
    expect(premiums('2026-12-25T12:00', '2026-12-25T16:00', ['2026-12-25'])).toEqual([['highHoliday', 240]])
  })

  it('reckons premiums on no more than 50 EUR, and pays the hours in full', () => {
    const paid = pay([work('2026-11-08T12:00', '2026-11-08T14:00')], { ...tax, rate: 6_000 })
    expect(lines(paid)).toEqual([
      ['base', 120, 6_000, 12_000],
      ['sunday', 120, 5_000, 5_000],
    ])
  })
})

describe('overtime', () => {
  const days = (first: number, count: number): ReturnType<typeof work>[] =>
    Array.from({ length: count }, (_, n) => work(`2026-11-${String(first + n).padStart(2, '0')}T08:00`, `2026-11-${String(first + n).padStart(2, '0')}T18:00`))

  it('in the United States begins after 40 hours of a week', () => {
    const paid = pay([...days(2, 5), ...days(9, 4)], { pack: 'us', rate: 2_000, currency: 'USD' })
    expect(paid).toMatchObject({ overtime: 600, premiums: 10_000 })
    expect(paid.segments.filter(({ paid: premiums }) => premiums.length > 0).map(({ from }) => from)).toEqual([at('2026-11-06T08:00', BERLIN)])
  })

  it('in France grows after eight hours', () => {
    expect(lines(pay(days(2, 5), { pack: 'fr', rate: 2_000 }))).toEqual([
      ['base', 3_000, 2_000, 100_000],
      ['overtime', 480, 2_000, 4_000],
      ['moreOvertime', 420, 2_000, 7_000],
    ])
  })

  it('counts what was worked in the same week before the month, and pays it there', () => {
    const before = [work('2026-10-26T08:00', '2026-10-27T00:00'), work('2026-10-27T08:00', '2026-10-28T00:00'), work('2026-10-28T08:00', '2026-10-28T16:00')]
    const sunday = [work('2026-11-01T08:00', '2026-11-01T18:00')]
    expect(pay(sunday, { pack: 'us', before })).toMatchObject({ worked: 600, overtime: 600 })
    expect(pay(sunday, { pack: 'us' })).toMatchObject({ overtime: 0 })
  })

  it('in Russia is beyond a fifth of the week for each working day; holidays are paid as such and count no more; absence lowers it', () => {
    const rates = [{ validFrom: '2020-01-01', hourlyRate: 10_000, onCallRate: 0, weeklyMinutes: 150, pack: 'ru' }]
    // November 2026: 21 days from Monday to Friday, of which the 4th is a holiday: 20 x 30 minutes.
    const given = { rates, currency: 'RUB', holidays: ['2026-11-04'] }
    const zone = MOSCOW
    const holiday = work('2026-11-04T08:00', '2026-11-04T18:00', { zone })
    const ordinary = work('2026-11-05T08:00', '2026-11-05T19:00', { zone })
    expect(pay([holiday, ordinary], given)).toMatchObject({ holiday: 600, overtime: 60, premiums: 100_000 + 5_000 })
    expect(pay([holiday, ordinary], { ...given, away: ['2026-11-06', '2026-11-07'] })).toMatchObject({ overtime: 90 })
  })
})

describe('premiums that hold at once', () => {
  const half = rule('half', '20:00', '24:00', { permille: 500 })
  const quarter = rule('quarter', '20:00', '24:00', { permille: 250 })
  const night = (pack: PayPack): unknown => lines(pay([work('2026-11-03T20:00', '2026-11-03T21:00')], { pack: 'own', packs: [pack], rate: 1_000 }))
  const base = ['base', 60, 1_000, 1_000]

  it.each([
    ['add up', packOf('additive', half, quarter), [base, ['half', 60, 1_000, 500], ['quarter', 60, 1_000, 250]]],
    ['multiply', packOf('multiplicative', half, quarter), [base, ['half', 60, 1_000, 500], ['quarter', 60, 1_500, 375]]],
    ['leave the highest', packOf('highest', quarter, half), [base, ['half', 60, 1_000, 500]]],
    ['of one group leave the highest', packOf('additive', quarter, { ...half, group: 'quarter' }), [base, ['half', 60, 1_000, 500]]],
    ['of two that bring the same leave the first', packOf('highest', half, { ...half, id: 'same' }), [base, ['half', 60, 1_000, 500]]],
    ['compare a share with an amount', packOf('highest', half, rule('fixed', '20:00', '24:00', { perHour: 501 })), [base, ['fixed', 60, 1_000, 501]]],
    ['may stand on one another', packOf('additive', half, { ...quarter, on: ['half'] }), [base, ['half', 60, 1_000, 500], ['quarter', 60, 1_500, 375]]],
    ['that are worth nothing only count', packOf('highest', rule('none', '20:00', '24:00', { totals: 'night' }), quarter), [base, ['quarter', 60, 1_000, 250]]],
  ])('%s', (_, pack, expected) => {
    expect(night(pack)).toEqual(expected)
  })
})

describe('rounding', () => {
  it('is done once for a month and rule, half up', () => {
    // 10 minutes at 3.33 are 55.5; three times that is 166.5.
    const shifts = ['03', '10', '17'].map((day) => work(`2026-11-${day}T12:00`, `2026-11-${day}T12:10`))
    expect(pay(shifts, { rate: 333 }).base).toBe(167)
    expect(pay(shifts.slice(0, 1), { rate: 333 }).base).toBe(56)
  })

  it('leaves the lines of one rule adding up to its rounded sum', () => {
    const rates = ['2026-11-01', '2026-11-09', '2026-11-16'].map((validFrom, n) => ({
      validFrom,
      hourlyRate: 333 + n,
      onCallRate: 0,
      weeklyMinutes: 0,
      pack: 'plain',
    }))
    const shifts = ['03', '10', '17'].map((day) => work(`2026-11-${day}T12:00`, `2026-11-${day}T12:10`))
    const paid = pay(shifts, { rates })
    // 55.5 + 55.67 + 55.83 = 167
    expect(paid.base).toBe(167)
    expect(paid.lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(167)
  })
})

describe('work', () => {
  it('is cut to whole minutes, so that pieces in touch neither overlap nor leave a hole', () => {
    const [from, middle, to] = [at('2026-11-03T12:00', BERLIN), at('2026-11-03T12:10', BERLIN) + 31_000, at('2026-11-03T12:20', BERLIN) + 59_999] as const
    const piece = work('2026-11-03T12:00', '2026-11-03T12:01')
    expect(pay([{ ...piece, from, to: middle }]).worked).toBe(10)
    expect(pay([{ ...piece, from: middle, to }]).worked).toBe(10)
  })

  it('has breaks that overlap each other or an end of it taken out once', () => {
    const breaks = [
      ['2026-11-03T11:00', '2026-11-03T12:10'],
      ['2026-11-03T12:30', '2026-11-03T12:50'],
      ['2026-11-03T12:40', '2026-11-03T13:00'],
    ] as const
    expect(pay([work('2026-11-03T12:00', '2026-11-03T14:00', { breaks })])).toMatchObject({ worked: 80 })
  })

  it('called out is work, standing by is paid by its own rate and no premiums', () => {
    const paid = pay([work('2026-11-03T22:00', '2026-11-04T02:00', { kind: 'onCall' }), work('2026-11-04T02:00', '2026-11-04T03:00', { kind: 'callOut' })])
    expect(paid).toMatchObject({ worked: 60, onCall: 240, night: 60, base: 3_100, standingBy: 2_000, premiums: 775, total: 5_875 })
  })

  it('in the doubled hour counts by a window that stays open from its first begin to its last end', () => {
    const packs = [plainPack({ from: '20:00', to: '02:30', permille: 250 })]
    expect(pay([work('2026-10-24T20:00', '2026-10-25T06:00')], { packs }).night).toBe(450)
  })

  it('goes by the holidays of its own site', () => {
    const there = (siteId: string): number => {
      const input = inputOf([work('2026-11-04T12:00', '2026-11-04T13:00', { zone: MOSCOW, siteId })], { pack: 'ru' })
      return payOf({ ...input, terms: { ...input.terms, holidays: [{ siteId: 'north', date: '2026-11-04', name: '' }] } }).holiday
    }
    expect([there('north'), there('south')]).toEqual([60, 0])
  })
})
