import { Button, NativeSelect, Switch, TextInput } from '@mantine/core'
import { useForm, type UseFormReturnType } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { Need } from '../api/shift-types.ts'
import { readWallTime, wallTime } from '../format/wall-time.ts'
import { plusDays } from '../format/zoned.ts'
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
  /** Days between which it holds, the last one included; empty: always. */
  first: string
  last: string
  isInstead: boolean
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
        <DatedFields form={form} />
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

/** For some days only, such as a campaign or the week of a fair. */
const DatedFields = ({ form }: { form: UseFormReturnType<Values> }) => {
  const { t } = useTranslation()
  return (
    <fieldset className="plain-fieldset stack">
      <legend>{t('planning.needs.dated')}</legend>
      <div className="form-pair">
        <TextInput type="date" label={t('planning.needs.first')} {...form.getInputProps('first')} />
        <TextInput type="date" label={t('planning.needs.last')} min={form.values.first} {...form.getInputProps('last')} />
      </div>
      <p className="dim small">{t('planning.needs.datedWhy')}</p>
      <Switch
        label={t('planning.needs.isInstead')}
        description={t('planning.needs.isInsteadWhy')}
        disabled={form.values.first === '' && form.values.last === ''}
        {...form.getInputProps('isInstead', { type: 'checkbox' })}
      />
    </fieldset>
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
      first: need?.validFrom ?? '',
      last: need?.validTo ? plusDays(need.validTo, -1) : '',
      isInstead: need?.isInstead ?? false,
    },
    validate: {
      siteId: required,
      levelId: required,
      startsAt: (value) => (value === '24:00' ? t('planning.timeForm') : time(value)),
      endsAt: time,
      last: (date, { first }) => (date !== '' && first !== '' && date < first ? t('planning.leave.backwards') : null),
      days: (days) => (days.length === 0 ? t('planning.needs.oneDay') : null),
      people: (people) => (Number.isInteger(people) && people >= 1 ? null : t('planning.needs.onePerson')),
    },
  })
  const sending = useSend({
    run: ({ siteId, first, last, isInstead, ...values }: Values) => {
      const isDated = first !== '' || last !== ''
      const body = {
        ...values,
        validFrom: first === '' ? null : first,
        validTo: last === '' ? null : plusDays(last, 1),
        isInstead: isDated && isInstead,
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
