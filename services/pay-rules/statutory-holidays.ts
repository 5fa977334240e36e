import { dateOf, dayOf } from '../roster-rules/calendar.ts'

/**
 * Holidays that a law itself dates, for reckoning without a roster. A site has its own list: states and regions add theirs, and Russia moves its days off each
 * year (the days of art. 112 itself stay, and it is these that are paid double). Great Britain and the USA pay nothing for theirs.
 */
const COUNTRY_OF: Readonly<Record<string, keyof typeof HOLIDAYS>> = { ru: 'ru', de: 'de', 'de-nights': 'de', 'de-3b': 'de', fr: 'fr' }

/** `fixed`: MM-dd. `easter`: days after Easter Sunday. */
const HOLIDAYS = {
  /** Labour Code art. 112. */
  ru: {
    fixed: ['01-01', '01-02', '01-03', '01-04', '01-05', '01-06', '01-07', '01-08', '02-23', '03-08', '05-01', '05-09', '06-12', '11-04'],
    easter: [],
  },
  /** In all of Germany. */
  de: { fixed: ['01-01', '05-01', '10-03', '12-25', '12-26'], easter: [-2, 1, 39, 50] },
  /** Code du travail L3133-1. */
  fr: { fixed: ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'], easter: [1, 39, 50] },
} as const

/** Dates of one year, by pay pack; none where the law of the pack names none. */
export function statutoryHolidays(pack: string, year: number): string[] {
  const country = COUNTRY_OF[pack]
  if (country === undefined) return []
  const { fixed, easter } = HOLIDAYS[country]
  const sunday = easterSunday(year)
  return [...fixed.map((date) => `${year}-${date}`), ...easter.map((days) => dateOf(sunday + days))].sort()
}

/** Of the western churches, as a day of calendar.ts (Oudin’s reckoning of the Gregorian calendar). */
function easterSunday(year: number): number {
  const [golden, century] = [year % 19, Math.floor(year / 100)]
  const skipped = century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25)
  const epact = (19 * golden + skipped + 15) % 30
  const moon = epact - Math.floor(epact / 28) * (1 - Math.floor(epact / 28) * Math.floor(29 / (epact + 1)) * Math.floor((21 - golden) / 11))
  const weekday = (year + Math.floor(year / 4) + moon + 2 - century + Math.floor(century / 4)) % 7
  const fromMarch = moon - weekday
  const month = 3 + Math.floor((fromMarch + 40) / 44)
  const day = fromMarch + 28 - 31 * Math.floor(month / 4)
  return dayOf(`${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)
}
