import { Button, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { CustomerDetail } from '../api/types.ts'
import { useFormat } from '../format/use-format.ts'
import { Card } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useCustomerSend } from './use-customer-send.ts'

export const NotesCard = ({ customer }: { customer: CustomerDetail }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  const form = useForm({ initialValues: { text: '' }, validate: { text: (text) => (text.trim() === '' ? t('form.required') : null) } })
  const sending = useCustomerSend<{ text: string }>({ path: `/api/customers/${customer.id}/notes`, form, onDone: () => form.reset() })
  return (
    <Card title={t('customerWork.notes.title')}>
      <form className="stack" onSubmit={form.onSubmit((values) => sending.send(values))} noValidate>
        {sending.fault ? <Fault error={sending.fault} /> : null}
        <Textarea label={t('customerWork.notes.new')} rows={2} maxLength={10000} {...form.getInputProps('text')} />
        {form.values.text === '' ? null : (
          <div className="actions">
            <Button type="submit" size="xs" loading={sending.isSending}>
              {t('customerWork.notes.add')}
            </Button>
          </div>
        )}
      </form>
      <ul className="lines notes">
        {customer.notes.map((note) => (
          <li key={note.id}>
            <span className="stack tight grow">
              <span className="as-written">{note.text}</span>
              <span className="muted small">{[note.by?.name, dateTime(note.at)].filter(Boolean).join(' · ')}</span>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
