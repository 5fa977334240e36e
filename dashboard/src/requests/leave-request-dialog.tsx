import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { LeaveRequest, NewLeaveRequest } from '../api/pay-types.ts'
import { useFormat } from '../format/use-format.ts'
import { instantOf, plusDays, wallOf } from '../format/zoned.ts'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notices.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'

type Values = { kind: NewLeaveRequest['kind']; first: string; last: string; note: string }

/** Whole days of the company's calendar, the last one included. */
export const LeaveRequestDialog = ({ now, onClose }: { now: number; onClose: () => void }) => {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const queryClient = useQueryClient()
  const [today] = useState(() => wallOf(now, zone).date)
  const form = useForm<Values>({
    initialValues: { kind: 'leave', first: plusDays(today, 1), last: plusDays(today, 1), note: '' },
    validate: {
      first: (date) => (date >= today ? null : t('requests.leave.past')),
      last: (date, { first }) => (date < first ? t('requests.leave.backwards') : null),
    },
  })
  const asking = useSend({
    run: ({ kind, first, last, note }: Values) => {
      const body: NewLeaveRequest = { kind, fromAt: instantOf(first, '00:00', zone), toAt: instantOf(plusDays(last, 1), '00:00', zone), note }
      return ask<LeaveRequest>('POST', '/api/leave-requests', { body })
    },
    onDone: () => {
      void queryClient.invalidateQueries({ queryKey: ['leave-requests'] })
      void notify(t('requests.leave.sent'))
      onClose()
    },
    form,
  })
  return (
    <Dialog title={t('requests.leave.ask')} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit((values) => asking.send(values))} noValidate>
        {asking.fault ? <Fault error={asking.fault} /> : null}
        <NativeSelect
          size="md"
          label={t('requests.leave.kind')}
          data={(['leave', 'training'] as const).map((value) => ({ value, label: t(`myShifts.leaveKinds.${value}`) }))}
          {...form.getInputProps('kind')}
        />
        <TextInput type="date" size="md" min={today} label={t('requests.leave.first')} {...form.getInputProps('first')} />
        <TextInput type="date" size="md" min={form.values.first} label={t('requests.leave.last')} {...form.getInputProps('last')} />
        <TextInput size="md" label={t('myShifts.note')} description={t('requests.leave.noteWhy')} {...form.getInputProps('note')} />
        <div className="actions">
          <Button type="submit" variant="filled" className="thumb" loading={asking.isSending}>
            {t('requests.leave.send')}
          </Button>
          <Button className="thumb" onClick={onClose}>
            {t('form.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
