import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAYS_AROUND } from '../../../services/roster-rules/check.ts'
import { RULES } from '../../../services/roster-rules/model.ts'
import type { Finding, PackId, Shift } from '../../../services/roster-rules/model.ts'
import { processorMs } from '../../support/processor-time.ts'
import { at, check, contract, daily, shift, worker } from './plan.ts'

const german = { workers: [worker('anna', { contracts: [contract('de')] })] }
const rules = (findings: readonly Finding[]): string[] => findings.map(({ rule }) => rule)

describe('a finding', () => {
  it('says who, when, and about which shifts, the one that breaks the rule last', () => {
    expect(check([shift('2026-11-24 01:00', 240), shift('2026-11-23 09:00', 360)], german)).toEqual([
      {
        rule: 'restBetween',
        severity: 'unlawful',
        pack: 'de',
        personId: 'anna',
        shiftIds: ['2026-11-23 09:00', '2026-11-24 01:00'],
        from: at('2026-11-23 15:00'),
        to: at('2026-11-24 01:00'),
        by: { is: 600, limit: 660, unit: 'minutes' },
      },
    ])
  })

  it('of two nights names the first evening and the lesser night', () => {
    const found = check([shift('2026-11-23 22:00', 480), shift('2026-11-24 22:00', 180, { kind: 'onCall' })])
    expect(found).toEqual([
      expect.objectContaining({ rule: 'twoNights', severity: 'refused', detail: '2026-11-23', by: { is: 180, limit: 120, unit: 'minutes' } }),
    ])
  })

  it('of a roster as it should be is none', () => {
    const breaks: ReadonlyArray<[number, number]> = [[240, 45]]
    expect(check(daily('2026-11-23 09:00', 525, 5, { breaks }), german)).toEqual([])
  })
})

describe('standing by', () => {
  it('is no work: it breaks no rest, and makes no hours', () => {
    const workers = [worker('anna', { contracts: [contract('de', { weeklyMinutes: 480, maxWeeklyMinutes: 480 })] })]
    const shifts = [shift('2026-11-23 09:00', 360), ...daily('2026-11-23 17:00', 180, 14, { kind: 'onCall' }), shift('2026-11-25 09:00', 120)]
    expect(check(shifts, { workers })).toEqual([])
  })

  it('asks for the same person: overlap, skill, level, leave', () => {
    const shifts = [shift('2026-11-23 09:00', 360), shift('2026-11-23 10:00', 60, { kind: 'onCall', skill: 'network', levelId: 'second' })]
    const leaves = [{ id: 'leave', personId: 'anna', kind: 'training' as const, from: at('2026-11-23 10:30'), to: at('2026-11-23 12:00') }]
    expect(rules(check(shifts, { leaves })).sort()).toEqual(['leave', 'leave', 'level', 'overlap', 'skill'])
  })
})

describe('the contract in force on the day of the shift', () => {
  const contracts = [contract('plain'), contract('de', { validFrom: '2026-11-24' })]

  it('says which law holds; of two shifts that of the later', () => {
    const workers = [worker('anna', { contracts })]
    expect(rules(check([shift('2026-11-22 09:00', 300), shift('2026-11-22 22:00', 300), shift('2026-11-23 09:00', 300)], { workers }))).toEqual([])
    expect(rules(check([shift('2026-11-23 15:00', 300), shift('2026-11-24 06:00', 300)], { workers }))).toEqual(['restBetween'])
  })

  it('is missed once, for all shifts of the period', () => {
    const workers = [worker('anna', { contracts: [] })]
    const period = { from: '2026-11-24', to: '2026-11-26' }
    const [found, ...others] = check(daily('2026-11-23 09:00', 480, 5), { workers, period })
    expect(found).toMatchObject({
      rule: 'contract',
      severity: 'warning',
      shiftIds: ['2026-11-24 09:00', '2026-11-25 09:00'],
      by: { is: 2, limit: 0, unit: 'days' },
    })
    expect(others).toEqual([])
  })
})

