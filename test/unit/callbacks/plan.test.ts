import { describe, expect, it } from 'vitest'
import { callAllowedFrom, isTry, nextTry, type Outcome } from '../../../services/callbacks/attempts/plan.ts'
import { callbackRule } from '../../../services/schemas/rules.ts'

const rule = callbackRule.parse({ retries: { busy: [5, 15], noAnswer: [30, 120], machine: [60], failed: [] } })
const hours = { from: '08:00', to: '20:00', zones: ['Europe/Berlin'] } as const
const at = new Date('2026-11-18T10:00:00+01:00')
const asap = { dueAt: new Date('2026-11-18T12:00:00+01:00') }
const minutesLater = (next: ReturnType<typeof nextTry>): number | string => (next.kind === 'again' ? (next.at.getTime() - at.getTime()) / 60_000 : next.why)

describe('when a customer is called again who was not reached', () => {
  it.each<[Outcome, Outcome[], number | string]>([
    ['customerBusy', ['customerBusy'], 5],
    ['customerBusy', ['customerBusy', 'customerNoAnswer', 'customerBusy'], 15],
    ['customerBusy', ['customerBusy', 'customerBusy', 'customerBusy'], 'retriesUsed'],
    ['customerNoAnswer', ['customerBusy', 'customerNoAnswer'], 30],
    // Who hung up while he waited for us counts like one who did not answer.
    ['customerNoAnswer', ['customerHungUp', 'customerNoAnswer'], 120],
    ['customerMachine', ['declined', 'customerMachine'], 60],
    ['customerFailed', ['customerFailed'], 'retriesUsed'],
  ])('%s after %j: %s', (outcome, all, expected) => {
    expect(minutesLater(nextTry(outcome, all, asap, rule, hours, at))).toBe(expected)
  })

  it('what nobody knows of is a try only when it has happened often', () => {
    expect(isTry('unknown', ['unknown', 'customerBusy', 'unknown', 'unknown'])).toBe(false)
    expect(isTry('unknown', ['unknown', 'unknown', 'unknown', 'unknown'])).toBe(true)
    expect((['customerBusy', 'customerHungUp', 'declined', 'noAnswer', 'failed'] as const).map((one) => isTry(one, [one]))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })

  it('is not called after the window that he chose', () => {
    const window = { to: new Date('2026-11-18T10:20:00+01:00') }
    const chosen = { dueAt: window.to, window }
    expect(minutesLater(nextTry('customerBusy', ['customerBusy'], chosen, rule, hours, at))).toBe(5)
    expect(minutesLater(nextTry('customerNoAnswer', ['customerNoAnswer'], chosen, rule, hours, at))).toBe('windowOver')
  })

  it('after the time that was promised, is called in allowed hours only, by his clock', () => {
    const night = new Date('2026-11-18T23:00:00+01:00')
    expect(callAllowedFrom(night, { dueAt: night }, hours)).toEqual(night)
    expect(callAllowedFrom(night, asap, hours)).toEqual(new Date('2026-11-19T08:00:00+01:00'))
    expect(callAllowedFrom(night, asap, { ...hours, zones: ['America/New_York'] })).toEqual(night)
  })
})
