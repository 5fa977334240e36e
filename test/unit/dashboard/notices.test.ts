import { describe, expect, it } from 'vitest'
import { noticeWords, unseenOf } from '../../../dashboard/src/notices/notice-words.ts'

const SPAN = { from: '2026-11-24T06:00:00.000Z', to: '2026-11-24T13:00:00.000Z' }

describe('a notice in words', () => {
  it.each([
    [
      'gap',
      { ...SPAN, level: 'Front line', kind: 'desk', skill: 'Heating', need: 3, have: 1 },
      { key: 'notices.gap', count: 2, values: { level: 'Front line · Heating' }, period: SPAN, to: '/now' },
    ],
    ['gap', { ...SPAN, level: 'Front line', skill: null, need: 1, have: 0 }, { count: 1, values: { level: 'Front line' } }],
    ['noShow', { name: 'Dana', since: SPAN.from }, { key: 'notices.noShow', values: { name: 'Dana' }, instants: { since: SPAN.from } }],
    ['unanswered', { name: 'Dana', calls: 2 }, { key: 'notices.unanswered', count: 2, values: { name: 'Dana' }, to: '/now' }],
    ['roster', { from: '2026-11-23', to: '2026-11-30', added: 1, removed: 0, changed: 2 }, { count: 3, period: { from: '2026-11-23', to: '2026-11-30' } }],
    ['roster', { from: '2026-11-23', to: '2026-11-30', added: [{}, {}], removed: [] }, { count: 2 }],
    ['handover', { from: 'Greta', note: 'Quiet.' }, { values: { from: 'Greta', note: 'Quiet.' } }],
    ['handover', { from: { id: '1', name: 'Greta' }, note: 'Quiet.' }, { values: { from: 'Greta' } }],
    ['attestation', { name: 'Boris', skill: 'Heating', expiresAt: SPAN.to }, { instants: { expiresAt: SPAN.to }, to: '/planning' }],
    ['leave', { ...SPAN, name: 'Amira', shifts: 3 }, { count: 3, values: { name: 'Amira' }, period: SPAN }],
    ['workedAsked', { ...SPAN, name: 'Emil' }, { key: 'notices.workedAsked', values: { name: 'Emil' }, period: SPAN, to: '/pay' }],
    ['workedDecided', { ...SPAN, outcome: 'notWorked' }, { key: 'notices.workedDecided.notWorked', period: SPAN, to: '/pay' }],
    ['ownShifts', { from: '2026-11-23', to: '2026-11-30', name: 'Vera', what: 'publication' }, { key: 'notices.ownShifts.publication', to: '/roster' }],
    ['message', { case: '100018', title: 'Fault' }, { key: 'notices.message', values: { case: '100018', title: 'Fault' }, to: '/now' }],
    ['woken', { case: '100018', title: 'Gas', name: 'Elif' }, { values: { case: '100018', title: 'Gas', name: 'Elif' }, to: '/now' }],
    ['wake', { case: '100018', title: 'Gas' }, { key: 'notices.wake', values: { case: '100018', title: 'Gas' } }],
  ] as const)('%s', (kind, body, words) => expect(noticeWords({ kind, body })).toMatchObject(words))

  it.each(['gap', 'noShow', 'roster', 'handover', 'attestation', 'leave', 'message', 'wake', 'woken'] as const)(
    '%s survives a body of another shape',
    (kind) => {
      expect(noticeWords({ kind, body: { from: 5, to: null, shifts: 'many', name: [] } }).key).toBe(`notices.${kind}`)
    },
  )

  it('counts what was not seen', () => expect(unseenOf([{ seenAt: null }, { seenAt: SPAN.from }])).toHaveLength(1))
})
