// What is unmet is explained by names, dates and rules; and what is named, once lifted, lets the demand be met.
import { describe, expect, it } from 'vitest'
import { findConflict } from '../../../../services/planner/conflict/find.ts'
import { coverOf } from '../../../../services/planner/evaluate.ts'
import type { Leave, Need, Shift, Worker } from '../../../../services/roster-rules/model.ts'
import { buildingProblem } from '../../../../services/shifts/planning/build-problem.ts'
import { conflictProblem } from '../../../../services/shifts/planning/conflict-problem.ts'
import { conflictSaid } from '../../../../services/shifts/planning/conflict-words.ts'
import { explainUnmet, type Explain } from '../../../../services/shifts/planning/explaining/service.ts'
import type { Question } from '../../../../services/shifts/planning/question.ts'
import { shiftsOf } from '../../../../services/shifts/planning/read-plan.ts'
import type { Said } from '../../../../services/shifts/planning/shortage.ts'
import { atOnce } from '../../../../services/shifts/planning/slices.ts'
import { FRONT, monthTypes, realMonth, SITE } from '../../../support/real-month.ts'
import { searchedFor } from '../../../support/searching.ts'

const [MONDAY, WEDNESDAY] = ['2027-02-01', '2027-02-03'] as const
const NAMES = { sites: new Map([[SITE, 'Office']]), levels: new Map([[FRONT, 'Front line']]), skills: new Map([['billing', 'Billing']]) }
const PLACE = { site: 'Office', level: 'Front line', kind: 'desk' }
const now = (): number => performance.now() / 1_000
const explain: Explain = async (problem, options) => findConflict(problem, { ...options, seed: 1, now })

/** Two days of two people at the desk; only the first knows about billing. */
function desk(needs: Array<Pick<Need, 'from' | 'to'> & Partial<Need>>, more: (question: Question) => Partial<Question> = () => ({}), type?: string): Question {
  const month = realMonth({ from: MONDAY, to: WEDNESDAY, people: 7, hasWishes: false })
  const workers = month.facts.workers.slice(0, 2).map((worker, n) => ({ ...worker, attestations: n === 0 ? [{ skill: 'billing', expiresAt: null }] : [] }))
  const always = { siteId: SITE, zone: 'Europe/Berlin', levelId: FRONT, kind: 'desk' as const, skill: null, onHolidays: true, isInstead: false, people: 1 }
  const asked = needs.map((need, n) => ({ ...always, id: `need${n}`, validFrom: null, validTo: null, days: [1, 2], ...need }))
  const types = monthTypes().filter(({ name }) => type === undefined || name === type)
  const question = { ...month, facts: { ...month.facts, workers, shiftTypes: types, needs: asked }, typeIds: new Set(types.map(({ id }) => id)) }
  return { ...question, ...more(question) }
}

/** What the planner finds, and what it says of the rest. */
async function planned(question: Question): Promise<{ unmet: number; said: Said[] }> {
  const built = atOnce(buildingProblem(question))
  const plan = searchedFor(50, built.problem, { seed: 1 }) ?? []
  const unmet = built.problem.covers.filter((cover) => coverOf(cover, plan) < cover.need).length
  const asked = atOnce(conflictProblem(question, shiftsOf(built, plan)))
  if (!asked) throw new Error('the question could not be asked')
  const found = await explainUnmet(asked, { explain, seconds: 60, signal: new AbortController().signal, now })
  return { unmet, said: atOnce(conflictSaid(found, { ...asked, question, names: NAMES })) }
}

const withFacts = (question: Question, facts: Partial<Question['facts']>): Partial<Question> => ({ facts: { ...question.facts, ...facts } })
const at = (date: string, time: string): string => new Date(`${date}T${time}:00+01:00`).toISOString()

