import { z } from 'zod'
import { openHours } from './directory.ts'

const instant = z.iso.datetime()
const personRef = z.object({ id: z.uuid(), name: z.string() })
const text = (most: number) => z.string().trim().min(1).max(most)
/** What was gathered, by the name of the fact. */
const facts = z.record(z.string().regex(/^[a-zA-Z][\w.]{0,59}$/, 'a letter, then letters, digits, "_" and "."'), z.string().max(4_000))

export const severity = z.enum(['low', 'normal', 'high', 'urgent'])
export type Severity = z.infer<typeof severity>
export const caseStatus = z.enum(['open', 'solved', 'closed'])
/** By which way it came. */
export const caseChannel = z.enum(['call', 'voicemail', 'callback', 'web', 'text', 'email', 'page', 'incident'])
export type CaseChannel = z.infer<typeof caseChannel>
/** How a custody came to its person. `top`: the 20 hours; `deputy`: the executive did not answer, or is away. */
export const custodyHow = z.enum(['born', 'take', 'passUp', 'takeOver', 'woken', 'top', 'deputy', 'handover', 'reopen'])
export type CustodyHow = z.infer<typeof custodyHow>

export const caseEventKind = z.enum([
  'opened', // body: { channel }
  'acknowledged', // { words, acknowledgement }
  'gathered', // { names }
  'contact', // a further call, text or mail about it: { callSid?, words? }
  'taken', // { from }
  'passedUp', // { from, to, level, reason }
  'takenOver', // { from, reason }
  'woken', // { from }
  'handedOver', // { from, to, reason }
  'top', // { from, to }
  'deputy', // { from, to, why: absent | silent }
  'factsAsked', // { names, fault }
  'factGiven', // { name }
  'solved', // { solution, satisfiedBy, spotReason? }
  'closed', // { reason, joinedTo? }
  'reopened', // { reason, owner }
  'note', // { text }
  'changed', // { title?, severity?, isDistressed? }: before and after
  'promised', // { kind, dueAt }
  'promiseChanged', // { from, to, reason }
  'promiseKept', // { kind }
  'called', // one of us called the customer: { result, callSid?, callbackId? }
  'unreachable', // all tries to call him back are used: { callbackId, tries, why: retriesUsed | windowOver }
  'message', // { messageId, kind, channel }
  'undelivered', // { messageId }
  'subTask', // { subTaskId, department }
  'subTaskAnswered', // { subTaskId }
  'warned', // { hours }
  'olaBreached', // { level }
  'silent', // { hours }
  'rated', // { score, why }
  'notice', // told the executive: { tellingId }
])
export type CaseEventKind = z.infer<typeof caseEventKind>

const score = z.object({
  /** Higher is served sooner. */
  total: z.number(),
  /** Version of the rule "score". */
  version: z.number().int(),
  /** Why it stands where it stands: each term of the formula, `points` add up to `total`. */
  terms: z.array(z.object({ name: z.enum(['severity', 'age', 'promise', 'contacts', 'distress', 'vip']), value: z.number(), points: z.number() })),
})
export type CaseScore = z.infer<typeof score>

export const casePromise = z.object({
  id: z.uuid(),
  kind: z.string(),
  toWhom: z.string(),
  madeAt: instant,
  dueAt: instant,
  keptAt: instant.nullable(),
  /** Another one stands in its place. */
  replacedAt: instant.nullable(),
  reason: z.string().nullable(),
})

