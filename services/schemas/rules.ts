import { z } from 'zod'
import { severity } from './cases.ts'
import { openHours } from './directory.ts'

/** Rules that are data: each change makes a new version, the old ones stay. Of policy, score, recording, callback and pay there is one, with the key "". */
export const ruleKind = z.enum(['policy', 'score', 'recording', 'callback', 'pay', 'reason', 'template'])
export type RuleKind = z.infer<typeof ruleKind>

const inEach = z.record(z.string().regex(/^[a-z]{2}$/), z.string().max(4_000))
/** Null: always. */
const hours = openHours.nullable()

/** How cases climb. A case keeps the policy that it began with. The 20 hours are not in it: they are the house's. */
export const policyRule = z.object({
  /** By the level's id; a level that is not named has no agreement and no limit. */
  levels: z.record(
    z.uuid(),
    z.object({
      /** Who may take its cases besides its members: whoever has this skill and is on. */
      skill: z.string().nullable().default(null),
      olaMinutes: z.number().int().min(1).nullable().default(null),
      olaHours: hours.default(null),
      zone: z.string().default('UTC'),
      /** With so many open cases in hand nobody takes another one of "next". */
      mostInHand: z.number().int().min(1).nullable().default(null),
      /** How its people are told of a case that comes to them, besides their page. */
      told: z.array(z.enum(['sms', 'email'])).default([]),
    }),
  ),
  /** Owner and next level are warned at these hours of age. */
  warnAtHours: z.array(z.number().min(1).max(19.9)).default([10, 16, 19]),
  /** Without a sign that the customer could notice for so long, the owner is reminded. */
  silentHours: z.number().min(1).default(12),
  executive: z
    .object({
      /** HH:mm by the clock of the company: one call reads all cases that are not urgent. */
      tellAt: z
        .string()
        .regex(/^\d\d:\d\d$/)
        .default('08:00'),
      repeatMinutes: z.number().int().min(1).default(5),
      /** So long a loud telling may go unanswered before the deputy has the cases. */
      handAfterMinutes: z.number().int().min(1).default(30),
    })
    .prefault({}),
})
export type PolicyRule = z.infer<typeof policyRule>

/** score = sum of the terms; age always grows it. */
export const scoreRule = z.object({
  severity: z.record(severity, z.number().min(0)),
  /** For each hour of age; more than 0, so that nobody starves. */
  perHour: z.number().positive(),
  /** Grows from 0 to this during the last `promiseHours` before a promise, and stays. */
  promise: z.number().min(0),
  promiseHours: z.number().positive(),
  /** For each contact of the customer in seven days after the first. */
  perContact: z.number().min(0),
  mostContacts: z.number().int().min(0),
  distress: z.number().min(0),
  /** A declared extra for customers with this reference kind; off by default, and reported. */
  vip: z.number().min(0).default(0),
})
export type ScoreRule = z.infer<typeof scoreRule>

export const recordingRule = z.object({
  /** never: no call is recorded; announce: it is said; ask: a key agrees. Voicemail is always a recording that the caller makes himself. */
  mode: z.enum(['never', 'announce', 'ask']),
  text: inEach.default({}),
  keepDays: z.number().int().min(1).default(365),
})
export type RecordingRule = z.infer<typeof recordingRule>

const minor = z.number().int().min(0)
const times = z.number().int().min(1)
/** Minutes to wait before each further try; after the last one he is unreachable. */
const waits = z.array(z.number().min(1)).max(10)

