import { useQuery } from '@tanstack/react-query'
import i18next, { type TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { sitesQuery } from '../api/queries.ts'
import type { LevelRank } from '../roster/types.ts'
import type { RosterWords } from '../roster/use-roster-words.ts'
import { addDays } from '../roster/weeks.ts'
import type { Said } from './types.ts'

const INSTANT = /^\d{4}-\d\d-\d\dT/
const DATE = /^\d{4}-\d\d-\d\d$/
const A_MONDAY = '2026-11-23'

type Context = { t: TFunction; words: RosterWords; zone: string; names: ReadonlyMap<string, string> }

/** What the planner says, in the words of the page: it sends what it means and the figures, never a sentence. */
export const useSaid = (words: RosterWords, levels: readonly LevelRank[]): ((said: Said) => string) => {
  const { t } = useTranslation()
  const sites = useQuery(sitesQuery).data ?? []
  const context = { t, words, zone: sites[0]?.zone ?? 'UTC', names: new Map([...levels, ...sites].map(({ id, name }) => [id, name])) }
  return (said) => sentenceOf(said, context)
}

export const sentenceOf = ({ what, with: blanks }: Said, context: Context): string => {
  const filled = Object.fromEntries(Object.entries(blanks).map(([name, raw]) => [name, blankOf(name, raw, context)]))
  const place = ['level', 'kind', 'skill'].map((name) => filled[name] ?? '').filter((part) => part !== '')
  const count = [blanks['people'], blanks['missing'], blanks['count']].find((one) => typeof one === 'number')
  const { t } = context
  // A sentence that a newer server has and this page has not is better said badly than not at all.
  if (!i18next.exists(`planner.said.${what}`, { count: count ?? 1 })) return [what, ...Object.values(filled)].filter((part) => part !== '').join(' · ')
  return t(`planner.said.${what}`, { ...filled, place: place.join(' · '), ...(count === undefined ? {} : { count }) })
}

const blankOf = (name: string, raw: unknown, { t, words, zone, names }: Context): string => {
  if (raw === null || raw === undefined) return ''
  if (Array.isArray(raw)) return raw.map((one) => blankOf(name, one, { t, words, zone, names })).join(', ')
  if (typeof raw === 'number') {
    if (name === 'weekday') return words.weekday(addDays(A_MONDAY, raw - 1))
    return /minutes$/i.test(name) ? words.hours(raw) : words.number(raw)
  }
  if (typeof raw !== 'string') return JSON.stringify(raw)
  if (INSTANT.test(raw)) return words.instant(raw, zone)
  if (DATE.test(raw)) return words.dayMonth(raw)
  if (name === 'rule' && i18next.exists(`planner.rules.${raw}`)) return t(`planner.rules.${raw}`)
  if (name === 'pack' && i18next.exists(`roster.packs.${raw}`)) return t(`roster.packs.${raw}`)
  if (name === 'absence' && i18next.exists(`roster.leaves.${raw}`)) return t(`roster.leaves.${raw}`)
  if (name === 'kind' && (raw === 'desk' || raw === 'onCall')) return words.kind(raw)
  return names.get(raw) ?? raw
}
