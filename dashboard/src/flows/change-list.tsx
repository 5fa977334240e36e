import { IconMinus, IconPencil, IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { FlowChange } from '../api/types.ts'
import { changesByStep, fieldWords, type FieldChange } from './change-words.ts'
import { useFlowWords } from './use-flow-words.ts'

const SIGNS = { added: IconPlus, removed: IconMinus, changed: IconPencil }

/** The difference step by step, in words. */
export const ChangeList = ({ changes, onStep }: { changes: readonly FlowChange[]; onStep?: (step: string) => void }) => {
  const { t } = useTranslation()
  return (
    <ul className="flow-changes">
      {changesByStep(changes).map(({ step, sign, renamedFrom, fields }) => {
        const Icon = SIGNS[sign]
        const isLink = step !== null && sign !== 'removed' && onStep !== undefined
        return (
          <li key={step ?? ''} className={sign}>
            <p className="strong">
              <Icon size={15} className="icon" role="img" aria-label={t(`flows.changed.${sign}`)} />{' '}
              {isLink ? (
                <button type="button" className="link-button strong" onClick={() => onStep(step)}>
                  {step}
                </button>
              ) : (
                (step ?? t('flows.wholeFlow'))
              )}
              <span className="muted small">
                {' '}
                {t(`flows.changed.${sign}`)}
                {renamedFrom === null ? '' : ` · ${t('flows.renamedFrom', { name: renamedFrom })}`}
              </span>
            </p>
            {fields.length === 0 ? null : (
              <ul>
                {fields.map((change) => (
                  <FieldLine key={change.field} change={change} />
                ))}
              </ul>
            )}
          </li>
        )
      })}
    </ul>
  )
}

const FieldLine = ({ change: { field, before, after } }: { change: FieldChange }) => {
  const { t } = useTranslation()
  const words = useFlowWords()
  const { kind, name } = fieldWords(field)
  const what =
    kind === 'option' ? t('flows.optionLeads', { key: name }) : kind === 'prompt' ? t('flows.promptIn', { language: name.toUpperCase() }) : words.way(name)
  return (
    <li>
      <span className="muted small">{what}</span>
      {before === null ? null : (
        <p>
          <span className="hidden-words">{t('flows.before')} </span>
          <del>{before}</del>
        </p>
      )}
      {after === null ? null : (
        <p>
          <span className="hidden-words">{t('flows.after')} </span>
          <ins>{after}</ins>
        </p>
      )}
    </li>
  )
}
