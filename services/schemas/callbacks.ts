import { z } from 'zod'

const instant = z.iso.datetime({ offset: true })
const personRef = z.object({ id: z.uuid(), name: z.string() })

/** See services/callbacks/states.ts. */
export const callbackState = z.enum([
  'unverified',
  'scheduled',
  'waiting',
  'snoozed',
  'offering',
  'calling',
  'talking',
  'resting',
  'done',
  'unreachable',
  'cancelled',
  'expired',
  'blocked',
])
/** By which way it was asked for. */
export const callbackSource = z.enum(['web', 'form', 'ivr', 'keyed', 'abandoned', 'agent', 'api', 'callNow'])
/** By one of us: he pressed another key or hung up, did not answer, a machine did, is on the phone, could not be rung. He is left in peace for a moment then. */
export const NOT_TAKEN = ['declined', 'noAnswer', 'machine', 'busy', 'failed'] as const
export const attemptOutcome = z.enum([
  ...NOT_TAKEN,
  // of the customer; unheard: one of us hung up before it was known whether a machine had answered
  ...(['talked', 'customerBusy', 'customerNoAnswer', 'customerMachine', 'customerFailed', 'customerHungUp', 'customerUnheard'] as const),
  ...(['cancelled', 'unknown'] as const),
])

export const callbackWindow = z.object({ from: instant, to: instant })
export type CallbackWindow = z.infer<typeof callbackWindow>

/** Why it has its place: the terms of the score, in points, and the head start that they are worth. */
export const callbackScore = z.object({
  headStartSeconds: z.number().int(),
  terms: z.array(z.object({ name: z.string(), value: z.number(), points: z.number() })),
  version: z.number().int(),
})

export const callback = z.object({
  id: z.uuid(),
  number: z.string(),
  extension: z.string().nullable(),
  askFor: z.string().nullable(),
  name: z.string(),
  language: z.string(),
  source: callbackSource,
  state: callbackState,
  reason: z.string(),
  words: z.string(),
  severity: z.string(),
  skill: z.string().nullable(),
  /** Only he calls. */
  person: personRef.nullable(),
  requestedAt: instant,
  isAsap: z.boolean(),
  /** What was promised. */
  window: callbackWindow,
  /** By when it was promised: the end of the window. */
  dueAt: instant,
  zone: z.string(),
  /** 1 is next; null while it does not wait. */
  position: z.number().int().nullable(),
  placeAt: instant,
  score: callbackScore,
  /** Who is rung, or talks. */
  agent: personRef.nullable(),
  tries: z.number().int(),
  nextAt: instant,
  brokenAt: instant.nullable(),
  brokenWhy: z.string().nullable(),
  atRiskAt: instant.nullable(),
  reachedAt: instant.nullable(),
  endedAt: instant.nullable(),
  endWhy: z.string().nullable(),
  callSid: z.string().nullable(),
  /** Null until the window that he chose begins. */
  case: z.object({ number: z.string(), title: z.string(), owner: personRef.nullable() }).nullable(),
  customer: personRef.nullable(),
})
export type CallbackView = z.infer<typeof callback>

export const callbackAttempt = z.object({
  id: z.uuid(),
  n: z.number().int(),
  agent: personRef.nullable(),
  isCustomerFirst: z.boolean(),
  state: z.enum(['offering', 'calling', 'talking', 'ended']),
  outcome: attemptOutcome.nullable(),
  why: z.string(),
  startedAt: instant,
  acceptedAt: instant.nullable(),
  customerRungAt: instant.nullable(),
  connectedAt: instant.nullable(),
  endedAt: instant.nullable(),
})
/** What happened, oldest first: "why was he called at 03:12". */
export const callbackEvent = z.object({
  at: instant,
  kind: z.string(),
  from: callbackState.nullable(),
  to: callbackState.nullable(),
  person: personRef.nullable(),
  why: z.string(),
  body: z.record(z.string(), z.unknown()),
})
export const callbackDetail = callback.extend({ attempts: z.array(callbackAttempt), events: z.array(callbackEvent) })
export type CallbackDetail = z.infer<typeof callbackDetail>

export const callbackFilter = z.object({
  /** open: all that may still be called; absent: all. */
  state: z.union([callbackState, z.literal('open')]).optional(),
  source: callbackSource.optional(),
  skill: z.string().optional(),
  /** Those that he alone calls, or that he calls now. */
  personId: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
  offset: z.coerce.number().int().min(0).default(0),
})

export const callbackChange = z.object({ state: z.enum(['done', 'cancelled']) })

