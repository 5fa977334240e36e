import { Button, NativeSelect, Switch, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { Contract, Worker, WorkerChange } from '../api/shift-types.ts'
import { useFormat } from '../format/use-format.ts'
import { instantOf, lastDayOf, plusDays } from '../format/zoned.ts'
import { useLanguageNames } from '../now/languages.ts'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notices.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { CheckList } from './check-list.tsx'
import { useChoices, useRenew } from './choices.ts'
import { ContractFields } from './contract-fields.tsx'
import { amountText, hoursText, readAmount, readHours } from './hours.ts'
import { SkillFields } from './skill-fields.tsx'
import type { ContractValues, WorkerValues } from './worker-form.ts'

export const WorkerDialog = ({ worker, mayContract, onClose }: { worker: Worker; mayContract: boolean; onClose: () => void }) => {
  const { t } = useTranslation()
  const { form, sending } = useWorkerForm(worker, mayContract, onClose)
  const { sites } = useChoices()
  const languages = useLanguageNames(worker.speaks)
  return (
    <Dialog title={worker.name} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit((values) => sending.send(values))} noValidate>
        {sending.fault ? <Fault error={sending.fault} /> : null}
        <SkillFields form={form} />
        <CheckList
          isRow
          label={t('planning.people.speaks')}
          why={t('planning.people.speaksWhy')}
          options={languages}
          value={form.values.speaks}
          onChange={(speaks) => form.setFieldValue('speaks', speaks)}
        />
        <div className="form-pair">
          <TextInput label={t('planning.people.department')} {...form.getInputProps('department')} />
          <NativeSelect label={t('planning.site')} data={sites} {...form.getInputProps('siteId')} />
        </div>
        <Switch label={t('planning.people.trainee')} description={t('planning.people.traineeWhy')} {...form.getInputProps('isTrainee', { type: 'checkbox' })} />
        {mayContract ? <ContractFields form={form} /> : null}
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

const useWorkerForm = (worker: Worker, mayContract: boolean, onClose: () => void) => {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const renew = useRenew()
  const hours = (text: string) => (readHours(text) === null ? t('planning.people.hoursForm') : null)
  const form = useForm<WorkerValues>({
    initialValues: valuesOf(worker, zone),
    validate: {
      attestations: { skill: (skill) => (skill === '' ? t('form.required') : null) },
      contracts: {
        validFrom: (date) => (date === '' ? t('form.required') : null),
        weekly: hours,
        most: (text) => (text.trim() === '' ? null : hours(text)),
        onCallRate: (text) => (text.trim() === '' || readAmount(text) !== null ? null : t('planning.people.rateForm')),
        rate: (text) => (text.trim() === '' || readAmount(text) !== null ? null : t('planning.people.rateForm')),
        currency: (text, values, path) => {
          const rate = values.contracts[Number(path.split('.')[1])]?.rate ?? ''
          return rate.trim() === '' || /^[A-Z]{3}$/.test(text.trim().toUpperCase()) ? null : t('planning.people.currencyForm')
        },
      },
    },
  })
  const sending = useSend({
    run: (values: WorkerValues) => ask<unknown>('PATCH', `/api/workers/${worker.id}`, { body: changeOf(values, zone, mayContract) }),
    onDone: () => {
      renew()
      void notify(t('states.saved'))
      onClose()
    },
    form,
  })
  return { form, sending }
}

const valuesOf = (worker: Worker, zone: string): WorkerValues => ({
  isTrainee: worker.isTrainee,
  department: worker.department ?? '',
  siteId: worker.siteId ?? '',
  speaks: [...worker.speaks],
  attestations: worker.attestations.map(({ skill, expiresAt }) => ({ skill, until: expiresAt === null ? '' : lastDayOf(expiresAt, zone) })),
  contracts: worker.contracts.map(({ validFrom, pack, weeklyMinutes, maxWeeklyMinutes, hourlyRate, currency, payPack, onCallRate }) => ({
    validFrom,
    pack,
    weekly: hoursText(weeklyMinutes),
    most: maxWeeklyMinutes === null ? '' : hoursText(maxWeeklyMinutes),
    rate: hourlyRate === null ? '' : amountText(hourlyRate),
    currency: currency ?? '',
    payPack: payPack ?? '',
    onCallRate: onCallRate === null ? '' : amountText(onCallRate),
  })),
})

const changeOf = ({ contracts, attestations, siteId, department, ...rest }: WorkerValues, zone: string, mayContract: boolean): WorkerChange => ({
  ...rest,
  department: department.trim() === '' ? null : department.trim(),
  siteId: siteId === '' ? null : siteId,
  attestations: attestations.map(({ skill, until }) => ({ skill, expiresAt: until === '' ? null : instantOf(plusDays(until, 1), '00:00', zone) })),
  // Who may not see pay must not send contracts: without their rates they would be saved without them.
  ...(mayContract ? { contracts: contracts.map(contractOf) } : {}),
})

const contractOf = ({ validFrom, pack, weekly, most, rate, currency, payPack, onCallRate }: ContractValues): Contract => ({
  validFrom,
  pack,
  weeklyMinutes: readHours(weekly) ?? 0,
  maxWeeklyMinutes: most.trim() === '' ? null : readHours(most),
  hourlyRate: rate.trim() === '' ? null : readAmount(rate),
  currency: rate.trim() === '' ? null : currency.trim().toUpperCase(),
  payPack: payPack === '' ? null : payPack,
  onCallRate: onCallRate.trim() === '' ? null : readAmount(onCallRate),
})
