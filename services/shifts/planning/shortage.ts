import { DateTime } from 'luxon'
import { groupBy } from '../../roster-rules/group-by.ts'
import type { Gap, NightRule } from '../../roster-rules/model.ts'
import { nightMinutes } from '../../roster-rules/nights.ts'

/** A sentence that the page has words for, with what fills its blanks. */
export type Said = { what: string; with: Record<string, unknown> }

export type Names = { sites: ReadonlyMap<string, string>; levels: ReadonlyMap<string, string>; skills: ReadonlyMap<string, string> }

const HOUR = 3_600_000
/** A working week of one who works full time. */
const FULL_WEEK_HOURS = 40
/** Of those hours so many are left for the roster, after leave, illness and training. */
const PRESENT = 0.85
/** Times of the week that are named. */
const MOST_TIMES = 5

const round = (hours: number): number => Math.round(hours * 10) / 10

/**
 * What is missing, in words: for each place and skill how many hours and people a week (`shortHours`: hours, perWeek, people, most at once), where most of it
 * lies (`shortAt`: weekday, from, to, missing, times), how much of it is night (`shortNights`: nights, people: one person can have every other night at
 * most), and what nobody can fill because no type of shift reaches it (`noShiftType`).
 */
export function shortageOf(
  gaps: readonly Gap[],
  { days, house, zones, names, unreachable }: { days: number; house: NightRule; zones: ReadonlyMap<string, string>; names: Names; unreachable: readonly Gap[] },
): Said[] {
  const places = groupBy(gaps, ({ siteId, levelId, kind, skill }) => JSON.stringify([siteId, levelId, kind, skill]))
  const short: Said[] = [...places.values()]
    .map((own) => ({ own, hours: own.reduce((sum, gap) => sum + hoursOf(gap), 0) }))
    .sort((a, b) => b.hours - a.hours)
    .flatMap(({ own, hours }) => {
      const [one] = own
      if (!one) return []
      const place = placeWords(one, names)
      const zone = zones.get(one.siteId) ?? 'UTC'
      const perWeek = hours / (days / 7)
      const most = Math.max(...own.map(({ need, have }) => need - have))
      const people = one.kind === 'desk' ? Math.max(1, Math.ceil(perWeek / (FULL_WEEK_HOURS * PRESENT))) : most
      return [
        { what: 'shortHours', with: { ...place, hours: round(hours), perWeek: round(perWeek), people, most } },
        ...timesOf(own, zone).map((time) => ({ what: 'shortAt', with: { ...place, ...time } })),
        ...nightsShort(own, house, zone).map((nights) => ({ what: 'shortNights', with: { ...place, ...nights } })),
      ]
    })
  const bare = unreachable.slice(0, MOST_TIMES).map((gap): Said => ({
    what: 'noShiftType',
    with: { ...placeWords(gap, names), from: new Date(gap.from).toISOString(), to: new Date(gap.to).toISOString() },
  }))
  return [...short, ...bare]
}

export function placeWords({ siteId, levelId, kind, skill }: Pick<Gap, 'siteId' | 'levelId' | 'kind' | 'skill'>, { sites, levels, skills }: Names) {
  return { site: sites.get(siteId) ?? siteId, level: levels.get(levelId) ?? levelId, kind, skill: skill === null ? null : (skills.get(skill) ?? skill) }
}

const hoursOf = ({ from, to, need, have }: Gap): number => ((to - from) * (need - have)) / HOUR

/** The times of the week at which it is short again and again, those with most hours first. */
function timesOf(gaps: readonly Gap[], zone: string): Array<{ weekday: number; from: string; to: string; missing: number; times: number }> {
  const shown = (at: number): string => DateTime.fromMillis(at, { zone }).toFormat('HH:mm')
  const slots = groupBy(gaps, (gap) => `${DateTime.fromMillis(gap.from, { zone }).weekday} ${shown(gap.from)} ${shown(gap.to)}`)
  return [...slots]
    .map(([key, own]) => ({ key, own, hours: own.reduce((sum, gap) => sum + hoursOf(gap), 0) }))
    .sort((a, b) => b.hours - a.hours)
    .slice(0, MOST_TIMES)
    .map(({ key, own }) => {
      const [weekday = '1', from = '', to = ''] = key.split(' ')
      return { weekday: Number(weekday), from, to, missing: Math.max(...own.map(({ need, have }) => need - have)), times: own.length }
    })
}

function nightsShort(gaps: readonly Gap[], house: NightRule, zone: string): Array<{ nights: number; people: number }> {
  const short = gaps.filter((gap) => nightMinutes(gap, zone, house) > house.minutes)
  if (short.length === 0) return []
  const dates = groupBy(short, ({ from }) => DateTime.fromMillis(from, { zone }).minus({ hours: 12 }).toFormat('yyyy-MM-dd'))
  const most = Math.max(...[...dates.values()].map((night) => Math.max(...night.map(({ need, have }) => need - have))))
  return [{ nights: dates.size, people: dates.size > 1 ? most * 2 : most }]
}
