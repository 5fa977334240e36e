import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { callbackOptionsQuery } from '../api/callback-queries.ts'
import type { Callback, NewCallback } from '../api/callback-types.ts'
import { skillsQuery } from '../api/shift-queries.ts'
import { SEVERITIES } from '../cases/case-filter.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ActForm } from './reason-dialog.tsx'
import { useCallbackSend } from './use-callback-send.ts'
import { NOW, WindowChoice, windowOf } from './window-choice.tsx'

const LANGUAGES = ['en', 'de', 'ru'] as const

/** Somebody asked one of us at the door, by letter or on another phone. */
export const NewCallbackDialog = ({ onClose, onMade }: { onClose: () => void; onMade: (id: string) => void }) => {
  const { t } = useTranslation()
  const skills = useQuery(skillsQuery).data ?? []
  const required = (value: string) => (value.trim() === '' ? t('form.required') : null)
  const form = useForm({
    initialValues: { number: '', extension: '', name: '', askFor: '', words: '', severity: 'normal' as const, language: '', skill: '', window: '' },
    validate: { number: required, window: required },
  })
  const { skill, language } = form.values
  const options = useQuery(callbackOptionsQuery(skill, language)).data
  const sending = useCallbackSend<NewCallback, Callback>({
    path: '/api/callbacks',
    form,
    said: t('callbacks.form.saved'),
    onDone: ({ id }) => onMade(id),
  })
  const send = form.onSubmit(({ number, name, words, severity, window, ...optional }) => {
    const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== ''))
    const chosen = window === NOW ? null : windowOf(options, window)
    sending.send({ number, name, words, severity, ...given, ...(chosen ? { window: chosen } : {}) })
  })
  const title = t('callbacks.new')
  return (
    <Dialog title={title} onClose={onClose}>
      <ActForm title={t('callbacks.form.save')} sending={sending} onClose={onClose} onSubmit={send}>
        <div className="form-grid">
          <TextInput label={t('callbacks.form.number')} type="tel" data-autofocus autoComplete="off" maxLength={40} {...form.getInputProps('number')} />
          <TextInput label={t('callbacks.form.extension')} inputMode="tel" autoComplete="off" maxLength={12} {...form.getInputProps('extension')} />
          <TextInput label={t('callbacks.form.name')} autoComplete="off" maxLength={120} {...form.getInputProps('name')} />
          <TextInput label={t('callbacks.form.askFor')} autoComplete="off" maxLength={80} {...form.getInputProps('askFor')} />
          <NativeSelect
            label={t('callbacks.form.language')}
            data={[{ value: '', label: t('callbacks.form.ofRecord') }, ...LANGUAGES.map((value) => ({ value, label: t(`callbacks.form.languages.${value}`) }))]}
            {...form.getInputProps('language')}
          />
          <NativeSelect
            label={t('callbacks.form.severity')}
            data={SEVERITIES.map((value) => ({ value, label: t(`cases.severities.${value}`) }))}
            {...form.getInputProps('severity')}
          />
          {skills.length === 0 ? null : (
            <NativeSelect
              label={t('callbacks.form.skill')}
              data={[{ value: '', label: t('callbacks.form.any') }, ...skills.map(({ key, name }) => ({ value: key, label: name }))]}
              {...form.getInputProps('skill')}
            />
          )}
          <WindowChoice
            skill={skill}
            language={language}
            value={form.values.window}
            error={form.errors['window'] as string | undefined}
            onChange={(value) => form.setFieldValue('window', value)}
          />
        </div>
        <Textarea label={t('callbacks.form.words')} rows={3} maxLength={2000} {...form.getInputProps('words')} />
      </ActForm>
    </Dialog>
  )
}
