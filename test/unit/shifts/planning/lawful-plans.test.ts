// Whatever lawful answer the planner gives to a real roster, the rules of the roster agree with it.
import { describe, expect, it } from 'vitest'
import { evaluate } from '../../../../services/planner/evaluate.ts'
import { plusDays, wallWindow } from '../../../../services/local-time/wall-clock.ts'
import type { Leave, PackId, ShiftType } from '../../../../services/roster-rules/model.ts'
import { buildingProblem } from '../../../../services/shifts/planning/build-problem.ts'
import type { Question } from '../../../../services/shifts/planning/question.ts'
import { findingsOf, shiftsOf, withoutUnlawful } from '../../../../services/shifts/planning/read-plan.ts'
import { resultOf } from '../../../../services/shifts/planning/result.ts'
import { atOnce } from '../../../../services/shifts/planning/slices.ts'
import type { StoredShift } from '../../../../services/shifts/roster/diff.ts'
import { FRONT, monthTypes, realMonth, SITE } from '../../../support/real-month.ts'
import { searchedFor } from '../../../support/searching.ts'
import { seeded } from '../../../support/seeded.ts'

const COUNT = Number(process.env['PROOF_COUNT'] ?? 1)
const LOOKS = process.env['PROOF_COUNT'] === undefined ? 100 : 1_000
const PEOPLE = process.env['PROOF_COUNT'] === undefined ? 8 : 12

/** Begins after midnight, so its night is that of the evening before; and one that lasts round the clock. */
const ODD: ShiftType[] = [
  {
    id: '30000000-0000-4000-8000-000000000021',
    siteId: SITE,
    levelId: FRONT,
    skill: null,
    kind: 'desk',
    name: 'Small hours',
    startsAt: '01:00',
    endsAt: '09:00',
    breaks: [{ from: '04:00', minutes: 30, isPaid: false }],
    forbiddenNext: [],
  },
  {
    id: '30000000-0000-4000-8000-000000000022',
    siteId: SITE,
    levelId: FRONT,
    skill: null,
    kind: 'onCall',
    name: 'Round the clock',
    startsAt: '08:00',
    endsAt: '08:00',
    breaks: [],
    forbiddenNext: ['30000000-0000-4000-8000-000000000001'],
  },
]

/** Over a clock change, with shifts that stand around and within the period, leave, skills and contracts that end, people who are not planned. */
function damaged(seed: number): Question {
  const chance = seeded(seed)
  const [from, to] = chance.pick([
    ['2027-03-17', '2027-04-07'],
    ['2026-10-14', '2026-11-04'],
    ['2027-06-01', '2027-06-22'],
  ] as const)
  const pack = chance.pick<PackId | 'mixed'>(['de', 'ru', 'eu', 'mixed', 'plain'])
  const month = realMonth({ from, to, pack, seed, people: PEOPLE, front: { early: 1, late: 1, night: 1 } })
  const zone = month.zones.get(SITE) ?? 'UTC'
  const types = chance.isTrue(0.5) ? [...monthTypes(), ...ODD] : monthTypes()
  const workers = month.facts.workers.map((worker, n) => ({
    ...worker,
    isTrainee: n === 0,
    isActive: n !== 1,
    attestations: worker.attestations.map((one) => ({ ...one, expiresAt: chance.isTrue(0.2) ? Date.parse(plusDays(from, chance.below(21))) : null })),
    contracts: chance.isTrue(0.15)
      ? [...worker.contracts, { validFrom: plusDays(from, 9), pack: 'de' as const, weeklyMinutes: 1_200, maxWeeklyMinutes: 1_500 }]
      : worker.contracts,
  }))
  const leaves = workers.flatMap(({ id }, n): Leave[] => {
    if (!chance.isTrue(0.3)) return []
    const begin = Date.parse(plusDays(from, chance.below(21))) + chance.below(24) * 3_600_000
    return [{ id: `leave ${n}`, personId: id, kind: 'leave', from: begin, to: begin + (1 + chance.below(100)) * 3_600_000 }]
  })
  // What stands was planned lawfully, but for what somebody put there by hand.
  const draft = workers.flatMap(({ id: personId }, n): StoredShift[] =>
    Array.from({ length: 45 }, (_, day) => plusDays(from, day - 12)).flatMap((date, day): StoredShift[] => {
      const isWithin = date >= from && date < to
      if (!chance.isTrue(isWithin ? 0.08 : 0.35)) return []
      const type = chance.pick(types.slice(0, 4))
      const window = wallWindow(date, type.startsAt, type.endsAt, zone)
      const { siteId, levelId, kind, skill } = type
      return [
        {
          id: `${n} ${day}`,
          personId,
          siteId,
          zone,
          date,
          ...window,
          kind,
          levelId,
          skill,
          shiftTypeId: chance.isTrue(0.8) ? type.id : null,
          breaks: [],
          buddyId: null,
          note: '',
          version: 1,
        },
      ]
    }),
  )
  const lockedIds = new Set(draft.filter(() => chance.isTrue(0.5)).map(({ id }) => id))
  const facts = { ...month.facts, shiftTypes: types, workers, leaves, holidays: [{ siteId: SITE, date: plusDays(from, 4) }] }
  return { ...month, facts, typeIds: new Set(types.map(({ id }) => id)), draft, lockedIds, now: Date.parse(plusDays(from, chance.below(4))) }
}