/** How people are called back. Money is in minor units of `budget.currency`. */
export const callbackRule = z.object({
  /** Windows that are offered: their length, how soon the first may begin, how many days ahead, how many are shown. */
  windowMinutes: z.number().int().min(10).max(480).default(60),
  soonestMinutes: z.number().int().min(0).default(30),
  daysAhead: z.number().int().min(1).max(30).default(5),
  mostShown: z.number().int().min(1).max(50).default(12),
  /** The share of the people's time in a window that may be promised; the rest is for who calls. */
  share: z.number().min(0.05).max(1).default(0.5),
  /** How long a talk takes, with wrap-up, until enough were measured; what is reserved for a call pays for so much. */
  meanCallMinutes: z.number().min(0.5).default(6),
  /** As soon as possible is promised within so many minutes, and never later than cover ends. */
  asapMinutes: z.number().int().min(10).default(120),
  /** What a point of the score (without age and promise) is worth before somebody who asked at the same time, and the most that all together are worth. */
  minutesPerPoint: z.number().min(0).default(0.5),
  mostHeadStartMinutes: z.number().min(0).max(1_440).default(60),
  /** Else one of us is rung first, so that nobody waits for a person and a machine costs nothing. */
  isCustomerFirst: z.boolean().default(false),
  agentRingSeconds: z.number().int().min(5).max(120).default(20),
  customerRingSeconds: z.number().int().min(10).max(120).default(35),
  /** Who did not take it is not asked again for so long. */
  agentRestSeconds: z.number().int().min(0).default(120),
  /** Who has not answered so many in a row is away until he says that he is back; 0: never. */
  awayAfterUnanswered: z.number().int().min(0).max(20).default(2),
  /** Who of us hangs up sooner, before it is found out that no machine has answered, has not talked with him; 0: he has. */
  shortTalkSeconds: z.number().int().min(0).max(60).default(10),
  /** A machine at the customer's: `leave` says the text and counts as a try; `hangUp` says nothing. */
  voicemail: z.enum(['leave', 'hangUp']).default('hangUp'),
  voicemailText: inEach.default({}),
  retries: z
    .object({ busy: waits.default([5, 15, 60]), noAnswer: waits.default([30, 120]), machine: waits.default([60, 180]), failed: waits.default([10]) })
    .prefault({}),
  /** Who hangs up while he waits: nothing, a case for its keeper, or a callback. */
  abandoned: z.enum(['nothing', 'task', 'callback']).default('nothing'),
  abandonedAfterSeconds: z.number().int().min(0).default(20),
  /** So long before a window that he chose he is reminded by text; null: never. */
  remindMinutes: z.number().int().min(5).nullable().default(60),
  linkDays: z.number().int().min(1).max(90).default(14),
  /** ISO 3166; empty: the countries of our own numbers. */
  countries: z.array(z.string().regex(/^[A-Z]{2}$/)).default([]),
  /** How often is asked. `range`: numbers that differ in the last three digits; `network`: /24, or /48 of IPv6; `all`: of strangers, those who are let in. */
  limits: z
    .object({
      numberPerDay: times.default(3),
      addressPerHour: times.default(5),
      networkPerHour: times.default(20),
      rangePerDay: times.default(10),
      allPerHour: times.default(200),
    })
    .prefault({}),
  /** When a code must come back from a text before anybody is called. Suspicion: many from the same network or range; or a number that we do not know, of another country or while many are refused. */
  code: z.enum(['never', 'suspicion', 'always']).default('suspicion'),
  codeMinutes: z.number().int().min(2).default(10),
  budget: z
    .object({
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .default('EUR'),
      hourMinor: minor.default(1_000),
      dayMinor: minor.default(5_000),
      /** The part of both that is kept for numbers that a customer has by the record: strangers cannot use it up. */
      knownShare: z.number().min(0).max(0.9).default(0.4),
      /** No more than this part of both goes into texts that tell what was promised: calls come first. A code is no such text. */
      textShare: z.number().min(0).max(1).default(0.2),
      /** Reserved for one call (both legs, a mean talk), one text, one look-up; by country where it differs. */
      callMinor: minor.default(25),
      callMinorByCountry: z.record(z.string(), minor).default({}),
      textMinor: minor.default(9),
      textMinorByCountry: z.record(z.string(), minor).default({}),
      lookupMinor: minor.default(1),
    })
    .prefault({}),
  /**
   * The public ways in close when, of at least `least` calls to people who asked by them within the last `minutes`, more than `share` failed or lasted
   * less than `shortSeconds`. After as many minutes they are open again on trial.
   */
  breaker: z
    .object({ minutes: times.default(30), least: times.default(10), share: z.number().min(0.05).max(1).default(0.5), shortSeconds: times.default(8) })
    .prefault({}),
})
export type CallbackRule = z.infer<typeof callbackRule>

/** What counts as worked. A closed month keeps what it was reckoned from. */
export const payRule = z.object({
  /** roster: as planned, unless somebody accepts another time. clock: from signing in to signing out. */
  worked: z.enum(['roster', 'clock']).default('roster'),
  /** By the clock: signing in earlier than this before the shift counts from then on only. */
  earlyMinutes: z.number().int().min(0).max(60).default(15),
  /** By the clock: who has not signed out so long after the shift has forgotten it; then its planned end counts. */
  lateMinutes: z.number().int().min(0).max(480).default(120),
  /** A call that outlasts the shift by at least so many minutes is proposed as worked time. */
  talkMinutes: z.number().int().min(1).max(60).default(1),
})
export type PayRule = z.infer<typeof payRule>

/** What the front line says and asks for one reason; the key is the case's `reason`. */
export const reasonRule = z.object({
  title: inEach,
  /** What to say: `{{words}}`, `{{customer}}`, `{{by}}`, `{{number}}` and the names of facts are filled in. */
  script: z.array(z.object({ step: z.enum(['acknowledge', 'gather', 'end']), say: inEach })),
  /** The facts to gather. */
  asks: z.array(
    z.object({
      name: z.string().regex(/^[a-zA-Z][\w]{0,59}$/),
      question: inEach,
      isRequired: z.boolean().default(true),
      choices: z.array(z.string()).nullable().default(null),
    }),
  ),
  /** Answers that are ready: what the problem is, and what to say. */
  answers: z.array(z.object({ key: z.string(), question: inEach, answer: inEach })).default([]),
  severity: severity.default('normal'),
})
export type ReasonRule = z.infer<typeof reasonRule>

/** A skeleton of what a customer is told; a blank `{{name}}` that stays empty keeps it from being sent. */
export const templateRule = z.object({
  title: inEach,
  subject: inEach.default({}),
  text: inEach,
  /** What is read to who hears it by phone; absent: the text. */
  spoken: inEach.optional(),
})
export type TemplateRule = z.infer<typeof templateRule>

export const RULE_BODIES = {
  policy: policyRule,
  score: scoreRule,
  recording: recordingRule,
  callback: callbackRule,
  pay: payRule,
  reason: reasonRule,
  template: templateRule,
} as const
export type RuleBodies = {
  policy: PolicyRule
  score: ScoreRule
  recording: RecordingRule
  callback: CallbackRule
  pay: PayRule
  reason: ReasonRule
  template: TemplateRule
}

const ruleName = { kind: ruleKind, key: z.string() }
export const ruleView = z.object({
  ...ruleName,
  /** 0: as the program shipped it. */
  version: z.number().int(),
  body: z.record(z.string(), z.unknown()),
  madeAt: z.iso.datetime().nullable(),
  madeBy: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  why: z.string(),
  /** Of a reason as it stands now: in how many calls each of its ready answers was given, by the key of the answer. */
  uses: z.record(z.string(), z.number().int()).optional(),
})
export const answerUse = z.object({ callSid: z.string().min(1).max(64) })
export const newRule = z.object({
  body: z.record(z.string(), z.unknown()),
  why: z.string().trim().min(1).max(500),
  /** The one that was seen; another one since is refused with EDITED_MEANWHILE. */
  version: z.number().int().min(0).optional(),
})
