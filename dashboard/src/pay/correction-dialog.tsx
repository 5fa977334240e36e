import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { NewPayCorrection, PayRow } from '../api/pay-types.ts'
import { useAmounts } from '../format/use-amounts.ts'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notices.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { useRenewPay } from './use-renew-pay.ts'

/** By how much a closed month of somebody would come out otherwise, in one currency. */
export type Difference = { row: PayRow; amount: number; currency: string }
type CorrectionProps = { difference: Difference; month: string; paidIn: string; onClose: () => void }

/** The amount is reckoned by the server, never typed. */
export const CorrectionDialog = ({ difference: { row, amount, currency }, month, paidIn, onClose }: CorrectionProps) => {
  const { t } = useTranslation()
  const { money, month: monthName } = useAmounts()
  const renew = useRenewPay()
  const form = useForm({ initialValues: { reason: '' }, validate: { reason: (reason) => (reason.trim() === '' ? t('form.required') : null) } })
  const booking = useSend({
    run: ({ reason }: { reason: string }) => {
      const body: NewPayCorrection = { personId: row.id, month, paidIn, currency, reason }
      return ask<unknown>('POST', '/api/pay/corrections', { body })
    },
    onDone: () => {
      renew()
      void notify(t('pay.correction.done'))
      onClose()
    },
    form,
  })
  const values = { name: row.name, amount: money(amount, currency), month: monthName(month), paidIn: monthName(paidIn) }
  return (
    <Dialog title={t('pay.correction.title', values)} onClose={onClose}>
      <form className="stack" onSubmit={form.onSubmit((all) => booking.send(all))} noValidate>
        <p>{t('pay.correction.why', values)}</p>
        {booking.fault ? <Fault error={booking.fault} /> : null}
        <TextInput label={t('pay.correction.reason')} data-autofocus {...form.getInputProps('reason')} />
        <div className="actions">
          <Button type="submit" variant="filled" loading={booking.isSending}>
            {t('pay.house.book')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
