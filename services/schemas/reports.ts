import { z } from 'zod'

const instant = z.iso.datetime()
const personRef = z.object({ id: z.uuid(), name: z.string() })

/** A month by its name, e.g. 2026-11; figures by the time of the event, in the company's zone (design/figures.md). */
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month such as 2026-11')

/** One row for each person. Times in whole seconds; a rate is null where nothing stands below the line. */
export const monthRow = z.object({
  person: personRef,
  level: z.string().nullable(),
  /** Cases that he owned when they were solved, without those that were reopened within 14 days. */
  solved: z.number().int(),
  /** Of these, while the caller was on the line. */
  solvedOnSpot: z.number().int(),
  passed: z.number().int(),
  received: z.number().int(),
  /** passed / (solved + passed) */
  passRate: z.number().nullable(),
  custodySeconds: z.number().int(),
  /** Custody before his first act on the case. */
  idleSeconds: z.number().int(),
  /** Custody as a keeper, before anybody took the case. */
  unattendedSeconds: z.number().int(),
  /** Passed within five minutes and never opened. */
  passedUnread: z.number().int(),
  /** Cases that the 20 hours took from him. */
  reachedTop: z.number().int(),
  /** Of the 20 hours, what was left on average when cases came to him. */
  secondsLeftAtReceipt: z.number().int().nullable(),
  reopened: z.number().int(),
  /** Of ratings 1 to 5 of cases that he solved: share of 4 and 5, and how many there are. */
  csat: z.number().nullable(),
  ratings: z.number().int(),
  /** Missing facts that his intake should have asked for. */
  factsMissed: z.number().int(),
})
export type MonthRow = z.infer<typeof monthRow>

export const monthReport = z.object({
  month,
  zone: z.string(),
  /** Half-open. */
  from: instant,
  to: instant,
  /** Null: still open, figures may change. */
  closedAt: instant.nullable(),
  /** What stood at the top, the oldest first: age when it was solved, or now. */
  top: z.array(z.object({ caseNumber: z.string(), title: z.string(), owner: personRef.nullable(), ageSeconds: z.number().int(), status: z.string() })),
  totals: z.object({
    opened: z.number().int(),
    solved: z.number().int(),
    closed: z.number().int(),
    open: z.number().int(),
    /** Of those whose 20 hours ended in the month: unsolved then. */
    reachedTop: z.number().int(),
    reachedTopOf: z.number().int(),
    promisesDue: z.number().int(),
    promisesKept: z.number().int(),
    csat: z.number().nullable(),
    ratings: z.number().int(),
    ratingsAsked: z.number().int(),
    byReason: z.array(z.object({ reason: z.string(), opened: z.number().int(), solvedAtFirstLevel: z.number().int() })),
  }),
  rows: z.array(monthRow),
  /** Reopened in this month within 14 days of a solving whose month was closed by then: that month keeps the credit. */
  lateReopenings: z.array(z.object({ caseNumber: z.string(), person: personRef.nullable(), solvedAt: instant, reopenedAt: instant })),
  /** Of each figure, by its name: what it counts, above and below the line. */
  definitions: z.record(z.string(), z.object({ what: z.string(), numerator: z.string(), denominator: z.string().nullable() })),
})
export type MonthReport = z.infer<typeof monthReport>

export const monthQuery = z.object({ format: z.enum(['json', 'csv']).default('json') })
export const figureQuery = z.object({ figure: z.string().max(40), personId: z.uuid().optional() })
/** The rows behind a figure of a person (or, without one, of the house). */
export const figureRows = z.object({
  figure: z.string(),
  person: personRef.nullable(),
  rows: z.array(z.object({ caseNumber: z.string(), at: instant, value: z.number().nullable(), text: z.string() })),
})
