import { Button, Checkbox, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { DirectoryEntry, DirectoryInput } from '../api/line-types.ts'
import { useFormat } from '../format/use-format.ts'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notices.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { hoursToText, textToHours } from './hours.ts'
import { useKeepEntry } from './use-keep-entry.ts'

type Values = {
  section: string
  name: string
  aliases: string
  number: string
  hours: string
  zone: string
  note: string
  source: string
  isSponsored: boolean
}

const valuesOf = (entry: DirectoryEntry | undefined, zone: string): Values => ({
  section: entry?.section ?? '',
  name: entry?.name ?? '',
  aliases: entry?.aliases.join(', ') ?? '',
  number: entry?.number ?? '',
  hours: hoursToText(entry?.hours ?? null),
  zone: entry?.zone ?? zone,
  note: entry?.note ?? '',
  source: entry?.source ?? '',
  isSponsored: entry?.isSponsored ?? false,
})

const toInput = (values: Values): DirectoryInput => ({
  ...values,
  aliases: values.aliases
    .split(',')
    .map((alias) => alias.trim())
    .filter(Boolean),
  number: values.number.trim() === '' ? null : values.number.trim(),
  hours: textToHours(values.hours) ?? null,
})

export const EntryDialog = ({ entry, onClose }: { entry?: DirectoryEntry; onClose: () => void }) => {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const required = (text: string) => (text.trim() === '' ? t('form.required') : null)
  const form = useForm<Values>({
    initialValues: valuesOf(entry, zone),
    validate: {
      section: required,
      name: required,
      source: required,
      hours: (hours) => (textToHours(hours) === undefined ? t('directory.hoursWrong') : null),
    },
  })
  const keeping = useKeepEntry(entry?.id, { form, onDone: onClose })
  return (
    <Dialog title={entry ? t('directory.changeOf', { name: entry.name }) : t('directory.add')} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit((values) => keeping.send(toInput(values)))} noValidate>
        {keeping.fault ? <Fault error={keeping.fault} /> : null}
        <TextInput label={t('directory.name')} data-autofocus {...form.getInputProps('name')} />
        <TextInput label={t('directory.section')} {...form.getInputProps('section')} />
        <TextInput label={t('directory.number')} inputMode="tel" placeholder="+49…" {...form.getInputProps('number')} />
        <TextInput label={t('directory.aliases')} description={t('directory.aliasesWhy')} {...form.getInputProps('aliases')} />
        <TextInput label={t('directory.hours')} description={t('directory.hoursWhy')} {...form.getInputProps('hours')} />
        <TextInput label={t('directory.zone')} {...form.getInputProps('zone')} />
        <Textarea label={t('directory.note')} rows={2} {...form.getInputProps('note')} />
        <TextInput label={t('directory.source')} description={t('directory.sourceWhy')} {...form.getInputProps('source')} />
        <Checkbox label={t('directory.isSponsored')} {...form.getInputProps('isSponsored', { type: 'checkbox' })} />
        <div className="actions">
          <Button type="submit" variant="filled" loading={keeping.isSending}>
            {t('form.save')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
          {entry ? <DeleteButton entry={entry} onDone={onClose} /> : null}
        </div>
      </form>
    </Dialog>
  )
}

const DeleteButton = ({ entry, onDone }: { entry: DirectoryEntry; onDone: () => void }) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const deletion = useSend({
    run: () => ask<unknown>('DELETE', `/api/directory/${entry.id}`),
    onDone: () => {
      void queryClient.invalidateQueries({ queryKey: ['directory'] })
      void notify(t('directory.deleted'))
      onDone()
    },
  })
  return (
    <>
      <Button color="bad" variant="filled" loading={deletion.isSending} onClick={() => deletion.send(undefined)}>
        {t('directory.delete')}
      </Button>
      {deletion.fault ? <Fault error={deletion.fault} /> : null}
    </>
  )
}
