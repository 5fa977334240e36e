import { NativeSelect, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { skillsQuery } from '../api/shift-queries.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ActForm, useReasonForm } from './reason-dialog.tsx'
import { useCallbackSend } from './use-callback-send.ts'

export const PauseDialog = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation()
  const skills = useQuery(skillsQuery).data ?? []
  const form = useReasonForm({ skill: '' })
  const sending = useCallbackSend<object>({ path: '/api/callbacks/pauses', form, said: t('callbacks.pauses.paused'), onDone: onClose })
  const title = t('callbacks.pauses.pause')
  return (
    <Dialog title={title} onClose={onClose}>
      <ActForm
        title={title}
        sending={sending}
        onClose={onClose}
        onSubmit={form.onSubmit(({ skill, reason }) => sending.send({ skill: skill === '' ? null : skill, reason }))}
      >
        <p className="muted">{t('callbacks.pauses.why')}</p>
        <NativeSelect
          label={t('callbacks.skill')}
          data={[{ value: '', label: t('callbacks.pauses.all') }, ...skills.map(({ key, name }) => ({ value: key, label: name }))]}
          {...form.getInputProps('skill')}
        />
        <Textarea label={t('callbacks.acts.reason')} rows={2} maxLength={500} {...form.getInputProps('reason')} />
      </ActForm>
    </Dialog>
  )
}
