import type { PayPack, PremiumRule } from './model.ts'

/**
 * What a law says about pay for nights, Sundays, holidays and overtime, as data; the versions of one pack by `validFrom`. They hold for adults in an ordinary
 * shop of calls and know no collective agreement; more may always be paid (a pack of the house). No legal advice.
 */

const AS_OF = '2025-12-31'

const NAMES = {
  night: { en: 'Night work', ru: 'Ночная работа' },
  deepNight: { en: 'Night work 00-04', ru: 'Ночная работа 00–04' },
  sunday: { en: 'Sunday work', ru: 'Работа в воскресенье' },
  holiday: { en: 'Holiday work', ru: 'Работа в праздник' },
  highHoliday: { en: 'High holiday work', ru: 'Работа в большой праздник' },
  overtime: { en: 'Overtime', ru: 'Сверхурочная работа' },
  moreOvertime: { en: 'Further overtime', ru: 'Последующая сверхурочная работа' },
} as const

export type NightChoice = { from: string; to: string; permille?: number; perHour?: number }
export const USUAL_NIGHT: NightChoice = { from: '22:00', to: '06:00', permille: 250 }

/** No law: the house chooses the night, and a share of the hourly rate or an amount for an hour. */
export function plainPack(night: NightChoice = USUAL_NIGHT): PayPack {
  const { from, to, ...premium } = night
  return {
    id: 'plain',
    name: { en: 'House rules only', ru: 'Только правила компании' },
    validFrom: '1970-01-01',
    asOf: AS_OF,
    stacking: 'additive',
    rules: [{ id: 'night', name: NAMES.night, window: { kind: 'daily', from, to }, ...premium, group: 'night', source: 'House', totals: 'night' }],
    note: 'A quarter more for hours between 22:00 and 06:00, until the house chooses otherwise.',
  }
}

/** It counts nights, and pays nothing for them. */
function countedNight(from: string, to: string, source: string): PremiumRule {
  return { id: 'night', name: NAMES.night, window: { kind: 'daily', from, to }, group: 'night', source, totals: 'night' }
}

const eu: PayPack = {
  id: 'eu',
  name: { en: 'European Union', ru: 'Европейский союз' },
  validFrom: '1970-01-01',
  asOf: AS_OF,
  stacking: 'additive',
  rules: [countedNight('23:00', '06:00', 'Directive 2003/88/EC art. 2(3)')],
  note: 'The directive says nothing about pay. Its night is for each country to say: at least seven hours with 00:00-05:00 among them; here 23:00-06:00, as in several.',
}

/** EUR 50, the most that § 3b counts as rate of an hour. */
const TAX_FREE_RATE = 5_000
const german = { validFrom: '1970-01-01', asOf: AS_OF, stacking: 'additive' } as const

/** Arbeitszeitgesetz: the premium that is due unless days off are given instead. There is none for Sundays and holidays (BAG 5 AZR 97/05 of 2006-01-11). */
const arbzg = (id: string, name: PayPack['name'], permille: number, note: string): PayPack => ({
  ...german,
  id,
  name,
  rules: [{ ...countedNight('23:00', '06:00', 'ArbZG §§ 2(3), 6(5); BAG 10 AZR 423/14 of 2015-12-09'), permille }],
  note,
})
const NIGHT_WORKERS_ONLY =
  'Due to night workers for work of more than two hours in the night (§ 2(4), (5)); here it is paid to everybody from the first minute. Days off instead of money are not counted.'