describe('a plan', () => {
  it(`of ${COUNT} damaged rosters is lawful by the rules that the server goes by, whatever stands already`, () => {
    let [shifts, lawful] = [0, 0]
    for (let seed = 1; seed <= COUNT; seed += 1) {
      const question = damaged(seed)
      const built = atOnce(buildingProblem(question))
      const plan = searchedFor(LOOKS, built.problem, { seed })
      expect(plan, `seed ${seed}: no answer`).toBeDefined()
      if (!plan) continue
      expect(evaluate(built.problem, plan).violations, `seed ${seed}`).toEqual([])
      const planned = shiftsOf(built, plan)
      const { dropped } = atOnce(withoutUnlawful(question, built.kept, planned))
      const ids = new Set(planned.map(({ id }) => id))
      const broken = atOnce(findingsOf(question, [...built.kept, ...planned])).filter(
        ({ severity, shiftIds }) => severity !== 'warning' && shiftIds.some((id) => ids.has(id)),
      )
      expect(broken, `seed ${seed}`).toEqual([])
      expect(dropped, `seed ${seed}`).toBe(0)
      for (const { from, personId } of planned) expect(from > question.now && personId !== question.facts.workers[0]?.id).toBe(true)
      shifts += planned.length
      lawful += 1
    }
    if (process.env['PROOF_COUNT'] !== undefined) console.log(`${lawful} rosters, ${shifts} shifts planned: 0 refused, 0 unlawful`)
  }, 3_600_000)
})

describe('too few people', () => {
  it('says how many hours and people are missing, and when', () => {
    const question = realMonth({ people: 9, front: { early: 2, late: 2, night: 1 }, from: '2027-02-01', to: '2027-02-15', hasWishes: false })
    const built = atOnce(buildingProblem(question))
    const names = { sites: new Map([[SITE, 'Office']]), levels: new Map([[FRONT, 'Front line']]), skills: new Map<string, string>() }
    // Nobody works at all: what is missing is what is needed.
    const result = atOnce(resultOf({ question, built, plan: built.start, planned: [], dropped: 0, names, conflict: [] }))
    const front = result.shortage.filter((said) => said.with['level'] === 'Front line' && said.with['kind'] === 'desk' && said.with['skill'] === null)
    // In two weeks: 10 workdays of 2 x 8 + 2 x 8 h and 3 x 8 h by day, 4 days of the weekend of 8 + 8 h, 14 nights of 8 h, less the first six hours.
    const hours = 10 * (16 + 16 + 24) + 4 * 16 + 14 * 8
    expect(front[0]).toMatchObject({ what: 'shortHours', with: { site: 'Office', hours: hours - 6, people: Math.ceil((hours - 6) / 2 / 34) } })
    expect(front.find(({ what }) => what === 'shortNights')?.with).toMatchObject({ nights: 13 })
    expect(front.filter(({ what }) => what === 'shortAt').length).toBeGreaterThan(0)
    expect(result.unmet.length).toBeGreaterThan(0)
  })
})

it('says what premiums come to only where three people share them: who plans sees nobody’s pay', () => {
  const month = realMonth({ people: 9, front: { early: 1, late: 1, night: 1 }, from: '2027-02-01', to: '2027-02-08', hasWishes: false })
  const question: Question = { ...month, premiumOf: (worker) => ({ amount: 100, currency: worker.id === month.facts.workers[3]?.id ? 'CHF' : 'EUR' }) }
  const built = atOnce(buildingProblem(question))
  const names = { sites: new Map<string, string>(), levels: new Map<string, string>(), skills: new Map<string, string>() }
  const shownFor = (people: number) => {
    const planned = built.agents
      .slice(0, people)
      .flatMap(({ id: personId }) => built.cells.all.slice(0, 1).map((cell) => ({ ...cell.shift, id: personId, personId, cell })))
    return atOnce(resultOf({ question, built, plan: built.start, planned, dropped: 0, names, conflict: [] })).premiums
  }
  expect([shownFor(2), shownFor(3), shownFor(4)]).toEqual([{}, { EUR: 300 }, { EUR: 300 }])
})