export const caseRow = z.object({
  number: z.string(),
  title: z.string(),
  reason: z.string(),
  severity: z.string(),
  status: caseStatus,
  channel: caseChannel,
  isDistressed: z.boolean(),
  customer: personRef.nullable(),
  callSid: z.string().nullable(),
  level: z.object({ id: z.uuid(), rank: z.number(), name: z.string(), isExecutive: z.boolean() }),
  owner: personRef.nullable(),
  /** Nobody has taken it: the owner has it as the keeper of its level. */
  isUnattended: z.boolean(),
  openedAt: instant,
  dueTopAt: instant,
  toppedAt: instant.nullable(),
  /** By when its level is to answer; null: nothing agreed. */
  olaDueAt: instant.nullable(),
  olaBreachedAt: instant.nullable(),
  endedAt: instant.nullable(),
  /** The earliest promise that is neither kept nor replaced. */
  promisedAt: instant.nullable(),
  lastSignAt: instant.nullable(),
  score: score.nullable(),
})
export type CaseRow = z.infer<typeof caseRow>

export const custodyView = z.object({
  person: personRef,
  fromAt: instant,
  toAt: instant.nullable(),
  how: custodyHow,
  reason: z.string().nullable(),
  level: z.string().nullable(),
  isKeeper: z.boolean(),
  movedBy: personRef.nullable(),
  readAt: instant.nullable(),
})
export const missingFact = z.object({
  id: z.uuid(),
  name: z.string(),
  question: z.string(),
  fault: z.enum(['ours', 'new']),
  askedBy: personRef,
  askedAt: instant,
  answer: z.string().nullable(),
  answeredAt: instant.nullable(),
})
export const subTask = z.object({
  id: z.uuid(),
  department: personRef,
  text: z.string(),
  askedBy: personRef,
  askedAt: instant,
  dueAt: instant,
  answer: z.string().nullable(),
  answeredAt: instant.nullable(),
  breachedAt: instant.nullable(),
})
export const caseEvent = z.object({
  id: z.uuid(),
  at: instant,
  person: personRef.nullable(),
  kind: caseEventKind,
  body: z.record(z.string(), z.unknown()),
  isInternal: z.boolean(),
})
export const caseMessage = z.object({
  id: z.uuid(),
  kind: z.string(),
  channel: z.enum(['sms', 'email', 'call']).nullable(),
  to: z.string().nullable(),
  subject: z.string().nullable(),
  text: z.string(),
  state: z.enum(['planned', 'handed', 'delivered', 'failed', 'unknown', 'superseded', 'refused']),
  createdAt: instant,
  dueAt: instant,
})
/** A question of the reason's checklist, and what is known. */
export const checklistItem = z.object({
  name: z.string(),
  question: z.string(),
  isRequired: z.boolean(),
  /** Null: free text. */
  choices: z.array(z.string()).nullable(),
  value: z.string().nullable(),
})
/** What may be done with a case now, by whoever asks; the same rules decide when it is done. */
export const moveName = z.enum(['take', 'solve', 'passUp', 'takeOver', 'askFacts', 'close', 'reopen'])
export type MoveName = z.infer<typeof moveName>

export const caseDetail = caseRow.extend({
  facts: z.record(z.string(), z.string()),
  words: z.string(),
  acknowledgement: z.string().nullable(),
  acknowledgedAt: instant.nullable(),
  completeness: z.number().nullable(),
  checklist: z.array(checklistItem),
  policyVersion: z.number().int(),
  reasonVersion: z.number().int(),
  solution: z.string().nullable(),
  satisfiedBy: z.string().nullable(),
  endReason: z.string().nullable(),
  joinedTo: z.string().nullable(),
  joined: z.array(z.string()),
  promises: z.array(casePromise),
  /** Recordings left on a case that was there already. */
  messages: z.array(z.object({ sid: z.string(), callSid: z.string(), seconds: z.number(), receivedAt: instant })),
  /** What the customer was told. */
  outgoing: z.array(caseMessage),
  custodies: z.array(custodyView),
  missing: z.array(missingFact),
  subTasks: z.array(subTask),
  events: z.array(caseEvent),
  rating: z.object({ score: z.number().int(), why: z.string(), givenAt: instant }).nullable(),
  moves: z.array(moveName),
})
export type CaseDetail = z.infer<typeof caseDetail>

