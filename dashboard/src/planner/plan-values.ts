import { addDays, plusMonths } from '../roster/weeks.ts'
import type { Period } from '../roster/types.ts'
import type { NewPlan, PlanWeights } from './types.ts'

/** What a plan is asked for, as the form has it. The last day is the one that is meant, not the one after it. */
export type PlanValues = {
  from: string
  last: string
  siteId: string
  weights: PlanWeights
  seconds: number
  keep: 'all' | 'listed' | 'none'
}

export const WEIGHTS = ['cover', 'wishes', 'fairNights', 'fairWeekends', 'fairHolidays', 'hours', 'premiums', 'changes'] as const
export type WeightName = (typeof WEIGHTS)[number]

export const USUAL_WEIGHTS: PlanWeights = { cover: 10, wishes: 4, fairNights: 6, fairWeekends: 4, fairHolidays: 4, hours: 5, premiums: 2, changes: 3 }
export const SECONDS = [5, 15, 30, 60, 120, 300] as const

/** "Not at all", "a little", ...: a number on a slider says nothing by itself. */
export const weightWord = (weight: number): 'none' | 'little' | 'some' | 'much' | 'most' => {
  if (weight === 0) return 'none'
  if (weight <= 3) return 'little'
  if (weight <= 6) return 'some'
  return weight <= 9 ? 'much' : 'most'
}

/** The month that is shown; of other views the one after that in which they begin. The gaps of a period are filled where they are. */
const monthOf = (shown: Period): Period => {
  const month = shown.from.slice(0, 7)
  return shown.from === `${month}-01` && shown.to === `${plusMonths(month, 1)}-01` ? shown : nextMonth(shown.from)
}

export const nextMonth = (date: string): Period => {
  const month = date.slice(0, 7)
  return { from: `${plusMonths(month, 1)}-01`, to: `${plusMonths(month, 2)}-01` }
}

export const usualValues = (kind: 'gaps' | 'month', shown: Period): PlanValues => {
  const period = kind === 'gaps' ? shown : monthOf(shown)
  return {
    from: period.from,
    last: addDays(period.to, -1),
    siteId: '',
    weights: USUAL_WEIGHTS,
    seconds: kind === 'gaps' ? 15 : 30,
    keep: kind === 'gaps' ? 'all' : 'listed',
  }
}

export const asNewPlan = ({ from, last, siteId, weights, seconds, keep }: PlanValues, locked: ReadonlySet<string>): NewPlan => ({
  from,
  to: addDays(last, 1),
  siteId: siteId === '' ? null : siteId,
  weights,
  seconds,
  keep,
  lockedIds: keep === 'listed' ? [...locked] : [],
})
