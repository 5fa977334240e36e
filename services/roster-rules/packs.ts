import type { PackId, RuleId } from './model.ts'

/**
 * What a law says about rosters, as data. Null: it says nothing that can be counted here. The packs hold for adults in an ordinary shop of calls;
 * they know no collective agreement, no exception by an authority and no pay, and they are no legal advice.
 */
export type RulePack = {
  id: PackId
  name: string
  /** The law as it stood on this day. */
  asOf: string
  /** Law and article, for each rule that the pack has. */
  sources: Partial<Record<RuleId, string>>
  /** From the end of one shift to the start of the next. */
  minRestMinutes: number | null
  /** Free time without a break, once in a week. */
  weeklyRestMinutes: number | null
  /** Days running on which somebody begins to work. */
  maxConsecutiveDays: number | null
  /** Of one shift, without its unpaid breaks. */
  maxShiftMinutes: number | null
  /** What the law calls night, by the clock of the site. The house rule has its own (model.ts). */
  night: { from: string; to: string } | null
  /** A shift with more than `overMinutes` in the night: `usualMinutes` on the average, never more than `maxMinutes`, without unpaid breaks. */
  nightShift: { overMinutes: number; usualMinutes: number; maxMinutes: number } | null
  /** In one week, Monday to Sunday. */
  maxWeekMinutes: number | null
  /** A week's minutes, on the average over so many weeks. */
  average: { weeks: number; minutes: number } | null
  /** Work of more than `over` minutes needs so many minutes of breaks: the last line that fits holds. */
  breaks: ReadonlyArray<{ over: number; minutes: number }>
  /** A shorter break is none. */
  minBreakMinutes: number | null
  /** How long before its first day a roster must be known. */
  noticeMonths: number | null
}

/** Which rule of model.ts a parameter belongs to. The windows `night` are no limits. */
export const RULE_OF_PARAMETER = {
  minRestMinutes: 'restBetween',
  weeklyRestMinutes: 'weeklyRest',
  maxConsecutiveDays: 'consecutiveDays',
  maxShiftMinutes: 'shiftLength',
  nightShift: 'nightLength',
  maxWeekMinutes: 'weekHours',
  average: 'averageWeek',
  breaks: 'break',
  minBreakMinutes: 'break',
  noticeMonths: 'notice',
} as const satisfies Record<Exclude<keyof RulePack, 'id' | 'name' | 'asOf' | 'sources' | 'night'>, RuleId>

const hours = (n: number): number => n * 60

/** Only what holds everywhere: nobody is in two places at once, nobody works two nights in a row, and so on. */
const plain: RulePack = {
  id: 'plain',
  name: 'House rules only',
  asOf: '2025-12-31',
  sources: {},
  minRestMinutes: null,
  weeklyRestMinutes: null,
  maxConsecutiveDays: null,
  maxShiftMinutes: null,
  night: null,
  nightShift: null,
  maxWeekMinutes: null,
  average: null,
  breaks: [],
  minBreakMinutes: null,
  noticeMonths: null,
}

/**
 * Directive 2003/88/EC of 2003-11-04; each country has a law of its own that may be stricter. Not counted here: the 8 hours on the average of
 * night workers (art. 8; what is night, art. 2(3), and over how long, art. 16(c), each country says), and that weekly rest may be averaged over
 * 14 days (art. 16(a)).
 */
const eu: RulePack = {
  ...plain,
  id: 'eu',
  name: 'European Union',
  sources: {
    restBetween: 'Directive 2003/88/EC art. 3',
    weeklyRest: 'Directive 2003/88/EC art. 5 (24 h, and the 11 h of art. 3)',
    shiftLength: 'Directive 2003/88/EC art. 3 (24 h less 11 h of rest)',
    averageWeek: 'Directive 2003/88/EC art. 6(b), 16(b) (four months: 17 weeks)',
    break: 'Directive 2003/88/EC art. 4 (its length is for each country to say: 20 min as in France, Code du travail L3121-16)',
  },
  minRestMinutes: hours(11),
  weeklyRestMinutes: hours(35),
  // Our reading of art. 3: it asks for 11 hours of rest in each 24. Counted without unpaid breaks, so a little mild.
  maxShiftMinutes: hours(13),
  average: { weeks: 17, minutes: hours(48) },
  // The directive gives no length.
  breaks: [{ over: hours(6), minutes: 20 }],
}

