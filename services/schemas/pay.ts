import { z } from 'zod'
import { date, instant, personRef, reason } from './planning.ts'
import { period } from './rosters.ts'

/** Shapes of pay. Minutes are whole, money is minor units of `currency`. People get their own only; payroll, managers and admins all. */

export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month such as "2026-10"')
const minutes = z.number().int()
const money = z.number().int()
export const payLine = z.object({
  rule: z.string(),
  name: z.object({ en: z.string(), ru: z.string() }),
  source: z.string(),
  rate: money,
  minutes,
  permille: z.number().int().nullable(),
  perHour: money.nullable(),
  amount: money,
})
export const payTotals = z.object({
  planned: minutes,
  worked: minutes,
  onCall: minutes,
  calledOut: minutes,
  night: minutes,
  sunday: minutes,
  holiday: minutes,
  overtime: minutes,
  base: money,
  standingBy: money,
  premiums: money,
  corrections: money,
  total: money,
  currency: z.string(),
})
export const payRow = personRef.extend({ ...payTotals.shape, isClosed: z.boolean(), proposed: z.number().int(), problem: z.string().nullable() })
export const payMonth = z.object({ month, isClosed: z.boolean(), closedAt: instant.nullable(), closedBy: z.string().nullable(), rows: z.array(payRow) })
export type PayMonthView = z.infer<typeof payMonth>
export const workedTime = z.object({
  id: z.uuid(),
  person: personRef,
  shiftId: z.uuid().nullable(),
  effect: z.enum(['instead', 'beside', 'none']),
  fromAt: instant,
  toAt: instant,
  zone: z.string(),
  source: z.enum(['clock', 'talk', 'correction']),
  callSid: z.string().nullable(),
  state: z.enum(['proposed', 'accepted', 'refused']),
  reason: z.string(),
  createdBy: z.string(),
  createdAt: instant,
  decidedBy: z.string().nullable(),
})
export const newWorkedTime = z.object({
  personId: z.uuid(),
  shiftId: z.uuid().nullable().default(null),
  effect: z.enum(['instead', 'beside', 'none']),
  fromAt: instant,
  toAt: instant,
  breaks: z
    .array(z.object({ from: instant, to: instant }))
    .max(10)
    .default([]),
  reason,
})
export const workedDecision = z.object({ isAccepted: z.boolean(), reason: z.string().trim().max(500).default('') })
/** One stretch of work with all that makes its pay: "why?". */
export const payPiece = z.object({
  kind: z.enum(['desk', 'callOut', 'onCall']),
  shiftId: z.uuid().nullable(),
  fromAt: instant,
  toAt: instant,
  zone: z.string(),
  minutes,
  breakMinutes: minutes,
  source: z.string(),
  segments: z.array(z.object({ fromAt: instant, toAt: instant, minutes, rules: z.array(z.string()) })),
})
export const payStatement = payTotals.extend({
  person: personRef,
  month,
  isClosed: z.boolean(),
  closedAt: instant.nullable(),
  lines: z.array(payLine),
  pieces: z.array(payPiece),
  workedTimes: z.array(workedTime),
  bookings: z.array(
    z.object({ id: z.uuid(), month, paidIn: month, amount: money, currency: z.string(), reason: z.string(), createdBy: z.string(), createdAt: instant }),
  ),
  rates: z.array(z.object({ validFrom: date, hourlyRate: money, onCallRate: money, weeklyMinutes: minutes, pack: z.string() })),
  packs: z.array(z.object({ id: z.string(), name: z.object({ en: z.string(), ru: z.string() }), validFrom: date, asOf: date, note: z.string() })),
  /** It as sentences, in the language asked for; each sum is added up again in them. */
  words: z.array(z.string()),
})
export type PayStatementView = z.infer<typeof payStatement>
export const newPayCorrection = z.object({ personId: z.uuid(), month, paidIn: month, reason })
/** What the draft (or the published roster) of a period costs, before it is published. `now`: what is published today. */
export const payPreviewQuery = period.extend({ plan: z.enum(['draft', 'published']).default('draft') })
export const payPreview = z.object({
  ...period.shape,
  people: z.array(personRef.extend({ worked: minutes, night: minutes, premiums: money, total: money, currency: z.string() })),
  totals: z.array(z.object({ currency: z.string(), base: money, premiums: money, total: money, nowPremiums: money, nowTotal: money })),
})
/** The premiums as data: the page reckons previews with them by the very same rules. */
export const payPack = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  name: z.object({ en: z.string(), ru: z.string() }),
  validFrom: date,
  asOf: date,
  stacking: z.enum(['additive', 'highest', 'multiplicative']),
  rules: z.array(
    z.object({
      id: z.string(),
      name: z.object({ en: z.string(), ru: z.string() }),
      window: z.record(z.string(), z.unknown()),
      permille: z.number().int().min(0).max(10_000).optional(),
      perHour: money.min(0).optional(),
      group: z.string(),
      maxRate: money.optional(),
      source: z.string(),
      totals: z.enum(['night', 'sunday', 'holiday', 'overtime', 'other']),
    }),
  ),
  note: z.string(),
})
