import { z } from 'zod'
import { date, instant, personRef, shiftKind, wallTime } from './planning.ts'
import { finding, gap, newShift, period } from './rosters.ts'

/** Shapes of the planner's API. Dates are half-open periods; money is minor units; a penalty has no unit. */

/** What matters how much: 0 (not at all) to 10. */
const weight = z.number().int().min(0).max(10)
export const planWeights = z
  .object({
    cover: weight.min(1).default(10),
    wishes: weight.default(4),
    fairNights: weight.default(6),
    fairWeekends: weight.default(4),
    fairHolidays: weight.default(4),
    hours: weight.default(5),
    premiums: weight.default(2),
    /** Few changes of what stands (and more of what is published). */
    changes: weight.default(3),
  })
  .prefault({})
export type PlanWeights = z.infer<typeof planWeights>

export const newPlan = period.extend({
  siteId: z.uuid().nullable().default(null),
  weights: planWeights,
  seconds: z.number().int().min(1).max(600).default(30),
  /** all: the shifts that stand in the draft stay, and the rest is filled up; listed: only those named; none: all is planned anew. Published shifts that have begun always stay. */
  keep: z.enum(['all', 'listed', 'none']).default('all'),
  lockedIds: z.array(z.uuid()).max(5_000).default([]),
})
export const planState = z.enum(['queued', 'running', 'stopped', 'done', 'failed'])
const point = z.object({ seconds: z.number(), penalty: z.number().nullable(), lowerBound: z.number().nullable() })
/** A sentence that the page has words for, with what fills its blanks. */
export const said = z.object({ what: z.string(), with: z.record(z.string(), z.unknown()) })
const unmet = gap.extend({ missingMinutes: z.number().int() })
/** Of one person, in the period and in the months before it. */
export const fairness = personRef.extend({
  /** Share of a full contract, so that part-time counts in proportion. */
  share: z.number(),
  nights: z.number().int(),
  weekends: z.number().int(),
  holidays: z.number().int(),
  minutes: z.number().int(),
  contractMinutes: z.number().int(),
  /** Carried over from the months before: above 0 he has had more than his share. */
  carried: z.object({ nights: z.number(), weekends: z.number(), holidays: z.number(), minutes: z.number() }),
})
export type FairnessView = z.infer<typeof fairness>
export const planResult = z.object({
  parts: z.object({ cover: z.number(), wishes: z.number(), fairness: z.number(), hours: z.number(), premiums: z.number(), changes: z.number() }),
  unmet: z.array(unmet),
  /** When people are short: by how much, when, and what it would take. */
  shortage: z.array(said),
  /** Of what is unmet: the smallest sets of demands, leave, locked shifts and rules of which one has to give. Empty: all is met, or nothing was proved. */
  conflict: z.array(said),
  findings: z.array(finding),
  fairness: z.array(fairness),
  wishes: z.object({ kept: z.number().int(), broken: z.number().int() }),
  changes: z.object({ added: z.number().int(), removed: z.number().int(), changed: z.number().int() }),
  /** By currency: minor units. */
  premiums: z.record(z.string(), z.number().int()),
})
export const planRun = newPlan.omit({ lockedIds: true, keep: true }).extend({
  id: z.uuid(),
  state: planState,
  createdBy: personRef,
  createdAt: instant,
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  penalty: z.number().nullable(),
  lowerBound: z.number().nullable(),
  /** (penalty - bound) / penalty, in per cent. */
  gapPercent: z.number().nullable(),
  progress: z.array(point),
  result: planResult.nullable(),
  error: z.string().nullable(),
  appliedAt: instant.nullable(),
})
export type PlanRunView = z.infer<typeof planRun>
export const planRoster = z.object({ shifts: z.array(newShift) })
export const planApplied = z.object({
  added: z.number().int(),
  removed: z.number().int(),
  refused: z.array(z.object({ personId: z.uuid(), date, code: z.string() })),
})

/** What came back, and what went. */
export const planTakenBack = planApplied.omit({ refused: true })

