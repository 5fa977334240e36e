import { z } from 'zod'
import { language } from './people.ts'

/** What a roster is made of and planned by. Instants are ISO 8601 in UTC, dates those of the site, wall-clock times `HH:mm`. */

export const instant = z.iso.datetime({ offset: true })
export const date = z.iso.date()
export const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as "22:00"')
export const wallEnd = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time such as "06:00"; "24:00" is the end of the day')
export const reason = z.string().trim().min(1).max(500)
export const shiftKind = z.enum(['desk', 'onCall'])
export const packId = z.enum(['plain', 'eu', 'de', 'ru'])
export const presenceState = z.enum(['ready', 'onACall', 'wrapUp', 'break', 'away'])
export const personRef = z.object({ id: z.uuid(), name: z.string() })

const typeBreak = z.object({ from: wallTime, minutes: z.number().int().min(1).max(480), isPaid: z.boolean() })
export const newShiftType = z.object({
  siteId: z.uuid(),
  name: z.string().trim().min(1).max(60),
  startsAt: wallTime,
  endsAt: wallEnd,
  kind: shiftKind,
  levelId: z.uuid(),
  skill: z.string().nullable().default(null),
  breaks: z.array(typeBreak).max(10).default([]),
  /** Types that may not follow on the next day. */
  forbiddenNext: z.array(z.uuid()).max(50).default([]),
})
/** Without the defaults: what a change does not name stays as it is. */
export const shiftTypeChange = newShiftType
  .omit({ siteId: true })
  .extend({ skill: z.string().nullable(), breaks: z.array(typeBreak).max(10), forbiddenNext: z.array(z.uuid()).max(50), isActive: z.boolean() })
  .partial()
export const shiftType = newShiftType.extend({ id: z.uuid(), isActive: z.boolean() })
export type ShiftTypeView = z.infer<typeof shiftType>

export const newNeed = z.object({
  siteId: z.uuid(),
  levelId: z.uuid(),
  kind: shiftKind,
  skill: z.string().nullable().default(null),
  /** ISO weekdays, Monday = 1. */
  days: z.array(z.number().int().min(1).max(7)).min(1).max(7),
  startsAt: wallTime,
  endsAt: wallEnd,
  people: z.number().int().min(1).max(1_000),
  onHolidays: z.boolean().default(true),
  /** The days for which it holds, `validTo` not included; null: always. */
  validFrom: date.nullable().default(null),
  validTo: date.nullable().default(null),
  /** On its days the needs without days of the same site, level, kind and skill do not hold. */
  isInstead: z.boolean().default(false),
})
export const needChange = newNeed
  .omit({ siteId: true })
  .extend({ skill: z.string().nullable(), onHolidays: z.boolean(), validFrom: date.nullable(), validTo: date.nullable(), isInstead: z.boolean() })
  .partial()
export const need = newNeed.extend({ id: z.uuid(), zone: z.string() })
export type NeedView = z.infer<typeof need>

export const skill = z.object({ key: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'small letters, digits and "-"'), name: z.string().trim().min(1).max(80) })
export const skillChange = skill.pick({ name: true })
export const holiday = z.object({ date, name: z.string().trim().min(1).max(120) })
/** The text of an iCalendar file; its all-day events become holidays. */
export const holidayImport = z.object({ ical: z.string().min(1).max(500_000) })
export const holidayImported = z.object({ added: z.number().int(), known: z.number().int(), skipped: z.array(z.string()) })
export const newSite = z.object({ name: z.string().trim().min(1).max(80), zone: z.string().min(1).max(60) })
export const siteChange = newSite.partial()
export const levelChange = z.object({ name: z.string().trim().min(1).max(80).optional(), headId: z.uuid().optional() })

export const attestation = z.object({ skill: z.string(), expiresAt: instant.nullable() })
export const contract = z.object({
  validFrom: date,
  pack: packId,
  weeklyMinutes: z.number().int().min(0).max(10_080),
  maxWeeklyMinutes: z.number().int().min(0).max(10_080).nullable().default(null),
  /** Minor units of `currency` for an hour. Only who may see pay gets it; null for the others. */
  hourlyRate: z.number().int().min(0).nullable().default(null),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'a currency such as "EUR"')
    .nullable()
    .default(null),
  /** What premiums are paid by; null: the pay pack named as `pack`. */
  payPack: z.string().max(40).nullable().default(null),
  /** Minor units for an hour of standing by. */
  onCallRate: z.number().int().min(0).nullable().default(null),
})
const isPossible = ({ weeklyMinutes, maxWeeklyMinutes }: z.infer<typeof contract>) => maxWeeklyMinutes === null || maxWeeklyMinutes >= weeklyMinutes
const hasPay = ({ hourlyRate, currency }: z.infer<typeof contract>) => (hourlyRate === null) === (currency === null)
const newContract = contract
  .refine(isPossible, { path: ['maxWeeklyMinutes'], message: 'not less than "weeklyMinutes"' })
  .refine(hasPay, { path: ['currency'], message: '"hourlyRate" and "currency" go together' })
const areDistinct = (values: readonly unknown[]) => new Set(values).size === values.length
/** How somebody works: what the rules and the routing need. */
export const worker = z.object({
  id: z.uuid(),
  name: z.string(),
  role: z.string(),
  isActive: z.boolean(),
  isTrainee: z.boolean(),
  isGuest: z.boolean(),
  department: z.string().nullable(),
  siteId: z.uuid().nullable(),
  level: z.object({ id: z.uuid(), rank: z.number().int(), name: z.string() }).nullable(),
  speaks: z.array(z.string()),
  attestations: z.array(attestation),
  contracts: z.array(contract),
  hasPhone: z.boolean(),
  hasPin: z.boolean(),
})
export type WorkerView = z.infer<typeof worker>
export const workerChange = z
  .object({
    isTrainee: z.boolean(),
    department: z.string().trim().max(80).nullable(),
    siteId: z.uuid().nullable(),
    speaks: z.array(language).max(20),
    /** Replaces all of them. */
    attestations: z
      .array(attestation)
      .max(100)
      .refine((all) => areDistinct(all.map(({ skill }) => skill)), 'each skill once'),
    contracts: z
      .array(newContract)
      .max(50)
      .refine((all) => areDistinct(all.map(({ validFrom }) => validFrom)), 'one contract from each day on'),
  })
  .partial()
/** Keyed on the phone; 4 to 8 digits. Null takes it away. */
export const pinChange = z.object({
  pin: z
    .string()
    .regex(/^\d{4,8}$/, '4 to 8 digits')
    .nullable(),
})

export const newLeave = z.object({
  personId: z.uuid(),
  kind: z.enum(['leave', 'sick', 'training']),
  fromAt: instant,
  toAt: instant,
  note: z.string().max(500).default(''),
})
export const leave = newLeave.extend({ id: z.uuid() })
export type LeaveView = z.infer<typeof leave>

/** The edges of the night lie outside the hours that clock changes skip or repeat, so that an edge is one instant; in some places midnight goes back to 23:00. */
const nightFrom = z.string().regex(/^(1[89]|2[0-2]):[0-5]\d$/, 'from "18:00" to "22:59"')
const nightTo = z.string().regex(/^0[4-9]:[0-5]\d$/, 'from "04:00" to "09:59"')
export const rosterSettings = z.object({
  night: z.object({ from: nightFrom, to: nightTo, minutes: z.number().int().min(0).max(480) }),
  mustSignIn: z.boolean(),
  wrapUpSeconds: z.number().int().min(0).max(3_600),
})
export const rosterSettingsChange = rosterSettings.partial()
