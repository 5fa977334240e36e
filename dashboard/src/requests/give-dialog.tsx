import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { NewOffer, Offer } from '../api/pay-types.ts'
import { publishedQuery } from '../api/request-queries.ts'
import type { Duty } from '../api/shift-types.ts'
import { plusDays, wallOf } from '../format/zoned.ts'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notices.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { useSpanWords } from './offer-head.tsx'
import { RadioChips } from './radio-chips.tsx'
import { shiftsToChoose } from './swap-choices.ts'

/** So many days before and after one's own shift the shifts of colleagues can be named. */
const NEAR_DAYS = 14

type Values = { kind: 'give' | 'swap'; withShiftId: string; reason: string }

/** My shift goes to somebody else: for nothing, or for one of his. */
export const GiveDialog = ({ duty, myId, now, onClose }: { duty: Duty; myId: string; now: number; onClose: () => void }) => {
  const { t } = useTranslation()
  const spanWords = useSpanWords()
  const { form, offering } = useGive(duty, onClose)
  return (
    <Dialog title={t('requests.give.title', { shift: spanWords(duty) })} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit((values) => offering.send(values))} noValidate>
        {offering.fault ? <Fault error={offering.fault} /> : null}
        <RadioChips
          label={t('requests.give.how')}
          options={(['give', 'swap'] as const).map((value) => ({ value, label: t(`requests.give.kinds.${value}`) }))}
          value={form.values.kind}
          onChange={(kind) => form.setFieldValue('kind', kind)}
        />
        <p className="muted">{t(`requests.give.why.${form.values.kind}`)}</p>
        {form.values.kind === 'swap' ? <WithShift duty={duty} myId={myId} now={now} inputProps={form.getInputProps('withShiftId')} /> : null}
        <TextInput size="md" label={t('requests.give.reason')} description={t('requests.give.reasonWhy')} {...form.getInputProps('reason')} />
        <div className="actions">
          <Button type="submit" variant="filled" className="thumb" loading={offering.isSending}>
            {t('requests.give.send')}
          </Button>
          <Button className="thumb" onClick={onClose}>
            {t('form.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

const WithShift = ({ duty, myId, now, inputProps }: { duty: Duty; myId: string; now: number; inputProps: object }) => {
  const { t } = useTranslation()
  const spanWords = useSpanWords()
  const { date } = wallOf(duty.from, duty.zone)
  const roster = useQuery(publishedQuery(plusDays(date, -NEAR_DAYS), plusDays(date, NEAR_DAYS + 1))).data
  const choices = roster === undefined ? [] : shiftsToChoose(roster, { myId, levelId: duty.levelId, kind: duty.kind, now })
  return (
    <NativeSelect
      size="md"
      label={t('requests.give.withShift')}
      data={[
        { value: '', label: t('requests.give.any') },
        ...choices.map(({ name, shifts }) => ({
          group: name,
          items: shifts.map((shift) => ({ value: shift.id, label: `${spanWords({ from: shift.startsAt, to: shift.endsAt, zone: shift.zone })} · ${name}` })),
        })),
      ]}
      {...inputProps}
    />
  )
}

const useGive = (duty: Duty, onClose: () => void) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const form = useForm<Values>({ initialValues: { kind: 'give', withShiftId: '', reason: '' } })
  const offering = useSend({
    run: ({ kind, withShiftId, reason }: Values) => {
      const shared = { shiftId: duty.shiftId, reason }
      const body: NewOffer = kind === 'give' ? { kind, ...shared } : { kind, ...shared, withShiftId: withShiftId === '' ? null : withShiftId }
      return ask<Offer>('POST', '/api/shift-offers', { body })
    },
    onDone: () => {
      void queryClient.invalidateQueries({ queryKey: ['offers'] })
      void notify(t('requests.give.sent'))
      onClose()
    },
    form,
  })
  return { form, offering }
}
