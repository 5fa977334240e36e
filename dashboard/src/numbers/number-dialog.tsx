import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { flowsQuery, numbersQuery, sitesQuery } from '../api/queries.ts'
import type { NewPhoneNumber, PhoneNumber, PhoneNumberChange } from '../api/types.ts'
import { groupNumber } from '../format/phone-number.ts'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notices.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'

export const NumberDialog = ({ number, onClose }: { number?: PhoneNumber; onClose: () => void }) => {
  const { t } = useTranslation()
  const sites = useQuery(sitesQuery)
  const flows = useQuery(flowsQuery)
  const { form, sending } = useNumberForm(number, onClose)
  const open = { value: '', label: t('form.choose') }
  const fault = sending.fault ?? sites.error ?? flows.error
  return (
    <Dialog title={number ? t('numbers.changeOf', { number: groupNumber(number.number) }) : t('numbers.add')} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit((values) => sending.send(values))} noValidate>
        {fault ? <Fault error={fault} /> : null}
        {number ? null : <TextInput label={t('numbers.number')} inputMode="tel" placeholder="+49…" data-autofocus {...form.getInputProps('number')} />}
        <TextInput label={t('numbers.label')} description={t('numbers.labelWhy')} {...form.getInputProps('label')} />
        <NativeSelect
          label={t('numbers.site')}
          data={[open, ...(sites.data ?? []).map(({ id, name, zone }) => ({ value: id, label: `${name} · ${zone}` }))]}
          {...form.getInputProps('siteId')}
        />
        <NativeSelect
          label={t('numbers.flow')}
          data={[open, ...(flows.data ?? []).map(({ flow, title }) => ({ value: flow, label: title ? `${title} (${flow})` : flow }))]}
          {...form.getInputProps('flow')}
        />
        <div className="actions">
          <Button type="submit" variant="filled" loading={sending.isSending}>
            {t(number ? 'form.save' : 'numbers.add')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

const useNumberForm = (number: PhoneNumber | undefined, onClose: () => void) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const required = (value: string) => (value.trim() === '' ? t('form.required') : null)
  const form = useForm<NewPhoneNumber>({
    initialValues: { number: number?.number ?? '', label: number?.label ?? '', siteId: number?.site.id ?? '', flow: number?.flow ?? '' },
    validate: { number: required, label: required, siteId: required, flow: required },
  })
  const sending = useSend({
    run: (values: NewPhoneNumber) => (number ? change(number.number, values) : ask<unknown>('POST', '/api/numbers', { body: values })),
    onDone: () => {
      void queryClient.invalidateQueries({ queryKey: numbersQuery.queryKey })
      void notify(t('states.saved'))
      onClose()
    },
    form,
  })
  return { form, sending }
}

const change = (number: string, { label, siteId, flow }: NewPhoneNumber): Promise<unknown> => {
  const body: PhoneNumberChange = { label, siteId, flow }
  return ask('PATCH', `/api/numbers/${encodeURIComponent(number)}`, { body })
}
