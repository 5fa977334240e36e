import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { chartOf, chartRows } from '../../../dashboard/src/planner/chart-model.ts'
import { asNewPlan, nextMonth, usualValues, weightWord } from '../../../dashboard/src/planner/plan-values.ts'
import { hourMarks, placeOf } from '../../../dashboard/src/roster/day-scale.ts'
import { figuresOf, spreadOf } from '../../../dashboard/src/roster/figures.ts'
import { datesOf, daysOf, periodOf, weekRows } from '../../../dashboard/src/roster/grid-model.ts'
import { countLetters, letterOf, lettersOfTypes } from '../../../dashboard/src/roster/letters.ts'
import { movedShift } from '../../../dashboard/src/roster/make-shift.ts'
import { mendsOf } from '../../../dashboard/src/roster/mends.ts'
import { moneyOf, NO_PAY } from '../../../dashboard/src/roster/pay.ts'
import { withPlan } from '../../../dashboard/src/roster/plan-on-roster.ts'
import { previewOf } from '../../../dashboard/src/roster/preview.ts'
import { addDays, daysFrom, mondayOfWeek, plusMonths, weekIn } from '../../../dashboard/src/roster/weeks.ts'
import { plainPack } from '../../../services/pay-rules/packs.ts'
import { MONTHS_BACK } from '../../../services/shifts/fairness/ledger.ts'
import { LOAD_DAYS } from '../../../services/shifts/requests/offers/candidates.ts'
import { AMIRA, DANA, LEVELS, NIGHT, roster, shift } from '../../support/dashboard-roster.ts'

/** An hour costs 31.00, breaks too. */
const CONTRACT = {
  ...roster().workers[0]?.contracts[0],
  validFrom: '2020-01-01',
  pack: 'eu' as const,
  weeklyMinutes: 2_400,
  maxWeeklyMinutes: null,
  hourlyRate: 3_100,
  currency: 'EUR',
  payPack: 'plain',
  onCallRate: null,
}
const PAY = { packs: [plainPack()], contracts: new Map([AMIRA, DANA].map((id) => [id, [CONTRACT]])) }

describe('what a plan is asked for', () => {
  it('names the last day, and sends the one after it', () =>
    expect(asNewPlan({ ...usualValues('gaps', { from: '2026-11-23', to: '2026-11-30' }), siteId: '' }, new Set(['a']))).toMatchObject({
      from: '2026-11-23',
      to: '2026-11-30',
      siteId: null,
      keep: 'all',
      lockedIds: [],
    }))
  it('sends locked shifts only where they are what stays', () =>
    expect(asNewPlan(usualValues('month', { from: '2026-11-23', to: '2026-11-30' }), new Set(['a'])).lockedIds).toEqual(['a']))
  it.each([
    ['2026-11-23', '2026-12-01', '2027-01-01'],
    ['2026-12-07', '2027-01-01', '2027-02-01'],
  ])('the month after %s', (date, from, to) => expect(nextMonth(date)).toEqual({ from, to }))
  it('is the month that is shown, or of other days the next one', () => {
    expect(usualValues('month', { from: '2026-12-01', to: '2027-01-01' })).toMatchObject({ from: '2026-12-01', last: '2026-12-31' })
    expect(usualValues('month', { from: '2026-12-07', to: '2026-12-14' })).toMatchObject({ from: '2027-01-01', last: '2027-01-31' })
  })
  it('says weights in words', () => expect([0, 1, 4, 7, 10].map(weightWord)).toEqual(['none', 'little', 'some', 'much', 'most']))
})

describe('the days of a view', () => {
  it.each([
    ['month', '2026-11-30', '2026-12', '2026-12-01', '2027-01-01', 31],
    ['month', '2027-02-01', '2027-02', '2027-02-01', '2027-03-01', 28],
    ['weeks', '2026-11-30', '2026-12', '2026-11-30', '2027-01-04', 35],
    ['week', '2026-11-30', '2026-12', '2026-11-30', '2026-12-07', 7],
  ] as const)('%s from %s on in %s', (view, monday, month, from, to, days) => {
    expect(periodOf(view, monday, month)).toEqual({ from, to })
    expect(datesOf({ from, to })).toHaveLength(days)
  })
  it('a step leads into the month after or before it, whatever day they begin on', () => {
    const months = Array.from({ length: 60 }, (_, index) => plusMonths('2026-01', index))
    expect(months.map((month) => addDays(mondayOfWeek(weekIn(month)) ?? '', 3).slice(0, 7))).toEqual(months)
  })
})

