// Every example of the design (shifts.md), to the minute and the minor unit.
import { describe, expect, it } from 'vitest'
import { plainPack } from '../../../services/pay-rules/packs.ts'
import { BERLIN, MOSCOW, at, pay, work } from './work.ts'

describe('minutes are those that really passed', () => {
  it.each([
    // zone  from               to                 elapsed 22-06 23-06 20-06 00-04 Sunday
    [BERLIN, '2026-03-28T22:00', '2026-03-29T06:00', 420, 420, 360, 420, 180, 300],
    [BERLIN, '2026-10-24T22:00', '2026-10-25T06:00', 540, 540, 480, 540, 300, 420],
    [BERLIN, '2026-10-25T00:00', '2026-10-25T08:00', 540, 420, 420, 420, 300, 540],
    ['America/New_York', '2026-03-07T23:00', '2026-03-08T07:30', 450, 360, 360, 360, 180, 390],
    [MOSCOW, '2026-10-24T20:00', '2026-10-25T08:00', 720, 480, 420, 600, 240, 480],
  ] as const)('%s %s to %s', (zone, from, to, elapsed, of22, of23, of20, of00, sunday) => {
    const nights = [
      ['22:00', '06:00', of22],
      ['23:00', '06:00', of23],
      ['20:00', '06:00', of20],
      ['00:00', '04:00', of00],
    ] as const
    for (const [begin, end, night] of nights) {
      const packs = [plainPack({ from: begin, to: end, permille: 250 })]
      expect(pay([work(from, to, { zone })], { packs })).toMatchObject({ worked: elapsed, night, sunday })
    }
  })

  it('in New York are 7 hours after a break of half an hour in spring, and 9 in autumn (the Labor Department’s own example)', () => {
    const zone = 'America/New_York'
    const night = (date: string, next: string) =>
      pay([work(`${date}T23:00`, `${next}T07:30`, { zone, breaks: [[`${date}T23:30`, `${next}T00:00`]] })], { pack: 'us', currency: 'USD' })
    expect(night('2026-03-07', '2026-03-08').worked).toBe(420)
    expect(night('2026-10-31', '2026-11-01').worked).toBe(540)
  })
})

describe('money', () => {
  it('in Moscow: a night with an unpaid break at 500 RUB', () => {
    const shift = work('2026-10-24T20:00', '2026-10-25T08:00', { zone: MOSCOW, breaks: [['2026-10-25T01:00', '2026-10-25T01:30']] })
    expect(pay([shift], { pack: 'ru', rate: 50_000, currency: 'RUB' })).toMatchObject({
      worked: 690,
      night: 450,
      base: 575_000,
      premiums: 75_000,
      total: 650_000,
    })
  })

  it('in Moscow at New Year: holiday hours are doubled from midnight, the night supplement is on top', () => {
    const paid = pay([work('2026-12-31T20:00', '2027-01-01T08:00', { zone: MOSCOW })], {
      pack: 'ru',
      rate: 50_000,
      currency: 'RUB',
      holidays: ['2027-01-01'],
    })
    expect(paid).toMatchObject({ worked: 720, night: 480, holiday: 480, base: 600_000, premiums: 480_000, total: 1_080_000 })
    expect(paid.lines.map(({ rule, minutes, amount }) => [rule, minutes, amount])).toEqual([
      ['base', 720, 600_000],
      ['night', 480, 80_000],
      ['holiday', 480, 400_000],
    ])
  })

  it.each([
    ['eight ordinary nights', ['2026-11-02', '2026-11-04', '2026-11-06', '2026-11-09', '2026-11-11', '2026-11-13', '2026-11-16', '2026-11-18'], 49_600],
    ['with the spring change', ['2026-03-02', '2026-03-04', '2026-03-06', '2026-03-09', '2026-03-11', '2026-03-13', '2026-03-16', '2026-03-28'], 48_825],
    ['with the autumn change', ['2026-10-05', '2026-10-07', '2026-10-09', '2026-10-12', '2026-10-14', '2026-10-16', '2026-10-19', '2026-10-24'], 50_375],
  ])('22-06 at 31.00 and 25 %%: %s', (_, dates, premiums) => {
    expect(pay(dates.map((date) => work(`${date}T22:00`, `${nextDay(date)}T06:00`))).premiums).toBe(premiums)
  })
})

const nextDay = (date: string): string => new Date(at(`${date}T12:00`, 'UTC') + 86_400_000).toISOString().slice(0, 10)
