import { describe, expect, it } from 'vitest'
import type { ShiftType } from '../../../../services/roster-rules/model.ts'
import { wantedChange, wantedNew, type NewShift } from '../../../../services/shifts/roster/wanted-shift.ts'
import { aShift, millis } from './support.ts'

const rest = { from: '12:00', minutes: 30, isPaid: false }
const type: ShiftType = {
  ...{ id: 'type', siteId: 'berlin', name: 'Late', startsAt: '14:00', endsAt: '22:00', kind: 'onCall', levelId: 'top', skill: 'network' },
  ...{ breaks: [rest], forbiddenNext: [] },
}
const given: NewShift = { personId: 'ada', date: '2026-05-04', shiftTypeId: 'type', buddyId: null, note: '' }

describe('a new shift', () => {
  it('has what its type has, unless something else is said', () => {
    expect(wantedNew(given, type)).toMatchObject({
      siteId: 'berlin',
      kind: 'onCall',
      levelId: 'top',
      skill: 'network',
      wall: { startsAt: '14:00', endsAt: '22:00', days: 0, breaks: [rest] },
    })
    expect(wantedNew({ ...given, skill: null, endsAt: '02:00' }, type)).toMatchObject({ skill: null, wall: { endsAt: '02:00', days: 1 } })
  })

  it.each(['startsAt', 'endsAt', 'siteId', 'kind', 'levelId'] as const)('needs %s without a type', (field) => {
    const byHand = { ...given, shiftTypeId: null, startsAt: '08:00', endsAt: '16:00', siteId: 's', kind: 'desk' as const, levelId: 'l' }
    expect(wantedNew(byHand, null).skill).toBeNull()
    expect(() => wantedNew({ ...byHand, [field]: undefined }, null)).toThrow(expect.objectContaining({ code: 'SHIFT_NEEDS', values: { field } }))
  })
})

describe('a changed shift', () => {
  const before = aShift({
    shiftTypeId: 'type',
    skill: 'meters',
    breaks: [{ from: millis('2026-05-04T09:00'), to: millis('2026-05-04T09:15'), isPaid: true }],
    buddyId: 'eve',
  })
  const was = { from: '09:00', minutes: 15, isPaid: true }

  it('keeps all else', () => {
    const { wall, isMoved, ...wanted } = wantedChange(before, { version: 1, note: 'x' }, type)
    expect(isMoved).toBe(false)
    expect(wanted).toMatchObject({ personId: 'ada', date: '2026-05-04', skill: 'meters', kind: 'desk', note: 'x', buddyId: 'eve' })
    expect(wall).toEqual({ startsAt: '08:00', endsAt: '16:00', days: 0, breaks: [was] })
  })

  it('is not moved by what it has already', () => {
    expect(
      wantedChange(before, { version: 1, date: '2026-05-04', startsAt: '08:00', endsAt: '16:00', shiftTypeId: 'type', siteId: 'site' }, type).isMoved,
    ).toBe(false)
  })

  it('keeps its times on another day', () => {
    expect(wantedChange(before, { version: 1, date: '2026-05-05' }, type)).toMatchObject({
      isMoved: true,
      date: '2026-05-05',
      wall: { startsAt: '08:00', breaks: [was] },
    })
  })

  it('has the breaks of its type when its times change, and its own without one', () => {
    expect(wantedChange(before, { version: 1, endsAt: '17:00' }, type).wall).toMatchObject({ startsAt: '08:00', endsAt: '17:00', breaks: [rest] })
    expect(wantedChange({ ...before, shiftTypeId: null }, { version: 1, endsAt: '17:00' }, null).wall.breaks).toEqual([was])
  })

  it('takes over another type, but what is said goes before', () => {
    const other = { ...type, id: 'other' }
    expect(wantedChange(before, { version: 1, shiftTypeId: 'other', endsAt: '20:00' }, other)).toMatchObject({
      ...{ isMoved: true, shiftTypeId: 'other', siteId: 'berlin', kind: 'onCall', levelId: 'top', skill: 'network' },
      wall: { startsAt: '14:00', endsAt: '20:00', breaks: [rest] },
    })
    expect(wantedChange(before, { version: 1, shiftTypeId: null }, null)).toMatchObject({ isMoved: false, shiftTypeId: null, skill: 'meters' })
  })

  it('has no buddy that is its person', () => {
    expect(wantedChange(before, { version: 1, personId: 'eve' }, type).buddyId).toBeNull()
    expect(wantedChange(before, { version: 1, buddyId: 'bob' }, type).buddyId).toBe('bob')
  })

  it('stays with the hour that it has of two equal ones, on its own day only', () => {
    const berlin = { zone: 'Europe/Berlin', date: '2026-10-24', from: millis('2026-10-24T16:00') }
    const late = aShift({ ...berlin, to: millis('2026-10-25T01:30') })
    expect(wantedChange(late, { version: 1, startsAt: '19:00' }, null).fold).toBe('last')
    expect(wantedChange(aShift({ ...berlin, to: millis('2026-10-25T00:30') }), { version: 1 }, null).fold).toBe('first')
    expect(wantedChange(late, { version: 1, date: '2026-10-23' }, null).fold).toBeUndefined()
    expect(wantedChange(late, { version: 1, fold: 'first' }, null)).toMatchObject({ fold: 'first', isMoved: true })
  })
})
