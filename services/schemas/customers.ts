import { z } from 'zod'
import { callRow, caseRef } from './calls.ts'

export const contactPoint = z.object({
  id: z.uuid(),
  kind: z.enum(['phone', 'email']),
  value: z.string(),
  standing: z.enum(['direct', 'shared', 'unconfirmed']),
  label: z.string(),
  verifiedAt: z.iso.datetime().nullable(),
  validFrom: z.iso.datetime(),
  validTo: z.iso.datetime().nullable(),
})
export const reference = z.object({ kind: z.string(), value: z.string(), isVerified: z.boolean() })
const instant = z.iso.datetime()
const personRef = z.object({ id: z.uuid(), name: z.string() })

/** How and when he wants to hear from us. */
export const customerWishes = z.object({
  preferredChannel: z.enum(['call', 'sms', 'email']).nullable(),
  /** By the clock on his wall; null: the house's waking hours. */
  allowedHours: z.object({ from: z.string().regex(/^\d\d:\d\d$/), to: z.string().regex(/^\d\d:\d\d$/) }).nullable(),
  zone: z.string().nullable(),
  accountManager: personRef.nullable(),
})

export const customerOrder = z.object({
  id: z.uuid(),
  reference: z.string(),
  title: z.string(),
  state: z.string(),
  orderedAt: instant,
  /** In minor units of `currency`. */
  amount: z.number().int().nullable(),
  currency: z.string().nullable(),
})

export const customerProduct = z.object({ id: z.uuid(), reference: z.string(), name: z.string(), since: z.string().nullable(), until: z.string().nullable() })

export const customerNote = z.object({ id: z.uuid(), text: z.string(), at: instant, by: personRef.nullable() })

export const merge = z.object({
  id: z.uuid(),
  kept: personRef,
  gone: personRef,
  at: instant,
  by: personRef.nullable(),
  reason: z.string(),
  undoneAt: instant.nullable(),
})

export const customerRow = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.string(),
  language: z.string().nullable(),
  isNew: z.boolean(),
  hasPin: z.boolean(),
  createdAt: z.iso.datetime(),
  contactPoints: z.array(contactPoint),
  references: z.array(reference),
})
export const customerDetail = customerRow.extend({
  note: z.string(),
  wishes: customerWishes,
  orders: z.array(customerOrder),
  products: z.array(customerProduct),
  notes: z.array(customerNote),
  mergedInto: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  merges: z.array(merge),
  calls: z.array(callRow),
  cases: z.array(caseRef),
  /** Calls from a number of his that nobody has confirmed as his own. */
  possibleCalls: z.array(callRow),
})
export const customerFilter = z.object({ search: z.string().trim().max(100).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) })
const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:mm')
export const customerChange = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  kind: z.enum(['person', 'firm']).optional(),
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .nullable()
    .optional(),
  note: z.string().max(10_000).optional(),
  isNew: z.boolean().optional(),
  /** Keyed by the caller it confirms whose call it is; null takes it away. It cannot be read again. */
  pin: z
    .string()
    .regex(/^\d{4,8}$/, '4 to 8 digits')
    .nullable()
    .optional(),
  preferredChannel: z.enum(['call', 'sms', 'email']).nullable().optional(),
  /** An end before the start is on the next day. */
  allowedHours: z
    .object({ from: hour, to: hour })
    .refine(({ from, to }) => from !== to, { path: ['to'], message: 'must differ from "from"' })
    .nullable()
    .optional(),
  zone: z.string().max(60).nullable().optional(),
  accountManagerId: z.uuid().nullable().optional(),
})

export const newContactPoint = z
  .object({
    kind: z.enum(['phone', 'email']),
    /** A number in any spelling, or an e-mail address. */
    value: z.string().trim().min(3).max(200),
    standing: z.enum(['direct', 'shared', 'unconfirmed']).default('unconfirmed'),
    label: z.string().trim().max(60).default(''),
    isVerified: z.boolean().default(false),
  })
  .refine(({ kind, value }) => kind !== 'email' || z.email().safeParse(value).success, { path: ['value'], message: 'Invalid email address' })
