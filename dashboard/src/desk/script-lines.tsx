import { useTranslation } from 'react-i18next'
import type { DeskForm } from '../api/desk-types.ts'
import { piecesOf, textOf } from './say.ts'

type ScriptLinesProps = {
  script: DeskForm['script']
  step: DeskForm['script'][number]['step']
  values: Readonly<Record<string, string>>
  /** "I said that": puts the sentence down as what the caller was told. */
  onSaid?: (text: string) => void
}

/** What to say, with the caller's own words in it; what is not known yet is a blank that can be seen. */
export const ScriptLines = ({ script, step, values, onSaid }: ScriptLinesProps) => {
  const { t } = useTranslation()
  const lines = script.filter((line) => line.step === step)
  if (lines.length === 0) return null
  return (
    <div className="script">
      {lines.map(({ say }) => {
        const pieces = piecesOf(say, values)
        return (
          <div key={say} className="row top">
            <p className="script-line grow">
              {pieces.map(({ kind, text }, index) => {
                if (kind === 'words') return <span key={index}>{text}</span>
                if (kind === 'filled') return <strong key={index}>{text}</strong>
                return (
                  <span key={index} className="blank">
                    {t('desk.form.blank', { name: text })}
                  </span>
                )
              })}
            </p>
            {onSaid ? (
              <button
                type="button"
                className="plain-button said-button"
                onClick={() => onSaid(textOf(pieces))}
                aria-label={t('desk.form.saidOf', { text: textOf(pieces) })}
              >
                {t('desk.form.said')}
              </button>
            ) : null}
          </div>
        )
      })}
    </div>
  )
}