describe('guests', () => {
  const workers = [worker('anna', { isGuest: true, levelRank: null }), worker('boris'), worker('clara', { isGuest: true })]
  const anna = shift('2026-11-23 09:00', 240, { buddyId: 'boris', levelId: 'second' })
  const missing = (...shifts: Shift[]): Array<number | string> =>
    check([anna, ...shifts], { workers }).flatMap(({ rule, personId, by }) => (personId === 'anna' ? [rule, by.is] : []))

  it('need no level, but a buddy at the desk for all the time', () => {
    expect(missing(shift('2026-11-23 08:00', 480, { personId: 'boris' }))).toEqual([])
    expect(missing()).toEqual(['buddy', 240])
    expect(missing(shift('2026-11-23 08:00', 480, { personId: 'boris', kind: 'onCall' }))).toEqual(['buddy', 240])
    expect(missing(shift('2026-11-23 08:00', 120, { personId: 'boris' }), shift('2026-11-23 10:30', 480, { personId: 'boris' }))).toEqual(['buddy', 30])
    expect(missing(shift('2026-11-23 08:00', 120, { personId: 'boris' }), shift('2026-11-23 10:00', 480, { personId: 'boris' }))).toEqual([])
  })

  it('are nobody’s buddy, and without any are alone', () => {
    const alone = [shift('2026-11-23 09:00', 240, { buddyId: 'clara' }), shift('2026-11-23 09:00', 240, { id: 'clara', personId: 'clara', buddyId: 'boris' })]
    const found = check([...alone, shift('2026-11-23 09:00', 240, { id: 'boris', personId: 'boris' })], { workers })
    expect(found).toEqual([expect.objectContaining({ rule: 'buddy', personId: 'anna', by: { is: 240, limit: 0, unit: 'minutes' } })])
    expect(rules(check([shift('2026-11-23 09:00', 240)], { workers }))).toEqual(['buddy'])
  })
})

describe('skills', () => {
  const asked = shift('2026-11-23 09:00', 480, { skill: 'network' })
  it.each([
    ['another', [{ skill: 'mail', expiresAt: null }], 480],
    ['ended before', [{ skill: 'network', expiresAt: at('2026-11-20 09:00') }], 480],
    ['ends in the shift', [{ skill: 'network', expiresAt: at('2026-11-23 15:00') }], 120],
    [
      'attested twice',
      [
        { skill: 'network', expiresAt: at('2026-11-23 15:00') },
        { skill: 'network', expiresAt: null },
      ],
      null,
    ],
  ])('%s', (_what, attestations, minutes) => {
    const found = check([asked], { workers: [worker('anna', { attestations })] })
    expect(found.map(({ by, detail }) => [by.is, detail])).toEqual(minutes === null ? [] : [[minutes, 'network']])
  })
})

describe('a period', () => {
  const nights = [...daily('2026-11-19 22:00', 480, 2), ...daily('2026-11-26 22:00', 480, 2), ...daily('2026-12-03 22:00', 480, 2)]
  const firsts = (period: { from: string; to: string }): unknown => check(nights, { period }).map(({ detail }) => detail)

  it('has the findings that touch it; its last date is not in it', () => {
    expect(firsts({ from: '2026-11-23', to: '2026-11-30' })).toEqual(['2026-11-26'])
    expect(firsts({ from: '2026-11-28', to: '2026-11-30' })).toEqual(['2026-11-26'])
    expect(firsts({ from: '2026-11-29', to: '2026-12-03' })).toEqual([])
    expect(firsts({ from: '2026-11-21', to: '2026-12-04' })).toEqual(['2026-11-19', '2026-11-26', '2026-12-03'])
  })

  it('knows two shifts without a minute between them', () => {
    const shifts = [shift('2026-11-23 12:00', 300), shift('2026-11-23 17:00', 300)]
    expect(rules(check(shifts, { ...german, period: { from: '2026-11-23', to: '2026-11-24' } }))).toEqual(['restBetween'])
    expect(check(shifts, { ...german, period: { from: '2026-11-24', to: '2026-11-25' } })).toEqual([])
  })

  it('needs the weeks of the longest average before it', () => {
    expect(DAYS_AROUND).toEqual({ before: 168, after: 9 })
  })
})

