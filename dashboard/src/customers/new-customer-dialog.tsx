import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { NewCustomer } from '../api/case-types.ts'
import { ask } from '../api/http.ts'
import type { CustomerDetail } from '../api/types.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'

type Values = { name: string; kind: 'person' | 'firm'; language: string; phone: string; email: string }

export const NewCustomerDialog = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const form = useForm<Values>({
    initialValues: { name: '', kind: 'person', language: '', phone: '', email: '' },
    validate: {
      name: (name) => (name.trim() === '' ? t('form.required') : null),
      email: (email) => (email === '' || /^\S+@\S+\.\S+$/.test(email) ? null : t('form.email')),
    },
  })
  const sending = useSend({
    run: ({ name, kind, language, phone, email }: Values) => {
      const points = [
        ...(phone.trim() === '' ? [] : [{ kind: 'phone' as const, value: phone }]),
        ...(email.trim() === '' ? [] : [{ kind: 'email' as const, value: email }]),
      ]
      const body: NewCustomer = { name, kind, language: language === '' ? null : language, contactPoints: points }
      return ask<CustomerDetail>('POST', '/api/customers', { body })
    },
    onDone: ({ id }) => {
      void queryClient.invalidateQueries({ queryKey: ['customers'] })
      void navigate({ to: '/customers/$id', params: { id } })
    },
    form,
  })
  return (
    <Dialog title={t('customerWork.new.title')} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit((values) => sending.send(values))} noValidate>
        {sending.fault ? <Fault error={sending.fault} /> : null}
        <TextInput label={t('customers.name')} data-autofocus maxLength={200} {...form.getInputProps('name')} />
        <NativeSelect
          label={t('customerWork.kind')}
          data={(['person', 'firm'] as const).map((value) => ({ value, label: t(`customerWork.kinds.${value}`) }))}
          {...form.getInputProps('kind')}
        />
        <NativeSelect
          label={t('customers.language')}
          data={[
            { value: '', label: t('customers.languageOpen') },
            { value: 'en', label: 'English' },
            { value: 'ru', label: 'Русский' },
          ]}
          {...form.getInputProps('language')}
        />
        <TextInput label={t('customerWork.contacts.kinds.phone')} description={t('customerWork.contacts.anySpelling')} {...form.getInputProps('phone')} />
        <TextInput label={t('customerWork.contacts.kinds.email')} type="email" {...form.getInputProps('email')} />
        <div className="actions">
          <Button type="submit" variant="filled" loading={sending.isSending}>
            {t('customerWork.new.save')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
