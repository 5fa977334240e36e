import { z } from 'zod'
import { date, instant, personRef, reason, wallEnd, wallTime } from './planning.ts'
import { period } from './rosters.ts'

/** Shapes of pay. Minutes are whole, money is minor units of `currency`. People get their own only; payroll, managers and admins all. */

export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month such as "2026-10"')
const minutes = z.number().int()
const money = z.number().int()
const inBoth = z.object({ en: z.string().trim().min(1).max(120), ru: z.string().trim().min(1).max(120) })
export const payLine = z.object({
  /** base, onCall, or a rule of the pack */
  rule: z.string(),
  name: z.object({ en: z.string(), ru: z.string() }),
  source: z.string(),
  /** Minor units for an hour; not whole where another premium raises it. */
  rate: z.number(),
  minutes,
  permille: z.number().int().nullable(),
  perHour: money.nullable(),
  amount: money,
  currency: z.string(),
})
const paySum = z.object({ base: money, standingBy: money, premiums: money, corrections: money, total: money, currency: z.string() })
export const payTotals = paySum.extend({
  planned: minutes,
  worked: minutes,
  onCall: minutes,
  calledOut: minutes,
  night: minutes,
  sunday: minutes,
  holiday: minutes,
  overtime: minutes,
  /** What is paid in other currencies: a contract changed it within the month, or a correction is of another. They are never added together. */
  others: z.array(paySum),
})
/** noContract, noRate: nothing is agreed for some of the work, from `problemFrom` on; noPack: the contract names a pay pack that there is not. */
export const payProblem = z.enum(['noContract', 'noRate', 'noPack'])
export type PayProblem = z.infer<typeof payProblem>
export const payRow = personRef.extend({
  ...payTotals.shape,
  isClosed: z.boolean(),
  /** Worked times of the month on which nobody has decided yet. */
  proposed: z.number().int(),
  problem: payProblem.nullable(),
  problemFrom: date.nullable(),
  /** Of a closed month: by how much it would come out otherwise today, corrections that were made taken into account; each currency by itself. */
  differsBy: money,
  others: z.array(paySum.extend({ differsBy: money })),
})
export const payMonth = z.object({ month, isClosed: z.boolean(), closedAt: instant.nullable(), closedBy: z.string().nullable(), rows: z.array(payRow) })
export type PayMonthView = z.infer<typeof payMonth>
export const monthParams = z.object({ month })
export const statementParams = z.object({ month, personId: z.uuid() })
export const statementQuery = z.object({ language: z.enum(['en', 'ru']).default('en') })
export const payCsvQuery = z.object({ language: z.enum(['en', 'de', 'ru']).default('en') })
export const workedTimeQuery = z.object({
  month: month.optional(),
  personId: z.uuid().optional(),
  state: z.enum(['proposed', 'accepted', 'refused']).optional(),
})
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
const wholeMinute = instant.refine((text) => Date.parse(text) % 60_000 === 0, 'a whole minute')
/** instead: of the shift; beside: more than it; none: the shift was not worked (the times do not count then). */
export const newWorkedTime = z
  .object({
    personId: z.uuid(),
    shiftId: z.uuid().nullable().default(null),
    effect: z.enum(['instead', 'beside', 'none']),
    fromAt: wholeMinute,
    toAt: wholeMinute,
    /** Not paid. */
    breaks: z
      .array(z.object({ from: wholeMinute, to: wholeMinute }))
      .max(10)
      .default([]),
    reason,
  })
  .refine(({ effect, shiftId }) => effect === 'beside' || shiftId !== null, { path: ['shiftId'], message: 'needed unless the effect is "beside"' })
  .refine(({ breaks, fromAt, toAt }) => breaks.every((rest) => isIn(rest, { from: fromAt, to: toAt })), {
    path: ['breaks'],
    message: 'each within the time worked, running forward',
  })
