import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { rulesQuery } from '../api/case-queries.ts'
import type { RuleView } from '../api/case-types.ts'
import type { Form } from './use-form.ts'

/** Why he calls: it decides what to say and what to ask. */
export const ReasonChoice = ({ form }: { form: Form }) => {
  const { t, i18n } = useTranslation()
  const reasons = useQuery(rulesQuery('reason')).data ?? []
  const { reason } = form.draft.body
  const named = reasons.map(({ key, body }) => ({ value: key, label: titleOf(body, i18n.language) ?? key }))
  const isKnown = reason === '' || named.some(({ value }) => value === reason)
  return (
    <NativeSelect
      label={t('desk.form.reason')}
      withAsterisk
      value={reason}
      error={form.missing.includes('reason') ? t('desk.form.missing') : undefined}
      onChange={(event) => form.askAnew({ reason: event.currentTarget.value })}
      data={[{ value: '', label: t('form.choose') }, ...named, ...(isKnown ? [] : [{ value: reason, label: reason }])]}
    />
  )
}

const titleOf = (body: RuleView['body'], language: string): string | undefined => {
  const { title } = body as { title?: Record<string, string> }
  return title?.[language.slice(0, 2)] ?? title?.['en']
}
