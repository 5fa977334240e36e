import { z } from 'zod'
import { language } from './people.ts'
import {
  date,
  holiday,
  instant,
  leave,
  need,
  personRef,
  presenceState,
  reason,
  rosterSettings,
  shiftKind,
  shiftType,
  wallEnd,
  wallTime,
  worker,
} from './planning.ts'

/** Shapes of the roster's API: shifts, publications, who is on. Instants are ISO 8601 in UTC, dates those of the site, periods half-open. */

// The roster ----------------------------------------------------------------------------------------------------------------

export const shift = z.object({
  id: z.uuid(),
  personId: z.uuid(),
  shiftTypeId: z.uuid().nullable(),
  siteId: z.uuid(),
  zone: z.string(),
  date,
  startsAt: instant,
  endsAt: instant,
  kind: shiftKind,
  levelId: z.uuid(),
  skill: z.string().nullable(),
  breaks: z.array(z.object({ from: instant, to: instant, isPaid: z.boolean() })),
  buddyId: z.uuid().nullable(),
  note: z.string(),
  /** Send it back with a change: nobody saves over what he has not seen. */
  version: z.number().int(),
})
export type ShiftView = z.infer<typeof shift>

/** Which of the two, where the clock shows a time twice; without it such a time is refused with AMBIGUOUS_TIME. */
const fold = z.enum(['first', 'last']).optional()
/** By a type, or by hand. Times are wall-clock times of the site; an end at or before the start is on the next day. */
export const newShift = z.object({
  personId: z.uuid(),
  date,
  shiftTypeId: z.uuid().nullable().default(null),
  /** Needed without a type; with one they replace its own. */
  startsAt: wallTime.optional(),
  endsAt: wallEnd.optional(),
  siteId: z.uuid().optional(),
  kind: shiftKind.optional(),
  levelId: z.uuid().optional(),
  skill: z.string().nullable().optional(),
  buddyId: z.uuid().nullable().default(null),
  note: z.string().max(500).default(''),
  fold,
})
/** With an `id`, whoever adds it can show it before the answer is there: the roster that he may read meanwhile has it under the same. */
export const addedShift = newShift.extend({ id: z.uuid().optional() })
export const shiftChange = newShift
  .omit({ buddyId: true, note: true, shiftTypeId: true })
  .extend({ shiftTypeId: z.uuid().nullable(), buddyId: z.uuid().nullable(), note: z.string().max(500) })
  .partial()
  .extend({ version: z.number().int() })

/** `by`: how far off; findings carry ids, the page has the names. */
export const finding = z.object({
  rule: z.string(),
  severity: z.enum(['refused', 'unlawful', 'warning']),
  pack: z.string(),
  personId: z.uuid().nullable(),
  shiftIds: z.array(z.uuid()),
  from: instant,
  to: instant,
  by: z.object({ is: z.number(), limit: z.number(), unit: z.enum(['minutes', 'days', 'people']) }),
  detail: z.string().optional(),
})
export type FindingView = z.infer<typeof finding>
export const changedShift = z.object({ shift, findings: z.array(finding) })
export const gap = z.object({
  siteId: z.uuid(),
  levelId: z.uuid(),
  kind: shiftKind,
  skill: z.string().nullable(),
  from: instant,
  to: instant,
  need: z.number().int(),
  have: z.number().int(),
})
export type GapView = z.infer<typeof gap>

/** Somebody stands in. */
export const newOverride = z.object({ shiftId: z.uuid(), personId: z.uuid(), fromAt: instant.optional(), toAt: instant.optional(), reason })
export const newSwap = z.object({ shiftId: z.uuid(), withShiftId: z.uuid(), reason })
export const override = z.object({
  id: z.uuid(),
  kind: z.enum(['override', 'swap']),
  shiftId: z.uuid(),
  personId: z.uuid(),
  fromAt: instant,
  toAt: instant,
  /** Only who plans gets it; '' for the others. */
  reason: z.string(),
  swapId: z.uuid().nullable(),
  createdBy: z.string(),
  createdAt: instant,
  revokedAt: instant.nullable(),
})
export type OverrideView = z.infer<typeof override>
/** `findings`: what those concerned break in the week before and after, as it is worked now. */
export const coveredShift = z.object({ overrides: z.array(override), findings: z.array(finding) })

export const period = z.object({ from: date, to: date })
export const rosterQuery = period.extend({ plan: z.enum(['draft', 'published']).default('draft') })
export const roster = z.object({
  ...period.shape,
  plan: z.enum(['draft', 'published']),
  /** The company's zone: days of the screen. */
  zone: z.string(),
  /** Of the period, and a margin around it that the rules need (35 days before, 7 after); `date` tells them apart. */
  shifts: z.array(shift),
  workers: z.array(worker),
  leaves: z.array(leave),
  overrides: z.array(override),
  shiftTypes: z.array(shiftType),
  needs: z.array(need),
  holidays: z.array(holiday.extend({ siteId: z.uuid() })),
  house: rosterSettings.shape.night,
  findings: z.array(finding),
  gaps: z.array(gap),
  /** How many shifts of the period differ from what is published. */
  unpublished: z.number().int(),
})
export type RosterView = z.infer<typeof roster>

