import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconAlertTriangle, IconKey } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { apiKeysQuery } from '../api/queries.ts'
import type { ApiKey, CreatedApiKey, NewApiKey, Role } from '../api/types.ts'
import { useFormat } from '../format/use-format.ts'
import { CopyField } from '../ui/copy-field.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Card, Note, Pill } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { ROLES } from './role-names.ts'

/** Keys with which other programs speak to this one. */
export const ApiKeysCard = () => {
  const { t } = useTranslation()
  const query = useQuery(apiKeysQuery)
  const [isAdding, setAdding] = useState(false)
  return (
    <Card
      title={t('keys.title')}
      aside={
        <Button size="xs" leftSection={<IconKey size={14} aria-hidden />} onClick={() => setAdding(true)}>
          {t('keys.add')}
        </Button>
      }
    >
      <Loaded query={query} lines={2}>
        {(keys) =>
          keys.length === 0 ? (
            <p className="muted">{t('keys.none')}</p>
          ) : (
            <ul className="lines">
              {keys.map((key) => (
                <KeyLine key={key.id} apiKey={key} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {isAdding ? <AddKeyDialog onClose={() => setAdding(false)} /> : null}
    </Card>
  )
}

const KeyLine = ({ apiKey }: { apiKey: ApiKey }) => {
  const { t } = useTranslation()
  const { date, dateTime } = useFormat()
  const queryClient = useQueryClient()
  const revoke = useSend({
    run: () => ask<unknown>('DELETE', `/api/api-keys/${apiKey.id}`),
    onDone: () => void queryClient.invalidateQueries({ queryKey: apiKeysQuery.queryKey }),
  })
  return (
    <li>
      <span className="stack tight">
        <span>
          <span className="strong">{apiKey.name}</span> <code className="muted">{apiKey.hint}</code>
        </span>
        <span className="muted small">
          {t(`roles.${apiKey.role}`)} · {t('keys.made', { date: date(apiKey.createdAt) })} ·{' '}
          {apiKey.lastUsedAt ? t('keys.used', { at: dateTime(apiKey.lastUsedAt) }) : t('keys.unused')}
        </span>
        {revoke.fault ? <Fault error={revoke.fault} /> : null}
      </span>
      {apiKey.revokedAt ? (
        <Pill>{t('keys.revoked')}</Pill>
      ) : (
        <Button size="xs" loading={revoke.isSending} onClick={() => revoke.send(undefined)} aria-label={t('keys.revokeOf', { name: apiKey.name })}>
          {t('keys.revoke')}
        </Button>
      )}
    </li>
  )
}

const AddKeyDialog = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [made, setMade] = useState<CreatedApiKey | null>(null)
  const form = useForm<{ name: string; role: Role }>({
    initialValues: { name: '', role: 'agent' },
    validate: { name: (name) => (name.trim() === '' ? t('form.required') : null) },
  })
  const making = useSend({
    run: (body: NewApiKey) => ask<CreatedApiKey>('POST', '/api/api-keys', { body }),
    onDone: (created) => {
      setMade(created)
      void queryClient.invalidateQueries({ queryKey: apiKeysQuery.queryKey })
    },
    form,
  })
  if (made !== null)
    return (
      <Dialog title={t('keys.add')} onClose={onClose}>
        <div className="stack">
          <CopyField label={t('keys.key', { name: made.name })} value={made.key} />
          <Note tone="warn" icon={IconAlertTriangle}>
            {t('keys.once')}
          </Note>
          <div className="actions">
            <Button onClick={onClose}>{t('form.done')}</Button>
          </div>
        </div>
      </Dialog>
    )
  return (
    <Dialog title={t('keys.add')} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit((values) => making.send(values))} noValidate>
        {making.fault ? <Fault error={making.fault} /> : null}
        <TextInput label={t('keys.name')} description={t('keys.nameWhy')} data-autofocus {...form.getInputProps('name')} />
        <NativeSelect label={t('people.role')} data={ROLES.map((value) => ({ value, label: t(`roles.${value}`) }))} {...form.getInputProps('role')} />
        <div className="actions">
          <Button type="submit" variant="filled" loading={making.isSending}>
            {t('keys.make')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
