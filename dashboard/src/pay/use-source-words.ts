import { useTranslation } from 'react-i18next'

const PARTS = /(roster|swap|override|clock)(?=\s|$)|(call|waking|talk):(\S+)|correction:(.*)/gs

/** Where a piece of work is known from: "as on the roster", "from the call log", "corrected: stayed longer". What has no word stays as it is. */
export const useSourceWords = () => {
  const { t } = useTranslation()
  return (source: string): string => {
    const words = [...source.matchAll(PARTS)].map(([, plain, call, , why]) => {
      if (why !== undefined) return t('pay.sources.correction', { why })
      return t(`pay.sources.${plain ?? call ?? 'roster'}`)
    })
    return words.length === 0 ? source : [...new Set(words)].join(', ')
  }
}
