import { z } from 'zod'

/** How a call ended. Every call ends with exactly one. */
export const outcome = z.enum(['answered', 'callback', 'voicemail', 'self-served', 'abandoned', 'failed', 'turned-away'])
export type Outcome = z.infer<typeof outcome>
/** How sure we are whose call it is (docs/operating.md, "Whose call is it?"). */
export const identity = z.enum(['none', 'known', 'claimed', 'confirmed', 'new'])
export type Identity = z.infer<typeof identity>

const customerRef = z.object({ id: z.uuid(), name: z.string() })

/** Why somebody may be the caller: what the number is to him, an open case, a call within a month. */
export const candidate = customerRef.extend({ reasons: z.array(z.enum(['direct', 'shared', 'unconfirmed', 'openCase', 'recentContact'])) })
export type Candidate = z.infer<typeof candidate>

export const callRow = z.object({
  sid: z.string(),
  direction: z.string(),
  from: z.string().nullable(),
  fromKind: z.string(),
  to: z.string().nullable(),
  numberLabel: z.string().nullable(),
  siteName: z.string().nullable(),
  customer: customerRef.nullable(),
  identity,
  language: z.string(),
  status: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  durationSeconds: z.number().nullable(),
  outcome: outcome.nullable(),
})
export type CallRow = z.infer<typeof callRow>

export const callStep = z.object({
  turn: z.number().int(),
  n: z.number().int(),
  at: z.iso.datetime(),
  step: z.string(),
  kind: z.string(),
  /** The fields of this kind of log entry, see `LogEntry` in services/ivr/session.ts. */
  detail: z.record(z.string(), z.unknown()),
})
export const capturedAnswer = z.object({ name: z.string(), value: z.string(), by: z.string(), isConfirmed: z.boolean(), at: z.iso.datetime() })
export const caseRef = z.object({ number: z.string(), title: z.string(), status: z.string(), owner: customerRef.nullable(), openedAt: z.iso.datetime() })

export const callDetail = callRow.extend({
  flow: z.string(),
  flowVersion: z.string(),
  steps: z.array(callStep),
  captured: z.array(capturedAnswer),
  cases: z.array(caseRef),
  recordings: z.array(z.object({ sid: z.string(), seconds: z.number(), receivedAt: z.iso.datetime() })),
  legs: z.array(z.object({ sid: z.string(), number: z.string().nullable(), status: z.string(), acceptedAt: z.iso.datetime().nullable() })),
  /** Whose call it may be: customers with this number on their record, when nobody is sure. */
  candidates: z.array(candidate),
})
export type CallDetail = z.infer<typeof callDetail>

/** Where a page of calls ends: an instant, and the call there, since many may begin at once. An instant alone: before it. */
const pageEnd = z.string().transform((text, context) => {
  const [startedAt = '', sid] = text.split('~')
  if (z.iso.datetime().safeParse(startedAt).success && sid !== '') return { startedAt, ...(sid !== undefined && { sid }) }
  context.addIssue({ code: 'custom', message: 'what an answer gave as "next", or an instant like 2026-11-18T09:00:00Z' })
  return z.NEVER
})
export type PageEnd = z.output<typeof pageEnd>
export const toPageEnd = ({ startedAt, sid }: Required<PageEnd>): string => `${startedAt}~${sid}`

export const callFilter = z.object({
  customerId: z.uuid().optional(),
  outcome: outcome.optional(),
  site: z.string().optional(),
  label: z.string().optional(),
  /** Part of a number, a captured value or a customer's name. */
  search: z.string().trim().max(100).optional(),
  isOpen: z.stringbool().optional(),
  before: pageEnd.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
/** `next` goes into `before` for the page after this one. */
export const callList = z.object({ calls: z.array(callRow), next: z.string().nullable() })
/** "This call is his" (customerId) or "not this person" (null: the call leaves the record and the number counts as shared). */
export const attachCall = z.object({ customerId: z.uuid().nullable() })

/** Half-open: calls that began in it. */
export const offerPeriod = z
  .object({ from: z.iso.datetime(), to: z.iso.datetime() })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'must be after "from"' })
const offerCounts = z.object({ offered: z.number().int(), accepted: z.number().int() })
/** Calls in which waiting was not the only choice, and in how many of them the other one was taken. */
export const offers = z.object({ calls: z.number().int(), leave: offerCounts, callback: offerCounts })