export const contactPointChange = z.object({
  standing: z.enum(['direct', 'shared', 'unconfirmed']).optional(),
  label: z.string().trim().max(60).optional(),
  isVerified: z.boolean().optional(),
  /** It is his no longer. */
  isOver: z.boolean().optional(),
})

/** One line of all that lies on a record. */
export const timelineKind = z.enum(['call', 'captured', 'recording', 'callback', 'case', 'message', 'promise', 'rating', 'note', 'order'])
export const timelineEntry = z.object({
  at: instant,
  kind: timelineKind,
  /** What it is the page of: a call's sid, a case's number, ... */
  ref: z.string(),
  text: z.string(),
  /** The fields of this kind. */
  detail: z.record(z.string(), z.unknown()),
})
export type TimelineEntry = z.infer<typeof timelineEntry>
/** Where a page ends: an instant, and the entry there, since there may be many. */
const timelineEnd = z
  .string()
  .max(200)
  .transform((text, context) => {
    const [at = '', kind, ...key] = text.split('~')
    const known = timelineKind.safeParse(kind)
    if (z.iso.datetime().safeParse(at).success && known.success && key.length > 0) return { at, kind: known.data, key: key.join('~') }
    context.addIssue({ code: 'custom', message: 'what an answer gave as "next"' })
    return z.NEVER
  })
export type TimelineEnd = z.output<typeof timelineEnd>
export const toTimelineEnd = ({ at, kind, key }: TimelineEnd): string => `${at}~${kind}~${key}`
export const timelineFilter = z.object({
  kind: timelineKind.optional(),
  /** What an answer gave as "next". */
  before: timelineEnd.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const timeline = z.object({ entries: z.array(timelineEntry), next: z.string().nullable() })

export const newMerge = z.object({ goneId: z.uuid(), reason: z.string().trim().max(500).default('') })

export const newCustomer = z.object({
  name: z.string().trim().min(1).max(200),
  kind: z.enum(['person', 'firm']).default('person'),
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .nullish(),
  contactPoints: z.array(newContactPoint).max(20).default([]),
})
export const newCustomerNote = z.object({ text: z.string().trim().min(1).max(10_000) })

export const importFault = z.object({
  line: z.number().int(),
  column: z.string().nullable(),
  value: z.string().nullable(),
  code: z.enum([
    ...(['empty', 'missingColumn', 'unknownColumn', 'wrongLength', 'required', 'tooLong', 'twice'] as const),
    ...(['notADate', 'notAnAmount', 'notACurrency', 'unknownCustomer', 'otherCustomer'] as const),
  ]),
  message: z.string(),
})
export const importQuery = z.object({ dryRun: z.stringbool().default(false) })
/** A CSV, line by line: what it would do, or why it cannot. `dryRun`: nothing is written. With any fault nothing is written either. */
export const importResult = z.object({
  isDryRun: z.boolean(),
  lines: z.number().int(),
  added: z.number().int(),
  changed: z.number().int(),
  /** At most 200 are told. */
  faults: z.array(importFault),
})

export const blockedNumber = z.object({
  number: z.string(),
  reason: z.string(),
  blockedBy: personRef.nullable(),
  blockedAt: instant,
  expiresAt: instant.nullable(),
  turnedAway: z.number().int(),
})
export const newBlockedNumber = z.object({ number: z.string().max(32), reason: z.string().trim().min(1).max(500), expiresAt: instant.nullish() })

/** Ctrl K: everything that a few words find. */
export const searchQuery = z.object({ q: z.string().trim().min(1).max(100), limit: z.coerce.number().int().min(1).max(50).default(20) })
export const searchHit = z.object({
  kind: z.enum(['customer', 'case', 'callback', 'call', 'person']),
  ref: z.string(),
  title: z.string(),
  /** Why it was found: the words around it, or the number. */
  text: z.string(),
})
export const searchResult = z.object({ hits: z.array(searchHit) })
