import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { PageHead } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { Door } from './door.tsx'
import { SecretField } from './secret-field.tsx'
import { useEnter } from './use-enter.ts'

const route = getRouteApi('/sign-in')

export const SignInPage = () => {
  const { t } = useTranslation()
  const { next } = route.useSearch()
  const enter = useEnter()
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: (email) => (email.includes('@') ? null : t('form.email')),
      password: (password) => (password === '' ? t('form.required') : null),
    },
  })
  const signIn = useSend({
    run: (input: { email: string; password: string }) => ask<unknown>('POST', '/api/session', { body: input }),
    onDone: () => void enter(next),
    form,
  })
  return (
    <Door>
      <PageHead title={t('signIn.title')} />
      <p className="muted">{t('signIn.words')}</p>
      {signIn.fault ? <Fault error={signIn.fault} /> : null}
      <form className="stack" onSubmit={form.onSubmit((values) => signIn.send(values))} noValidate>
        <TextInput label={t('signIn.email')} type="email" autoComplete="username" size="md" {...form.getInputProps('email')} />
        <SecretField size="md" label={t('signIn.password')} autoComplete="current-password" {...form.getInputProps('password')} />
        <Button type="submit" variant="filled" size="md" fullWidth loading={signIn.isSending}>
          {t('signIn.enter')}
        </Button>
      </form>
      <p className="muted small">{t('signIn.forgotten')}</p>
    </Door>
  )
}
