import { Button, NativeSelect, Switch, TextInput } from '@mantine/core'
import { useForm, type UseFormReturnType } from '@mantine/form'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { NewShiftType, ShiftType } from '../api/shift-types.ts'
import { readWallTime, wallTime } from '../format/wall-time.ts'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notices.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { CheckList } from './check-list.tsx'
import { useChoices, useRenew } from './choices.ts'
import { TimeField, timeField } from '../ui/time-field.tsx'

type Values = Omit<Required<NewShiftType>, 'skill' | 'breaks' | 'forbiddenNext'> & {
  skill: string
  breaks: { from: string; minutes: number; isPaid: boolean }[]
  forbiddenNext: string[]
  isActive: boolean
}
type TypeForm = UseFormReturnType<Values>

export const TypeDialog = ({ type, types, onClose }: { type?: ShiftType; types: readonly ShiftType[]; onClose: () => void }) => {
  const { t } = useTranslation()
  const choices = useChoices()
  const { form, sending } = useTypeForm(type, choices.onlySite, onClose)
  return (
    <Dialog title={type ? t('people.changeOf', { name: type.name }) : t('planning.types.add')} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit((values) => sending.send(values))} noValidate>
        {sending.fault ? <Fault error={sending.fault} /> : null}
        <TextInput label={t('planning.types.name')} data-autofocus {...form.getInputProps('name')} />
        {type ? null : <NativeSelect label={t('planning.site')} data={choices.sites} {...form.getInputProps('siteId')} />}
        <div className="form-pair">
          <TimeField label={t('planning.startsAt')} {...timeField(form, 'startsAt')} />
          <TimeField label={t('planning.endsAt')} description={t('planning.endsAtWhy')} {...timeField(form, 'endsAt')} />
        </div>
        <div className="form-pair">
          <NativeSelect label={t('planning.types.kind')} data={choices.kinds} {...form.getInputProps('kind')} />
          <NativeSelect label={t('people.level')} data={choices.levels} {...form.getInputProps('levelId')} />
        </div>
        <NativeSelect label={t('planning.skill')} description={t('planning.types.skillWhy')} data={choices.skills} {...form.getInputProps('skill')} />
        <BreakFields form={form} />
        <CheckList
          label={t('planning.types.forbidden')}
          why={t('planning.types.forbiddenWhy')}
          options={types.filter(({ isActive }) => isActive).map(({ id, name }) => ({ value: id, label: name }))}
          value={form.values.forbiddenNext}
          onChange={(ids) => form.setFieldValue('forbiddenNext', ids)}
        />
        {type ? (
          <Switch
            label={t('planning.types.isActive')}
            description={t('planning.types.isActiveWhy')}
            {...form.getInputProps('isActive', { type: 'checkbox' })}
          />
        ) : null}
        <div className="actions">
          <Button type="submit" variant="filled" loading={sending.isSending}>
            {t(type ? 'form.save' : 'planning.types.add')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

const BreakFields = ({ form }: { form: TypeForm }) => {
  const { t } = useTranslation()
  return (
    <fieldset className="plain-fieldset stack">
      <legend>{t('planning.types.breaks')}</legend>
      {form.values.breaks.map((one, index) => (
        <div key={index} className="break-row">
          <TimeField label={t('planning.types.breakFrom')} {...timeField(form, `breaks.${index}.from`)} />
          <TextInput
            type="number"
            min={1}
            max={480}
            label={t('planning.types.breakMinutes')}
            {...form.getInputProps(`breaks.${index}.minutes`)}
            onChange={(event) => form.setFieldValue(`breaks.${index}.minutes`, Number(event.currentTarget.value))}
          />
          <Switch label={t('planning.types.paid')} {...form.getInputProps(`breaks.${index}.isPaid`, { type: 'checkbox' })} />
          <Button aria-label={t('planning.types.removeBreak', { from: one.from })} onClick={() => form.removeListItem('breaks', index)} px={10}>
            <IconTrash size={16} aria-hidden />
          </Button>
        </div>
      ))}
      <span>
        <Button
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => form.insertListItem('breaks', { from: '12:00', minutes: 30, isPaid: false })}
        >
          {t('planning.types.addBreak')}
        </Button>
      </span>
    </fieldset>
  )
}

const useTypeForm = (type: ShiftType | undefined, onlySite: string, onClose: () => void) => {
  const { t } = useTranslation()
  const renew = useRenew()
  const required = (value: string) => (value.trim() === '' ? t('form.required') : null)
  const time = (value: string) => (readWallTime(value) === null ? t('planning.timeForm') : null)
  const start = (value: string) => (value === '24:00' ? t('planning.timeForm') : time(value))
  const form = useForm<Values>({
    initialValues: {
      siteId: type?.siteId ?? onlySite,
      name: type?.name ?? '',
      startsAt: type?.startsAt ?? '07:00',
      endsAt: type?.endsAt ?? '15:00',
      kind: type?.kind ?? 'desk',
      levelId: type?.levelId ?? '',
      skill: type?.skill ?? '',
      breaks: type?.breaks.map((one) => ({ ...one })) ?? [],
      forbiddenNext: [...(type?.forbiddenNext ?? [])],
      isActive: type?.isActive ?? true,
    },
    validate: { name: required, siteId: required, startsAt: start, endsAt: time, levelId: required, breaks: { from: start } },
  })
  const sending = useSend({
    run: (values: Values) => (type ? change(type.id, values) : add(values)),
    onDone: () => {
      renew()
      void notify(t('states.saved'))
      onClose()
    },
    form,
  })
  return { form, sending }
}

const bodyOf = <V extends Pick<Values, 'startsAt' | 'endsAt' | 'breaks' | 'skill'>>(values: V) => ({
  ...values,
  startsAt: wallTime(values.startsAt),
  endsAt: wallTime(values.endsAt),
  breaks: values.breaks.map((one) => ({ ...one, from: wallTime(one.from) })),
  skill: values.skill || null,
})

const add = ({ isActive: _, ...values }: Values): Promise<unknown> => ask('POST', '/api/shift-types', { body: bodyOf(values) })

const change = (id: string, { siteId: _, ...values }: Values): Promise<unknown> => ask('PATCH', `/api/shift-types/${id}`, { body: bodyOf(values) })
