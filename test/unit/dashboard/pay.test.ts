import { describe, expect, it } from 'vitest'
import type { PayLine, PayPack, PayPiece } from '../../../dashboard/src/api/pay-types.ts'
import { moneyText } from '../../../dashboard/src/format/money.ts'
import { instantOf, instantsOf } from '../../../dashboard/src/format/zoned.ts'
import { packOf, readShare, valuesOf, type PackValues } from '../../../dashboard/src/pay/pack-form.ts'
import { readPaySearch } from '../../../dashboard/src/pay/pay-search.ts'
import { isAddedUp, ruleNames, stretchesOf } from '../../../dashboard/src/pay/why.ts'
import { readInstant, spanOf, type WorkedValues } from '../../../dashboard/src/pay/worked-form.ts'

const line = (rule: string, amount: number, minutes = 60): PayLine => ({
  rule,
  name: { en: rule.toUpperCase(), ru: `${rule} по-русски` },
  source: '',
  rate: 3_100,
  minutes,
  permille: rule === 'base' ? null : 250,
  perHour: null,
  amount,
  currency: 'EUR',
})
const piece = (fromAt: string, toAt: string, segments: PayPiece['segments']): PayPiece => ({
  kind: 'desk',
  shiftId: null,
  fromAt,
  toAt,
  zone: 'Europe/Berlin',
  minutes: 480,
  breakMinutes: 0,
  source: 'roster',
  segments,
})

describe('money', () => {
  it('is said by its currency and the language of the screen', () => {
    expect(moneyText(49_600, 'EUR', 'en-GB')).toBe('€496.00')
    expect(moneyText(49_600, 'EUR', 'ru').replace(/\s/g, ' ')).toBe('496,00 €')
    expect(moneyText(-1_775, 'EUR', 'en-GB')).toBe('-€17.75')
    expect(moneyText(500, 'JPY', 'en-GB')).toBe('JP¥500')
    expect(moneyText(775.5, 'EUR', 'en-GB', 4)).toBe('€7.755')
    expect(moneyText(100, '', 'en-GB')).toBe('1.00')
  })
})

describe('why it is paid', () => {
  it('shows the minutes behind a premium by time, and adds up what it shows', () => {
    const night = { fromAt: '2026-10-02T20:00:00Z', toAt: '2026-10-03T04:00:00Z', minutes: 480, rules: ['night'] }
    const day = { fromAt: '2026-10-01T06:00:00Z', toAt: '2026-10-01T14:00:00Z', minutes: 480, rules: [] }
    const earlier = { fromAt: '2026-10-01T20:00:00Z', toAt: '2026-10-02T04:00:00Z', minutes: 480, rules: ['sunday', 'night'] }
    const pieces = [piece(night.fromAt, night.toAt, [night]), piece(day.fromAt, day.toAt, [day]), piece(earlier.fromAt, earlier.toAt, [earlier])]
    expect(stretchesOf(pieces, 'night').map(({ segment }) => segment)).toEqual([earlier, night])
    expect(stretchesOf(pieces, 'holiday')).toEqual([])
  })
  it('names rules in the language of the screen; one without a line keeps its id', () => {
    const nameOf = ruleNames([line('night', 62)], 'ru')
    expect([nameOf('night'), nameOf('sunday')]).toEqual(['night по-русски', 'sunday'])
  })
  it('says only of what adds up that it does', () => {
    const euro = { currency: 'EUR', others: [] }
    const booking = { id: 'b', month: '2026-09', paidIn: '2026-10', amount: -500, currency: 'EUR', reason: '', createdBy: '', createdAt: '' }
    expect(isAddedUp({ lines: [line('base', 24_800), line('night', 6_200)], bookings: [booking], total: 30_500, ...euro })).toBe(true)
    expect(isAddedUp({ lines: [line('base', 24_800)], bookings: [], total: 24_801, ...euro })).toBe(false)
    const franc = { ...line('base', 100), currency: 'CHF' }
    expect(isAddedUp({ lines: [line('base', 24_800), franc], bookings: [], total: 24_900, ...euro })).toBe(false)
    const others = [{ currency: 'CHF', base: 100, standingBy: 0, premiums: 0, corrections: 0, total: 100 }]
    expect(isAddedUp({ lines: [line('base', 24_800), franc], bookings: [], total: 24_800, ...euro, others })).toBe(true)
  })
})