describe('the chart of a search', () => {
  const progress = [
    { seconds: 1, penalty: 900, lowerBound: null },
    { seconds: 2, penalty: 100, lowerBound: 50 },
    { seconds: 4, penalty: 80, lowerBound: 80 },
  ]
  it('is nothing until something is known', () => expect(chartOf([{ seconds: 1, penalty: null, lowerBound: null }], 10)).toBeUndefined())
  it('cuts off a first plan that is far worse, and meets the bound where the best is proved', () => {
    const chart = chartOf(progress, 8)
    expect(chart).toMatchObject({ seconds: 8, high: 160 })
    expect(chart?.penalty).toBe('M75.0 0.0L150.0 0.0L150.0 45.0L300.0 45.0L300.0 60.0L600.0 60.0L600.0 60.0')
    expect(chart?.lowerBound.endsWith('L600.0 60.0')).toBe(true)
  })
  it('has a table with the first and the last', () => {
    const many = Array.from({ length: 100 }, (_, seconds) => ({ seconds, penalty: 1, lowerBound: null }))
    const rows = chartRows(many)
    expect([rows.length, rows[0]?.seconds, rows.at(-1)?.seconds]).toEqual([12, 0, 99])
  })
})

describe('the month in letters', () => {
  const types = [
    { id: 'e', name: 'Early' },
    { id: 'v', name: 'Evening' },
    { id: 'n', name: 'Ночь' },
    { id: 'x', name: 'E' },
  ]
  it('gives each type its own, in any script', () => expect([...lettersOfTypes(types).values()]).toEqual(['E', 'Ev', 'Н', 'E4']))
  it('says the hour of a shift without a type', () => expect(letterOf(shift({ date: '2026-11-23' }), new Map())).toBe('07'))
  it('counts them day by day', () => {
    const days = daysOf(roster(), daysFrom('2026-11-23', 7), '')
    expect(countLetters(weekRows(roster(), days), 7, new Map())).toEqual([
      { letter: '07', isNight: false, counts: [1, 0, 0, 0, 0, 0, 0] },
      { letter: '22', isNight: true, counts: [0, 0, 1, 0, 0, 0, 0] },
    ])
  })
})

describe('the day to scale', () => {
  const [night] = daysOf({ zone: 'Europe/Berlin', holidays: [] }, ['2026-10-25'], '')
  if (!night) throw new Error('no day')
  it('has 25 hours where the clock goes back', () => {
    expect(placeOf({ startsAt: '2026-10-25T11:30:00Z', endsAt: '2026-10-25T22:00:00Z' }, night)).toEqual({ left: 13.5 / 25, width: 10.5 / 25 })
    expect(hourMarks(night, 'Europe/Berlin').map(({ label }) => label)).toEqual(['00', '03', '06', '09', '12', '15', '18', '21'])
  })
  it('cuts off what lies outside', () =>
    expect(placeOf({ startsAt: '2026-10-24T12:00:00Z', endsAt: '2026-10-24T23:00:00Z' }, night)).toEqual({ left: 0, width: 1 / 25 }))
})

