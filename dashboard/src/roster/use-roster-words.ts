import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { TFunction } from 'i18next'
import type { Cell, Chip } from './grid-model.ts'
import type { FindingView, GapView, LevelRank, ShiftView } from './types.ts'
import { ruleValues } from './rule-values.ts'
import { wallTime } from './wall-time.ts'
import { wallTimes } from './make-shift.ts'

/** The roster in words: dates, hours, findings, whole cells for who cannot see the grid. */
export type RosterWords = ReturnType<typeof wordsIn>

export const useRosterWords = (): RosterWords => {
  const { t, i18n } = useTranslation()
  return useMemo(() => wordsIn(t, i18n.language === 'en' ? 'en-GB' : i18n.language), [t, i18n.language])
}

/** A month of sixty people says the same few things two thousand times. */
const remembered = <K extends string | number>(make: (key: K) => string): ((key: K) => string) => {
  const known = new Map<K, string>()
  return (key) => {
    const found = known.get(key) ?? make(key)
    known.set(key, found)
    return found
  }
}

const wordsIn = (t: TFunction, locale: string) => {
  const formats = new Map<string, Intl.DateTimeFormat>()
  const monies = new Map<string, Intl.NumberFormat>()
  const money = (minor: number, currency: string): string => {
    const known = monies.get(currency) ?? new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
    monies.set(currency, known)
    return known.format(minor / 100)
  }
  const format = (name: string, options: Intl.DateTimeFormatOptions) => {
    const known = formats.get(name) ?? new Intl.DateTimeFormat(locale, options)
    formats.set(name, known)
    return known
  }
  const onDate = (name: string, options: Intl.DateTimeFormatOptions) =>
    remembered((date: string) => format(name, { timeZone: 'UTC', ...options }).format(new Date(`${date}T12:00:00Z`)))
  const day = onDate('day', { weekday: 'short', day: 'numeric' })
  const weekday = onDate('weekday', { weekday: 'short' })
  const narrowWeekday = onDate('narrow', { weekday: 'narrow' })
  const dayMonth = onDate('dayMonth', { weekday: 'short', day: 'numeric', month: 'short' })
  const monthYear = onDate('monthYear', { month: 'long', year: 'numeric' })
  const longDay = onDate('longDay', { weekday: 'long', day: 'numeric', month: 'long' })
  const dayOfInstant = (instant: string, zone: string) =>
    format(`instant ${zone}`, { timeZone: zone, weekday: 'short', day: 'numeric', month: 'short' }).format(new Date(instant))

  /** "8 h", "7 h 30 min" */
  const hours = (minutes: number): string => {
    const [whole, rest] = [Math.floor(Math.abs(minutes) / 60), Math.round(Math.abs(minutes) % 60)]
    if (rest === 0) return t('roster.hours', { hours: whole })
    return whole === 0 ? t('roster.minutes', { minutes: rest }) : t('roster.hoursMinutes', { hours: whole, minutes: rest })
  }
  const times = (shift: Pick<ShiftView, 'startsAt' | 'endsAt' | 'zone'>): string => {
    const { startsAt, endsAt } = wallTimes(shift)
    return `${startsAt}–${endsAt}`
  }
  const kindOf = remembered((key: 'roster.kinds.onCall' | 'roster.night' | 'roster.shift') => t(key))
  const spokenHours = remembered((tenths: number) => t('roster.spokenHours', { count: tenths / 10 }))
  const spokenShift = remembered((key: string) => {
    const [kind = '', from = '', to = ''] = key.split('|')
    return t('roster.spokenShift', { kind, from, to })
  })
  const free = t('roster.free')
  /** "night 22:00 to 06:00, 8 hours" */
  const chip = ({ shift, startsAt, endsAt, minutes, isNight, severity, standsInFor, replacedBy }: Chip): string => {
    const kind = kindOf(shift.kind === 'onCall' ? 'roster.kinds.onCall' : isNight ? 'roster.night' : 'roster.shift')
    const words = [spokenShift(`${kind}|${startsAt}|${endsAt}`), spokenHours(Math.round(minutes / 6))]
    if (standsInFor) words.push(t('roster.standsInFor', { name: standsInFor.name }))
    if (replacedBy.length > 0) words.push(t('roster.replacedBy', { names: replacedBy.join(', ') }))
    if (severity) words.push(t(`roster.severities.${severity}`))
    return words.join(', ')
  }
  const leave = (kind: Cell['leaves'][number]['kind']): string => t(`roster.leaves.${kind}`)
  const numberFormat = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
  const number = (value: number | null): string => (value === null ? '–' : numberFormat.format(value))
  return {
    number,
    /** "+2.5", "−1", "±0" */
    signed: (value: number): string => (Math.abs(value) < 0.05 ? '±0' : `${value > 0 ? '+' : '−'}${number(Math.abs(value))}`),
    /** Minor units of a currency; all currencies here have two decimals. */
    money,
    day,
    weekday,
    narrowWeekday,
    dayMonth,
    longDay,
    monthYear: (month: string): string => monthYear(`${month}-01`),
    dayOfInstant,
    hours,
    times,
    chip,
    leave,
    kind: (kind: ShiftView['kind']): string => t(`roster.kinds.${kind}`),
    /** "Amira Haddad, Wednesday 25 November, night 22:00 to 06:00, 8 hours" */
    cell: (name: string, { date, chips, leaves, day: { holidays } }: Cell): string => {
      const what = chips.length === 0 ? [free] : chips.map(chip)
      return [name, longDay(date), ...holidays, ...leaves.map(({ kind }) => leave(kind)), ...what].join(', ')
    },
    /** "2 h short of 11 h rest" */
    rule: (finding: FindingView): string => t(`roster.rules.${finding.rule}`, ruleValues(finding, t, hours)),
    /** "Fri 27 Nov 20:00–22:00" */
    gapTimes: ({ from, to }: Pick<GapView, 'from' | 'to'>, zone: string): string => {
      const [first, last] = [dayOfInstant(from, zone), dayOfInstant(to, zone)]
      const end = wallTime(to, zone)
      return `${first} ${wallTime(from, zone)} – ${first === last ? '' : `${last} `}${end}`
    },
    /** "Fri 27 Nov 20:00" */
    instant: (at: string, zone: string): string => `${dayOfInstant(at, zone)} ${wallTime(at, zone)}`,
    level: (id: string, levels: readonly LevelRank[]): string => levels.find((level) => level.id === id)?.name ?? '',
  }
}