export const caseFilter = z.object({
  status: caseStatus.optional(),
  level: z.coerce.number().int().optional(),
  /** A person's id, or "me". */
  owner: z.union([z.uuid(), z.literal('me')]).optional(),
  severity: severity.optional(),
  reason: z.string().max(60).optional(),
  customerId: z.uuid().optional(),
  isUnattended: z.stringbool().optional(),
  isLate: z.stringbool().optional(),
  /** Part of a number, or words of what was taken down, in English or Russian; the last one may be unfinished. */
  search: z.string().trim().max(100).optional(),
  /** due: the earliest promise or the 20 hours first; score: as "next" would give them; opened: the newest first. */
  sort: z.enum(['due', 'score', 'opened']).default('due'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).max(10_000).default(0),
})
export const caseList = z.object({ cases: z.array(caseRow), total: z.number().int() })

export const newCase = z.object({
  title: text(200),
  reason: text(60),
  severity: severity.default('normal'),
  channel: z.enum(['web', 'email', 'page']).default('page'),
  customerId: z.uuid().nullish(),
  words: z.string().max(4_000).default(''),
  facts: facts.default({}),
  isDistressed: z.boolean().default(false),
})

/** Nothing else moves a case. */
export const caseMove = z.discriminatedUnion('move', [
  z.object({ move: z.literal('take') }),
  /** `spotReason`: solved while the caller was on the line, and why that was better for him. */
  z.object({ move: z.literal('solve'), solution: text(4_000), satisfiedBy: text(1_000), spotReason: text(1_000).optional() }),
  z.object({ move: z.literal('passUp'), reason: text(1_000) }),
  z.object({ move: z.literal('takeOver'), reason: text(1_000) }),
  z.object({
    move: z.literal('askFacts'),
    missing: z
      .array(z.object({ name: text(60), question: text(500), fault: z.enum(['ours', 'new']) }))
      .min(1)
      .max(20),
  }),
  z.object({
    move: z.literal('close'),
    reason: z.enum(['withdrawn', 'duplicate', 'unreachable']),
    joinTo: z.string().max(20).optional(),
    note: z.string().max(1_000).default(''),
  }),
  z.object({ move: z.literal('reopen'), reason: text(1_000) }),
])
export type CaseMove = z.infer<typeof caseMove>

export const caseChange = z.object({
  title: text(200).optional(),
  severity: severity.optional(),
  isDistressed: z.boolean().optional(),
  customerId: z.uuid().nullish(),
  /** Facts to add or to replace. */
  facts: facts.optional(),
})
/** The first of the front line's two steps: his own words, and what he was told. */
export const newAcknowledgement = z.object({ words: text(4_000), acknowledgement: text(4_000) })
export const newNote = z.object({ text: text(10_000) })
export const factAnswer = z.object({ answer: text(4_000) })
export const newSubTask = z.object({ departmentId: z.uuid(), text: text(4_000) })
export const newPromise = z.object({ kind: z.enum(['answer', 'callback']), dueAt: instant })
/** The customer is told. */
export const promiseChange = z.object({ dueAt: instant, reason: text(1_000) })
export const newCaseMessage = z.object({
  /** The key of a template; its blanks are filled from `values` and from the case. */
  template: text(60),
  values: z.record(z.string(), z.string().max(2_000)).default({}),
  channel: z.enum(['sms', 'email', 'call']).optional(),
})

export const department = z.object({
  id: z.uuid(),
  name: z.string(),
  head: personRef,
  olaMinutes: z.number().int(),
  hours: z.record(z.string(), z.array(z.string())).nullable(),
  zone: z.string(),
  isActive: z.boolean(),
})
export const newDepartment = z.object({
  name: text(120),
  headId: z.uuid(),
  olaMinutes: z
    .number()
    .int()
    .min(1)
    .max(60 * 24 * 14),
  hours: openHours.nullable().default(null),
  zone: z.string().max(60),
})
export const departmentChange = newDepartment.partial().extend({ hours: openHours.nullable().optional(), isActive: z.boolean().optional() })
