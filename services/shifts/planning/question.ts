import type { PlanWeights } from '../../schemas/plans.ts'
import type { Shift, Worker } from '../../roster-rules/model.ts'
import type { StoredShift } from '../roster/diff.ts'
import type { RuleFacts } from '../roster/judge.ts'

export type WishOf = {
  id: string
  personId: string
  from: string
  /** Not included. */
  to: string
  kind: 'on' | 'off'
  shiftTypeId: string | null
  weight: number
}

/** What somebody has had more than his share (above 0) or less, up to the period. */
export type Carried = { nights: number; weekends: number; holidays: number; minutes: number }

export type Money = { amount: number; currency: string }

/** A real roster as the planner is asked about it: all facts that `buildProblem` needs, as values. */
export type Question = {
  facts: RuleFacts
  /** Types that are in use; the planner places no others. */
  typeIds: ReadonlySet<string>
  /** IANA zone of each site. */
  zones: ReadonlyMap<string, string>
  /** At which site somebody works; null: at any. */
  homes: ReadonlyMap<string, string | null>
  /** Dates, `to` not included; null: all sites. */
  period: { from: string; to: string }
  siteId: string | null
  /** The period by the clock of the company, epoch milliseconds. */
  span: { from: number; to: number }
  /** The draft of the period and of the days around it, as far back as averages reach. */
  draft: readonly StoredShift[]
  /** The published roster of the period. */
  published: readonly StoredShift[]
  /** Shifts of the draft that stay. */
  lockedIds: ReadonlySet<string>
  wishes: readonly WishOf[]
  weights: PlanWeights
  carried: ReadonlyMap<string, Carried>
  /** What a shift costs beyond the plain hours, if he works it; null: nothing is known. */
  premiumOf: (worker: Worker, shift: Shift) => Money | null
  /** What an hour is paid on the average, by currency, in minor units. */
  rates: ReadonlyMap<string, number>
  /** What has begun is planned no more. */
  now: number
}
