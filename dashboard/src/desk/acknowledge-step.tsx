import { Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DeskPop } from '../api/desk-types.ts'
import { withAnswer } from './say.ts'
import { ScriptLines } from './script-lines.tsx'
import { scriptValues } from './script-values.ts'
import type { Form } from './use-form.ts'

/** Step 1: the caller's own words, read back; and what he was told. */
export const AcknowledgeStep = ({ form, pop }: { form: Form; pop: DeskPop }) => {
  const { t } = useTranslation()
  const { body } = form.draft
  const fault = (field: string) => (form.missing.includes(field) ? t('desk.form.missing') : undefined)
  return (
    <>
      <Textarea
        id="desk-words"
        label={t('desk.form.words')}
        description={t('desk.form.wordsWhy')}
        autosize
        minRows={2}
        withAsterisk
        value={body.words}
        error={fault('words')}
        onChange={(event) => form.write({ words: event.currentTarget.value })}
      />
      <ScriptLines
        script={form.form.script}
        step="acknowledge"
        values={scriptValues(form.draft, form.form.checklist, pop)}
        onSaid={(text) => form.write({ acknowledgement: withAnswer(body.acknowledgement, text) })}
      />
      <Textarea
        label={t('desk.form.told')}
        description={t('desk.form.toldWhy')}
        autosize
        minRows={2}
        withAsterisk
        value={body.acknowledgement}
        error={fault('acknowledgement')}
        onChange={(event) => form.write({ acknowledgement: event.currentTarget.value })}
      />
    </>
  )
}
