import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconBeach, IconMoodSick, IconSchool } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { Leave, NewLeave } from '../api/shift-types.ts'
import type { Me } from '../api/types.ts'
import { useFormat } from '../format/use-format.ts'
import { useSpans } from '../format/use-spans.ts'
import { instantOf, plusDays, wallOf } from '../format/zoned.ts'
import { LeaveRequestDialog } from '../requests/leave-request-dialog.tsx'
import { OwnLeaveRequests } from '../requests/own-leave-requests.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notices.tsx'
import { Card } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'

export const LEAVE_SIGNS = { leave: IconBeach, sick: IconMoodSick, training: IconSchool } as const

type LeavesProps = { me: Me; leaves: readonly Leave[]; now: number; mayAsk: boolean }

/** When I am away, leave that I ask for, and the way to say "I am sick". */
export const LeavesCard = ({ me, leaves, now, mayAsk }: LeavesProps) => {
  const { t } = useTranslation()
  const [opened, setOpened] = useState<'sick' | 'ask' | null>(null)
  const ahead = leaves.filter(({ toAt }) => Date.parse(toAt) > now)
  return (
    <Card title={t('myShifts.leaves')}>
      <div className="stack">
        {ahead.length === 0 ? (
          <p className="muted">{t('myShifts.noLeaves')}</p>
        ) : (
          <ul className="lines">
            {ahead.map((leave) => (
              <LeaveLine key={leave.id} leave={leave} />
            ))}
          </ul>
        )}
        {mayAsk ? <OwnLeaveRequests myId={me.person.id} now={now} /> : null}
        {mayAsk ? (
          <Button className="thumb" leftSection={<IconBeach size={18} aria-hidden />} onClick={() => setOpened('ask')}>
            {t('requests.leave.ask')}
          </Button>
        ) : null}
        <Button className="thumb" leftSection={<IconMoodSick size={18} aria-hidden />} onClick={() => setOpened('sick')}>
          {t('myShifts.sick')}
        </Button>
      </div>
      {opened === 'ask' ? <LeaveRequestDialog now={now} onClose={() => setOpened(null)} /> : null}
      {opened === 'sick' ? <SickDialog me={me} now={now} onClose={() => setOpened(null)} /> : null}
    </Card>
  )
}

const LeaveLine = ({ leave }: { leave: Leave }) => {
  const { t } = useTranslation()
  const Icon = LEAVE_SIGNS[leave.kind]
  const { zone } = useFormat()
  const words = useSpans().period(leave.fromAt, leave.toAt, zone)
  return (
    <li>
      <span className="row top" style={{ flexWrap: 'nowrap' }}>
        <Icon size={18} stroke={1.8} aria-hidden className="icon" />
        <span className="stack tight">
          <span className="strong">{t(`myShifts.leaveKinds.${leave.kind}`)}</span>
          <span className="muted small">{words}</span>
          {leave.note === '' ? null : <span className="small">{leave.note}</span>}
        </span>
      </span>
    </li>
  )
}

const SickDialog = ({ me, now, onClose }: { me: Me; now: number; onClose: () => void }) => {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const queryClient = useQueryClient()
  const [began] = useState(now)
  const today = wallOf(began, zone).date
  const form = useForm({
    initialValues: { toAt: today, note: '' },
    validate: { toAt: (date) => (date >= today ? null : t('myShifts.sickPast')) },
  })
  const sending = useSend({
    run: ({ toAt, note }: { toAt: string; note: string }) => {
      const body: NewLeave = {
        personId: me.person.id,
        kind: 'sick',
        fromAt: new Date(began).toISOString(),
        toAt: instantOf(plusDays(toAt, 1), '00:00', zone),
        note,
      }
      return ask<unknown>('POST', '/api/leaves', { body })
    },
    onDone: () => {
      for (const kind of ['my-shifts', 'board', 'planning']) void queryClient.invalidateQueries({ queryKey: [kind] })
      void notify(t('myShifts.sickDone'))
      onClose()
    },
    form,
  })
  return (
    <Dialog title={t('myShifts.sick')} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit((values) => sending.send(values))} noValidate>
        {sending.fault ? <Fault error={sending.fault} /> : null}
        <p>{t('myShifts.sickWhy')}</p>
        <TextInput type="date" size="md" min={today} label={t('myShifts.sickUntil')} data-autofocus {...form.getInputProps('toAt')} />
        <TextInput size="md" label={t('myShifts.note')} description={t('myShifts.sickNoteWhy')} {...form.getInputProps('note')} />
        <div className="actions">
          <Button type="submit" variant="filled" className="thumb" loading={sending.isSending}>
            {t('myShifts.sickSend')}
          </Button>
          <Button className="thumb" onClick={onClose}>
            {t('form.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
