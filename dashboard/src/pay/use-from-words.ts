import { useTranslation } from 'react-i18next'
import { useSpans } from '../format/use-spans.ts'

/** What is there from the start needs no date. */
const START = '1970-01-01'

/** "from 1 Nov 2026", "always" */
export const useFromWords = () => {
  const { t } = useTranslation()
  const { date } = useSpans()
  return (validFrom: string): string =>
    validFrom <= START ? t('pay.terms.always') : t('pay.terms.from', { date: date(validFrom, { day: 'numeric', month: 'short', year: 'numeric' }) })
}
