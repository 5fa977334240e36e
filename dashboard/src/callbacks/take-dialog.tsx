import { NativeSelect } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { callbackPath } from '../api/callback-queries.ts'
import type { Callback } from '../api/callback-types.ts'
import { meQuery, peopleQuery } from '../api/queries.ts'
import { maySee } from '../shell/roles.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ActForm } from './reason-dialog.tsx'
import { useCallbackSend } from './use-callback-send.ts'

/** Out of its turn: from then on only he calls. */
export const TakeDialog = ({ one, onClose }: { one: Callback; onClose: () => void }) => {
  const { t } = useTranslation()
  const me = useQuery(meQuery).data?.person
  const people = useQuery({ ...peopleQuery, enabled: me !== undefined && maySee(me.role, 'people') }).data ?? []
  const form = useForm({ initialValues: { personId: '' } })
  const sending = useCallbackSend<object>({ path: callbackPath(one.id, '/take'), form, said: t('callbacks.acts.said.take'), onDone: onClose })
  const title = t('callbacks.acts.take')
  const others = people.filter(({ id, isActive, phone }) => isActive && phone !== null && id !== me?.id)
  return (
    <Dialog title={title} onClose={onClose}>
      <ActForm title={title} sending={sending} onClose={onClose} onSubmit={form.onSubmit(({ personId }) => sending.send(personId === '' ? {} : { personId }))}>
        <p className="muted">{t('callbacks.acts.takeWhy')}</p>
        <NativeSelect
          label={t('callbacks.acts.whom')}
          data={[{ value: '', label: t('callbacks.acts.me') }, ...others.map(({ id, name }) => ({ value: id, label: name }))]}
          {...form.getInputProps('personId')}
        />
      </ActForm>
    </Dialog>
  )
}
