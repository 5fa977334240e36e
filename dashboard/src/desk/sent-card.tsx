import { IconCircleCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { DeskForm } from '../api/desk-types.ts'
import { useFormat } from '../format/use-format.ts'
import { Note } from '../ui/pieces.tsx'
import { draftOf } from './draft.ts'
import { ScriptLines } from './script-lines.tsx'
import { scriptValues } from './script-values.ts'

/** The form has gone out: what to say at the end, and where the case is. */
export const SentCard = ({ form }: { form: DeskForm }) => {
  const { t } = useTranslation()
  const { time } = useFormat()
  const draft = draftOf(form)
  return (
    <section className="card form-card" aria-label={t('desk.form.title')}>
      <div role="status">
        <Note tone="ok" icon={IconCircleCheck}>
          <p className="strong">{t('desk.sent.title', { at: form.submittedAt === null ? '' : time(form.submittedAt) })}</p>
          {form.caseNumber === null ? null : (
            <p>
              <Link to="/cases/$number" params={{ number: form.caseNumber }}>
                {t('cases.number', { number: form.caseNumber })}
              </Link>
            </p>
          )}
        </Note>
      </div>
      <ScriptLines script={form.script} step="end" values={scriptValues(draft, form.checklist, null)} />
      <dl className="facts">
        <div>
          <dt>{t('desk.form.words')}</dt>
          <dd>{draft.body.words}</dd>
        </div>
        <div>
          <dt>{t('desk.form.told')}</dt>
          <dd>{draft.body.acknowledgement}</dd>
        </div>
      </dl>
    </section>
  )
}
