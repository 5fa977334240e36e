import { useTranslation } from 'react-i18next'
import type { PayRule } from '../api/pay-types.ts'
import { useAmounts } from '../format/use-amounts.ts'
import { useDayWords } from '../planning/weekdays.ts'

/** When a premium is due, in words. */
export const useWindowWords = () => {
  const { t } = useTranslation()
  const dayWords = useDayWords()
  const { hours } = useAmounts()
  const until = (into: string | undefined): string => (into === undefined ? '' : `, ${t('pay.windows.into', { to: into })}`)
  return (window: PayRule['window']): string => {
    switch (window.kind) {
      case 'daily': {
        const words = t('pay.windows.daily', { from: window.from, to: window.to })
        return window.ifBegunBefore === undefined ? words : `${words}, ${t('pay.windows.ifBegunBefore', { time: window.ifBegunBefore })}`
      }
      case 'weekday':
        return dayWords(window.days) + until(window.into)
      case 'holiday':
        return (window.only === undefined ? t('pay.windows.holiday') : t('pay.windows.only', { dates: window.only.join(', ') })) + until(window.into)
      case 'dates':
        return t('pay.windows.dates', { dates: window.dates.join(', '), from: window.from })
      case 'overtime': {
        const per = t(`pay.windows.per.${window.per}`)
        const more = window.plusMinutes ?? 0
        if (window.afterMinutes === 'contract' && more === 0) return t('pay.windows.overtime', { per })
        if (window.afterMinutes === 'contract') return t('pay.windows.overtimePlus', { per, hours: hours(more) })
        return t('pay.windows.overtimeAfter', { per, hours: hours(window.afterMinutes + more) })
      }
    }
  }
}
