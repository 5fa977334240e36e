import { describe, expect, it } from 'vitest'
import { afterwards, countByPerson, diffShifts, firstDateOf, seenOf, type StoredShift } from '../../../../services/shifts/roster/diff.ts'
import { aShift } from './support.ts'

const before = [aShift({ id: 'a' }), aShift({ id: 'b', date: '2026-05-05' }), aShift({ id: 'c', date: '2026-05-06' })]
const after = [aShift({ id: 'a', version: 7 }), aShift({ id: 'b', date: '2026-05-01', personId: 'bob' }), aShift({ id: 'd', date: '2026-05-02' })]

describe('the difference of two plans', () => {
  it('is by day; a version alone is none', () => {
    expect(diffShifts(before, after).map(({ id, change }) => [id, change])).toEqual([
      ['b', 'changed'],
      ['d', 'added'],
      ['c', 'removed'],
    ])
    expect(diffShifts(before, before)).toEqual([])
    expect(firstDateOf({ before: before[1] ?? null, after: after[1] ?? null })).toBe('2026-05-01')
  })

  it.each<Partial<StoredShift>>([
    { personId: 'bob' },
    { from: 1 },
    { to: 2 },
    { siteId: 'other' },
    { kind: 'onCall' },
    { levelId: 'other' },
    { skill: 'network' },
    { shiftTypeId: 'type' },
    { buddyId: 'eve' },
    { note: 'x' },
    { breaks: [{ from: 1, to: 2, isPaid: true }] },
  ])('sees %j', (given) => {
    const changed = diffShifts([aShift()], [aShift(given)])
    expect(changed).toMatchObject([{ change: 'changed' }])
    expect(seenOf(changed)).not.toBe(seenOf([]))
  })

  it('has a mark that stays the same for the same changes', () => {
    expect(seenOf(diffShifts(before, after))).toBe(seenOf(diffShifts([...before].reverse(), [...after].reverse())))
    expect(seenOf(diffShifts(before, after))).toBe(
      seenOf(
        diffShifts(
          before,
          after.map((shift) => ({ ...shift, version: 9 })),
        ),
      ),
    )
    expect(seenOf(diffShifts(before, after))).not.toBe(seenOf(diffShifts(before, after.slice(1))))
  })

  it('leads to the draft', () => {
    const ids = (shifts: readonly StoredShift[]) => shifts.map(({ id, personId }) => `${id} ${personId}`).sort()
    expect(ids(afterwards(before, diffShifts(before, after)))).toEqual(ids(after))
  })

  it('is counted for each person', () => {
    expect(Object.fromEntries(countByPerson(diffShifts(before, after)))).toEqual({
      ada: { added: 1, removed: 2, changed: 0 },
      bob: { added: 1, removed: 0, changed: 0 },
    })
    expect(Object.fromEntries(countByPerson(diffShifts([aShift()], [aShift({ note: 'x' })])))).toEqual({ ada: { added: 0, removed: 0, changed: 1 } })
  })
})
