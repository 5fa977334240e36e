import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { CustomerDetail } from '../api/types.ts'
import { Card } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useChangeCustomer } from './use-change-customer.ts'

export const CustomerForm = ({ customer }: { customer: CustomerDetail }) => {
  const { t } = useTranslation()
  const form = useForm({
    initialValues: { name: customer.name, language: customer.language ?? '', note: customer.note, pin: '' },
    validate: {
      name: (name) => (name.trim() === '' ? t('form.required') : null),
      pin: (pin) => (/^(\d{4,8})?$/.test(pin) ? null : t('customers.pinForm')),
    },
  })
  const change = useChangeCustomer(customer.id, form)
  const save = form.onSubmit(({ name, language, note, pin }) => {
    change.send({ name, language: language === '' ? null : language, note, ...(pin !== '' && { pin }) })
    form.resetDirty()
  })
  return (
    <Card title={t('customers.edit')}>
      <form className="stack" onSubmit={save} noValidate>
        {change.fault ? <Fault error={change.fault} /> : null}
        <TextInput label={t('customers.name')} {...form.getInputProps('name')} />
        <NativeSelect
          label={t('customers.language')}
          data={[
            { value: '', label: t('customers.languageOpen') },
            { value: 'en', label: 'English' },
            { value: 'ru', label: 'Русский' },
            ...(['', 'en', 'ru'].includes(customer.language ?? '') ? [] : [{ value: customer.language ?? '', label: customer.language ?? '' }]),
          ]}
          {...form.getInputProps('language')}
        />
        <TextInput
          label={t('customers.pin')}
          description={t(customer.hasPin ? 'customers.pinIsSet' : 'customers.pinWhy')}
          inputMode="numeric"
          autoComplete="off"
          {...form.getInputProps('pin')}
        />
        <Textarea label={t('customers.note')} rows={3} {...form.getInputProps('note')} />
        <div className="actions">
          <Button type="submit" variant="filled" loading={change.isSending} disabled={!form.isDirty()}>
            {t('form.save')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
