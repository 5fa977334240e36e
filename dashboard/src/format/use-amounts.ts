import { useTranslation } from 'react-i18next'
import { moneyText } from './money.ts'

/** Minutes and money in the language of the screen. */
export const useAmounts = () => {
  const { t, i18n } = useTranslation()
  const locale = i18n.language === 'en' ? 'en-GB' : i18n.language
  return {
    money: (minor: number, currency: string): string => moneyText(minor, currency, locale),
    /** What an hour costs. */
    rate: (minor: number, currency: string): string => moneyText(minor, currency, locale, 4),
    /** "8 h", "7 h 30 min", "-30 min" */
    hours: (minutes: number): string => {
      const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.round(Math.abs(minutes) % 60)]
      const sign = minutes < 0 ? '−' : ''
      if (rest === 0) return sign + t('now.hours', { hours })
      return sign + (hours === 0 ? t('now.minutes', { minutes: rest }) : t('now.hoursMinutes', { hours, minutes: rest }))
    },
    /** 0.0129 -> "1.3%" */
    percent: (part: number): string => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(part),
    /** Thousandths as a share: 250 -> "25%" */
    share: (permille: number): string => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(permille / 1000),
    /** "November 2026" */
    month: (month: string): string =>
      new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-15T12:00:00Z`)),
  }
}
