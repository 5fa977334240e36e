import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { NewLeave } from '../api/shift-types.ts'
import { useFormat } from '../format/use-format.ts'
import { instantOf, plusDays } from '../format/zoned.ts'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notices.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { useRenew, useWorkerChoices } from './choices.ts'

type Values = { personId: string; kind: NewLeave['kind']; fromAt: string; toAt: string; note: string }

/** Whole days of the company's calendar, the last one included. */
export const LeaveDialog = ({ today, onClose }: { today: string; onClose: () => void }) => {
  const { t } = useTranslation()
  const { zone, zoneName } = useFormat()
  const people = useWorkerChoices()
  const renew = useRenew()
  const form = useForm<Values>({
    initialValues: { personId: '', kind: 'leave', fromAt: today, toAt: today, note: '' },
    validate: {
      personId: (id) => (id === '' ? t('form.required') : null),
      fromAt: (date) => (date === '' ? t('form.required') : null),
      toAt: (date, { fromAt }) => (date < fromAt ? t('planning.leave.backwards') : null),
    },
  })
  const sending = useSend({
    run: ({ fromAt, toAt, ...rest }: Values) => {
      const body: NewLeave = { ...rest, fromAt: instantOf(fromAt, '00:00', zone), toAt: instantOf(plusDays(toAt, 1), '00:00', zone) }
      return ask<unknown>('POST', '/api/leaves', { body })
    },
    onDone: () => {
      renew()
      void notify(t('states.saved'))
      onClose()
    },
    form,
  })
  return (
    <Dialog title={t('planning.leave.add')} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit((values) => sending.send(values))} noValidate>
        {sending.fault ? <Fault error={sending.fault} /> : null}
        <NativeSelect label={t('people.name')} data={people} data-autofocus {...form.getInputProps('personId')} />
        <NativeSelect
          label={t('planning.leave.kind')}
          data={(['leave', 'sick', 'training'] as const).map((value) => ({ value, label: t(`myShifts.leaveKinds.${value}`) }))}
          {...form.getInputProps('kind')}
        />
        <div className="form-pair">
          <TextInput type="date" label={t('planning.leave.first')} {...form.getInputProps('fromAt')} />
          <TextInput type="date" label={t('planning.leave.last')} min={form.values.fromAt} {...form.getInputProps('toAt')} />
        </div>
        <p className="dim small">{t('planning.leave.zone', { zone: zoneName })}</p>
        <TextInput label={t('myShifts.note')} description={t('myShifts.sickNoteWhy')} {...form.getInputProps('note')} />
        <div className="actions">
          <Button type="submit" variant="filled" loading={sending.isSending}>
            {t('planning.leave.add')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
