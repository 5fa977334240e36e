import { Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { callbackOptionsQuery, callbackPath } from '../api/callback-queries.ts'
import type { Callback } from '../api/callback-types.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ActForm, useReasonForm } from './reason-dialog.tsx'
import { useCallbackSend } from './use-callback-send.ts'
import { WindowChoice, windowOf } from './window-choice.tsx'

export const MoveDialog = ({ one, onClose }: { one: Callback; onClose: () => void }) => {
  const { t } = useTranslation()
  const [skill, language] = [one.skill ?? '', one.language]
  const options = useQuery(callbackOptionsQuery(skill, language)).data
  const form = useReasonForm({ window: '' })
  const sending = useCallbackSend<object>({ path: callbackPath(one.id, '/move'), form, said: t('callbacks.acts.said.move'), onDone: onClose })
  const title = t('callbacks.acts.move')
  const send = form.onSubmit(({ window, reason }) => {
    if (window === '') return form.setFieldError('window', t('form.required'))
    sending.send({ window: windowOf(options, window), reason })
  })
  return (
    <Dialog title={title} onClose={onClose}>
      <ActForm title={title} sending={sending} onClose={onClose} onSubmit={send}>
        <p className="muted">{t('callbacks.acts.moveWhy')}</p>
        <WindowChoice
          skill={skill}
          language={language}
          value={form.values.window}
          error={form.errors['window'] as string | undefined}
          onChange={(value) => form.setFieldValue('window', value)}
        />
        <Textarea label={t('callbacks.acts.reason')} rows={2} maxLength={500} {...form.getInputProps('reason')} />
      </ActForm>
    </Dialog>
  )
}
