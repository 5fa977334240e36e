import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery, peopleQuery } from '../api/queries.ts'
import type { CustomerChange, CustomerDetail } from '../api/types.ts'
import { readWallTime } from '../format/wall-time.ts'
import { maySee } from '../shell/roles.ts'
import { Card } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { TimeField, timeField } from '../ui/time-field.tsx'
import { useChangeCustomer } from './use-change-customer.ts'

type Values = {
  name: string
  kind: string
  language: string
  preferredChannel: string
  hoursFrom: string
  hoursTo: string
  zone: string
  accountManagerId: string
  note: string
  pin: string
}

const valuesOf = (customer: CustomerDetail): Values => ({
  name: customer.name,
  kind: customer.kind,
  language: customer.language ?? '',
  preferredChannel: customer.wishes.preferredChannel ?? '',
  hoursFrom: customer.wishes.allowedHours?.from ?? '',
  hoursTo: customer.wishes.allowedHours?.to ?? '',
  zone: customer.wishes.zone ?? '',
  accountManagerId: customer.wishes.accountManager?.id ?? '',
  note: customer.note,
  pin: '',
})

const toChange = ({ name, kind, language, preferredChannel, hoursFrom, hoursTo, zone, accountManagerId, note, pin }: Values): CustomerChange => ({
  name,
  ...(kind === 'person' || kind === 'firm' ? { kind } : {}),
  language: language === '' ? null : language,
  preferredChannel: preferredChannel === '' ? null : (preferredChannel as 'call' | 'sms' | 'email'),
  allowedHours: hoursFrom === '' ? null : { from: readWallTime(hoursFrom) ?? hoursFrom, to: readWallTime(hoursTo) ?? hoursTo },
  zone: zone === '' ? null : zone,
  accountManagerId: accountManagerId === '' ? null : accountManagerId,
  note,
  ...(pin !== '' && { pin }),
})

export const CustomerForm = ({ customer }: { customer: CustomerDetail }) => {
  const { t } = useTranslation()
  const managers = useManagers(customer.wishes.accountManager)
  const isTime = (time: string) => readWallTime(time) !== undefined
  const form = useForm<Values>({
    initialValues: valuesOf(customer),
    validate: {
      name: (name) => (name.trim() === '' ? t('form.required') : null),
      hoursFrom: (from, { hoursTo }) => ((from === '') === (hoursTo === '') && (from === '' || isTime(from)) ? null : t('customerWork.wishes.hoursForm')),
      hoursTo: (to) => (to === '' || isTime(to) ? null : t('customerWork.wishes.hoursForm')),
      pin: (pin) => (/^(\d{4,8})?$/.test(pin) ? null : t('customers.pinForm')),
    },
  })
  const change = useChangeCustomer(customer.id, form)
  // A merge or a colleague changed the record: what nobody is typing over follows.
  const known = JSON.stringify(valuesOf(customer))
  const follow = useEffectEvent(() => {
    if (form.isDirty()) return
    form.setInitialValues(valuesOf(customer))
    form.setValues(valuesOf(customer))
  })
  useEffect(() => follow(), [known])
  const save = form.onSubmit((values) => {
    change.send(toChange(values))
    form.resetDirty()
  })
  const languages = ['', 'en', 'ru', ...(['', 'en', 'ru'].includes(customer.language ?? '') ? [] : [customer.language ?? ''])]
  const languageName = (code: string) => (code === '' ? t('customers.languageOpen') : code === 'en' ? 'English' : code === 'ru' ? 'Русский' : code)
  return (
    <Card title={t('customers.edit')}>
      <form className="stack" onSubmit={save} noValidate>
        {change.fault ? <Fault error={change.fault} /> : null}
        <TextInput label={t('customers.name')} {...form.getInputProps('name')} />
        <div className="form-grid">
          <NativeSelect
            label={t('customerWork.kind')}
            data={(['person', 'firm'] as const).map((value) => ({ value, label: t(`customerWork.kinds.${value}`) }))}
            {...form.getInputProps('kind')}
          />
          <NativeSelect
            label={t('customers.language')}
            data={languages.map((value) => ({ value, label: languageName(value) }))}
            {...form.getInputProps('language')}
          />
        </div>
        <NativeSelect
          label={t('customerWork.wishes.channel')}
          data={[
            { value: '', label: t('customerWork.wishes.anyChannel') },
            ...(['call', 'sms', 'email'] as const).map((value) => ({ value, label: t(`caseWork.messages.channels.${value}`) })),
          ]}
          {...form.getInputProps('preferredChannel')}
        />
        <div className="row top pair">
          <TimeField className="grow" label={t('customerWork.wishes.from')} {...timeField(form, 'hoursFrom')} />
          <TimeField className="grow" label={t('customerWork.wishes.to')} {...timeField(form, 'hoursTo')} />
        </div>
        <TextInput
          label={t('customerWork.wishes.zone')}
          description={t('customerWork.wishes.zoneWhy')}
          placeholder="Europe/Berlin"
          autoComplete="off"
          {...form.getInputProps('zone')}
        />
        <NativeSelect label={t('customerWork.wishes.manager')} data={managers} {...form.getInputProps('accountManagerId')} />
        <TextInput
          label={t('customers.pin')}
          description={t(customer.hasPin ? 'customers.pinIsSet' : 'customers.pinWhy')}
          inputMode="numeric"
          autoComplete="off"
          {...form.getInputProps('pin')}
        />
        <Textarea label={t('customers.note')} rows={3} {...form.getInputProps('note')} />
        <div className="actions">
          <Button type="submit" variant="filled" loading={change.isSending} disabled={!form.isDirty()}>
            {t('form.save')}
          </Button>
        </div>
      </form>
    </Card>
  )
}

/** Who may see the people chooses any of them; everybody may choose himself. */
const useManagers = (current: { id: string; name: string } | null) => {
  const { data: me } = useQuery(meQuery)
  const people = useQuery({ ...peopleQuery, enabled: me !== undefined && maySee(me.person.role, 'people') }).data ?? []
  const named = [
    ...(current ? [current] : []),
    ...(me ? [me.person] : []),
    ...people.filter(({ isActive, role }) => isActive && role !== 'payroll' && role !== 'guest'),
  ]
  const unique = [...new Map(named.map(({ id, name }) => [id, name]))]
  return [{ value: '', label: '—' }, ...unique.map(([value, label]) => ({ value, label }))]
}
