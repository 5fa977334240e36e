import { Button, NativeSelect, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { payPacksQuery } from '../api/pay-queries.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { wallOf } from '../format/zoned.ts'
import type { ContractValues, WorkerForm } from './worker-form.ts'

const PACKS = ['plain', 'eu', 'de', 'ru'] as const

/** What was agreed, each from a day on. Only for those who may see pay. */
export const ContractFields = ({ form }: { form: WorkerForm }) => {
  const { t, i18n } = useTranslation()
  const { zone } = useFormat()
  const today = wallOf(useNow(60_000), zone).date
  const packs = useQuery(payPacksQuery).data ?? []
  const payPacks = [...new Map(packs.map(({ id, name }) => [id, { value: id, label: i18n.language === 'ru' ? name.ru : name.en }])).values()]
  const add = () => {
    const last = form.values.contracts.at(-1)
    form.insertListItem('contracts', {
      ...(last ?? { pack: 'plain', weekly: '40', most: '', rate: '', currency: 'EUR', payPack: '', onCallRate: '' }),
      validFrom: today,
    } satisfies ContractValues)
  }
  return (
    <fieldset className="plain-fieldset stack">
      <legend>{t('planning.people.contracts')}</legend>
      {form.values.contracts.map((one, index) => (
        <div key={index} className="contract">
          <TextInput type="date" label={t('planning.people.validFrom')} {...form.getInputProps(`contracts.${index}.validFrom`)} />
          <NativeSelect
            label={t('planning.people.pack')}
            data={PACKS.map((value) => ({ value, label: t(`planning.packs.${value}`) }))}
            {...form.getInputProps(`contracts.${index}.pack`)}
          />
          <TextInput label={t('planning.people.weeklyHours')} inputMode="decimal" {...form.getInputProps(`contracts.${index}.weekly`)} />
          <TextInput label={t('planning.people.mostHours')} inputMode="decimal" {...form.getInputProps(`contracts.${index}.most`)} />
          <TextInput label={t('planning.people.hourlyRate')} inputMode="decimal" {...form.getInputProps(`contracts.${index}.rate`)} />
          <TextInput label={t('planning.people.currency')} maxLength={3} placeholder="EUR" {...form.getInputProps(`contracts.${index}.currency`)} />
          <NativeSelect
            label={t('planning.people.payPack')}
            data={[{ value: '', label: t('planning.people.payPackAs', { pack: t(`planning.packs.${one.pack}`) }) }, ...payPacks]}
            {...form.getInputProps(`contracts.${index}.payPack`)}
          />
          <TextInput label={t('planning.people.onCallRate')} inputMode="decimal" {...form.getInputProps(`contracts.${index}.onCallRate`)} />
          <Button
            size="xs"
            leftSection={<IconTrash size={14} aria-hidden />}
            onClick={() => form.removeListItem('contracts', index)}
            aria-label={t('planning.removeOf', { name: t('planning.people.contractFrom', { date: one.validFrom }) })}
          >
            {t('planning.remove')}
          </Button>
        </div>
      ))}
      <span>
        <Button size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={add}>
          {t('planning.people.addContract')}
        </Button>
      </span>
    </fieldset>
  )
}