// Repair ---------------------------------------------------------------------------------------------------------------------

/** Who drops out, and when; or a gap that nobody fills. */
export const repairQuery = z.union([
  z.object({ personId: z.uuid(), fromAt: instant, toAt: instant }),
  z.object({ siteId: z.uuid(), levelId: z.uuid(), kind: shiftKind, skill: z.string().nullable(), fromAt: instant, toAt: instant }),
])
export const repairStep = z.object({
  kind: z.enum(['override', 'newShift', 'swap']),
  shiftId: z.uuid().nullable(),
  withShiftId: z.uuid().nullable(),
  shift: newShift.nullable(),
  person: personRef,
  fromAt: instant,
  toAt: instant,
})
export const repair = z.object({
  steps: z.array(repairStep),
  /** Other people whose work changes. */
  touched: z.array(personRef),
  cost: z.object({ minutes: z.number().int(), money: z.record(z.string(), z.number().int()), fairness: z.number() }),
  findings: z.array(finding),
  left: z.array(gap),
})
/** The two best; fewer when there are none. `seen` goes back with the one that is chosen. */
export const repairs = z.object({ repairs: z.array(repair), why: z.array(said), seen: z.string() })
export const repairChoice = z.object({
  query: repairQuery,
  steps: z.array(repairStep).min(1).max(20),
  seen: z.string(),
  reason: z.string().trim().min(1).max(500),
})

// Advice ---------------------------------------------------------------------------------------------------------------------

export const openingPattern = z.object({
  pattern: z.enum(['office', 'longDay', 'allDay', 'nightOnCall']),
  days: z.array(z.number().int()),
  from: wallTime,
  to: z.string(),
  /** Working hours a week that have to be covered, the people that takes with rest and leave, and what it costs in a month. */
  minutesPerWeek: z.number().int(),
  people: z.number().int(),
  basePerMonth: z.number().int(),
  premiumsPerMonth: z.number().int(),
  currency: z.string(),
  /** Share of the calls that it reaches, in thousandths. */
  reached: z.number().int().nullable(),
  why: z.array(said),
})
export const nightShare = z.object({
  ...period.shape,
  zone: z.string(),
  from: wallTime,
  to: wallTime,
  calls: z.number().int(),
  nightCalls: z.number().int(),
  /** In hundredths of a per cent. */
  share: z.number().int(),
  limit: z.number().int(),
  advice: z.enum(['noCalls', 'tooFew', 'noNight', 'onCall', 'staff']),
  byHour: z.array(z.number().int()).length(24),
})
export const nightQuery = period.extend({ nightFrom: wallTime.default('22:00'), nightTo: wallTime.default('07:00') })
/** People needed in each quarter, half or whole hour, from past calls (Erlang C) or from a pattern. */
export const forecast = z.object({
  ...period.shape,
  minutes: z.number().int(),
  rows: z.array(z.object({ at: instant, calls: z.number(), talkSeconds: z.number(), people: z.number().int(), answeredIn: z.number() })),
})
/** How calls become people: of the weeks before, a share of the calls answered in time, and a share of everybody's time that goes to breaks, meetings and absence. */
export const forecastQuery = period.extend({
  siteId: z.uuid(),
  levelId: z.uuid(),
  /** '': all calls. */
  skill: z.string().max(40).default(''),
  minutes: z.coerce
    .number()
    .pipe(z.union([z.literal(15), z.literal(30), z.literal(60)]))
    .default(30),
  weeks: z.coerce.number().int().min(1).max(52).default(8),
  servicePercent: z.coerce.number().int().min(50).max(99).default(80),
  answerSeconds: z.coerce.number().int().min(0).max(600).default(20),
  shrinkagePercent: z.coerce.number().int().min(0).max(60).default(20),
})
export type ForecastQuery = z.infer<typeof forecastQuery>
/** What holds in a period is laid on the days from `target` on. */
export const needsCopy = period.extend({ target: date })
/** `replaced`: needs of those days that were made so before. */
export const needsMade = z.object({ added: z.number().int(), replaced: z.number().int() })
