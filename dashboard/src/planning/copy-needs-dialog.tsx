import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { mondayOf, plusDays, wallOf } from '../format/zoned.ts'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notices.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { useRenew } from './choices.ts'

type Values = { first: string; last: string; target: string }

/** What holds in one period holds in another one too, as needs of those days. */
export const CopyNeedsDialog = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const renew = useRenew()
  const monday = mondayOf(wallOf(useNow(60_000), zone).date)
  const form = useForm<Values>({
    initialValues: { first: monday, last: plusDays(monday, 6), target: plusDays(monday, 7) },
    validate: {
      first: (date) => (date === '' ? t('form.required') : null),
      last: (date, { first }) => (date < first ? t('planning.leave.backwards') : null),
      target: (date) => (date === '' ? t('form.required') : null),
    },
  })
  const copying = useSend({
    run: ({ first, last, target }: Values) => ask<{ added: number }>('POST', '/api/needs/copy', { body: { from: first, to: plusDays(last, 1), target } }),
    onDone: ({ added }) => {
      renew()
      void notify(t('planning.needs.copied', { count: added }))
      onClose()
    },
    form,
  })
  return (
    <Dialog title={t('planning.needs.copy')} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit((values) => copying.send(values))} noValidate>
        {copying.fault ? <Fault error={copying.fault} /> : null}
        <p className="muted">{t('planning.needs.copyWhy')}</p>
        <div className="form-pair">
          <TextInput type="date" label={t('planning.leave.first')} data-autofocus {...form.getInputProps('first')} />
          <TextInput type="date" label={t('planning.leave.last')} min={form.values.first} {...form.getInputProps('last')} />
        </div>
        <TextInput type="date" label={t('planning.needs.target')} {...form.getInputProps('target')} />
        <div className="actions">
          <Button type="submit" variant="filled" loading={copying.isSending}>
            {t('planning.needs.copyIt')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
