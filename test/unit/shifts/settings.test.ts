import { describe, expect, it } from 'vitest'
import { contract, needChange, rosterSettings, shiftTypeChange, workerChange } from '../../../services/schemas/planning.ts'
import { brokenNight } from '../../../services/shifts/house/night-refusal.ts'
import { checkPeriod } from '../../../services/shifts/period.ts'
import { given, usesOf } from '../../../services/shifts/settings/views.ts'
import { seesPay } from '../../../services/shifts/workers/views.ts'

const id = '00000000-0000-4000-8000-000000000001'

describe('a change', () => {
  it('changes what it names and nothing else', () => {
    expect(shiftTypeChange.parse({ name: 'Late' })).toEqual({ name: 'Late' })
    expect(needChange.parse({ people: 2 })).toEqual({ people: 2 })
    expect(given({ name: undefined, skill: null, people: 0 })).toEqual({ skill: null, people: 0 })
  })

  it.each([
    [{ weeklyMinutes: 2_400, maxWeeklyMinutes: 2_399 }, 'contracts.0.maxWeeklyMinutes'],
    [{ weeklyMinutes: 2_400, hourlyRate: 1_500 }, 'contracts.0.currency'],
    [{ weeklyMinutes: 2_400, currency: 'EUR' }, 'contracts.0.currency'],
  ])('refuses a contract that Postgres would refuse: %j', (part, place) => {
    const { error } = workerChange.safeParse({ contracts: [{ validFrom: '2026-01-01', pack: 'eu', ...part }] })
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([place])
  })
  it('has each skill and each begin of a contract once', () => {
    const one = contract.parse({ validFrom: '2026-01-01', pack: 'eu', weeklyMinutes: 2_400 })
    expect(workerChange.safeParse({ contracts: [one, one] }).success).toBe(false)
    expect(workerChange.safeParse({ attestations: ['a', 'a'].map((skill) => ({ skill, expiresAt: null })) }).success).toBe(false)
  })
})

it.each([
  ['22:00', '06:00', true],
  ['18:00', '09:59', true],
  ['17:59', '06:00', false],
  ['22:00', '03:59', false],
  ['22:00', '10:00', false],
])('a night from %s to %s: %s', (from, to, isPossible) => {
  expect(rosterSettings.shape.night.safeParse({ from, to, minutes: 120 }).success).toBe(isPossible)
})

it.each([
  ['2026-03-01', '2026-03-02', true],
  ['2026-03-01', '2026-03-01', false],
  ['2026-03-02', '2026-03-01', false],
  ['2026-01-01', '2029-01-05', true],
  ['2026-01-01', '2029-01-06', false],
  ['2026-03-01T10:00:00+01:00', '2026-03-01T09:00:00Z', false],
  ['2026-03-01T10:00:00+01:00', '2026-03-01T09:00:01Z', true],
])('from %s to %s: %s', (from, to, isPossible) => {
  const check = () => checkPeriod({ from, to })
  if (isPossible) expect(check).not.toThrow()
  else expect(check).toThrow(expect.objectContaining({ code: 'PERIOD_INVALID' }))
})

it('counts what still uses a skill', () => {
  expect(usesOf({ attestations: 2, shiftTypes: 1, needs: 0, shifts: 1 })).toBe('2 attestations, 1 shift type, 1 shift')
  expect(usesOf({ attestations: 0 })).toBe('')
})

it.each([
  [`the draft roster has two nights in a row of person ${id} by this rule`, { plan: 'draft', personId: id }],
  [`prisma: Raw query failed: the published roster has two nights in a row of person ${id} by this rule`, { plan: 'published', personId: id }],
  ['connection terminated', undefined],
])('%s', (message, broken) => expect(brokenNight(new Error(message))).toEqual(broken))

it.each([
  ['payroll', true],
  ['manager', true],
  ['admin', true],
  ['supervisor', false],
  ['executive', false],
  ['agent', false],
  ['guest', false],
] as const)('%s sees pay: %s', (role, is) => expect(seesPay(role)).toBe(is))
