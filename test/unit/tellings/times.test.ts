import { expect, test } from 'vitest'
import { policyRule } from '../../../services/schemas/rules.ts'
import { beginsAt, handsAt, kindOf, ringsAgainAt } from '../../../services/tellings/times.ts'

const rule = policyRule.parse({ levels: {} }).executive
const at = (text: string): Date => new Date(text)

test.each([
  // now                     tellAt   it begins to ring       clocks in Berlin: forward 2026-03-29 02:00, back 2026-10-25 03:00
  ['2026-11-18T06:59:59Z', '08:00', '2026-11-18T07:00:00.000Z'],
  ['2026-11-18T07:00:00Z', '08:00', '2026-11-19T07:00:00.000Z'],
  ['2026-03-28T20:00:00Z', '08:00', '2026-03-29T06:00:00.000Z'],
  ['2026-10-24T20:00:00Z', '08:00', '2026-10-25T07:00:00.000Z'],
  ['2026-03-28T23:00:00Z', '02:30', '2026-03-29T01:00:00.000Z'], // skipped: at the end of the gap
  ['2026-10-24T23:00:00Z', '02:30', '2026-10-25T00:30:00.000Z'], // twice: the first
  ['2026-10-25T00:45:00Z', '02:30', '2026-10-26T01:30:00.000Z'],
])('at %s with %s as the set hour: %s', (now, tellAt, begins) => {
  expect(beginsAt('digest', at(now), { ...rule, tellAt }, 'Europe/Berlin').toISOString()).toBe(begins)
  expect(beginsAt('loud', at(now), { ...rule, tellAt }, 'Europe/Berlin').toISOString()).toBe(at(now).toISOString())
})

test('only what is urgent is told at once', () => {
  expect(['low', 'normal', 'high', 'urgent'].map(kindOf)).toEqual(['digest', 'digest', 'digest', 'loud'])
})

test('it rings every five minutes, and where nobody stands in every ten after half an hour', () => {
  const began = at('2026-11-18T03:00:00Z')
  const next = (now: string, hasNoDeputy: boolean): string => ringsAgainAt(began, at(now), rule, hasNoDeputy).toISOString().slice(11, 16)
  expect(handsAt(began, rule).toISOString()).toBe('2026-11-18T03:30:00.000Z')
  expect([next('2026-11-18T03:00:00Z', false), next('2026-11-18T03:29:00Z', true), next('2026-11-18T03:30:00Z', true)]).toEqual(['03:05', '03:34', '03:40'])
})
