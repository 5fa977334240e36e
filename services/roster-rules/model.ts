/**
 * The roster in values, for whoever judges it: the editor of the page, swaps, the planner, the routing. Pure, and shared with the
 * dashboard. Instants are epoch milliseconds; intervals are half-open [from, to); dates are `2026-11-22` in the zone of the site;
 * wall-clock times are `HH:mm`; amounts of time are whole minutes that really passed.
 */
export type Interval = { from: number; to: number }

/** desk: working at the desk. onCall: standing by at one's own phone, called only for urgent steps or an empty desk. */
export type ShiftKind = 'desk' | 'onCall'

/** A break within a shift; unpaid ones do not count as work. */
export type Break = Interval & { isPaid: boolean }

/** One person's planned interval of work, as somebody put it on the roster. */
export type Shift = Interval & {
  id: string
  personId: string
  siteId: string
  /** IANA zone of the site: nights, days and weeks of this shift are counted by its clock. */
  zone: string
  /** The day on which it begins, there. */
  date: string
  kind: ShiftKind
  levelId: string
  skill: string | null
  shiftTypeId: string | null
  breaks: readonly Break[]
  /** Of a guest shift: who is at his side. */
  buddyId: string | null
}

/** Stands in for the person of a published shift, for a part of it or the whole. An override goes before a swap. */
export type Cover = Interval & { id: string; kind: 'override' | 'swap'; shiftId: string; personId: string; reason: string }

/** Who really works when, after overrides and swaps: what the database makes of shifts and covers (table `duty`). */
export type Duty = Interval & {
  shiftId: string
  personId: string
  /** Null: as published. */
  overrideId: string | null
  source: 'shift' | 'swap' | 'override'
  /** Whose shift it is on the roster; differs from `personId` when somebody stands in. */
  plannedId: string
  reason: string
  siteId: string
  zone: string
  kind: ShiftKind
  levelId: string
  skill: string | null
  buddyId: string | null
}

export type ShiftType = {
  id: string
  siteId: string
  name: string
  startsAt: string
  endsAt: string
  kind: ShiftKind
  levelId: string
  skill: string | null
  /** `from`: wall-clock begin. */
  breaks: ReadonlyArray<{ from: string; minutes: number; isPaid: boolean }>
  /** Types that may not follow on the next day. */
  forbiddenNext: readonly string[]
}

/** A skill of a person. It ends with the instant `expiresAt` (epoch milliseconds, null = never): no calls of that skill after. */
export type Attestation = { skill: string; expiresAt: number | null }

/** What was agreed with a person, from a day on. `pack` names a rule pack. */
export type Contract = { validFrom: string; pack: PackId; weeklyMinutes: number; maxWeeklyMinutes: number | null }

/** What the rules need to know about somebody who works. */
export type Worker = {
  id: string
  name: string
  isActive: boolean
  isTrainee: boolean
  /** Of another department: works guest shifts only, with a buddy. */
  isGuest: boolean
  levelRank: number | null
  /** ISO 639-1 */
  speaks: readonly string[]
  attestations: readonly Attestation[]
  contracts: readonly Contract[]
}

export type Leave = Interval & { id: string; personId: string; kind: 'leave' | 'sick' | 'training' }

export type PackId = 'plain' | 'eu' | 'de' | 'ru'

/**
 * The house rule above all packs: nobody works two nights in a row. A night is worked by whoever has more than `minutes` of duty between `from`
 * and `to`; it carries the date of the evening on which it begins. "In a row" = the next date.
 */
export type NightRule = { from: string; to: string; minutes: number }

export const HOUSE_NIGHT: NightRule = { from: '22:00', to: '06:00', minutes: 120 }

export const RULES = [
  'overlap',
  'twoNights',
  'restBetween',
  'weeklyRest',
  'consecutiveDays',
  'shiftLength',
  'nightLength',
  'weekHours',
  'averageWeek',
  'contractHours',
  'break',
  'forbiddenSuccession',
  'skill',
  'level',
  'leave',
  'contract',
  'buddy',
  'inactive',
  'notice',
] as const
export type RuleId = (typeof RULES)[number]

/**
 * refused: is not even stored. unlawful: a pack (the law) or the company's order is broken; published only with a reason. warning: said, no more.
 */
export type Severity = 'refused' | 'unlawful' | 'warning'

/** One broken rule: which, who, when, by how much. `by` is how far off: `is` against `limit`, both in `unit`. */
export type Finding = Interval & {
  rule: RuleId
  severity: Severity
  pack: PackId | 'house'
  /** Null for what concerns a whole publication. */
  personId: string | null
  /** The shifts it is about, the one that breaks the rule last. */
  shiftIds: readonly string[]
  by: { is: number; limit: number; unit: 'minutes' | 'days' | 'people' }
  /** Skill, level, ... that is meant, when it is one. */
  detail?: string
}

/** How many people are needed: by weekdays (ISO, Monday = 1), from one wall-clock time to another (at or before `from`: the next day). */
export type Need = {
  id: string
  siteId: string
  zone: string
  levelId: string
  kind: ShiftKind
  skill: string | null
  days: readonly number[]
  from: string
  to: string
  people: number
  /** Does it hold on holidays of the site? */
  onHolidays: boolean
  /** The days for which it holds, `validTo` not included; null: always. */
  validFrom: string | null
  validTo: string | null
  /** On its days the needs without days of the same site, level, kind and skill do not hold. */
  isInstead: boolean
}

/** A time in which fewer people are on than are needed. */
export type Gap = Interval & { needId: string; siteId: string; levelId: string; kind: ShiftKind; skill: string | null; need: number; have: number }

export const PRESENCES = ['ready', 'onACall', 'wrapUp', 'break', 'away'] as const
export type PresenceState = (typeof PRESENCES)[number]
/** What somebody does since `from`; `until`: a wrap-up that ends by itself, then he is ready; `via`: by whose word (schemas/rosters.ts), where it matters. */
export type Presence = { personId: string; state: PresenceState; from: number; until: number | null; via?: string }

/** Whose phone rings now? Null = any. `isUrgent` rings on-call people beside the desk. */
export type OnShiftQuery = {
  at: number
  siteId: string | null
  levelId: string | null
  skill: string | null
  language: string | null
  isUrgent: boolean
}

/** Why somebody is not rung. */
export type NotRung =
  | 'notReady' // break, away, on a call, wrap-up: see `state`
  | 'notSignedIn'
  | 'onLeave'
  | 'replaced' // somebody stands in
  | 'noSkill'
  | 'skillExpired'
  | 'otherLanguage'
  | 'onCallOnlyIfUrgent' // on call, not urgent, and the desk is not empty
  | 'noPhone'
  | 'inactive'

export type OnShiftPerson = {
  personId: string
  name: string
  phone: string | null
  kind: ShiftKind
  source: Duty['source']
  /** E.g. who is replaced and why, for `override` and `swap`. */
  plannedId: string
  reason: string
  until: number
  /** When he last had a call or became ready: the longest idle is rung first by that order. */
  idleSince: number
  /** His shift's start; `inOrder` rings by it. */
  since: number
}

export type OnShiftAnswer = {
  /** In the order in which they would be rung `inOrder` (desk before on call; then who began first; then by name). */
  rung: readonly OnShiftPerson[]
  notRung: ReadonlyArray<{ personId: string; name: string; why: NotRung; state?: PresenceState }>
  /** gap: nobody is on shift for this. busy: somebody is, but none can be rung now. */
  standing: 'on' | 'busy' | 'gap'
}
