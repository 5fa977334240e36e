import { useQuery } from '@tanstack/react-query'
import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import { sitesQuery } from '../api/queries.ts'
import type { LevelRank } from '../roster/types.ts'
import type { RosterWords } from '../roster/use-roster-words.ts'
import type { Said } from './types.ts'

const INSTANT = /^\d{4}-\d\d-\d\dT/
const DATE = /^\d{4}-\d\d-\d\d$/

/** What the planner says, in the words of the page: it sends what it means and the figures, never a sentence. */
export const useSaid = (words: RosterWords, levels: readonly LevelRank[]): ((said: Said) => string) => {
  const { t } = useTranslation()
  const sites = useQuery(sitesQuery).data ?? []
  const known = new Map([...levels, ...sites].map(({ id, name }) => [id, name]))
  const zone = sites[0]?.zone ?? 'UTC'
  const value = (name: string, raw: unknown): string | number => {
    if (raw === null || raw === undefined) return ''
    if (Array.isArray(raw)) return raw.map((one) => value(name, one)).join(', ')
    if (typeof raw === 'number') return /minutes$/i.test(name) ? words.hours(raw) : name === 'count' ? raw : words.number(raw)
    const text = String(raw)
    if (INSTANT.test(text)) return words.instant(text, zone)
    if (DATE.test(text)) return words.dayMonth(text)
    if (name === 'rule' && i18next.exists(`planner.rules.${text}`)) return t(`planner.rules.${text}`)
    if (name === 'kind' && (text === 'desk' || text === 'onCall')) return words.kind(text)
    return known.get(text) ?? text
  }
  return ({ what, with: blanks }) => {
    const filled = Object.fromEntries(Object.entries(blanks).map(([name, raw]) => [name, value(name, raw)]))
    if (i18next.exists(`planner.said.${what}`)) return t(`planner.said.${what}`, filled)
    return [what, ...Object.values(filled)].filter((part) => part !== '').join(' · ')
  }
}
