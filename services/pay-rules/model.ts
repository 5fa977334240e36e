/**
 * What work is paid, to the minute and the minor unit. Pure, and shared with the dashboard. Instants are epoch milliseconds, minutes are minutes that
 * really passed, money is integer minor units of one currency, shares are thousandths (250 = 25 %).
 */
import type { Interval } from '../roster-rules/model.ts'

/** When a premium is due, by the clock of the workplace. */
export type PremiumWindow =
  /** Each day from one wall-clock time to another (at or before `from`: of the next day). `ifBegunBefore`: only for work begun before that time of the window's end day ("00:00"). */
  | { kind: 'daily'; from: string; to: string; ifBegunBefore?: string }
  /** 00-24 of these ISO weekdays; `into`: and so far into the next day, for work begun before its midnight. */
  | { kind: 'weekday'; days: readonly number[]; into?: string }
  /** 00-24 of holidays of the site; `only`: of these dates (MM-dd) only; `into` as above. `except`: not of these. */
  | { kind: 'holiday'; only?: readonly string[]; except?: readonly string[]; from?: string; into?: string }
  /** Minutes of a month (or week) beyond so many of the contract. */
  | { kind: 'overtime'; per: 'week' | 'month'; afterMinutes: number | 'contract'; upToMinutes?: number }

/** One premium. `group`: of the premiums of one group that hold at once only the highest counts; different groups add up, or multiply (`stacking`). */
export type PremiumRule = {
  id: string
  name: { en: string; ru: string }
  window: PremiumWindow
  /** Share of the hourly rate, in thousandths; or minor units for an hour. */
  permille?: number
  perHour?: number
  group: string
  /** The rate that counts, at most, in minor units for an hour (tax-free limits). */
  maxRate?: number
  source: string
  /** What it counts as in the totals. */
  totals: 'night' | 'sunday' | 'holiday' | 'overtime' | 'other'
}

export type PayPack = {
  id: string
  name: { en: string; ru: string }
  validFrom: string
  /** The law as it stood on this day. */
  asOf: string
  stacking: 'additive' | 'highest' | 'multiplicative'
  rules: readonly PremiumRule[]
  note: string
}

/** A stretch of work as the clock of one workplace shows it. `desk`: a shift; `callOut`: active on the phone while on call; `onCall`: standing by. */
export type WorkPiece = Interval & {
  kind: 'desk' | 'callOut' | 'onCall'
  zone: string
  siteId: string | null
  shiftId: string | null
  /** Not paid; taken out before anything is counted. */
  breaks: readonly Interval[]
  /** Where it comes from: the roster, the clock, a call, a correction with its reason. */
  source: string
}

/** What holds from a date on, each list sorted by it. */
export type PayTerms = {
  currency: string
  /** Minor units for an hour; `weeklyMinutes` for overtime. */
  rates: ReadonlyArray<{ validFrom: string; hourlyRate: number; onCallRate: number; weeklyMinutes: number; pack: string }>
  packs: readonly PayPack[]
  /** By site. */
  holidays: ReadonlyArray<{ siteId: string | null; date: string; name: string }>
}

/** All that goes into the pay of one person and month; stored with a closed month. */
export type PayInput = { personId: string; month: string; pieces: readonly WorkPiece[]; terms: PayTerms }

/** A stretch in which the same premiums hold. They add up to the minutes worked. */
export type Segment = Interval & { piece: number; minutes: number; rate: number; rules: readonly string[] }

export type PayLine = { rule: string; rate: number; minutes: number; permille: number | null; perHour: number | null; amount: number }

export type PayResult = {
  currency: string
  /** Minutes. */
  worked: number
  onCall: number
  night: number
  sunday: number
  holiday: number
  overtime: number
  /** Minor units. Rounded once for each month and rule (half up); `total` is the sum of what is rounded. */
  base: number
  standingBy: number
  premiums: number
  total: number
  /** Base (one for each rate) and premiums, in the order of the pack: what `base` and `premiums` are the sums of. */
  lines: readonly PayLine[]
  segments: readonly Segment[]
}
