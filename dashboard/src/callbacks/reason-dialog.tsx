import { Button, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../ui/dialog.tsx'
import { Fault } from '../ui/states.tsx'
import { useCallbackSend } from './use-callback-send.ts'

type Props = { title: string; why?: string; path: string; said: string; onClose: () => void }

/** An act that needs nothing but its reason. */
export const ReasonDialog = ({ title, why, path, said, onClose }: Props) => {
  const { t } = useTranslation()
  const form = useReasonForm({})
  const sending = useCallbackSend<object>({ path, form, said, onDone: onClose })
  return (
    <Dialog title={title} onClose={onClose}>
      <ActForm title={title} sending={sending} onClose={onClose} onSubmit={form.onSubmit(({ reason }) => sending.send({ reason }))}>
        {why ? <p className="muted">{why}</p> : null}
        <Textarea label={t('callbacks.acts.reason')} rows={3} maxLength={500} data-autofocus {...form.getInputProps('reason')} />
      </ActForm>
    </Dialog>
  )
}

/** A form with a reason, without which it is not sent. */
export const useReasonForm = <V extends object>(initialValues: V) => {
  const { t } = useTranslation()
  return useForm({
    initialValues: { ...initialValues, reason: '' },
    validate: (values) => (values.reason.trim() === '' ? { reason: t('form.required') } : {}),
  })
}

type ActFormProps = {
  title: string
  sending: { fault: unknown; isSending: boolean }
  onSubmit: (event?: React.FormEvent<HTMLFormElement>) => void
  onClose: () => void
  children: ReactNode
}

/** What the dialogs have in common: what went wrong, the act and the way out. */
export const ActForm = ({ title, sending, onSubmit, onClose, children }: ActFormProps) => {
  const { t } = useTranslation()
  return (
    <form className="stack" onSubmit={onSubmit} noValidate>
      {sending.fault ? <Fault error={sending.fault} /> : null}
      {children}
      <div className="actions">
        <Button type="submit" variant="filled" loading={sending.isSending}>
          {title}
        </Button>
        <Button onClick={onClose}>{t('form.cancel')}</Button>
      </div>
    </form>
  )
}