/**
 * Arbeitszeitgesetz. Doubts: the law does not count days running; a day of rest for a worked Sunday may come within two weeks (§ 11(3)), so more than
 * six days running can be lawful, and six is the cautious reading of "six working days a week" (§ 3). Not counted: work of more than six hours in one
 * piece (§ 4), 15 free Sundays a year (§ 11(1)), the average of night workers over a month (§ 6(2): over 8 hours is said as a warning).
 * Notice: none in the ArbZG; the four days of TzBfG § 12(3) are for work on demand only. A weekly maximum instead of the daily one was planned by
 * the government in 2025.
 */
const de: RulePack = {
  ...plain,
  id: 'de',
  name: 'Germany',
  sources: {
    restBetween: 'ArbZG § 5(1)',
    weeklyRest: 'ArbZG §§ 9, 11(3) and 11(4) (24 h, and the 11 h of § 5)',
    consecutiveDays: 'ArbZG §§ 3, 9, 11(3) (six working days a week)',
    shiftLength: 'ArbZG § 3',
    nightLength: 'ArbZG §§ 2(3), 2(4), 6(2)',
    weekHours: 'ArbZG § 3 (six days of at most 10 h)',
    averageWeek: 'ArbZG § 3 (8 h on six days, over 24 weeks)',
    break: 'ArbZG § 4',
  },
  minRestMinutes: hours(11),
  weeklyRestMinutes: hours(35),
  maxConsecutiveDays: 6,
  maxShiftMinutes: hours(10),
  night: { from: '23:00', to: '06:00' },
  nightShift: { overMinutes: hours(2), usualMinutes: hours(8), maxMinutes: hours(10) },
  maxWeekMinutes: hours(60),
  average: { weeks: 24, minutes: hours(48) },
  breaks: [
    { over: hours(6), minutes: 30 },
    { over: hours(9), minutes: 45 },
  ],
  minBreakMinutes: 15,
}

/**
 * Labour Code of 2001-12-30 (197-FZ). Doubts: how long "two shifts running" (art. 103) must be apart the code does not say. Rostrud's readings differ:
 * twice the shift before, by a decree of 1929, or no less than one shift. We take the mildest that keeps two shifts apart, one ordinary shift of
 * 8 hours. A longest shift is set for minors and harmful work only (art. 94); 12 hours is practice. The norm of 40 hours a week (art. 91) holds over an
 * accounting period of up to a year (art. 104), which each firm sets: a quarter here, and whole weeks, so the reduced days before holidays are not
 * seen. Not counted: overtime (art. 99), the hour by which a night shift is shorter (art. 96, with exceptions).
 */
const ru: RulePack = {
  ...plain,
  id: 'ru',
  name: 'Russia',
  sources: {
    restBetween: 'Labour Code art. 103 (no two shifts running; less than 8 h apart is our reading)',
    weeklyRest: 'Labour Code art. 110',
    shiftLength: 'By practice; Labour Code art. 94 limits the shifts of some groups only',
    averageWeek: 'Labour Code art. 91, 104 (a quarter as the accounting period is our choice)',
    break: 'Labour Code art. 108 (may be left out up to 4 h of work)',
    notice: 'Labour Code art. 103',
  },
  minRestMinutes: hours(8),
  weeklyRestMinutes: hours(42),
  maxShiftMinutes: hours(12),
  night: { from: '22:00', to: '06:00' },
  average: { weeks: 13, minutes: hours(40) },
  breaks: [{ over: hours(4), minutes: 30 }],
  minBreakMinutes: 30,
  noticeMonths: 1,
}

export const RULE_PACKS: Readonly<Record<PackId, RulePack>> = { plain, eu, de, ru }
