import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useForm, type UseFormReturnType } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { NewWorkedTime, PayStatement } from '../api/pay-types.ts'
import { useFormat } from '../format/use-format.ts'
import { useSpans } from '../format/use-spans.ts'
import { readWallTime, wallTime } from '../format/wall-time.ts'
import { wallOf } from '../format/zoned.ts'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notices.tsx'
import { Fault } from '../ui/states.tsx'
import { TimeField, timeField } from '../ui/time-field.tsx'
import { useSend } from '../ui/use-send.ts'
import { useRenewPay } from './use-renew-pay.ts'
import { endDate, readInstant, spanOf, type Fold, type WorkedValues } from './worked-form.ts'
import { inOrder } from './why.ts'

type DialogProps = { statement: PayStatement; onClose: () => void }

/** "I worked otherwise than the roster says": which shift, what was really worked, and why. */
export const WorkedDialog = ({ statement, onClose }: DialogProps) => {
  const { t } = useTranslation()
  const { dayOf, times } = useSpans()
  const { zone: companyZone } = useFormat()
  const shifts = inOrder(statement.pieces).filter(({ kind, shiftId }) => kind === 'desk' && shiftId !== null)
  const { form, sending, zone } = useWorkedForm({ statement, onClose }, shifts, companyZone)
  const { values } = form
  const choose = (shiftId: string) =>
    form.setValues({
      ...values,
      ...startOf(
        shifts.find((one) => one.shiftId === shiftId),
        values,
      ),
    })
  return (
    <Dialog title={t('pay.worked.propose')} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit((all) => sending.send(all))} noValidate>
        {sending.fault ? <Fault error={sending.fault} /> : null}
        <p className="muted small">{t('pay.worked.why')}</p>
        <NativeSelect
          label={t('pay.worked.shift')}
          value={values.shiftId}
          onChange={(event) => choose(event.currentTarget.value)}
          data={[
            { value: '', label: t('pay.worked.noShift') },
            ...shifts.map((one) => ({
              value: one.shiftId ?? '',
              label: `${dayOf(one.fromAt, one.zone)} ${times({ from: one.fromAt, to: one.toAt, zone: one.zone })}`,
            })),
          ]}
        />
        {values.shiftId === '' ? null : (
          <NativeSelect
            label={t('pay.worked.effect')}
            data={(['instead', 'beside', 'none'] as const).map((value) => ({ value, label: t(`pay.worked.effects.${value}`) }))}
            {...form.getInputProps('effect')}
          />
        )}
        <TextInput type="date" label={t('pay.worked.date')} {...form.getInputProps('date')} />
        <div className="form-pair">
          <TimeField label={t('pay.worked.from')} {...timeField(form, 'from')} />
          <TimeField label={t('pay.worked.to')} description={t('pay.worked.toWhy')} {...timeField(form, 'to')} />
        </div>
        <FoldChoice form={form} name="fromFold" date={values.date} time={values.from} zone={zone} />
        <FoldChoice form={form} name="toFold" date={endDate(values.date, values.from, values.to)} time={values.to} zone={zone} />
        <TextInput label={t('pay.worked.reason')} description={t('pay.worked.reasonWhy')} {...form.getInputProps('reason')} />
        <div className="actions">
          <Button type="submit" variant="filled" className="thumb" loading={sending.isSending}>
            {t('pay.worked.send')}
          </Button>
          <Button className="thumb" onClick={onClose}>
            {t('form.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** Only where the clock shows the time twice: which of the two is asked, not guessed. */
const FoldChoice = ({
  form,
  name,
  date,
  time,
  zone,
}: {
  form: UseFormReturnType<WorkedValues>
  name: 'fromFold' | 'toFold'
  date: string
  time: string
  zone: string
}) => {
  const { t } = useTranslation()
  const shown = readWallTime(time)
  if (shown === null || shown === '24:00' || date === '' || readInstant(date, shown, zone).kind !== 'twice') return null
  return (
    <NativeSelect
      label={t('pay.worked.fold', { time: shown })}
      data={(['first', 'last'] satisfies Fold[]).map((value) => ({ value, label: t(`pay.worked.folds.${value}`) }))}
      {...form.getInputProps(name)}
    />
  )
}

const startOf = (piece: PayStatement['pieces'][number] | undefined, { effect }: WorkedValues): Partial<WorkedValues> => {
  if (piece === undefined) return { shiftId: '', effect: 'beside' }
  const [from, to] = [wallOf(piece.fromAt, piece.zone), wallOf(piece.toAt, piece.zone)]
  return { shiftId: piece.shiftId ?? '', effect: effect === 'beside' ? 'instead' : effect, date: from.date, from: from.time, to: to.time }
}

const useWorkedForm = ({ statement, onClose }: DialogProps, shifts: PayStatement['pieces'], companyZone: string) => {
  const { t } = useTranslation()
  const renew = useRenewPay()
  const last = shifts.at(-1)
  const empty: WorkedValues = {
    shiftId: '',
    effect: 'beside',
    date: `${statement.month}-01`,
    from: '09:00',
    to: '17:00',
    fromFold: 'first',
    toFold: 'first',
    reason: '',
  }
  const zoneOf = (shiftId: string) => (shifts.find((one) => one.shiftId === shiftId) ?? last)?.zone ?? companyZone
  const asSent = (values: WorkedValues) => ({ ...values, from: wallTime(values.from), to: wallTime(values.to) })
  const time = (value: string) => (readWallTime(value) === null || value === '24:00' ? t('pay.worked.timeForm') : null)
  const form = useForm<WorkedValues>({
    initialValues: { ...empty, ...startOf(last, empty) },
    validate: {
      date: (date) => (date === '' ? t('form.required') : null),
      from: time,
      to: (value, values) => time(value) ?? (spanOf(asSent(values), zoneOf(values.shiftId)) === undefined ? t('pay.worked.never') : null),
      reason: (reason) => (reason.trim() === '' ? t('form.required') : null),
    },
  })
  const zone = zoneOf(form.values.shiftId)
  const sending = useSend({
    run: (values: WorkedValues) => {
      const span = spanOf(asSent(values), zone)
      if (span === undefined) throw new Error('an end at or before its start')
      const body: NewWorkedTime = {
        personId: statement.person.id,
        shiftId: values.shiftId === '' ? null : values.shiftId,
        effect: values.shiftId === '' ? 'beside' : values.effect,
        ...span,
        reason: values.reason,
      }
      return ask<unknown>('POST', '/api/pay/worked-times', { body })
    },
    onDone: () => {
      renew()
      void notify(t('pay.worked.sent'))
      onClose()
    },
    form,
  })
  return { form, sending, zone }
}
