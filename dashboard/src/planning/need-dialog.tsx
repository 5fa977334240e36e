import { Button, NativeSelect, Switch, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { Need } from '../api/shift-types.ts'
import { readWallTime, wallTime } from '../format/wall-time.ts'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notices.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { CheckList } from './check-list.tsx'
import { useChoices, useRenew } from './choices.ts'
import { TimeField, timeField } from '../ui/time-field.tsx'
import { useWeekdays } from './weekdays.ts'

type Values = {
  siteId: string
  levelId: string
  kind: Need['kind']
  skill: string
  days: number[]
  startsAt: string
  endsAt: string
  people: number
  onHolidays: boolean
}

export const NeedDialog = ({ need, onClose }: { need?: Need; onClose: () => void }) => {
  const { t } = useTranslation()
  const choices = useChoices()
  const weekdays = useWeekdays()
  const { form, sending } = useNeedForm(need, choices.onlySite, onClose)
  return (
    <Dialog title={t(need ? 'planning.needs.change' : 'planning.needs.add')} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit((values) => sending.send(values))} noValidate>
        {sending.fault ? <Fault error={sending.fault} /> : null}
        {need ? null : <NativeSelect label={t('planning.site')} data={choices.sites} data-autofocus {...form.getInputProps('siteId')} />}
        <CheckList
          isRow
          label={t('planning.needs.days')}
          options={weekdays}
          value={form.values.days}
          onChange={(days) => form.setFieldValue('days', days)}
          error={typeof form.errors['days'] === 'string' ? form.errors['days'] : undefined}
        />
        <div className="form-pair">
          <TimeField label={t('planning.startsAt')} {...timeField(form, 'startsAt')} />
          <TimeField label={t('planning.endsAt')} description={t('planning.endsAtWhy')} {...timeField(form, 'endsAt')} />
        </div>
        <div className="form-pair">
          <TextInput
            type="number"
            min={1}
            max={1000}
            label={t('planning.needs.people')}
            {...form.getInputProps('people')}
            onChange={(event) => form.setFieldValue('people', Number(event.currentTarget.value))}
          />
          <NativeSelect label={t('planning.types.kind')} data={choices.kinds} {...form.getInputProps('kind')} />
        </div>
        <div className="form-pair">
          <NativeSelect label={t('people.level')} data={choices.levels} {...form.getInputProps('levelId')} />
          <NativeSelect label={t('planning.skill')} data={choices.skills} {...form.getInputProps('skill')} />
        </div>
        <Switch label={t('planning.needs.onHolidays')} {...form.getInputProps('onHolidays', { type: 'checkbox' })} />
        <div className="actions">
          <Button type="submit" variant="filled" loading={sending.isSending}>
            {t(need ? 'form.save' : 'planning.needs.add')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

const useNeedForm = (need: Need | undefined, onlySite: string, onClose: () => void) => {
  const { t } = useTranslation()
  const renew = useRenew()
  const required = (value: string) => (value.trim() === '' ? t('form.required') : null)
  const time = (value: string) => (readWallTime(value) === null ? t('planning.timeForm') : null)
  const form = useForm<Values>({
    initialValues: {
      siteId: need?.siteId ?? onlySite,
      levelId: need?.levelId ?? '',
      kind: need?.kind ?? 'desk',
      skill: need?.skill ?? '',
      days: [...(need?.days ?? [1, 2, 3, 4, 5])],
      startsAt: need?.startsAt ?? '08:00',
      endsAt: need?.endsAt ?? '18:00',
      people: need?.people ?? 1,
      onHolidays: need?.onHolidays ?? true,
    },
    validate: {
      siteId: required,
      levelId: required,
      startsAt: (value) => (value === '24:00' ? t('planning.timeForm') : time(value)),
      endsAt: time,
      days: (days) => (days.length === 0 ? t('planning.needs.oneDay') : null),
      people: (people) => (Number.isInteger(people) && people >= 1 ? null : t('planning.needs.onePerson')),
    },
  })
  const sending = useSend({
    run: ({ siteId, ...values }: Values) => {
      const body = {
        ...values,
        startsAt: wallTime(values.startsAt),
        endsAt: wallTime(values.endsAt),
        skill: values.skill || null,
        days: [...values.days].sort((a, b) => a - b),
      }
      return need ? ask<unknown>('PATCH', `/api/needs/${need.id}`, { body }) : ask<unknown>('POST', '/api/needs', { body: { siteId, ...body } })
    },
    onDone: () => {
      renew()
      void notify(t('states.saved'))
      onClose()
    },
    form,
  })
  return { form, sending }
}
