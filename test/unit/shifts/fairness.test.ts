// Who had how much: swaps, stand-ins and illness counted, by contract share.
import { describe, expect, it } from 'vitest'
import { HOUSE_NIGHT, type Duty, type Leave, type Shift, type Worker } from '../../../services/roster-rules/model.ts'
import { beyondOf, creditsOf, ledgerOf } from '../../../services/shifts/fairness/ledger.ts'
import { fairPrices } from '../../../services/shifts/planning/prices.ts'

const ZONE = 'Europe/Berlin'
const PERIOD = { from: '2027-02-01', to: '2027-03-01' }
const person = (id: string, weeklyMinutes: number): Worker => ({
  ...{ id, name: id, isActive: true, isTrainee: false, isGuest: false, levelRank: 1, speaks: [], attestations: [] },
  contracts: [{ validFrom: '2026-01-01', pack: 'de', weeklyMinutes, maxWeeklyMinutes: null }],
})
const night = (personId: string, date: string): Shift => ({
  ...{
    id: `${personId} ${date}`,
    personId,
    siteId: 'site',
    zone: ZONE,
    date,
    kind: 'desk',
    levelId: 'front',
    skill: null,
    shiftTypeId: null,
    breaks: [],
    buddyId: null,
  },
  from: Date.parse(`${date}T21:00Z`),
  to: Date.parse(`${date}T21:00Z`) + 8 * 3_600_000,
})
const workedBy = (shift: Shift, personId: string): Duty => {
  const { id: shiftId, personId: plannedId, from, to, siteId, zone, kind, levelId, skill, buddyId } = shift
  const isOther = personId !== plannedId
  return {
    shiftId,
    personId,
    plannedId,
    from,
    to,
    siteId,
    zone,
    kind,
    levelId,
    skill,
    buddyId,
    overrideId: isOther ? 'o' : null,
    source: isOther ? 'override' : 'shift',
    reason: '',
  }
}
const ledger = (shifts: Shift[], duties: Duty[], workers: Worker[], leaves: Leave[] = []) => {
  const teamOf = () => ({ team: 'front', siteId: 'site', zone: ZONE })
  const entries = ledgerOf({
    workers,
    teamOf,
    credits: creditsOf(duties, shifts, leaves),
    leaves,
    holidays: new Set(['site 2027-02-06']),
    house: HOUSE_NIGHT,
    period: PERIOD,
  })
  return { entries, beyond: beyondOf(entries, teamOf) }
}

describe('the ledger', () => {
  const [ada, bob] = [person('ada', 2_400), person('bob', 2_400)]
  const saturday = night('ada', '2027-02-06')

  it('counts nights, days of weekends and holidays, and hours', () => {
    const { entries } = ledger([saturday], [workedBy(saturday, 'ada')], [ada, bob])
    expect(entries.get('ada')).toMatchObject({ nights: 1, weekends: 1, holidays: 1, minutes: 480, share: 28, contractMinutes: 20 * 480 })
    expect(entries.get('bob')).toMatchObject({ nights: 0, weekends: 0, holidays: 0, minutes: 0 })
  })

  it('gives a shift to who works it; who was planned and fell ill keeps his', () => {
    const swapped = ledger([saturday], [workedBy(saturday, 'bob')], [ada, bob])
    expect([swapped.entries.get('ada')?.nights, swapped.entries.get('bob')?.nights]).toEqual([0, 1])
    const sick: Leave = { id: 'l', personId: 'ada', kind: 'sick', from: saturday.from - 3_600_000, to: saturday.to }
    const ill = ledger([saturday], [workedBy(saturday, 'bob')], [ada, bob], [sick])
    expect([ill.entries.get('ada')?.nights, ill.entries.get('bob')?.nights]).toEqual([1, 1])
    const unfilled = ledger([saturday], [workedBy(saturday, 'ada')], [ada, bob], [sick])
    expect(unfilled.entries.get('ada')?.nights).toBe(1)
  })

  it('a shift of which somebody else has the middle is one for each', () => {
    const whole = workedBy(saturday, 'ada')
    const [first, last] = [saturday.from + 3 * 3_600_000, saturday.from + 4 * 3_600_000]
    const parts = [
      { ...whole, to: first },
      { ...workedBy(saturday, 'bob'), from: first, to: last },
      { ...whole, from: last },
    ]
    const { entries } = ledger([saturday], parts, [ada, bob])
    expect(entries.get('ada')).toMatchObject({ nights: 1, weekends: 1, holidays: 1, minutes: 420 })
    expect(entries.get('bob')).toMatchObject({ nights: 0, weekends: 1, minutes: 60 })
  })

  it('shares by contract and by the days that somebody is there; illness takes none away', () => {
    const [half, away] = [person('half', 1_200), person('away', 2_400)]
    const leave: Leave = { id: 'l', personId: 'away', kind: 'leave', from: Date.parse('2027-01-31T23:00Z'), to: Date.parse('2027-02-14T23:00Z') }
    const sick: Leave = { ...leave, id: 's', personId: 'ada', kind: 'sick' }
    const shifts = ['2027-02-01', '2027-02-03', '2027-02-05', '2027-02-09'].map((date) => night('ada', date))
    const { entries, beyond } = ledger(
      shifts,
      shifts.map((shift) => workedBy(shift, 'ada')),
      [ada, half, away],
      [leave, sick],
    )
    expect([...entries.values()].map(({ share }) => share)).toEqual([28, 14, 14])
    expect([...beyond.values()].map(({ nights }) => nights)).toEqual([2, -1, -1])
  })
})

describe('the price of a fair share', () => {
  it('grows with each one more, and deals out evenly whatever was carried over', () => {
    for (const fair of [-3, 0, 1.4, 5]) {
      const costs = fairPrices({ fair, standing: 0, most: 12, price: 100, cap: 1e9 })
      const steps = costs.slice(1).map((cost, n) => cost - (costs[n] ?? 0))
      expect(steps.every((step, n) => step >= 0 && step >= (steps[n - 1] ?? 0))).toBe(true)
    }
    // Twelve nights for two of whom one has had two more: five and seven are the cheapest.
    const price = (fair: number) => fairPrices({ fair, standing: 0, most: 12, price: 100, cap: 1e9 })
    const [much, little] = [price(5), price(7)]
    const all = much.map((cost, n) => cost + (little[12 - n] ?? 0))
    expect(all.indexOf(Math.min(...all))).toBe(5)
  })
})
