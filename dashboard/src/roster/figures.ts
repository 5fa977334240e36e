import { dayOf, windowsOf } from '../../../services/roster-rules/calendar.ts'
import { toNeed } from '../../../services/roster-rules/from-wire.ts'
import { holdsOn } from '../../../services/roster-rules/gaps.ts'
import { contractOn } from '../../../services/roster-rules/person-roster.ts'
import { shortHours } from './cover.ts'
import { chipOf } from './grid-model.ts'
import type { FindingView, Roster, ShiftView } from './types.ts'
import { daysFrom } from './weeks.ts'

/** The six figures above the grid. */
export type Figures = {
  /** Share of the needed time of people that is covered; null: nothing is needed. */
  covered: number | null
  shortHours: number
  conflicts: { grave: number; warnings: number; rules: FindingView['rule'][] }
  nightMinutes: number
  nights: Spread
}
/** Of the people who work here; `deviation`: how far they lie from their mean. */
export type Spread = { least: number; most: number; deviation: number }

const MINUTE = 60_000

/** Minutes of people that the needs of the period ask for. */
const neededMinutes = ({ needs, holidays, from, to }: Pick<Roster, 'needs' | 'holidays' | 'from' | 'to'>): number => {
  const closed = new Set(holidays.map(({ siteId, date }) => `${siteId} ${date}`))
  const days = daysFrom(from, dayOf(to) - dayOf(from)).map(dayOf)
  const rules = needs.map(toNeed)
  return rules.reduce((sum, need) => {
    const windowOn = windowsOf(need, need.zone)
    return days
      .filter((day) => holdsOn(need, day, closed, rules))
      .reduce((all, day) => all + ((windowOn(day).to - windowOn(day).from) / MINUTE) * need.people, sum)
  }, 0)
}

export const spreadOf = (counts: readonly number[]): Spread => {
  if (counts.length === 0) return { least: 0, most: 0, deviation: 0 }
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length
  return { least: Math.min(...counts), most: Math.max(...counts), deviation: Math.sqrt(variance) }
}

/** How many night shifts each of those has in the period who have a contract to work, or who work nights all the same. */
export const nightsByPerson = (roster: Roster): ReadonlyMap<string, number> => {
  const known = NIGHTS.get(roster)
  if (known) return known
  const nights = new Map<string, number>()
  for (const worker of roster.workers)
    if (worker.isActive && !worker.isTrainee && (contractOn(worker, roster.to)?.weeklyMinutes ?? 0) > 0) nights.set(worker.id, 0)
  for (const shift of inPeriod(roster)) if (chipOf(shift, roster).isNight) nights.set(shift.personId, (nights.get(shift.personId) ?? 0) + 1)
  NIGHTS.set(roster, nights)
  return nights
}
const NIGHTS = new WeakMap<Roster, ReadonlyMap<string, number>>()

const inPeriod = ({ shifts, from, to }: Roster): ShiftView[] => shifts.filter(({ date }) => date >= from && date < to)

export const figuresOf = (roster: Roster): Figures => {
  const needed = neededMinutes(roster)
  const missing = roster.gaps.reduce((sum, { from, to, need, have }) => sum + ((Date.parse(to) - Date.parse(from)) / MINUTE) * (need - have), 0)
  const grave = roster.findings.filter(({ severity }) => severity !== 'warning')
  const desk = inPeriod(roster).filter(({ kind }) => kind === 'desk')
  return {
    covered: needed === 0 ? null : Math.max(0, 1 - missing / needed),
    shortHours: shortHours(roster.gaps.map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) }))),
    conflicts: { grave: grave.length, warnings: roster.findings.length - grave.length, rules: [...new Set(grave.map(({ rule }) => rule))] },
    nightMinutes: desk.reduce((sum, shift) => sum + chipOf(shift, roster).nightMinutes, 0),
    nights: spreadOf([...nightsByPerson(roster).values()]),
  }
}