const isIn = (rest: { from: string; to: string }, time: { from: string; to: string }): boolean =>
  Date.parse(time.from) <= Date.parse(rest.from) && Date.parse(rest.from) < Date.parse(rest.to) && Date.parse(rest.to) <= Date.parse(time.to)
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
  /** roster, swap, override, clock, call:SID, waking:SID, talk:SID, correction:why; several with a blank between them */
  source: z.string(),
  segments: z.array(z.object({ fromAt: instant, toAt: instant, minutes, rules: z.array(z.string()) })),
})
export const payStatement = payTotals.extend({
  person: personRef,
  month,
  isClosed: z.boolean(),
  closedAt: instant.nullable(),
  problem: payProblem.nullable(),
  problemFrom: date.nullable(),
  lines: z.array(payLine),
  pieces: z.array(payPiece),
  workedTimes: z.array(workedTime),
  bookings: z.array(
    z.object({ id: z.uuid(), month, paidIn: month, amount: money, currency: z.string(), reason: z.string(), createdBy: z.string(), createdAt: instant }),
  ),
  /** Without an hourly rate nothing is agreed from that day on. */
  rates: z.array(
    z.object({ validFrom: date, hourlyRate: money.nullable(), onCallRate: money, weeklyMinutes: minutes, pack: z.string(), currency: z.string() }),
  ),
  packs: z.array(z.object({ id: z.string(), name: z.object({ en: z.string(), ru: z.string() }), validFrom: date, asOf: date, note: z.string() })),
  /** It as sentences, in the language asked for; each sum is added up again in them. */
  words: z.array(z.string()),
})
export type PayStatementView = z.infer<typeof payStatement>
/** Without `paidIn`: in the first month after it that is open; without `currency`: the first in which it differs. The amount is reckoned, never typed. */
export const newPayCorrection = z.object({ personId: z.uuid(), month, paidIn: month.optional(), currency: z.string().length(3).optional(), reason })
export const payBooking = payStatement.shape.bookings.element
/** What the draft (or the published roster) of a period costs, before it is published. `now`: what is published today. */
export const payPreviewQuery = period.extend({ plan: z.enum(['draft', 'published']).default('draft') })
export const payPreview = z.object({
  ...period.shape,
  /** own: each person's rate. mean: the house's mean rate of each currency, for who plans but does not see pay; of fewer than three people none is told. */
  rates: z.enum(['own', 'mean']),
  people: z.array(personRef.extend({ worked: minutes, night: minutes, premiums: money, total: money, currency: z.string() })),
  totals: z.array(z.object({ currency: z.string(), base: money, premiums: money, total: money, nowPremiums: money, nowTotal: money })),
})
/** When a premium is due, as in services/pay-rules/model.ts, by the clock of the workplace. */
const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a day such as "12-24"')
const monthDays = z.array(monthDay).min(1).max(60)
export const premiumWindow = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('daily'), from: wallTime, to: wallEnd, ifBegunBefore: wallTime.exactOptional() }),
  z.strictObject({ kind: z.literal('weekday'), days: z.array(z.number().int().min(1).max(7)).min(1).max(7), into: wallTime.exactOptional() }),
  z.strictObject({ kind: z.literal('holiday'), only: monthDays.exactOptional(), except: monthDays.exactOptional(), into: wallTime.exactOptional() }),
  z.strictObject({ kind: z.literal('dates'), dates: monthDays, from: wallTime }),
  z.strictObject({
    kind: z.literal('overtime'),
    per: z.enum(['week', 'month']),
    afterMinutes: z.union([minutes.min(0), z.literal('contract')]),
    plusMinutes: minutes.min(0).exactOptional(),
    upToMinutes: minutes.min(1).exactOptional(),
    isBesideHolidays: z.boolean().exactOptional(),
  }),
])
const premiumRule = z.strictObject({
  id: z.string().regex(/^[a-zA-Z][a-zA-Z0-9-]{0,39}$/, 'a letter, then letters, digits and "-"'),
  name: inBoth,
  window: premiumWindow,
  permille: z.number().int().min(0).max(10_000).exactOptional(),
  perHour: money.min(0).exactOptional(),
  group: z.string().min(1).max(40),
  maxRate: money.min(1).exactOptional(),
  on: z.array(z.string()).max(20).exactOptional(),
  source: z.string().max(300),
  totals: z.enum(['night', 'sunday', 'holiday', 'overtime', 'other']),
})
/** The premiums as data: the page reckons previews with them by the very same rules. */
export const payPack = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'small letters, digits and "-"'),
  name: inBoth,
  validFrom: date,
  asOf: date,
  stacking: z.enum(['additive', 'highest', 'multiplicative']),
  rules: z.array(premiumRule).max(40),
  note: z.string().max(2_000),
})
const RESERVED: ReadonlySet<string> = new Set(['base', 'onCall'])
/** A pack of the house's own: rules with names of their own, each worth something or counting only, and premiums on others that there are. */
export const newPayPack = payPack.superRefine(({ rules }, issues) => {
  const fault = (n: number, field: string, message: string) => issues.addIssue({ code: 'custom', path: ['rules', n, field], message })
  rules.forEach(({ id, permille, perHour, on = [], window }, n) => {
    if (RESERVED.has(id)) fault(n, 'id', `"${id}" is kept for what is no premium`)
    if (rules.findIndex((other) => other.id === id) !== n) fault(n, 'id', `"${id}" stands there twice`)
    if (permille !== undefined && perHour !== undefined) fault(n, 'perHour', 'either a share or an amount for an hour')
    const missing = on.find((other) => other === id || !rules.some((rule) => rule.id === other))
    if (missing !== undefined) fault(n, 'on', `there is no other rule "${missing}"`)
    if (window.kind === 'daily' && window.from === window.to) fault(n, 'window', 'it ends when it begins')
  })
})
export type PayPackView = z.infer<typeof payPack>