/** Einkommensteuergesetz § 3b as it stands since 2004: what many houses pay, because all of it is free of tax. */
const de3b: PayPack = {
  ...german,
  id: 'de-3b',
  name: { en: 'Germany, as much as is free of tax', ru: 'Германия, сколько не облагается налогом' },
  rules: [
    premium('night', NAMES.night, { kind: 'daily', from: '20:00', to: '06:00' }, 250, 'night', 'night', '(1) no. 1, (2)'),
    premium('deepNight', NAMES.deepNight, { kind: 'daily', from: '00:00', to: '04:00', ifBegunBefore: '00:00' }, 400, 'night', 'night', '(3) no. 1'),
    premium('sunday', NAMES.sunday, { kind: 'weekday', days: [7], into: '04:00' }, 500, 'day', 'sunday', '(1) no. 2, (3) no. 2'),
    premium('holiday', NAMES.holiday, { kind: 'holiday', into: '04:00' }, 1_250, 'day', 'holiday', '(1) no. 3, (3) no. 2'),
    premium('newYearsEve', NAMES.holiday, { kind: 'dates', dates: ['12-31'], from: '14:00' }, 1_250, 'day', 'holiday', '(1) no. 3'),
    premium('highHoliday', NAMES.highHoliday, { kind: 'holiday', only: ['12-25', '12-26', '05-01'], into: '04:00' }, 1_500, 'day', 'holiday', '(1) no. 4'),
    premium('christmasEve', NAMES.highHoliday, { kind: 'dates', dates: ['12-24'], from: '14:00' }, 1_500, 'day', 'holiday', '(1) no. 4'),
  ],
  note: 'Premiums are reckoned on no more than 50 EUR an hour, so all of them are free of tax; free of social insurance they are up to 25 EUR only (SvEV § 1(1) no. 1). It pays at least what ArbZG § 6(5) asks up to a rate of 50 EUR, but for work all night (30 %) outside 00:00-04:00.',
}

function premium(
  id: string,
  name: PremiumRule['name'],
  window: PremiumRule['window'],
  permille: number,
  group: string,
  totals: PremiumRule['totals'],
  place: string,
): PremiumRule {
  return { id, name, window, permille, group, maxRate: TAX_FREE_RATE, source: `EStG § 3b${place}`, totals }
}

const fr: PayPack = {
  id: 'fr',
  name: { en: 'France', ru: 'Франция' },
  validFrom: '1970-01-01',
  asOf: AS_OF,
  stacking: 'additive',
  rules: [
    countedNight('21:00', '06:00', 'Code du travail L3122-20, L3122-8 (rest instead; money by agreement)'),
    {
      id: 'firstOfMay',
      name: NAMES.holiday,
      window: { kind: 'holiday', only: ['05-01'] },
      permille: 1_000,
      group: 'day',
      source: 'Code du travail L3133-6',
      totals: 'holiday',
    },
    overtimeOf('overtime', NAMES.overtime, { per: 'week', afterMinutes: 35 * 60, upToMinutes: 8 * 60 }, 250, 'Code du travail L3121-27, L3121-36'),
    overtimeOf('moreOvertime', NAMES.moreOvertime, { per: 'week', afterMinutes: 35 * 60, plusMinutes: 8 * 60 }, 500, 'Code du travail L3121-36'),
  ],
  note: 'Overtime as it is without an agreement (which may say 10 % or more). Night work is made good by rest, which is not counted.',
}

const uk: PayPack = {
  id: 'uk',
  name: { en: 'United Kingdom', ru: 'Великобритания' },
  validFrom: '1970-01-01',
  asOf: AS_OF,
  stacking: 'additive',
  rules: [countedNight('23:00', '06:00', 'Working Time Regulations 1998, reg. 2(1)')],
  note: 'No law asks for premiums; the average of all hours must reach the National Minimum Wage.',
}

const us: PayPack = {
  id: 'us',
  name: { en: 'United States', ru: 'США' },
  validFrom: '1970-01-01',
  asOf: AS_OF,
  stacking: 'additive',
  rules: [overtimeOf('overtime', NAMES.overtime, { per: 'week', afterMinutes: 40 * 60 }, 500, 'FLSA, 29 U.S.C. 207(a)(1)')],
  note: 'Federal law only: states may ask for more (California by the day). The workweek is Monday to Sunday here. Whoever is exempt gets no overtime.',
}