describe('a time of the wall', () => {
  it('comes twice when the clock goes back, and never when it jumps', () => {
    expect(instantsOf('2026-10-25', '02:30', 'Europe/Berlin')).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'])
    expect(instantsOf('2026-03-29', '02:30', 'Europe/Berlin')).toEqual([])
    expect(instantOf('2026-10-25', '02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z')
    expect(instantOf('2026-03-29', '02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z')
    expect(readInstant('2026-10-25', '02:30', 'Europe/Berlin').kind).toBe('twice')
    expect(readInstant('2026-10-25', '03:30', 'Europe/Berlin')).toEqual({ kind: 'once', at: '2026-10-25T02:30:00.000Z' })
  })
  const worked: WorkedValues = {
    shiftId: '',
    effect: 'beside',
    date: '2026-10-24',
    from: '22:00',
    to: '02:30',
    fromFold: 'first',
    toFold: 'first',
    reason: 'stayed',
  }
  it('of worked time is asked for, not guessed, and ends on the next day where it must', () => {
    expect(spanOf(worked, 'Europe/Berlin')).toEqual({ fromAt: '2026-10-24T20:00:00.000Z', toAt: '2026-10-25T00:30:00.000Z' })
    expect(spanOf({ ...worked, toFold: 'last' }, 'Europe/Berlin')?.toAt).toBe('2026-10-25T01:30:00.000Z')
    expect(spanOf({ ...worked, date: '2026-03-28' }, 'Europe/Berlin')).toBeUndefined()
  })
})

describe('a pack of the house', () => {
  const values: PackValues = {
    id: 'havel',
    nameEn: 'Works agreement',
    nameRu: '',
    validFrom: '2026-11-01',
    stacking: 'additive',
    nightFrom: '22:00',
    nightTo: '06:00',
    night: '25',
    sunday: '12,5',
    holiday: '',
    overtime: '0',
    source: 'Agreement 3/2026',
    note: '',
  }
  it('becomes rules, and a form again', () => {
    const pack = packOf(values)
    expect(pack.name).toEqual({ en: 'Works agreement', ru: 'Works agreement' })
    expect(pack.rules.map(({ id, permille, window }) => [id, permille, window])).toEqual([
      ['night', 250, { kind: 'daily', from: '22:00', to: '06:00' }],
      ['sunday', 125, { kind: 'weekday', days: [7] }],
    ])
    expect(valuesOf(pack)).toEqual({ ...values, nameRu: 'Works agreement', sunday: '12.5', overtime: '' })
  })
  it('that says more than the form can is not changed by it', () => {
    const pack = packOf(values)
    const [night] = pack.rules
    if (night === undefined) throw new Error('no night')
    const richer: PayPack = { ...pack, rules: [{ ...night, maxRate: 5_000 }] }
    expect(valuesOf(richer)).toBeUndefined()
    expect(valuesOf({ ...pack, rules: [{ ...night, id: 'late' }] })).toBeUndefined()
  })
  it.each([
    ['25', 250],
    ['12.5', 125],
    ['12,5 %', 125],
    ['1000', 10_000],
    ['1001', null],
    ['-5', null],
    ['a quarter', null],
  ])('reads %s as %s thousandths', (text, permille) => expect(readShare(text)).toBe(permille))
})

describe('the address of the pay page', () => {
  it('keeps what it knows and drops the rest', () => {
    expect(readPaySearch({ view: 'house', month: '2026-10', person: 'p', more: 1 })).toEqual({ view: 'house', month: '2026-10', person: 'p' })
    expect(readPaySearch({ view: 'all', month: '2026-13', person: 5 })).toEqual({})
  })
})
