import { Button, NativeSelect, Switch, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { levelsQuery, peopleQuery } from '../api/queries.ts'
import type { NewPerson, Person, PersonChange, Role } from '../api/types.ts'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notices.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { ROLES } from './role-names.ts'

type PersonDialogProps = { person?: Person; onClose: () => void; onAdded?: (person: Person) => void }

export const PersonDialog = ({ person, onClose, onAdded }: PersonDialogProps) => {
  const { t } = useTranslation()
  const { form, sending } = usePersonForm(person, onClose, onAdded)
  const levels = useQuery(levelsQuery)
  const roleWords = ROLES.find((known) => known === form.values.role)
  return (
    <Dialog title={person ? t('people.changeOf', { name: person.name }) : t('people.add')} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit((values) => sending.send(values))} noValidate>
        {sending.fault ? <Fault error={sending.fault} /> : null}
        <TextInput label={t('people.name')} data-autofocus {...form.getInputProps('name')} />
        <TextInput label={t('people.email')} type="email" {...form.getInputProps('email')} />
        <TextInput label={t('people.phone')} description={t('people.phoneWhy')} inputMode="tel" placeholder="+49…" {...form.getInputProps('phone')} />
        <NativeSelect
          label={t('people.role')}
          description={roleWords ? t(`roleWords.${roleWords}`) : undefined}
          data={ROLES.map((value) => ({ value, label: t(`roles.${value}`) }))}
          {...form.getInputProps('role')}
        />
        <NativeSelect
          label={t('people.level')}
          data={[{ value: '', label: t('people.noLevel') }, ...(levels.data ?? []).map(({ id, rank, name }) => ({ value: id, label: `${rank} · ${name}` }))]}
          {...form.getInputProps('levelId')}
        />
        <NativeSelect
          label={t('people.language')}
          data={[
            { value: 'en', label: 'English' },
            { value: 'ru', label: 'Русский' },
            ...(['en', 'ru'].includes(form.values.language) ? [] : [form.values.language]),
          ]}
          {...form.getInputProps('language')}
        />
        {person ? (
          <Switch label={t('people.isActive')} description={t('people.isActiveWhy')} {...form.getInputProps('isActive', { type: 'checkbox' })} />
        ) : null}
        <div className="actions">
          <Button type="submit" variant="filled" loading={sending.isSending}>
            {t(person ? 'form.save' : 'people.addAndInvite')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

type Values = { name: string; email: string; phone: string; role: Role; language: string; levelId: string; isActive: boolean }

const usePersonForm = (person: Person | undefined, onClose: () => void, onAdded?: (person: Person) => void) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const form = useForm<Values>({
    initialValues: {
      name: person?.name ?? '',
      email: person?.email ?? '',
      phone: person?.phone ?? '',
      role: person?.role ?? 'agent',
      language: person?.language ?? 'en',
      levelId: person?.level?.id ?? '',
      isActive: person?.isActive ?? true,
    },
    validate: {
      name: (name) => (name.trim() === '' ? t('form.required') : null),
      email: (email) => (/^\S+@\S+$/.test(email) ? null : t('form.email')),
    },
  })
  const sending = useSend({
    run: (values: Values) => (person ? change(person.id, values) : add(values)),
    onDone: (saved) => {
      void queryClient.invalidateQueries({ queryKey: peopleQuery.queryKey })
      void notify(t('states.saved'))
      if (onAdded) onAdded(saved)
      else onClose()
    },
    form,
  })
  return { form, sending }
}

const filled = (text: string): string | null => (text.trim() === '' ? null : text.trim())

const add = ({ isActive: _, phone, levelId, ...rest }: Values): Promise<Person> => {
  const body: NewPerson = { ...rest, phone: filled(phone), levelId: filled(levelId) }
  return ask('POST', '/api/people', { body })
}

const change = (id: string, { phone, levelId, ...rest }: Values): Promise<Person> => {
  const body: PersonChange = { ...rest, phone: filled(phone), levelId: filled(levelId) }
  return ask('PATCH', `/api/people/${id}`, { body })
}