export const rosterChange = z.object({ id: z.uuid(), change: z.enum(['added', 'removed', 'changed']), before: shift.nullable(), after: shift.nullable() })
export const rosterDiff = z.object({
  ...period.shape,
  changes: z.array(rosterChange),
  /** Of the roster as it would be published. */
  findings: z.array(finding),
  gaps: z.array(gap),
  /** Send it back when publishing: if the draft has changed meanwhile, nothing is published (ROSTER_CHANGED). */
  seen: z.string(),
})
export type RosterDiff = z.infer<typeof rosterDiff>
/** A `reason` is needed when a finding is unlawful (FINDINGS_NEED_REASON). */
export const publish = period.extend({ seen: z.string(), reason: z.string().trim().max(500).default('') })
export const publication = z.object({
  version: z.number().int(),
  ...period.shape,
  publishedBy: z.string(),
  publishedAt: instant,
  reason: z.string(),
  changes: z.array(rosterChange),
  findings: z.array(finding),
})
export const publicationRow = publication.omit({ changes: true, findings: true }).extend({ changeCount: z.number().int() })
export const copyPeriod = period.extend({ target: date })
export const copied = z.object({ added: z.number().int(), refused: z.array(z.object({ personId: z.uuid(), date, code: z.string(), message: z.string() })) })

// Who is on -----------------------------------------------------------------------------------------------------------------

export const presence = z.object({
  personId: z.uuid(),
  state: presenceState,
  since: instant,
  until: instant.nullable(),
  via: z.enum(['page', 'phone', 'api', 'call', 'unanswered']),
})
export type PresenceView = z.infer<typeof presence>
export const presenceChange = z.object({ state: z.enum(['ready', 'break', 'away']) })

const onShiftPerson = personRef.extend({
  kind: shiftKind,
  source: z.enum(['shift', 'swap', 'override']),
  /** Whose shift it is on the roster. */
  planned: personRef,
  /** Only who plans gets it; '' for the others, as in every duty. */
  reason: z.string(),
  until: instant,
})
/** Whose phone rings, whose does not, and why. */
export const onShiftQuery = z.object({
  at: instant.optional(),
  siteId: z.uuid().optional(),
  levelId: z.uuid().optional(),
  skill: z.string().optional(),
  language: language.optional(),
  isUrgent: z.stringbool().default(false),
})
export const onShiftAnswer = z.object({
  at: instant,
  standing: z.enum(['on', 'busy', 'gap']),
  rung: z.array(onShiftPerson),
  notRung: z.array(personRef.extend({ why: z.string(), state: presenceState.optional() })),
})

export const dutyView = z.object({
  shiftId: z.uuid(),
  person: personRef,
  planned: personRef,
  source: z.enum(['shift', 'swap', 'override']),
  reason: z.string(),
  kind: shiftKind,
  levelId: z.uuid(),
  siteId: z.uuid(),
  zone: z.string(),
  skill: z.string().nullable(),
  from: instant,
  to: instant,
})
export type DutyView = z.infer<typeof dutyView>
/** Who is on now and next, level by level, from the top. */
export const board = z.object({
  at: instant,
  levels: z.array(
    z.object({
      id: z.uuid(),
      rank: z.number().int(),
      name: z.string(),
      keeper: personRef.extend({ why: z.enum(['desk', 'onCall', 'head']) }),
      now: z.array(dutyView.extend({ presence: presence.nullable(), notRung: z.string().nullable() })),
      /** Those who begin next, within a day. */
      next: z.array(dutyView),
    }),
  ),
  /** Of the next 14 days. */
  gaps: z.array(gap),
})
export type BoardView = z.infer<typeof board>

export const myShifts = z.object({
  at: instant,
  presence: presence.nullable(),
  mustSignIn: z.boolean(),
  /** From a week ago to eight weeks ahead. */
  duties: z.array(dutyView),
  leaves: z.array(leave),
})

export const notice = z.object({
  id: z.uuid(),
  kind: z.enum([
    'gap',
    'noShow',
    'unanswered',
    'roster',
    'handover',
    'attestation',
    'leave',
    'message',
    'wake',
    'woken',
    'moved',
    'warning',
    'top',
    'ola',
    'silence',
    'undelivered',
    'facts',
    'subTask',
    'broken',
    'alarm',
    'help',
    'unreachable',
    'breaker',
    'offer',
    'offerEnded',
    'leaveAsked',
    'leaveDecided',
    'workedAsked',
    'workedDecided',
    'ownShifts',
    'reminder',
    'plan',
    'pay',
  ]),
  /** What fills the blanks of the sentence that the page has for this kind. */
  body: z.record(z.string(), z.unknown()),
  createdAt: instant,
  seenAt: instant.nullable(),
})
export type NoticeView = z.infer<typeof notice>

export const feed = z.object({ id: z.uuid(), scope: z.enum(['mine', 'team']), createdAt: instant })
export const newFeed = z.object({ scope: z.enum(['mine', 'team']) })
/** `url` is shown only in this answer. */
export const createdFeed = feed.extend({ url: z.string() })

export const newHandover = z.object({ note: z.string().trim().min(1).max(5_000), levelId: z.uuid().optional() })
export const handover = z.object({
  id: z.uuid(),
  levelId: z.uuid(),
  from: personRef,
  note: z.string(),
  openCases: z.array(z.object({ number: z.string(), title: z.string(), severity: z.string(), owner: z.string() })),
  createdAt: instant,
  readBy: personRef.nullable(),
  readAt: instant.nullable(),
})
