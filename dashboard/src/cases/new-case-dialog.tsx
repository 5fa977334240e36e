import { Button, NativeSelect, Switch, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CaseRow, NewCase, Severity } from '../api/case-types.ts'
import { ask } from '../api/http.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { SEVERITIES } from './case-filter.ts'
import { useReasons } from './use-reason-name.ts'

type Values = { title: string; reason: string; severity: Severity; words: string; isDistressed: boolean }

/** A case that came by letter, at the door or from a colleague: its keeper owns it at once. */
export const NewCaseDialog = ({ customer, onClose }: { customer?: { id: string; name: string }; onClose: () => void }) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const reasons = useReasons()
  const required = (value: string) => (value.trim() === '' ? t('form.required') : null)
  const form = useForm<Values>({
    initialValues: { title: '', reason: '', severity: 'normal', words: '', isDistressed: false },
    validate: { title: required, reason: required },
  })
  const sending = useSend({
    run: (values: Values) => {
      const body: NewCase = { ...values, ...(customer ? { customerId: customer.id } : {}) }
      return ask<CaseRow>('POST', '/api/cases', { body })
    },
    onDone: ({ number }) => {
      void queryClient.invalidateQueries({ queryKey: ['cases'] })
      void navigate({ to: '/cases/$number', params: { number } })
    },
    form,
  })
  return (
    <Dialog title={customer ? t('caseWork.new.of', { name: customer.name }) : t('caseWork.new.title')} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit((values) => sending.send(values))} noValidate>
        {sending.fault ? <Fault error={sending.fault} /> : null}
        <TextInput label={t('caseWork.new.name')} description={t('caseWork.new.nameWhy')} maxLength={200} data-autofocus {...form.getInputProps('title')} />
        <NativeSelect label={t('cases.reason')} data={[{ value: '', label: t('form.choose') }, ...reasons]} {...form.getInputProps('reason')} />
        <NativeSelect
          label={t('cases.severity')}
          data={SEVERITIES.map((value) => ({ value, label: t(`cases.severities.${value}`) }))}
          {...form.getInputProps('severity')}
        />
        <Textarea label={t('caseWork.steps.words')} rows={3} {...form.getInputProps('words')} />
        <Switch label={t('caseWork.signs.isDistressed')} {...form.getInputProps('isDistressed', { type: 'checkbox' })} />
        <div className="actions">
          <Button type="submit" variant="filled" loading={sending.isSending}>
            {t('caseWork.new.save')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
