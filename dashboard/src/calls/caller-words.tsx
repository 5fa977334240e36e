import { useTranslation } from 'react-i18next'
import type { CallRow } from '../api/types.ts'
import { groupNumber } from '../format/phone-number.ts'

/** Who called, as the network told it; a withheld number has no digits to show. */
export const useCallerWords = () => {
  const { t } = useTranslation()
  return ({ from, fromKind }: Pick<CallRow, 'from' | 'fromKind'>): string => {
    if (fromKind === 'withheld' || from === null || from === '') return t('calls.hidden')
    return groupNumber(from)
  }
}