describe('a demand that cannot be met is said with', () => {
  const billing = { from: '06:00', to: '14:00', skill: 'billing', days: [1] }

  it('whose leave stands against it; without that leave it is met', async () => {
    const leave = (question: Question): Leave => ({
      ...{ id: 'leave', personId: question.facts.workers[0]?.id ?? '', kind: 'leave' },
      ...{ from: Date.parse(at(MONDAY, '00:00')), to: Date.parse(at(WEDNESDAY, '00:00')) },
    })
    expect((await planned(desk([billing], (question) => withFacts(question, { leaves: [leave(question)] }), 'Early'))).said).toEqual([
      { what: 'conflictDemand', with: { ...PLACE, skill: 'Billing', from: at(MONDAY, '06:00'), to: at(MONDAY, '14:00'), people: 1 } },
      { what: 'conflictSkill', with: { skill: 'Billing', names: ['Person 01'] } },
      { what: 'conflictLeaveDay', with: { name: 'Person 01', absence: 'leave', date: MONDAY } },
    ])
    expect(await planned(desk([billing], undefined, 'Early'))).toEqual({ unmet: 0, said: [] })
  })

  it('whose locked shift stands against it; unlocked it is met', async () => {
    const late = { from: '14:00', to: '22:00', days: [1] }
    const locked = (question: Question): Partial<Question> => {
      const own = atOnce(buildingProblem(question))
      const cell = own.cells.all.find(({ shift, type }) => shift.date === MONDAY && own.cells.types[type]?.name === 'Late')
      const shift = { ...(cell?.shift as Shift), id: 'locked', personId: question.facts.workers[0]?.id ?? '', note: '', version: 1 }
      return { draft: [shift as Question['draft'][number]], lockedIds: new Set(['locked']) }
    }
    const { said, unmet } = await planned(desk([billing, late], locked))
    expect(unmet).toBeGreaterThan(0)
    expect(said.map(({ what }) => what)).toEqual(['conflictDemand', 'conflictSkill', 'conflictLock'])
    expect(said.at(-1)).toEqual({ what: 'conflictLock', with: { name: 'Person 01', date: MONDAY } })
    expect(await planned(desk([billing, late], (question) => ({ ...locked(question), lockedIds: new Set() })))).toEqual({ unmet: 0, said: [] })
  })

  it('the rules that exclude it beside what is met', async () => {
    const night = { from: '22:00', to: '06:00', skill: 'billing' }
    const { said } = await planned(desk([night], undefined, 'Night'))
    expect(said.map(({ what }) => what)).toEqual(['conflictDemand', 'conflictSkill', 'conflictDemand', 'conflictSkill', 'conflictRule'])
    expect(said.at(-1)).toEqual({ what: 'conflictRule', with: { names: ['Person 01'], rule: 'twoNights', pack: 'house' } })
    expect(await planned(desk([{ ...night, skill: null }], undefined, 'Night'))).toEqual({ unmet: 0, said: [] })
  })

  it('the hours of who has no more left; with more it is met', async () => {
    const early = { from: '06:00', to: '14:00', skill: 'billing' }
    const agreed = (minutes: number) => (question: Question) =>
      withFacts(question, {
        workers: question.facts.workers.map((worker) => ({ ...worker, contracts: worker.contracts.map((one) => ({ ...one, maxWeeklyMinutes: minutes })) })),
      })
    const { said } = await planned(desk([early], agreed(600), 'Early'))
    expect(said.at(-1)).toEqual({ what: 'conflictHours', with: { names: ['Person 01'], rule: 'weekHours', pack: 'house', limitMinutes: 600 } })
    expect(said.filter(({ what }) => what === 'conflictDemand')).toHaveLength(2)
    expect(await planned(desk([early], agreed(1_200), 'Early'))).toEqual({ unmet: 0, said: [] })
  })
})

it('numbers conflicts, says who could come at all, and counts them where they are many', async () => {
  const needs = [
    { from: '06:00', to: '14:00', people: 3, days: [1] },
    { from: '14:00', to: '22:00', people: 3, days: [1] },
  ]
  const { said } = await planned(desk(needs))
  expect(said.filter(({ what }) => what === 'conflictNumber').map((one) => one.with)).toEqual([{ number: 1 }, { number: 2 }])
  expect(said.find(({ what }) => what === 'conflictPeople')?.with).toEqual({ skill: null, names: ['Person 01', 'Person 02'] })
  const ten = ({ facts }: Question) => Array.from({ length: 10 }, (_, n) => ({ ...(facts.workers[0] as Worker), id: `${n}` }))
  const many = await planned(
    desk([{ from: '06:00', to: '14:00', people: 11, days: [1] }], (question) => withFacts(question, { workers: ten(question) }), 'Early'),
  )
  expect(many.said.at(-1)).toEqual({ what: 'conflictMany', with: { people: 10 } })
})
