import { IconCircleX, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/http.ts'
import { useProblemWords } from '../ui/use-problem-words.ts'
import { codeOf, type Refusal } from './use-editor.ts'

/** Why a change did not stay: the server's refusal in words. */
export const RefusalNote = ({ refusal: { error }, what, onClose }: { refusal: Refusal; what: string; onClose: () => void }) => {
  const { t } = useTranslation()
  const problemWords = useProblemWords()
  const why = !(error instanceof ApiError) || error.problem.status === 0 ? t('faults.offline') : problemWords(error.problem)
  return (
    <div className="note bad" role="alert">
      <IconCircleX size={20} aria-hidden className="icon" />
      <div className="grow">
        <span className="strong">{t('roster.takenBack')}</span> {codeOf(error) === 'NOT_FOUND' ? t('roster.goneMeanwhile') : why}{' '}
        <span className="muted">({what})</span>
      </div>
      <button type="button" className="plain-button" aria-label={t('form.close')} onClick={onClose}>
        <IconX size={16} aria-hidden className="icon" />
      </button>
    </div>
  )
}
