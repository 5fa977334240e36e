import { findGaps } from '../../roster-rules/gaps.ts'
import { groupBy } from '../../roster-rules/group-by.ts'
import { findingView, gapView } from '../../roster-rules/from-wire.ts'
import { workMinutes } from '../../roster-rules/person-roster.ts'
import type { Gap, Shift } from '../../roster-rules/model.ts'
import { evaluate } from '../../planner/evaluate.ts'
import { OFF, type Plan } from '../../planner/problem.ts'
import type { planResult } from '../../schemas/plans.ts'
import type { z } from 'zod'
import { BURDENS, burdensOf } from '../fairness/burdens.ts'
import { fairnessView } from '../fairness/views.ts'
import { LEAST_PEOPLE } from '../pay/means.ts'
import { dutiesOf } from '../roster/worked.ts'
import type { Built } from './build-problem.ts'
import type { CostTable } from './costs.ts'
import { plannedNeeds } from './cover-rows.ts'
import type { Question } from './question.ts'
import { findingsOf, type PlannedShift } from './read-plan.ts'
import type { Slices } from './slices.ts'
import { whyShort } from './why-short.ts'
import { shortageOf, type Names, type Said } from './shortage.ts'

export type PlanResult = z.infer<typeof planResult>

type Input = { question: Question; built: Built; plan: Plan; planned: readonly PlannedShift[]; dropped: number; names: Names; conflict: readonly Said[] }

/** What a plan is worth, in words and figures. `dropped`: planned shifts that the rules refused (none should be). */
export function* resultOf({ question, built, plan, planned, dropped, names, conflict }: Input): Slices<PlanResult> {
  const all: Shift[] = [...built.kept, ...planned]
  const inPeriod = all.filter(({ date }) => date >= question.period.from && date < question.period.to)
  const gaps = findGaps({ ...question.facts, needs: plannedNeeds(question), duties: dutiesOf(all, []), ...question.span })
  // What is short since the very first instant is for a shift that begins the day before: no more people would mend it.
  const within = gaps.filter(({ from }) => from > question.span.from || isReachable(built, from))
  const days = built.horizon.dates.filter((_, day) => built.horizon.isPlanned(day)).length
  yield
  const words = { days, house: question.facts.house, zones: question.zones, names, unreachable: unreachable(built, within) }
  return {
    parts: partsOf(built, plan),
    unmet: gaps.map((gap) => ({ ...gapView(gap), missingMinutes: Math.round(((gap.to - gap.from) / 60_000) * (gap.need - gap.have)) })),
    shortage: [
      ...shortageOf(within, words),
      ...(yield* whyShort(question, built, within, all)),
      ...(dropped > 0 ? [{ what: 'dropped', with: { count: dropped } }] : []),
    ],
    conflict: [...conflict],
    findings: (yield* findingsOf(question, all)).map(findingView),
    fairness: fairnessOf(question, built, inPeriod),
    wishes: wishesOf(question, inPeriod),
    changes: changesOf(built, planned),
    premiums: premiumsOf(question, inPeriod),
  }
}

function partsOf({ problem, costs }: Built, plan: Plan): PlanResult['parts'] {
  const { under, over, counted, hours } = evaluate(problem, plan)
  const sum = (of: (own: Built['costs'][number]) => CostTable): number =>
    costs.reduce((all, own, agent) => all + [...(plan[agent] ?? [])].reduce((cost, type, day) => cost + costAt(of(own), day, type), 0), 0)
  return {
    cover: under + over,
    wishes: sum(({ wishes }) => wishes),
    fairness: counted,
    hours,
    premiums: sum(({ premiums }) => premiums),
    changes: sum(({ changes }) => changes),
  }
}

const costAt = (table: CostTable, day: number, type: number): number => (type === OFF ? table.off[day] : table.at[day]?.[type]) ?? 0

const isReachable = ({ needs }: Built, at: number): boolean => needs.some(({ from, cells }) => from === at && cells.length > 0)

/** Gaps that no type of shift reaches: whoever was hired could not fill them. */
function unreachable({ needs }: Built, gaps: readonly Gap[]): Gap[] {
  const bare = needs.filter(({ cells }) => cells.length === 0)
  return gaps.filter((gap) => bare.some((need) => need.needId === gap.needId && need.from < gap.to && gap.from < need.to))
}

function fairnessOf(question: Question, { agents, aims }: Built, shifts: readonly Shift[]): PlanResult['fairness'] {
  const counts = burdensOf({ house: question.facts.house, holidays: aims.holidays })
  return agents.map((worker) => {
    const own = shifts.filter(({ personId }) => personId === worker.id)
    const time = aims.timeOf(worker.id)
    const entry = { nights: 0, weekends: 0, holidays: 0, minutes: 0, share: time.share, contractMinutes: time.minutes }
    for (const shift of own) {
      if (shift.kind === 'desk') entry.minutes += workMinutes(shift)
      const hits = counts(shift)
      for (const burden of BURDENS) if (hits[burden]) entry[burden] += 1
    }
    const carried = question.carried.get(worker.id) ?? { nights: 0, weekends: 0, holidays: 0, minutes: 0 }
    return fairnessView(worker, entry, carried, question.period)
  })
}

/** A wish is kept if it is kept on each of its days. */
function wishesOf({ wishes, period }: Question, shifts: readonly Shift[]): PlanResult['wishes'] {
  const worked = new Map(shifts.map((shift) => [`${shift.personId} ${shift.date}`, shift]))
  let [kept, broken] = [0, 0]
  for (const { personId, from, to, kind, shiftTypeId } of wishes) {
    let isKept = true
    for (let date = from > period.from ? from : period.from; date < to && date < period.to; date = nextDate(date)) {
      const shift = worked.get(`${personId} ${date}`)
      const isMeant = shift !== undefined && (shiftTypeId === null || shift.shiftTypeId === shiftTypeId)
      if (isMeant !== (kind === 'on')) isKept = false
    }
    if (isKept) kept += 1
    else broken += 1
  }
  return { kept, broken }
}

const nextDate = (date: string): string => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10)

function changesOf({ free }: Built, planned: readonly PlannedShift[]): PlanResult['changes'] {
  const was = new Map(free.map((shift) => [`${shift.personId} ${shift.date}`, shift.shiftTypeId]))
  const is = new Map(planned.map((shift) => [`${shift.personId} ${shift.date}`, shift.shiftTypeId]))
  return {
    added: [...is.keys()].filter((key) => !was.has(key)).length,
    removed: [...was.keys()].filter((key) => !is.has(key)).length,
    changed: [...is].filter(([key, type]) => was.has(key) && was.get(key) !== type).length,
  }
}

/** In a currency of which fewer than three get some nothing is told: who plans does not see what one of them is paid. */
function premiumsOf({ facts, premiumOf }: Question, shifts: readonly Shift[]): Record<string, number> {
  const workers = new Map(facts.workers.map((worker) => [worker.id, worker]))
  const paid = shifts.flatMap((shift) => {
    const worker = workers.get(shift.personId)
    const money = worker && premiumOf(worker, shift)
    return money && money.amount > 0 ? [{ ...money, personId: shift.personId }] : []
  })
  const told = [...groupBy(paid, ({ currency }) => currency)].filter(([, own]) => new Set(own.map(({ personId }) => personId)).size >= LEAST_PEOPLE)
  return Object.fromEntries(told.map(([currency, own]) => [currency, own.reduce((sum, { amount }) => sum + amount, 0)]))
}