const packs: PackId[] = ['plain', 'eu', 'de', 'ru']
const people = packs.map((pack) => worker(pack, { contracts: [contract(pack, { weeklyMinutes: 2400, maxWeeklyMinutes: 2880 })] }))
const anyShift = fc
  .record({
    personId: fc.constantFrom(...packs),
    start: fc.integer({ min: 0, max: 21 * 96 }),
    quarters: fc.integer({ min: 1, max: 60 }),
    kind: fc.constantFrom('desk' as const, 'desk' as const, 'onCall' as const),
  })
  .map(({ personId, start, quarters, kind }) => {
    const begin = new Date(Date.parse('2026-10-12') + start * 900_000).toISOString()
    return shift(`${begin.slice(0, 10)} ${begin.slice(11, 16)}`, quarters * 15, { id: `${personId} ${begin}`, personId, kind })
  })
const anyShifts = fc.uniqueArray(anyShift, { maxLength: 40, selector: ({ id }) => id })

describe('whatever the roster', () => {
  it('the order in which it comes does not matter', () => {
    const sorted = (findings: Finding[]): string[] => findings.map((each) => JSON.stringify(each)).sort()
    fc.assert(
      fc.property(anyShifts, (shifts) => {
        expect(sorted(check([...shifts].reverse(), { workers: people }))).toEqual(sorted(check(shifts, { workers: people })))
      }),
    )
  })

  it('each finding is off its limit, runs forward and is about shifts of its person', () => {
    const ofPerson = new Map<string, string>()
    fc.assert(
      fc.property(anyShifts, (shifts) => {
        for (const { id, personId } of shifts) ofPerson.set(id, personId)
        for (const { rule, by, from, to, shiftIds, personId } of check(shifts, { workers: people })) {
          expect(RULES).toContain(rule)
          expect(['restBetween', 'weeklyRest', 'break'].includes(rule) ? by.is < by.limit : by.is > by.limit).toBe(true)
          expect(from <= to && Number.isFinite(from) && Number.isFinite(to)).toBe(true)
          expect(shiftIds.length > 0 && shiftIds.every((id) => ofPerson.get(id) === personId)).toBe(true)
        }
      }),
    )
  })
})

/** Five days on, two off, in three shifts a day. */
function bigRoster(weeks: number, zone: string): Shift[] {
  const dates = daily('2026-06-01 00:00', 0, weeks * 7).map(({ date }) => date)
  return Array.from({ length: 60 }, (_, person) =>
    dates.flatMap((date, i) => {
      if ((i + person) % 7 >= 5) return []
      const start = ['06:00', '14:00', '22:00'][person % 3]
      return shift(`${date} ${start}`, 510, { id: `${person} ${date}`, personId: String(person), zone, shiftTypeId: null, breaks: [[240, 30]] })
    }),
  ).flat()
}

describe('fast enough for every drag', () => {
  const workers = Array.from({ length: 60 }, (_, i) => worker(String(i), { contracts: [contract(packs[i % 4] ?? 'plain', { weeklyMinutes: 2400 })] }))

  it.each([5, 29])('60 people, %i weeks', (weeks) => {
    const shifts = bigRoster(weeks, 'Europe/Paris')
    const times = Array.from({ length: 21 }, () => processorMs(() => expect(check(shifts, { workers }).length).toBeGreaterThan(0)))
    const [first = 0, ...others] = times
    const median = others.sort((a, b) => a - b)[10] ?? 0
    console.log(`checkRoster: ${shifts.length} shifts, first ${first.toFixed(1)} ms, then ${median.toFixed(1)} ms`)
    // Wide, for busy machines.
    expect(median).toBeLessThan(weeks * 20)
  })
})
