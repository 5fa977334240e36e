import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { NewSite } from '../api/shift-types.ts'
import type { Site } from '../api/types.ts'
import { useFormat } from '../format/use-format.ts'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notices.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { useRenew } from './choices.ts'

/** The browser's own list leaves out "UTC". */
const zonesWith = (...more: string[]): string[] => [...new Set([...more, ...Intl.supportedValuesOf('timeZone'), 'UTC'])].sort()

export const SiteDialog = ({ site, onClose }: { site?: Site; onClose: () => void }) => {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const renew = useRenew()
  const form = useForm<NewSite>({
    initialValues: { name: site?.name ?? '', zone: site?.zone ?? zone },
    validate: { name: (name) => (name.trim() === '' ? t('form.required') : null) },
  })
  const sending = useSend({
    run: (body: NewSite) => (site ? ask<unknown>('PATCH', `/api/sites/${site.id}`, { body }) : ask<unknown>('POST', '/api/sites', { body })),
    onDone: () => {
      renew()
      void notify(t('states.saved'))
      onClose()
    },
    form,
  })
  return (
    <Dialog title={site ? t('people.changeOf', { name: site.name }) : t('planning.sites.add')} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit((values) => sending.send(values))} noValidate>
        {sending.fault ? <Fault error={sending.fault} /> : null}
        <TextInput label={t('planning.sites.name')} data-autofocus {...form.getInputProps('name')} />
        <NativeSelect
          label={t('planning.sites.zone')}
          description={t('planning.sites.zoneWhy')}
          data={zonesWith(form.values.zone)}
          {...form.getInputProps('zone')}
        />
        <div className="actions">
          <Button type="submit" variant="filled" loading={sending.isSending}>
            {t('form.save')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
