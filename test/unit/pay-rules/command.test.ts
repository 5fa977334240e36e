import { afterEach, expect, it, vi } from 'vitest'
import { payFor } from '../../../services/cli/pay/service.ts'
import type { PayOptions } from '../../../services/cli/pay/wanted.ts'

const usual = { zone: 'Europe/Berlin', pack: 'plain', rate: '3100', weekly: '2400', language: 'en', holidays: true, json: true }

afterEach(() => {
  vi.restoreAllMocks()
})

function ask(options: Partial<PayOptions>): string {
  const printed: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
  expect(payFor({ ...usual, ...options })).toBe(0)
  return printed.join('')
}
const minutes = (options: Partial<PayOptions>): unknown => JSON.parse(ask(options))

it('prints minutes and money of one stretch of work', () => {
  const shift = {
    zone: 'Europe/Moscow',
    pack: 'ru',
    rate: '50000',
    from: '2026-10-24T20:00',
    to: '2026-10-25T08:00',
    break: ['2026-10-25T01:00/2026-10-25T01:30'],
  }
  expect(minutes(shift)).toMatchObject({
    worked: 690,
    night: 450,
    sunday: 450,
    holiday: 0,
    pay: { base: 575_000, premiums: 75_000, total: 650_000, currency: 'RUB' },
  })
})

it('knows the holidays that a law dates itself, and those that are named', () => {
  const newYear = { zone: 'Europe/Moscow', pack: 'ru', rate: '50000', from: '2026-12-31T20:00', to: '2027-01-01T08:00' }
  expect(minutes(newYear)).toMatchObject({ holiday: 480, pay: { total: 1_080_000 } })
  expect(minutes({ ...newYear, holidays: false })).toMatchObject({ holiday: 0, pay: { total: 680_000 } })
  expect(minutes({ ...newYear, holidays: false, holiday: ['2026-12-31'] })).toMatchObject({ holiday: 240 })
  expect(minutes({ pack: 'de-3b', from: '2026-05-14T08:00', to: '2026-05-14T16:00' })).toMatchObject({ holiday: 480, pay: { premiums: 31_000 } })
})

it('takes another night, share or amount for an hour', () => {
  const night = { from: '2026-11-03T20:00', to: '2026-11-04T08:00' }
  expect(minutes({ ...night, night: '20:00-06:00' })).toMatchObject({ night: 600, pay: { premiums: 7_750 } })
  expect(minutes({ ...night, share: '12.5' })).toMatchObject({ night: 480, pay: { premiums: 3_100 } })
  expect(minutes({ ...night, supplement: '150', currency: 'CHF' })).toMatchObject({ pay: { premiums: 1_200, currency: 'CHF' } })
  expect(minutes({ ...night, pack: 'us', night: '22:00-06:00' })).toMatchObject({ night: 480, pay: { premiums: 0, currency: 'USD' } })
})

it('asks which one of a time that comes twice is meant', () => {
  const early = { from: '2026-10-25T02:30', to: '2026-10-25T08:00' }
  expect(minutes({ ...early, fold: 'first' })).toMatchObject({ worked: 390 })
  expect(minutes({ ...early, fold: 'last' })).toMatchObject({ worked: 330 })
  expect(minutes({ ...early, from: '2026-10-25T02:30+02:00' })).toMatchObject({ worked: 390 })
  expect(minutes({ from: '2026-10-25T02:30+02:00', to: '2026-10-25T02:30+01:00' })).toMatchObject({ worked: 60 })
})

it('says it in words too, in both languages', () => {
  const night = { from: '2026-10-24T22:00', to: '2026-10-25T06:00', json: false }
  expect(ask(night)).toContain('9 h 00 min x 25 % of 31.00 EUR an hour = 69.75 EUR.')
  expect(ask({ ...night, language: 'ru' })).toContain('9 ч 00 мин × 25 % от 31,00 EUR в час = 69,75 EUR.')
})

it.each<[string, Partial<PayOptions>]>([
  ['comes twice in Europe/Berlin', { from: '2026-10-25T02:30', to: '2026-10-25T08:00' }],
  ['never comes in Europe/Berlin', { from: '2026-03-29T02:30', to: '2026-03-29T08:00' }],
  ['never comes in Pacific/Apia', { zone: 'Pacific/Apia', from: '2011-12-30T12:00', to: '2011-12-31T08:00' }],
  ['is not a local time', { from: '2026-02-30T02:30', to: '2026-03-29T08:00' }],
  ['not at +03:00', { from: '2026-10-24T22:00+03:00', to: '2026-10-25T06:00' }],
  ['is not after', { from: '2026-10-24T22:00', to: '2026-10-24T06:00' }],
  ['does not lie within the work', { from: '2026-10-24T22:00', to: '2026-10-25T06:00', break: ['2026-10-25T06:00/2026-10-25T06:30'] }],
  ['is no break', { from: '2026-10-24T22:00', to: '2026-10-25T06:00', break: ['30'] }],
  ['there are plain, ru, de', { from: '2026-10-24T22:00', to: '2026-10-25T06:00', pack: 'xx' }],
  ['there is no zone', { from: '2026-10-24T22:00', to: '2026-10-25T06:00', zone: 'Berlin' }],
  ['is no whole number', { from: '2026-10-24T22:00', to: '2026-10-25T06:00', rate: '31.00' }],
  ['is not a night', { from: '2026-10-24T22:00', to: '2026-10-25T06:00', night: '22-06' }],
  ['is not a date', { from: '2026-10-24T22:00', to: '2026-10-25T06:00', holiday: ['25.12.2026'] }],
])('refuses what is unclear: %s', (message, options) => {
  expect(() => ask(options)).toThrow(message)
})
