import { useTranslation } from 'react-i18next'
import type { FigureKind } from './figures.ts'

/** Names and values of figures in the language of the screen. */
export const useFigureWords = () => {
  const { t, i18n } = useTranslation()
  const locale = i18n.language === 'en' ? 'en-GB' : i18n.language
  const count = (value: number) => new Intl.NumberFormat(locale).format(value)
  return {
    /** Of the house, or of a person: "opened" exists only for the house. */
    name: (figure: string, isHouse = false): string => {
      const own = `report.house.${figure}`
      const key = isHouse && i18n.exists(own) ? own : `report.figures.${figure}`
      return i18n.exists(key) ? String(t(key)) : figure
    },
    value: (value: number | null, kind: FigureKind): string => {
      if (value === null) return '—'
      if (kind === 'rate') return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(value)
      if (kind === 'count') return count(value)
      const minutes = Math.floor(value / 60)
      const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
      return hours === 0
        ? String(t('now.minutes', { minutes: rest }))
        : String(t('report.hours', { hours: count(hours), minutes: String(rest).padStart(2, '0') }))
    },
  }
}