describe('figures and pay', () => {
  it('say how much is covered, how many conflicts there are, and how nights lie', () => {
    const gaps = [{ siteId: 's', levelId: 'l', kind: 'desk' as const, skill: null, from: '2026-11-24T06:00:00Z', to: '2026-11-24T14:00:00Z', need: 2, have: 1 }]
    expect(figuresOf({ ...roster(), gaps })).toMatchObject({
      covered: 0.5,
      shortHours: 8,
      conflicts: { grave: 0 },
      nightMinutes: 480,
      nights: { least: 0, most: 1, deviation: 0.5 },
    })
  })
  it('no need is no share', () => expect(figuresOf({ ...roster(), needs: [] }).covered).toBeNull())
  it('a spread of nobody', () => expect(spreadOf([])).toEqual({ least: 0, most: 0, deviation: 0 }))
  it('a night of eight hours at 31.00 and a quarter more is 62.00', () => {
    const world = roster()
    expect(moneyOf(AMIRA, world.shifts, world, PAY)).toEqual([{ night: 6_200, premiums: 6_200, currency: 'EUR' }])
    expect(
      moneyOf(
        AMIRA,
        world.shifts,
        {
          ...world,
          leaves: [
            {
              id: 'l',
              personId: AMIRA,
              kind: 'sick',
              fromAt: '2026-11-26T01:00:00Z',
              toAt: '2026-11-27T01:00:00Z',
              note: '',
              person: '',
              createdBy: '',
            } as never,
          ],
        },
        PAY,
      ),
    ).toMatchObject([{ night: 3_100 }])
  })
  it('are not told to who may not see rates', () => {
    expect(moneyOf(AMIRA, roster().shifts, roster(), { ...PAY, contracts: new Map() })).toEqual([])
  })
})

describe('the figures beside who is asked', () => {
  it.each(['en', 'ru'])('are explained with the times that the server counts, %s', (language) => {
    const file = new URL(`../../../dashboard/src/locales/${language}.planner.json`, import.meta.url)
    const { meaning } = (JSON.parse(readFileSync(file, 'utf8')) as { planner: { offers: { meaning: Record<string, string> } } }).planner.offers
    expect(meaning['load']?.match(/\d+/g)).toEqual([`${LOAD_DAYS.before / 7}`, `${LOAD_DAYS.after / 7}`])
    expect(meaning['balance']).toContain(` ${MONTHS_BACK} `)
  })
})

describe('the preview', () => {
  it('says hours, night pay and fairness before the drop', () => {
    const world = roster()
    const night = world.shifts.find(({ id }) => id === 'amira-night')
    if (!night) throw new Error('no night')
    const preview = previewOf(world, LEVELS, { before: night, after: null }, PAY)
    expect(preview).toMatchObject({
      work: [{ personId: AMIRA, before: 960, after: 480, agreed: 2_400 }],
      money: [{ currency: 'EUR', night: -6_200, premiums: -6_200 }],
      nights: { before: { most: 1 }, after: { most: 0 } },
    })
    expect(previewOf(world, LEVELS, { before: night, after: movedShift(night, { personId: DANA, date: night.date }) }, PAY)).toMatchObject({
      money: [],
      nights: { after: { most: 1 } },
    })
  })
})

describe('mending by one change', () => {
  it('gives one of two nights in a row to who may have it', () => {
    const second = shift({ id: 'second', date: '2026-11-26', ...NIGHT(26) })
    const world = { ...roster(), shifts: [...roster().shifts, second] }
    const mends = mendsOf({ shifts: [second] }, { roster: world, levels: LEVELS, pay: PAY, zoneOf: () => 'Europe/Berlin' })
    expect(mends.map(({ edit }) => edit.after?.personId)).toEqual([DANA, undefined])
  })
  it('finds nothing where nobody may', () => {
    const second = shift({ id: 'second', date: '2026-11-26', ...NIGHT(26) })
    const world = { ...roster(), workers: roster().workers.map((worker) => ({ ...worker, isTrainee: true })), shifts: [...roster().shifts, second] }
    expect(mendsOf({ shifts: [second] }, { roster: world, levels: LEVELS, pay: NO_PAY, zoneOf: () => 'Europe/Berlin' }).map(({ edit }) => edit.after)).toEqual([
      null,
    ])
  })
})

describe('a plan on the roster', () => {
  const period = { from: '2026-11-23', to: '2026-11-30' }
  it('stands instead of the draft, and is judged', () => {
    const planned = [{ personId: DANA, date: '2026-11-24', shiftTypeId: 'night' }]
    const shown = withPlan(roster(), LEVELS, planned, period)
    expect(shown.shifts).toEqual([expect.objectContaining({ personId: DANA, startsAt: '2026-11-24T21:00:00.000Z' })])
    expect(shown.gaps).toEqual([expect.objectContaining({ need: 2, have: 0 })])
  })
})
