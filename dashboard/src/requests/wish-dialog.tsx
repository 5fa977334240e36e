import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { NewWish, Wish } from '../api/pay-types.ts'
import { shiftTypesQuery } from '../api/shift-queries.ts'
import { plusDays } from '../format/zoned.ts'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notices.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { RadioChips } from './radio-chips.tsx'

type Values = { kind: NewWish['kind']; first: string; last: string; shiftTypeId: string; weight: string; note: string }

export const WishDialog = ({ today, onClose }: { today: string; onClose: () => void }) => {
  const { t } = useTranslation()
  const types = (useQuery(shiftTypesQuery).data ?? []).filter(({ isActive }) => isActive)
  const { form, wishing } = useWish(today, onClose)
  return (
    <Dialog title={t('requests.wishes.add')} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit((values) => wishing.send(values))} noValidate>
        {wishing.fault ? <Fault error={wishing.fault} /> : null}
        <RadioChips
          label={t('requests.wishes.what')}
          options={(['off', 'on'] as const).map((value) => ({ value, label: t(`requests.wishes.kinds.${value}`) }))}
          value={form.values.kind}
          onChange={(kind) => form.setFieldValue('kind', kind)}
        />
        <TextInput type="date" size="md" min={today} label={t('requests.leave.first')} {...form.getInputProps('first')} />
        <TextInput type="date" size="md" min={form.values.first} label={t('requests.leave.last')} {...form.getInputProps('last')} />
        <NativeSelect
          size="md"
          label={t('requests.wishes.type')}
          data={[
            { value: '', label: t('requests.wishes.anyType') },
            ...types.map(({ id, name, startsAt, endsAt }) => ({ value: id, label: `${name} ${startsAt}–${endsAt}` })),
          ]}
          {...form.getInputProps('shiftTypeId')}
        />
        <NativeSelect
          size="md"
          label={t('requests.wishes.weight')}
          data={['5', '4', '3', '2', '1'].map((value) => ({ value, label: t(`requests.wishes.weights.${value}`) }))}
          {...form.getInputProps('weight')}
        />
        <TextInput size="md" label={t('myShifts.note')} {...form.getInputProps('note')} />
        <p className="muted small">{t('requests.wishes.why')}</p>
        <div className="actions">
          <Button type="submit" variant="filled" className="thumb" loading={wishing.isSending}>
            {t('form.save')}
          </Button>
          <Button className="thumb" onClick={onClose}>
            {t('form.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

const useWish = (today: string, onClose: () => void) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const form = useForm<Values>({
    initialValues: { kind: 'off', first: plusDays(today, 1), last: plusDays(today, 1), shiftTypeId: '', weight: '3', note: '' },
    validate: {
      first: (date) => (date >= today ? null : t('requests.leave.past')),
      last: (date, { first }) => (date < first ? t('requests.leave.backwards') : null),
    },
  })
  const wishing = useSend({
    run: ({ kind, first, last, shiftTypeId, weight, note }: Values) => {
      const body: NewWish = {
        kind,
        fromDate: first,
        toDate: plusDays(last, 1),
        shiftTypeId: shiftTypeId === '' ? null : shiftTypeId,
        weight: Number(weight),
        note,
      }
      return ask<Wish>('POST', '/api/wishes', { body })
    },
    onDone: () => {
      void queryClient.invalidateQueries({ queryKey: ['wishes'] })
      void notify(t('states.saved'))
      onClose()
    },
    form,
  })
  return { form, wishing }
}
