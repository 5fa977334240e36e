import { useTranslation } from 'react-i18next'
import { dayRuns } from './hours.ts'

/** 2024-01-01 was a Monday. */
const nameOf = (day: number, language: string): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day))

export const useWeekdays = (): { value: number; label: string }[] => {
  const { i18n } = useTranslation()
  return [1, 2, 3, 4, 5, 6, 7].map((value) => ({ value, label: nameOf(value, i18n.language) }))
}

/** "every day", "Mon–Fri", "Mon–Wed, Fri" */
export const useDayWords = () => {
  const { t, i18n } = useTranslation()
  return (days: readonly number[]): string => {
    if (new Set(days).size === 7) return t('planning.everyDay')
    const name = (day: number) => nameOf(day, i18n.language)
    return dayRuns(days)
      .map(([from, to]) => (from === to ? name(from) : `${name(from)}–${name(to)}`))
      .join(', ')
  }
}
