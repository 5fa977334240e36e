import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { SecretField } from './secret-field.tsx'

export const SHORTEST_PASSWORD = 10

type PasswordFormProps = {
  save: (password: string, current: string) => Promise<unknown>
  onDone: () => void
  submitWords: string
  /** Asks for the password that is replaced. */
  withCurrent?: boolean
}

/** A new password, typed twice: nobody can send him the one he mistyped. */
export const PasswordForm = ({ save, onDone, submitWords, withCurrent = false }: PasswordFormProps) => {
  const { t } = useTranslation()
  const form = useForm({
    initialValues: { current: '', password: '', again: '' },
    validate: {
      current: (current) => (withCurrent && current === '' ? t('form.required') : null),
      password: (password) => (password.length < SHORTEST_PASSWORD ? t('form.passwordShort', { count: SHORTEST_PASSWORD }) : null),
      again: (again, { password }) => (again === password ? null : t('form.passwordDiffers')),
    },
  })
  const sending = useSend({
    run: ({ password, current }: { password: string; current: string }) => save(password, current),
    onDone: () => {
      form.reset()
      onDone()
    },
    form,
  })
  return (
    <form className="stack" onSubmit={form.onSubmit((values) => sending.send(values))} noValidate>
      {sending.fault ? <Fault error={sending.fault} /> : null}
      {withCurrent ? <SecretField label={t('account.current')} autoComplete="current-password" {...form.getInputProps('current')} /> : null}
      <SecretField
        label={t('account.newPassword')}
        description={t('account.passwordRule', { count: SHORTEST_PASSWORD })}
        autoComplete="new-password"
        {...form.getInputProps('password')}
      />
      <SecretField label={t('account.again')} autoComplete="new-password" {...form.getInputProps('again')} />
      <div className="actions">
        <Button type="submit" variant="filled" loading={sending.isSending}>
          {submitWords}
        </Button>
      </div>
    </form>
  )
}
