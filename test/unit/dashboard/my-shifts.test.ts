import { describe, expect, it } from 'vitest'
import type { BoardLevel, Duty } from '../../../dashboard/src/api/shift-types.ts'
import { dutyWeeks, endOfWork, followers, markOf, nextDuty } from '../../../dashboard/src/my-shifts/duty-weeks.ts'

const me = { id: 'me', name: 'Greta Lind' }
const dana = { id: 'dana', name: 'Dana Novak' }
const duty = (from: string, to: string, more: Partial<Duty> = {}): Duty => ({
  shiftId: from,
  person: me,
  planned: me,
  source: 'shift',
  reason: '',
  kind: 'desk',
  levelId: 'front',
  siteId: 'berlin',
  zone: 'Europe/Berlin',
  skill: null,
  from,
  to,
  ...more,
})
const NOW = Date.parse('2026-11-22T03:00:00Z')

describe('my shifts', () => {
  it('lie in the week in which they begin by the clock of their site', () => {
    const weeks = dutyWeeks(
      [
        duty('2026-11-22T23:30:00Z', '2026-11-23T06:00:00Z'), // Monday 00:30 in Berlin
        duty('2026-11-22T21:00:00Z', '2026-11-23T05:00:00Z'), // Sunday 22:00
        duty('2026-11-15T22:30:00Z', '2026-11-16T05:00:00Z'), // Sunday 23:30 of the week before
      ],
      NOW,
    )
    expect(weeks.map(({ monday, weeks: away, duties }) => [monday, away, duties.length])).toEqual([
      ['2026-11-09', -1, 1],
      ['2026-11-16', 0, 1],
      ['2026-11-23', 1, 1],
    ])
  })
  it('say whose they are', () => {
    expect(markOf(duty('a', 'b'), 'me')).toBe('own')
    expect(markOf(duty('a', 'b', { planned: dana, source: 'override' }), 'me')).toBe('standsIn')
    expect(markOf(duty('a', 'b', { planned: dana, source: 'swap' }), 'me')).toBe('swapped')
  })
  it('end where the work ends, over the seams of a stand-in', () => {
    const first = duty('2026-11-22T01:00:00Z', '2026-11-22T05:00:00Z')
    const second = duty('2026-11-22T05:00:00Z', '2026-11-22T07:00:00Z', { planned: dana, source: 'override' })
    const onCall = duty('2026-11-22T07:00:00Z', '2026-11-22T20:00:00Z', { kind: 'onCall' })
    expect(endOfWork(first, [onCall, second, first])).toBe('2026-11-22T07:00:00Z')
    expect(endOfWork(onCall, [onCall, second, first])).toBe('2026-11-22T20:00:00Z')
  })
  it('know the next one', () => {
    const later = duty('2026-11-24T06:00:00Z', '2026-11-24T14:00:00Z')
    const sooner = duty('2026-11-23T06:00:00Z', '2026-11-23T14:00:00Z')
    expect(nextDuty([later, duty('2026-11-22T01:00:00Z', '2026-11-22T05:00:00Z'), sooner], NOW)).toBe(sooner)
    expect(nextDuty([], NOW)).toBeUndefined()
  })
})

describe('who follows', () => {
  const level = (next: Duty[]): BoardLevel => ({ id: 'front', rank: 1, name: 'Front line', keeper: { ...me, why: 'desk' }, now: [], next })
  const mine = duty('2026-11-22T01:00:00Z', '2026-11-22T05:00:00Z')
  it('is who begins next on the same level, not oneself', () => {
    const next = [
      duty('2026-11-22T08:00:00Z', '2026-11-22T10:00:00Z', { person: { id: 'omar', name: 'Omar Saleh' } }),
      duty('2026-11-22T05:00:00Z', '2026-11-22T13:00:00Z', { person: dana }),
      duty('2026-11-22T05:00:00Z', '2026-11-22T06:00:00Z'),
    ]
    expect(followers([level(next)], mine)).toEqual({ names: ['Dana Novak'], from: '2026-11-22T05:00:00Z', zone: 'Europe/Berlin' })
  })
  it('is nobody where the board knows nobody', () => {
    expect(followers([level([])], mine)).toBeUndefined()
    expect(followers([], mine)).toBeUndefined()
  })
})
