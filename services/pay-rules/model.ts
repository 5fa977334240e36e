/**
 * What work is paid, to the minute and the minor unit. Pure, and shared with the dashboard. Instants are epoch milliseconds, minutes are minutes that
 * really passed, money is integer minor units of a currency, shares are thousandths (250 = 25 %).
 */
import type { Interval } from '../roster-rules/model.ts'

/** ISO 4217 for none: of who has no contract. */
export const NO_CURRENCY = 'XXX'

/** When a premium is due, by the clock of the workplace. */
export type PremiumWindow =
  /** Each day from one wall-clock time to another (at or before `from`: of the next day). `ifBegunBefore`: only for work begun before that time of the window's end day ("00:00"). */
  | { kind: 'daily'; from: string; to: string; ifBegunBefore?: string }
  /** 00-24 of these ISO weekdays; `into`: and so far into the next day, for work begun before its midnight. */
  | { kind: 'weekday'; days: readonly number[]; into?: string }
  /** 00-24 of holidays of the site; `only`: of these dates (MM-dd) only; `except`: not of these; `into` as above. */
  | { kind: 'holiday'; only?: readonly string[]; except?: readonly string[]; into?: string }
  /** From a time on, on these dates (MM-dd) of each year, whether the site rests then or not. */
  | { kind: 'dates'; dates: readonly string[]; from: string }
  /**
   * Minutes of a calendar month (or week from Monday) beyond `afterMinutes` and `plusMinutes` more, `upToMinutes` of them at most. `contract`: of a week the minutes
   * agreed; of a month a fifth of them for each day from Monday to Friday that is no holiday and on which he was not away. `isBesideHolidays`: minutes of
   * holidays, which are paid as such, do not count towards it.
   */
  | { kind: 'overtime'; per: 'week' | 'month'; afterMinutes: number | 'contract'; plusMinutes?: number; upToMinutes?: number; isBesideHolidays?: boolean }

/** One premium; without `permille` and `perHour` it only counts minutes. `group`: of the premiums of one group that hold at once only the highest counts. */
export type PremiumRule = {
  id: string
  name: { en: string; ru: string }
  window: PremiumWindow
  /** Share of the hourly rate, in thousandths; or minor units for an hour. */
  permille?: number
  perHour?: number
  group: string
  /** `permille` is reckoned on no more than this, in minor units for an hour: what is paid stays within a tax-free limit; the hours themselves are paid in full. */
  maxRate?: number
  /** Rules whose premiums, where they are paid too, raise the rate on which this one is reckoned. */
  on?: readonly string[]
  source: string
  /** What it is. Minutes of `night` and `overtime` are counted by these rules, those of Sundays and holidays by the calendar. */
  totals: 'night' | 'sunday' | 'holiday' | 'overtime' | 'other'
}

export type PayPack = {
  id: string
  name: { en: string; ru: string }
  validFrom: string
  /** The law as it stood on this day. */
  asOf: string
  /** Groups that hold at once: each is paid, or the highest only, or each on what those before it make of the rate. */
  stacking: 'additive' | 'highest' | 'multiplicative'
  rules: readonly PremiumRule[]
  note: string
}

/** A stretch of work in one workplace. Seconds do not count: both ends are cut to the minute. `desk`: a shift; `callOut`: active on the phone while on call; `onCall`: standing by. */
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

/** What holds from 00:00 of a date on, by the clock of the workplace. Of two from one day the later in the list holds; packs are there before their first day too. */
export type PayTerms = {
  currency: string
  /**
   * Minor units for an hour; null: a contract that names none, so nothing is agreed from then on. `weeklyMinutes` for overtime. `currency`: where it is another one.
   */
  rates: ReadonlyArray<{ validFrom: string; currency?: string; hourlyRate: number | null; onCallRate: number; weeklyMinutes: number; pack: string }>
  packs: readonly PayPack[]
  /** By site; null: of all sites. */
  holidays: ReadonlyArray<{ siteId: string | null; date: string; name: string }>
}

/**
 * All that goes into the pay of one person and month; stored with a closed month. A piece belongs to the month in which it begins, whole. Pieces of work that
 * overlap are paid twice: whoever hands them in takes care that they do not.
 */
export type PayInput = {
  personId: string
  month: string
  pieces: readonly WorkPiece[]
  terms: PayTerms
  /** Work of the month before in the week of the 1st, at least that of the day before: it counts towards overtime, may go on in this month, and was paid there. */
  before?: readonly WorkPiece[]
  /** Dates on which he was on leave or ill: they lower what the contract asks of the month. */
  away?: readonly string[]
}

export type Counted = 'night' | 'sunday' | 'holiday' | 'overtime'

/** A stretch in which the same premiums hold. They add up to the minutes worked. */
export type Segment = Interval & {
  /** Index in `pieces`. */
  piece: number
  minutes: number
  rate: number
  pack: string
  /** Of the pack: those that hold, and those of them that are paid. */
  rules: readonly string[]
  paid: readonly string[]
  counts: readonly Counted[]
}

/** `rule`: "base", "onCall", or one of the pack. `rate`: what it is reckoned on; not whole where another premium raises it. */
export type PayLine = {
  rule: string
  /** Null for "base" and "onCall". */
  pack: { id: string; validFrom: string } | null
  rate: number
  minutes: number
  permille: number | null
  perHour: number | null
  amount: number
  /** Where it is not that of the result: the contract changed its currency within the month. */
  currency?: string
}

/** What is paid in one currency. */
export type PaySum = { currency: string; base: number; standingBy: number; premiums: number; total: number }

export type PayResult = PaySum & {
  /** Minutes. */
  worked: number
  onCall: number
  night: number
  sunday: number
  holiday: number
  overtime: number
  /** Minutes (worked or on call) on days for which nothing is agreed: they are paid nothing until somebody agrees on something. */
  withoutTerms: number
  /**
   * Base, standing by (one for each rate) and premiums in the order of the pack. Minor units, rounded once for each month, rule and currency (half up). `base` to
   * `total` are the sums of what is rounded, in `currency` only: those of all currencies are `sumsOf` the result.
   */
  lines: readonly PayLine[]
  segments: readonly Segment[]
}
