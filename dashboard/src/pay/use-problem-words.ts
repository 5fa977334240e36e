import { useTranslation } from 'react-i18next'
import type { PayRow } from '../api/pay-types.ts'
import { useSpans } from '../format/use-spans.ts'

/** "no hourly rate from 1 Jun 2026" */
export const useProblemWords = () => {
  const { t } = useTranslation()
  const { date } = useSpans()
  return ({ problem, problemFrom }: Pick<PayRow, 'problem' | 'problemFrom'>): string =>
    problem === null
      ? ''
      : t(`pay.problems.${problem}`, { date: problemFrom === null ? '' : date(problemFrom, { day: 'numeric', month: 'short', year: 'numeric' }) })
}
