import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { incidentsQuery } from '../api/line-queries.ts'
import type { NewIncident } from '../api/line-types.ts'
import { sitesQuery } from '../api/queries.ts'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notices.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'

type Values = { title: string; en: string; ru: string; siteId: string }

const toIncident = ({ title, en, ru, siteId }: Values): NewIncident => ({
  title: title.trim(),
  text: { ...(en.trim() === '' ? {} : { en: en.trim() }), ...(ru.trim() === '' ? {} : { ru: ru.trim() }) },
  ...(siteId === '' ? {} : { siteId }),
})

/** From here on every caller of the site hears it, so it is written in each language that the line speaks. */
export const IncidentDialog = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const sites = useQuery(sitesQuery)
  const form = useForm<Values>({
    initialValues: { title: '', en: '', ru: '', siteId: '' },
    validate: {
      title: (title) => (title.trim() === '' ? t('form.required') : null),
      en: (en, { ru }) => (en.trim() === '' && ru.trim() === '' ? t('form.required') : null),
    },
  })
  const sending = useSend({
    run: (values: Values) => ask<unknown>('POST', '/api/incidents', { body: toIncident(values) }),
    onDone: () => {
      void queryClient.invalidateQueries({ queryKey: incidentsQuery.queryKey })
      void notify(t('incidents.opened'))
      onClose()
    },
    form,
  })
  return (
    <Dialog title={t('incidents.open')} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit((values) => sending.send(values))} noValidate>
        {sending.fault ? <Fault error={sending.fault} /> : null}
        <TextInput label={t('incidents.name')} description={t('incidents.nameWhy')} data-autofocus {...form.getInputProps('title')} />
        <Textarea label={t('incidents.textEn')} lang="en" rows={2} maxLength={300} {...form.getInputProps('en')} />
        <Textarea label={t('incidents.textRu')} lang="ru" rows={2} maxLength={300} {...form.getInputProps('ru')} />
        <NativeSelect
          label={t('incidents.site')}
          data={[{ value: '', label: t('incidents.allSites') }, ...(sites.data ?? []).map(({ id, name }) => ({ value: id, label: name }))]}
          {...form.getInputProps('siteId')}
        />
        <div className="actions">
          <Button type="submit" variant="filled" loading={sending.isSending}>
            {t('incidents.open')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
