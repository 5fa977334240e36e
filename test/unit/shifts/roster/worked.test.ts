import { describe, expect, it } from 'vitest'
import type { Cover } from '../../../../services/roster-rules/model.ts'
import { dutiesOf, workedShifts } from '../../../../services/shifts/roster/worked.ts'
import { aShift, millis } from './support.ts'

const at = (time: string) => millis(`2026-05-04T${time}`)
const cover = (kind: Cover['kind'], personId: string, from: string, to: string): Cover => ({
  id: `${kind} ${personId}`,
  kind,
  shiftId: 'one',
  personId,
  reason: 'ill',
  from: at(from),
  to: at(to),
})
const shown = (covers: Cover[]) =>
  dutiesOf([aShift()], covers).map(
    ({ from, to, personId }) => `${new Date(from).toISOString().slice(11, 16)}-${new Date(to).toISOString().slice(11, 16)} ${personId}`,
  )

describe('who really works', () => {
  it.each<[string, Cover[], string[]]>([
    ['as planned', [], ['08:00-16:00 ada']],
    ['another, all of it', [cover('override', 'bob', '08:00', '16:00')], ['08:00-16:00 bob']],
    ['another in the middle', [cover('override', 'bob', '10:00', '12:00')], ['08:00-10:00 ada', '10:00-12:00 bob', '12:00-16:00 ada']],
    ['an override over a swap', [cover('swap', 'eve', '08:00', '16:00'), cover('override', 'bob', '08:00', '12:00')], ['08:00-12:00 bob', '12:00-16:00 eve']],
    [
      'two, one after the other',
      [cover('override', 'bob', '08:00', '12:00'), cover('override', 'eve', '12:00', '16:00')],
      ['08:00-12:00 bob', '12:00-16:00 eve'],
    ],
    ['a cover that is longer than the shift', [cover('override', 'bob', '06:00', '18:00')], ['08:00-16:00 bob']],
    ['a cover beside the shift', [cover('override', 'bob', '04:00', '08:00')], ['08:00-16:00 ada']],
    ['a cover that begins before it', [cover('override', 'bob', '04:00', '09:00')], ['08:00-09:00 bob', '09:00-16:00 ada']],
  ])('%s', (_, covers, expected) => expect(shown(covers)).toEqual(expected))

  it('says by what, and instead of whom', () => {
    expect(dutiesOf([aShift()], [cover('swap', 'eve', '08:00', '16:00')])).toMatchObject([
      { source: 'swap', overrideId: 'swap eve', plannedId: 'ada', reason: 'ill' },
    ])
    expect(dutiesOf([aShift()], [])).toMatchObject([{ source: 'shift', overrideId: null, plannedId: 'ada', reason: '' }])
  })

  it('becomes shifts for the rules, with the breaks that lie in each part', () => {
    const breaks = [{ from: at('11:30'), to: at('12:30'), isPaid: false }]
    const parts = workedShifts([aShift({ breaks, buddyId: 'bob' })], [cover('override', 'bob', '08:00', '12:00')])
    expect(parts).toMatchObject([
      { id: 'one', personId: 'bob', buddyId: null, to: at('12:00'), breaks: [{ from: at('11:30'), to: at('12:00') }] },
      { id: 'one', personId: 'ada', buddyId: 'bob', from: at('12:00'), breaks: [{ from: at('12:00'), to: at('12:30') }] },
    ])
  })
})
