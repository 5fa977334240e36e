import { describe, expect, it } from 'vitest'
import { coverOf, highest, shortHours, stepsOf } from '../../../dashboard/src/roster/cover.ts'
import { withEdits, worstOf } from '../../../dashboard/src/roster/edits.ts'
import { previewOf } from '../../../dashboard/src/roster/preview.ts'
import { daysOf, personRows, reuseRows, trackOf, weekRows } from '../../../dashboard/src/roster/grid-model.ts'
import { asNewShift, asShiftChange, foldOf, movedShift, shiftOfType } from '../../../dashboard/src/roster/make-shift.ts'
import { addDays, daysFrom } from '../../../dashboard/src/roster/weeks.ts'
import { AMIRA, DANA, LATE, LEVELS, NIGHT, bigRoster, roster, shift } from '../../support/dashboard-roster.ts'
import { processorMs } from '../../support/processor-time.ts'

const DATES = daysFrom('2026-11-23', 7)

describe('the days of the grid', () => {
  const zone = { zone: 'Europe/Berlin', holidays: [{ siteId: 's', date: '2026-10-25', name: 'Feast' }] }
  it('are 25 hours long when the clock goes back, 23 when it goes forward', () => {
    expect(daysOf(zone, ['2026-10-24', '2026-10-25', '2026-03-29'], '').map(({ hours }) => hours)).toEqual([24, 25, 23])
  })
  it('know today, the weekend and their holidays', () => {
    expect(daysOf(zone, ['2026-10-25'], '2026-10-25')[0]).toMatchObject({ isToday: true, isWeekend: true, holidays: ['Feast'] })
  })
})

describe('the track of a shift', () => {
  const parts = (date: string, from: string, to: string) =>
    trackOf(shift({ date, startsAt: from, endsAt: to })).map(({ left, width, isTail }) => [left.toFixed(3), width.toFixed(3), isTail])
  it('of a night has its tail at the left', () => {
    expect(parts('2026-11-25', '2026-11-25T21:00:00Z', '2026-11-26T05:00:00Z')).toEqual([
      ['0.917', '0.083', false],
      ['0.000', '0.250', true],
    ])
  })
  it('counts the hours that pass on a day of 25', () => {
    // 00:00 to 03:00 in Berlin, where 02:00 to 03:00 comes twice: four hours.
    expect(parts('2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T02:00:00Z')).toEqual([['0.000', '0.160', false]])
  })
})

describe('the rows', () => {
  const days = daysOf(roster(), DATES, '2026-11-24')
  it('have hours of the desk, the contract and the nights', () => {
    const amira = weekRows(roster(), days).find(({ key }) => key === AMIRA)
    expect(amira).toMatchObject({ minutes: 960, agreed: 2400, nights: 1 })
    expect(amira?.cells[2]?.chips[0]).toMatchObject({ startsAt: '22:00', endsAt: '06:00', endsNextDay: true, isNight: true })
  })
  it('stay the same objects when nothing in them has changed', () => {
    const before = weekRows(roster(), days)
    const after = reuseRows(
      weekRows(withEdits(roster(), LEVELS, [{ before: null, after: shift({ id: 'new', personId: DANA, date: '2026-11-24' }) }]), days),
      before,
    )
    expect(after.map((row, index) => row === before[index])).toEqual([true, false])
  })
  it('of one person are the weeks', () => {
    const month = daysOf(roster(), daysFrom('2026-11-23', 35), '')
    const person = roster().workers[0]
    if (!person) throw new Error('nobody')
    expect(personRows({ ...roster(), to: '2026-12-28' }, person, month).map(({ key, cells }) => [key, cells.length])).toEqual(
      [0, 7, 14, 21, 28].map((offset) => [addDays('2026-11-23', offset), 7]),
    )
  })
  it('show who stands in for whom', () => {
    const cover = { id: 'o', kind: 'override' as const, shiftId: 'amira-night', personId: DANA, fromAt: '2026-11-25T21:00:00Z', toAt: '2026-11-26T01:00:00Z' }
    const whole = { ...cover, reason: 'ill', swapId: null, createdBy: 'Petra', createdAt: '2026-11-20T10:00:00Z', revokedAt: null }
    const [amira, dana] = weekRows({ ...roster(), overrides: [whole] }, days)
    expect(amira?.cells[2]?.chips[0]?.replacedBy).toEqual(['Dana Novak'])
    expect(dana?.cells[2]?.chips[0]).toMatchObject({ startsAt: '22:00', endsAt: '02:00', standsInFor: { name: 'Amira Haddad' } })
  })
})