function overtimeOf(
  id: string,
  name: PremiumRule['name'],
  window: Omit<Extract<PremiumRule['window'], { kind: 'overtime' }>, 'kind'>,
  permille: number,
  source: string,
  more: Pick<PremiumRule, 'on'> = {},
): PremiumRule {
  return { id, name, window: { kind: 'overtime', ...window }, permille, group: 'day', ...more, source, totals: 'overtime' }
}

/**
 * Labour Code art. 152-154. Overtime and holiday are one group: hours of holidays beyond the norm are paid double as such, and are no overtime besides (decree
 * no. 13/P-21 of 1966-08-08; Supreme Court GKPI05-1341 of 2005-11-30). Since 2024-09-01 (91-FZ of 2024-04-22) overtime is reckoned on pay with its supplements.
 */
function ru(validFrom: string, on: Pick<PremiumRule, 'on'>): PayPack {
  const norm = { per: 'month', afterMinutes: 'contract', isBesideHolidays: true } as const
  return {
    id: 'ru',
    name: { en: 'Russia', ru: 'Россия' },
    validFrom,
    asOf: AS_OF,
    stacking: 'additive',
    rules: [
      {
        ...countedNight('22:00', '06:00', 'Трудовой кодекс, ст. 96, 154; постановление Правительства № 554 от 22.07.2008'),
        permille: 200,
      },
      {
        id: 'holiday',
        name: NAMES.holiday,
        window: { kind: 'holiday' },
        permille: 1_000,
        group: 'day',
        source: 'Трудовой кодекс, ст. 112, 153',
        totals: 'holiday',
      },
      overtimeOf('overtime', NAMES.overtime, { ...norm, upToMinutes: 120 }, 500, 'Трудовой кодекс, ст. 99, 104, 152', on),
      overtimeOf('moreOvertime', NAMES.moreOvertime, { ...norm, plusMinutes: 120 }, 1_000, 'Трудовой кодекс, ст. 99, 104, 152', on),
    ],
    note: 'The accounting period is a month here, and the hour by which days before holidays are shorter (art. 95) is not taken off its norm. Work on somebody’s own day off (art. 153) is paid double when it is a holiday of the site only; otherwise by a correction.',
  }
}

const PERMANENT_NIGHTS = 'For those who work at night always or nearly always.'

/** As they come with the program; the house may add its own, or a version of these. */
export const PAY_PACKS: readonly PayPack[] = [
  plainPack(),
  ru('1970-01-01', {}),
  ru('2024-09-01', { on: ['night'] }),
  arbzg('de', { en: 'Germany', ru: 'Германия' }, 250, NIGHT_WORKERS_ONLY),
  arbzg('de-nights', { en: 'Germany, permanent nights', ru: 'Германия, постоянно ночью' }, 300, `${PERMANENT_NIGHTS} ${NIGHT_WORKERS_ONLY}`),
  de3b,
  eu,
  fr,
  uk,
  us,
]

/** A pack with another night; one that has none counts it then, and pays nothing for it. */
export function withNight(pack: PayPack, { from, to }: Pick<NightChoice, 'from' | 'to'>): PayPack {
  const window = { kind: 'daily', from, to } as const
  const isNight = ({ id }: PremiumRule): boolean => id === 'night'
  if (!pack.rules.some(isNight)) return { ...pack, rules: [...pack.rules, countedNight(from, to, 'House')] }
  return { ...pack, rules: pack.rules.map((rule) => (isNight(rule) ? { ...rule, window } : rule)) }
}

/** The version of a pack in force on a date; before its first the first. */
export function payPackOn(packs: readonly PayPack[], id: string, date: string): PayPack | undefined {
  let inForce: PayPack | undefined
  for (const pack of packs) {
    if (pack.id !== id) continue
    const isBetter =
      inForce === undefined ||
      (pack.validFrom <= date
        ? inForce.validFrom > date || pack.validFrom >= inForce.validFrom
        : inForce.validFrom > date && pack.validFrom < inForce.validFrom)
    if (isBetter) inForce = pack
  }
  return inForce
}
