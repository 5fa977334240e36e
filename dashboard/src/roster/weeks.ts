/** Dates and ISO weeks as plain numbers and words, without a clock or a zone: `2026-11-25` lies in `2026-W48`. */
const DAY = 86_400_000

const dayOf = (date: string): number => Date.parse(date) / DAY
const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10)
/** 1970-01-01 was a Thursday. */
const mondayBefore = (day: number): number => day - ((((day + 3) % 7) + 7) % 7)

export const addDays = (date: string, days: number): string => dateOf(dayOf(date) + days)
export const mondayOf = (date: string): string => dateOf(mondayBefore(dayOf(date)))
export const isoWeekday = (date: string): number => ((((dayOf(date) + 3) % 7) + 7) % 7) + 1
export const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && dateOf(dayOf(text)) === text
export const daysFrom = (date: string, count: number): string[] => Array.from({ length: count }, (_, index) => addDays(date, index))

/** The week belongs to the year of its Thursday. */
export const weekOf = (date: string): string => {
  const thursday = mondayBefore(dayOf(date)) + 3
  const year = dateOf(thursday).slice(0, 4)
  const number = Math.floor((thursday - dayOf(`${year}-01-01`)) / 7) + 1
  return `${year}-W${String(number).padStart(2, '0')}`
}

/** Undefined for what is no week. */
export const mondayOfWeek = (week: string): string | undefined => {
  const [, year, number] = /^(\d{4})-W(\d\d)$/.exec(week) ?? []
  if (year === undefined || number === undefined) return undefined
  const monday = dateOf(mondayBefore(dayOf(`${year}-01-04`)) + (Number(number) - 1) * 7)
  return weekOf(monday) === week ? monday : undefined
}

/** `2026-12` and one more: `2027-01` */
export const plusMonths = (month: string, months: number): string => {
  const date = new Date(`${month}-01`)
  date.setUTCMonth(date.getUTCMonth() + months)
  return date.toISOString().slice(0, 7)
}
/** A week that lies wholly in the month. */
export const weekIn = (month: string): string => weekOf(`${month}-10`)

export const weekNumber = (date: string): number => Number(weekOf(date).slice(-2))
