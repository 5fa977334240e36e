import { describe, expect, it } from 'vitest'
import { HOUSE_NIGHT } from '../../../../services/roster-rules/model.ts'
import { planCopy, weeksTo } from '../../../../services/shifts/roster/copy-period.ts'
import { aShift, millis } from './support.ts'

const rules = { house: HOUSE_NIGHT, isActive: (id: string) => id !== 'gone' }
const aNight = (date: string, next: string, more = {}) => aShift({ date, from: millis(`${date}T22:00`), to: millis(`${next}T06:00`), ...more })

describe('a copied period', () => {
  it.each([
    ['2026-05-04', '2026-05-11', 1],
    ['2026-05-04', '2026-05-12', 2], // a Tuesday: from the next Monday on
    ['2026-05-04', '2026-05-10', 1],
    ['2026-05-04', '2026-05-04', 0],
    ['2026-05-04', '2026-04-27', -1],
  ])('from %s to %s is moved by %d weeks', (from, target, weeks) => expect(weeksTo(from, target)).toBe(weeks))

  it('keeps the clock of the site', () => {
    const berlin = aShift({ zone: 'Europe/Berlin', date: '2026-03-25', from: millis('2026-03-25T07:00'), to: millis('2026-03-25T15:00') })
    expect(planCopy([berlin], 1, [], rules).added).toMatchObject([
      { date: '2026-04-01', from: millis('2026-04-01T06:00'), to: millis('2026-04-01T14:00'), version: 1 },
    ])
  })

  it('takes what goes, one after the other', () => {
    const models = [aNight('2026-05-04', '2026-05-05', { id: 'a' }), aShift({ id: 'b', date: '2026-05-06' }), aNight('2026-05-07', '2026-05-08', { id: 'c' })]
    const standing = [aNight('2026-05-10', '2026-05-11', { id: 'before' }), aShift({ id: 'there', date: '2026-05-13', from: millis('2026-05-13T15:59') })]
    const { added, refused } = planCopy(models, 1, standing, rules)
    expect(added.map(({ id }) => id)).toEqual(['c'])
    expect(refused.map(({ shift, date, obstacle }) => [shift.id, date, obstacle])).toEqual([
      ['a', '2026-05-11', { code: 'TWO_NIGHTS', nights: ['2026-05-10', '2026-05-11'] }],
      ['b', '2026-05-13', { code: 'OVERLAP' }],
    ])
  })

  it('never makes two nights of its own, also over its own border', () => {
    const week = [aNight('2026-05-04', '2026-05-05'), aNight('2026-05-10', '2026-05-11')]
    expect(planCopy(week, 1, week, rules)).toMatchObject({
      added: [{ date: '2026-05-17' }],
      refused: [{ date: '2026-05-11', obstacle: { code: 'TWO_NIGHTS' } }],
    })
  })

  it('leaves out who has left, and asks about times that are not clear', () => {
    const late = (id: string) =>
      aShift({ id, personId: id, zone: 'Europe/Berlin', date: '2026-10-17', from: millis('2026-10-17T16:00'), to: millis('2026-10-18T00:30') })
    const { refused } = planCopy([late('gone'), late('ada'), late('bob')], 1, [], rules)
    expect(refused.map(({ shift, obstacle }) => [shift.id, obstacle.code])).toEqual([
      ['gone', 'PERSON_UNKNOWN'],
      ['ada', 'AMBIGUOUS_TIME'],
      ['bob', 'AMBIGUOUS_TIME'],
    ])
  })
})
