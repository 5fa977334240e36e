import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { callbackPath } from '../api/callback-queries.ts'
import type { Callback } from '../api/callback-types.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { wallTime } from '../format/wall-time.ts'
import { instantOf, wallOf } from '../format/zoned.ts'
import { Dialog } from '../ui/dialog.tsx'
import { TimeField, timeField } from '../ui/time-field.tsx'
import { ActForm, useReasonForm } from './reason-dialog.tsx'
import { useCallbackSend } from './use-callback-send.ts'

const MINUTES = [5, 15, 30, 60]
const AFTER_WINDOW = 60 * 60_000

/** He keeps his place, and is called when the time is over. */
export const SnoozeDialog = ({ one, onClose }: { one: Callback; onClose: () => void }) => {
  const { t } = useTranslation()
  const { zone, zoneName, moment } = useFormat()
  const now = useNow(30_000)
  const form = useReasonForm({ minutes: '15', ...wallOf(now + 15 * 60_000, zone) })
  const sending = useCallbackSend<object>({ path: callbackPath(one.id, '/snooze'), form, said: t('callbacks.acts.said.snooze'), onDone: onClose })
  const title = t('callbacks.acts.snooze')
  const latest = new Date(Math.max(Date.parse(one.dueAt), now + AFTER_WINDOW)).toISOString()
  const send = form.onSubmit(({ minutes, date, time, reason }) => {
    const until = minutes === '' ? instantOf(date, wallTime(time), zone) : new Date(now + Number(minutes) * 60_000).toISOString()
    sending.send({ until, reason })
  })
  return (
    <Dialog title={title} onClose={onClose}>
      <ActForm title={title} sending={sending} onClose={onClose} onSubmit={send}>
        <p className="muted">{t('callbacks.acts.snoozeWhy', { latest: moment(latest, now) })}</p>
        <NativeSelect
          label={t('callbacks.acts.window')}
          data={[
            ...MINUTES.map((count) => ({ value: String(count), label: t('callbacks.acts.minutes', { count }) })),
            { value: '', label: t('callbacks.acts.at') },
          ]}
          {...form.getInputProps('minutes')}
        />
        {form.values.minutes === '' ? (
          <div className="row top pair">
            <TextInput className="grow" type="date" label={t('callbacks.acts.date')} {...form.getInputProps('date')} />
            <TimeField className="grow" label={t('callbacks.acts.time', { zone: zoneName })} {...timeField(form, 'time')} />
          </div>
        ) : null}
        <Textarea label={t('callbacks.acts.reason')} rows={2} maxLength={500} {...form.getInputProps('reason')} />
      </ActForm>
    </Dialog>
  )
}