describe('the preview', () => {
  it('says what a drop would break, before it', () => {
    const [late, early] = [shift({ id: 'late', personId: DANA, date: '2026-11-24', ...LATE }), shift({ id: 'early', personId: DANA, date: '2026-11-27' })]
    const with2 = { ...roster(), shifts: [...roster().shifts, late, early] }
    const { added } = previewOf(with2, LEVELS, { before: early, after: movedShift(early, { personId: DANA, date: '2026-11-25' }) })
    expect(added).toEqual([expect.objectContaining({ rule: 'restBetween', severity: 'unlawful', by: { is: 540, limit: 660, unit: 'minutes' } })])
  })
  it('refuses a second night', () => {
    const after = shift({ id: 'second', date: '2026-11-26', ...NIGHT(26) })
    expect(worstOf(previewOf(roster(), LEVELS, { before: null, after }).added)).toBe('refused')
  })
  it('says what it cures, and how much cover goes', () => {
    const [first, second] = [shift({ id: 'a', personId: DANA, date: '2026-11-24' }), shift({ id: 'b', personId: DANA, date: '2026-11-24' })]
    const doubled = { ...roster(), shifts: [...roster().shifts, first, second] }
    const { added, cured, short } = previewOf(doubled, LEVELS, { before: second, after: null })
    expect([added, cured.map(({ rule }) => rule)]).toEqual([[], ['overlap']])
    expect(short).toBe(0)
  })
  it('is quick for sixty people and seven weeks', () => {
    const big = bigRoster(60)
    const moved = big.shifts[0]
    if (!moved) throw new Error('no shift')
    const edit = { before: moved, after: movedShift(moved, { personId: big.workers[30]?.id ?? '', date: '2026-11-26' }) }
    previewOf(big, LEVELS, edit)
    const took = processorMs(() => {
      previewOf(big, LEVELS, edit)
      expect(weekRows(big, daysOf(big, DATES, ''))).toHaveLength(60)
    })
    expect(took).toBeLessThan(400)
  })
})

describe('need and cover', () => {
  it('are steps without holes', () => {
    expect(stepsOf([{ from: 2, to: 5, count: 2 }], { from: 0, to: 10 })).toEqual([
      { from: 0, to: 2, count: 0 },
      { from: 2, to: 5, count: 2 },
      { from: 5, to: 10, count: 0 },
    ])
  })
  it('join what is equal', () =>
    expect(
      stepsOf(
        [
          { from: 0, to: 5, count: 1 },
          { from: 5, to: 10, count: 1 },
        ],
        { from: 0, to: 10 },
      ),
    ).toHaveLength(1))
  it('lack those on leave', () => {
    const days = daysOf(roster(), DATES, '')
    const away = { id: 'l', personId: AMIRA, kind: 'sick' as const, fromAt: '2026-11-23T00:00:00Z', toAt: '2026-11-24T00:00:00Z', note: '' }
    const most = (leaves: (typeof away)[]) => coverOf({ ...roster(), leaves }, days)[0]?.cover.map(({ count }) => count)
    expect([most([]), most([away])]).toEqual([[0, 1, 0], [0]])
    expect(highest(coverOf(roster(), days))).toBe(2)
  })
  it('count an hour in two gaps once', () =>
    expect(
      shortHours([
        { from: 0, to: 7_200_000 },
        { from: 3_600_000, to: 10_800_000 },
      ]),
    ).toBe(3))
})

describe('a shift as it is sent', () => {
  const types = roster().shiftTypes
  const type = types[0]
  if (!type) throw new Error('no type')
  const made = shiftOfType(type, { personId: DANA, date: '2026-10-24' }, 'Europe/Berlin', 'x')
  it('of a type has no times of its own, and lasts an hour more when the clock goes back', () => {
    expect(asNewShift(made, types)).not.toHaveProperty('startsAt')
    expect(Date.parse(made.endsAt) - Date.parse(made.startsAt)).toBe(9 * 3_600_000)
    expect(made.breaks).toEqual([{ from: '2026-10-25T01:00:00.000Z', to: '2026-10-25T01:30:00.000Z', isPaid: false }])
  })
  it('with other times has them', () =>
    expect(asNewShift({ ...made, endsAt: '2026-10-25T04:30:00Z' }, types)).toMatchObject({ startsAt: '22:00', endsAt: '05:30' }))
  it('that moves keeps what the clock shows, and sends only what differs', () => {
    const moved = movedShift(made, { personId: DANA, date: '2026-10-26' })
    expect(Date.parse(moved.endsAt) - Date.parse(moved.startsAt)).toBe(8 * 3_600_000)
    expect(asShiftChange(made, moved, 3, types)).toEqual({ version: 3, date: '2026-10-26' })
  })
  it('knows which of two equal times it begins with', () => {
    const at = (startsAt: string) => foldOf({ date: '2026-10-25', startsAt, zone: 'Europe/Berlin' })
    expect([at('2026-10-25T00:30:00Z'), at('2026-10-25T01:30:00Z'), at('2026-10-25T05:00:00Z')]).toEqual(['first', 'last', undefined])
  })
})

it('what is needed of a level is the highest of its needs, not their sum; levels are added up', () => {
  const [need] = roster().needs
  if (!need) throw new Error('there is no need')
  const day = { from: Date.parse('2026-11-24T00:00:00Z'), to: Date.parse('2026-11-24T22:00:00Z') }
  const needs = [need, { ...need, id: 'skilled', skill: 'heating', people: 1 }, { ...need, id: 'second', levelId: 'other', people: 1, startsAt: '10:00' }]
  const [cover] = coverOf({ ...roster(), needs }, [day])
  expect(cover?.need.map(({ count }) => count)).toEqual([0, 2, 3, 0])
})