const number = z.string().trim().min(3).max(40)
const extension = z
  .string()
  .trim()
  .regex(/^[0-9*#w]{1,12}$/)
const language = z.string().regex(/^[a-z]{2}$/)
const zone = z.string().max(60)

/** Asked for by one of us or by a program (with `Idempotency-Key`). */
export const newCallback = z.object({
  number,
  extension: extension.optional(),
  askFor: z.string().trim().max(80).optional(),
  name: z.string().trim().max(120).default(''),
  customerId: z.uuid().optional(),
  caseNumber: z.string().max(20).optional(),
  language: language.optional(),
  zone: zone.optional(),
  reason: z.string().max(60).optional(),
  words: z.string().trim().max(2_000).default(''),
  severity: z.enum(['low', 'normal', 'high', 'urgent']).default('normal'),
  skill: z.string().max(60).optional(),
  /** Only he calls. */
  personId: z.uuid().optional(),
  /** Absent: as soon as possible. */
  window: callbackWindow.optional(),
})
export const callbackMove = z.object({ window: callbackWindow.nullable(), reason: z.string().trim().min(1).max(500) })
export const callbackSnooze = z.object({ until: instant, reason: z.string().trim().min(1).max(500) })
export const callbackReason = z.object({ reason: z.string().trim().min(1).max(500) })
/** Takes it over from the queue: only this person calls. Absent: the one who asks. */
export const callbackTake = z.object({ personId: z.uuid().optional() })
export const newPause = z.object({ skill: z.string().max(60).nullable(), reason: z.string().trim().min(1).max(500) })

/** The queue at a glance. */
export const callbackBoard = z.object({
  /** Slots from now on: how many can be called in them, by the published roster, and how many are promised. */
  windows: z.array(
    z.object({ from: instant, to: instant, people: z.number(), capacity: z.number().int(), promised: z.number().int(), atRisk: z.number().int() }),
  ),
  pauses: z.array(z.object({ id: z.uuid(), skill: z.string().nullable(), reason: z.string(), by: personRef.nullable(), at: instant })),
  breaker: z.object({ id: z.uuid(), why: z.string(), openedAt: instant, untilAt: instant.nullable(), body: z.record(z.string(), z.unknown()) }).nullable(),
  budget: z.object({
    currency: z.string(),
    hour: z.object({ spentMinor: z.number().int(), limitMinor: z.number().int() }),
    day: z.object({ spentMinor: z.number().int(), limitMinor: z.number().int() }),
  }),
  waiting: z.number().int(),
  live: z.number().int(),
  freePeople: z.number().int(),
  /** Minutes until somebody who asks now is called; null: nobody can say. */
  waitMinutes: z.number().int().nullable(),
})
export type CallbackBoard = z.infer<typeof callbackBoard>

/** Figures of a period (shared/design/figures.md, "Callback kept"), by source and in all. */
export const callbackFigures = z.object({
  from: instant,
  to: instant,
  rows: z.array(
    z.object({
      source: z.union([callbackSource, z.literal('all')]),
      asked: z.number().int(),
      /** Windows that have ended, without those that the customer cancelled. */
      windowsEnded: z.number().int(),
      kept: z.number().int(),
      broken: z.number().int(),
      /** How many of them by each cause that was reported (docs/callbacks.md). */
      brokenWhys: z.record(z.string(), z.number().int()),
      cancelledByCustomer: z.number().int(),
      reached: z.number().int(),
      triesToReach: z.number().nullable(),
      medianSecondsToFirstTry: z.number().nullable(),
    }),
  ),
})
export const figuresPeriod = z.object({ from: instant, to: instant })

// What the public sees. Nothing here says whether a number, a name or a case is known to us.

export const publicOptionsQuery = z.object({ language: language.optional(), zone: zone.optional(), skill: z.string().max(60).optional() })
export const publicOptions = z.object({
  company: z.string(),
  languages: z.array(z.string()),
  /** False: by phone nothing can be promised (no cover, or closed); a request is taken as a case and answered in writing. */
  canCall: z.boolean(),
  /** As soon as possible; null: not offered. `waitMinutes`: computed from the queue, null when nobody can say. */
  now: z.object({ waitMinutes: z.number().int().nullable() }).nullable(),
  windows: z.array(callbackWindow),
  /** The zone in which the windows are shown. */
  zone: z.string(),
  /** When somebody is there again; null: unknown. */
  opensAt: instant.nullable(),
  topics: z.array(z.object({ key: z.string(), title: z.string() })),
})
export type PublicOptions = z.infer<typeof publicOptions>

export const publicRequest = z.object({
  /** Empty only where an answer in writing is wanted. */
  number: z.string().trim().max(40).default(''),
  extension: extension.or(z.literal('')).optional(),
  askFor: z.string().trim().max(80).optional(),
  name: z.string().trim().max(120).default(''),
  email: z.email().or(z.literal('')).optional(),
  topic: z.string().max(60).optional(),
  words: z.string().trim().max(2_000).default(''),
  language: language.default('en'),
  zone: zone.optional(),
  skill: z.string().max(60).optional(),
  wish: z.union([z.literal('now'), z.literal('written'), callbackWindow]),
  /** A field that people do not see; whoever fills it in is a machine, and is told that all went well. */
  website: z.string().max(200).default(''),
})
export type PublicRequest = z.output<typeof publicRequest>
export const publicAnswer = z.object({
  /** accepted: he is called; codeNeeded: the code that was sent by text comes first; same: it was asked for already; case: somebody answers in writing. */
  state: z.enum(['accepted', 'codeNeeded', 'same', 'case']),
  token: z.string().nullable(),
  caseNumber: z.string().nullable(),
  window: callbackWindow.nullable(),
  waitMinutes: z.number().int().nullable(),
})
export type PublicAnswer = z.infer<typeof publicAnswer>
export const publicCode = z.object({ code: z.string().regex(/^\d{6}$/) })
export const publicMove = z.object({ window: callbackWindow })
/** What the holder of the link sees: not the number, not the name, nothing of the record. */
export const publicStatus = z.object({
  state: z.enum(['codeNeeded', 'scheduled', 'waiting', 'calling', 'done', 'unreachable', 'cancelled', 'over']),
  window: callbackWindow,
  zone: z.string(),
  position: z.number().int().nullable(),
  waitMinutes: z.number().int().nullable(),
  /** The last two digits. */
  numberEnds: z.string(),
  canMove: z.boolean(),
  windows: z.array(callbackWindow),
})
export type PublicStatus = z.infer<typeof publicStatus>
