// Months in a row, each planned with what was carried over: at equal contracts nobody has more nights than another.
import { expect, it } from 'vitest'
import { plusDays } from '../../../../services/local-time/wall-clock.ts'
import type { Duty, Shift } from '../../../../services/roster-rules/model.ts'
import { beyondOf, creditsOf, ledgerOf } from '../../../../services/shifts/fairness/ledger.ts'
import { buildingProblem } from '../../../../services/shifts/planning/build-problem.ts'
import type { Question } from '../../../../services/shifts/planning/question.ts'
import { shiftsOf, withoutUnlawful } from '../../../../services/shifts/planning/read-plan.ts'
import { atOnce } from '../../../../services/shifts/planning/slices.ts'
import type { StoredShift } from '../../../../services/shifts/roster/diff.ts'
import { realMonth, SITE } from '../../../support/real-month.ts'
import { searchedFor } from '../../../support/searching.ts'

const MONTHS = Number(process.env['PROOF_COUNT'] ?? 2)
const isProof = process.env['PROOF_COUNT'] !== undefined
const SIZE = isProof
  ? { people: 20, front: { early: 3, late: 3, night: 1 }, looks: 40_000 }
  : { people: 13, front: { early: 1, late: 1, night: 1 }, looks: 200 }

const firstOf = (month: number): string => new Date(Date.UTC(2027, month, 1)).toISOString().slice(0, 10)

it(`the nights of ${MONTHS} months are spread evenly, by one at most`, () => {
  let worked: StoredShift[] = []
  let [dropped, gaps] = [0, 0]
  let question: Question | undefined
  for (let month = 0; month < MONTHS; month += 1) {
    const [from, to] = [firstOf(month), isProof ? firstOf(month + 1) : plusDays(firstOf(month), 14)]
    const plain = realMonth({ ...SIZE, from, to, seed: month + 1 })
    // All work full time.
    const workers = plain.facts.workers.map((worker) => ({ ...worker, contracts: worker.contracts.map((one) => ({ ...one, weeklyMinutes: 2_400 })) }))
    const asked: Question = { ...plain, facts: { ...plain.facts, workers }, draft: worked, now: 0, carried: carriedTo(plain, workers, worked, from) }
    question = asked
    const built = atOnce(buildingProblem(asked))
    const plan = searchedFor(SIZE.looks, built.problem, { seed: month + 1 }) ?? built.start
    const left = atOnce(withoutUnlawful(asked, built.kept, shiftsOf(built, plan)))
    dropped += left.dropped
    gaps += built.problem.covers.length
    worked = [...worked, ...left.planned.map(({ cell: _cell, ...shift }) => ({ ...shift, note: '', version: 1 }))]
  }
  if (!question) throw new Error('no month')
  const nights = nightsBy(question, worked)
  const spread = (rank: number): number => {
    const own = question.facts.workers.filter(({ levelRank }) => levelRank === rank).map(({ id }) => nights.get(id) ?? 0)
    return Math.max(...own) - Math.min(...own)
  }
  if (isProof) console.log(`${MONTHS} months, ${worked.length} shifts, dropped ${dropped}; nights: ${[...nights.values()].join(' ')}; rows ${gaps}`)
  expect(dropped).toBe(0)
  expect([spread(1), spread(2)].every((one) => one <= 1)).toBe(true)
}, 3_600_000)

const teamOf = (levels: ReadonlyMap<string, number | null>) => (id: string) => ({ team: String(levels.get(id)), siteId: SITE, zone: 'Europe/Berlin' })

function ledger({ facts }: Question, workers: Question['facts']['workers'], shifts: readonly Shift[], period: { from: string; to: string }) {
  const duties = shifts.map((shift): Duty => ({ ...shift, shiftId: shift.id, plannedId: shift.personId, overrideId: null, source: 'shift', reason: '' }))
  const team = teamOf(new Map(workers.map(({ id, levelRank }) => [id, levelRank])))
  const entries = ledgerOf({ workers, teamOf: team, credits: creditsOf(duties, shifts, []), leaves: [], holidays: new Set(), house: facts.house, period })
  return { entries, beyond: beyondOf(entries, team) }
}

function carriedTo(question: Question, workers: Question['facts']['workers'], worked: readonly Shift[], from: string): Question['carried'] {
  return worked.length === 0 ? new Map() : ledger(question, workers, worked, { from: firstOf(0), to: from }).beyond
}

function nightsBy(question: Question, worked: readonly Shift[]): Map<string, number> {
  const { entries } = ledger(question, question.facts.workers, worked, { from: firstOf(0), to: firstOf(MONTHS) })
  return new Map([...entries].map(([id, { nights }]) => [id, nights]))
}
