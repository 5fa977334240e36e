import { describe, expect, it } from 'vitest'
import { costOf, lacking, limitsFor, pacedLimit, priceOf } from '../../../../services/callbacks/abuse/money/price.ts'
import { periodsOf } from '../../../../services/callbacks/abuse/periods.ts'
import { callbackRule } from '../../../../services/schemas/rules.ts'

const { budget } = callbackRule.parse({ budget: { callMinorByCountry: { PL: 40 }, textMinorByCountry: { PL: 12 } } })

it.each([
  ['call', 'DE', 25],
  ['call', 'PL', 40],
  ['call', '', 25],
  ['text', 'DE', 9],
  ['text', 'PL', 12],
  ['code', 'PL', 12],
  ['lookup', 'PL', 1],
] as const)('a %s to %s', (kind, country, minor) => expect(priceOf(kind, country, budget)).toBe(minor))

it.each([
  ['a mean talk', { isCharged: true, talkSeconds: 360 }, 25],
  ['started minutes count whole', { isCharged: true, talkSeconds: 301 }, 25],
  ['a long one costs more than was put aside', { isCharged: true, talkSeconds: 1_200 }, 84],
  ['nobody answered', { isCharged: true, talkSeconds: 0 }, 5],
  ['nobody picked up, and no customer was rung', { isCharged: false, talkSeconds: 0 }, 0],
])('%s', (_, ended, minor) => expect(costOf(25, ended, 6)).toBe(minor))

describe('what may be spent', () => {
  it('is all of it for customers, and for all others what is not kept for those', () => {
    expect(limitsFor(true, budget)).toEqual({ hour: 1_000, day: 5_000 })
    expect(limitsFor(false, budget)).toEqual({ hour: 600, day: 3_000 })
  })
  it.each([
    [{ hour: 575, day: 575 }, 25, undefined],
    [{ hour: 576, day: 576 }, 25, 'hour'],
    [{ hour: 0, day: 2_975 }, 25, undefined],
    [{ hour: 0, day: 2_976 }, 25, 'day'],
    [{ hour: 600, day: 3_000 }, 25, 'day'],
    [{ hour: 600, day: 600 }, 0, undefined],
  ])('%j and %i more: lacks %s', (spent, price, lacks) => expect(lacking(spent, limitsFor(false, budget), price)).toBe(lacks))
})

it.each([
  [0, 200],
  [900_000, 300],
  [2_700_000, 500],
  [3_600_000, 600],
  [3_700_000, 600],
])('after %i ms of an hour', (elapsed, minor) => expect(pacedLimit(600, elapsed)).toBe(minor))

describe('the hour and the day of the company', () => {
  const spans = (at: string, zone = 'Europe/Berlin') => {
    const { hour, day } = periodsOf(new Date(at), zone)
    return [hour.at, hour.until, day.at, day.until].map((one) => one.toISOString().slice(5, 16))
  }
  it.each([
    ['an ordinary hour', '2026-11-18T09:30:15.250Z', undefined, ['11-18T09:00', '11-18T10:00', '11-17T23:00', '11-18T23:00']],
    // The clock is put back: 02:30 is there twice, as two hours; the day has 25.
    ['the first 02:30', '2026-10-25T00:30:00Z', undefined, ['10-25T00:00', '10-25T01:00', '10-24T22:00', '10-25T23:00']],
    ['the second 02:30', '2026-10-25T01:30:00Z', undefined, ['10-25T01:00', '10-25T02:00', '10-24T22:00', '10-25T23:00']],
    // The clock is put forward: the day has 23.
    ['after 02:00 comes 03:00', '2026-03-29T01:10:00Z', undefined, ['03-29T01:00', '03-29T02:00', '03-28T23:00', '03-29T22:00']],
    ['a zone of half an hour', '2026-11-18T09:50:00Z', 'Asia/Kolkata', ['11-18T09:30', '11-18T10:30', '11-17T18:30', '11-18T18:30']],
    ['a clock that moves by half an hour', '2026-04-04T15:10:00Z', 'Australia/Lord_Howe', ['04-04T14:30', '04-04T15:30', '04-04T13:00', '04-05T13:30']],
    ['a day that begins at 01:00', '2026-09-06T12:00:00Z', 'America/Santiago', ['09-06T12:00', '09-06T13:00', '09-06T04:00', '09-07T03:00']],
  ])('%s', (_, at, zone, expected) => expect(spans(at, zone)).toEqual(expected))
})
