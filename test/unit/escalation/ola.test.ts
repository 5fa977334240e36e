import { expect, test } from 'vitest'
import { olaDueAt, workingTimeAfter } from '../../../services/escalation/ola.ts'
import { policyRule } from '../../../services/schemas/rules.ts'

const OFFICE = { 'mon-fri': ['08:00-18:00'] }
const after = (from: string, minutes: number, hours: Record<string, string[]> | null, zone = 'Europe/Berlin') =>
  workingTimeAfter(new Date(from), minutes, hours, zone).toISOString()

// 2026-11-20 is a Friday. Clocks in Berlin: forward on 2026-03-29 at 02:00, back on 2026-10-25 at 03:00.
test.each<[string, string, number, Record<string, string[]> | null, string, string]>([
  ['within a day', '2026-11-18T09:00:00Z', 120, OFFICE, 'Europe/Berlin', '2026-11-18T11:00:00.000Z'],
  ['over the night', '2026-11-18T16:00:00Z', 120, OFFICE, 'Europe/Berlin', '2026-11-19T08:00:00.000Z'],
  ['over the weekend', '2026-11-20T16:30:00Z', 60, OFFICE, 'Europe/Berlin', '2026-11-23T07:30:00.000Z'],
  ['came before it opens', '2026-11-18T03:00:00Z', 30, OFFICE, 'Europe/Berlin', '2026-11-18T07:30:00.000Z'],
  ['ends with the day: not at the next opening', '2026-11-18T16:00:00Z', 60, OFFICE, 'Europe/Berlin', '2026-11-18T17:00:00.000Z'],
  ['came at closing time', '2026-11-18T17:00:00Z', 1, OFFICE, 'Europe/Berlin', '2026-11-19T07:01:00.000Z'],
  ['a break at noon', '2026-11-18T10:30:00Z', 60, { 'mon-fri': ['08:00-12:00', '13:00-18:00'] }, 'Europe/Berlin', '2026-11-18T12:30:00.000Z'],
  [
    'ranges in any order that overlap count once',
    '2026-11-18T07:00:00Z',
    300,
    { wed: ['10:00-14:00', '08:00-12:00'] },
    'Europe/Berlin',
    '2026-11-18T12:00:00.000Z',
  ],
  ['always', '2026-11-20T22:00:00Z', 90, null, 'Europe/Berlin', '2026-11-20T23:30:00.000Z'],
  ['another zone', '2026-11-18T09:00:00Z', 60, OFFICE, 'America/New_York', '2026-11-18T14:00:00.000Z'],
  ['the night shift of yesterday still runs', '2026-11-18T03:00:00Z', 60, { 'mon-sun': ['22:00-06:00'] }, 'Europe/Berlin', '2026-11-18T04:00:00.000Z'],
  [
    'clocks go forward in the shift: 22:00-06:00 has seven hours',
    '2026-03-28T21:00:00Z',
    450,
    { 'mon-sun': ['22:00-06:00'] },
    'Europe/Berlin',
    '2026-03-29T20:30:00.000Z',
  ],
  ['clocks go back in the shift: it has nine', '2026-10-24T20:00:00Z', 510, { 'mon-sun': ['22:00-06:00'] }, 'Europe/Berlin', '2026-10-25T04:30:00.000Z'],
  ['a weekend with a clock change moves Monday by an hour', '2026-03-27T16:30:00Z', 60, OFFICE, 'Europe/Berlin', '2026-03-30T06:30:00.000Z'],
  ['and back', '2026-10-23T15:30:00Z', 60, OFFICE, 'Europe/Berlin', '2026-10-26T07:30:00.000Z'],
  ['once a week, for weeks', '2026-11-16T00:00:00Z', 61, { mon: ['08:00-08:30'] }, 'UTC', '2026-11-30T08:01:00.000Z'],
  ['a leap day is a day', '2028-02-28T17:30:00Z', 660, { 'mon-tue': ['08:00-18:00'] }, 'UTC', '2028-03-06T08:30:00.000Z'],
  ['nobody ever works: as always', '2026-11-18T09:00:00Z', 60, {}, 'Europe/Berlin', '2026-11-18T10:00:00.000Z'],
])('%s', (_, from, minutes, hours, zone, due) => {
  expect(after(from, minutes, hours, zone)).toBe(due)
})

test('a level has what the policy agrees, by its own calendar, or nothing', () => {
  const [desk, shop] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']
  const policy = policyRule.parse({ levels: { [desk]: { olaMinutes: 60, olaHours: OFFICE, zone: 'Europe/Berlin' }, [shop]: {} } })
  const since = new Date('2026-11-20T16:30:00Z')
  expect(olaDueAt(policy, desk, since)?.toISOString()).toBe('2026-11-23T07:30:00.000Z')
  expect([olaDueAt(policy, shop, since), olaDueAt(policy, '00000000-0000-4000-8000-000000000003', since)]).toEqual([null, null])
})
