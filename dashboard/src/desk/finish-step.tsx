import { Button, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DeskFormBody } from '../api/desk-types.ts'
import type { Then } from './missing.ts'
import type { Form } from './use-form.ts'

const THENS: readonly Then[] = ['passUp', 'keep', 'solve']
type Field = 'passReason' | 'solution' | 'satisfiedBy' | 'spotReason'
const FIELDS: Record<Then, readonly (Field & keyof DeskFormBody)[]> = { passUp: ['passReason'], keep: [], solve: ['solution', 'satisfiedBy', 'spotReason'] }

/** What becomes of it: passed up, kept, or solved while the caller is on the line. */
export const FinishStep = ({ form }: { form: Form }) => {
  const { t } = useTranslation()
  const { body } = form.draft
  const apple = navigator.platform.startsWith('Mac')
  return (
    <section className="step" aria-label={t('desk.form.then')}>
      <fieldset className="choices">
        <legend>{t('desk.form.then')}</legend>
        <div className="row">
          {THENS.map((then) => (
            <label key={then} className="choice">
              <input type="radio" name="then" checked={form.then === then} onChange={() => form.setThen(then)} />
              {t(`desk.form.thens.${then}`)}
            </label>
          ))}
        </div>
        <p className="muted small">{t(`desk.form.thenWhy.${form.then}`)}</p>
      </fieldset>
      <div className="stack">
        {FIELDS[form.then].map((field) => (
          <Textarea
            key={field}
            label={t(`desk.form.fields.${field}`)}
            autosize
            minRows={1}
            withAsterisk
            value={body[field]}
            error={form.missing.includes(field) ? t('desk.form.missing') : undefined}
            onChange={(event) => form.write({ [field]: event.currentTarget.value })}
          />
        ))}
        {form.missing.length > 0 ? (
          <p className="field-fault" role="alert">
            {t('desk.form.notYet', { count: form.missing.length })}
          </p>
        ) : null}
        <Button
          variant="filled"
          fullWidth
          rightSection={<kbd aria-hidden>{apple ? '⌘' : 'Ctrl'} Enter</kbd>}
          loading={form.isSending}
          onClick={form.send}
          aria-keyshortcuts="Control+Enter Meta+Enter"
        >
          {t(`desk.form.sends.${form.then}`)}
        </Button>
      </div>
    </section>
  )
}
