import { Button, TextInput } from '@mantine/core'
import { IconArrowMerge } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { customerQuery } from '../api/queries.ts'
import type { CustomerDetail, CustomerRow } from '../api/types.ts'
import { groupNumber } from '../format/phone-number.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Note } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { CustomerChoice } from './customer-choice.tsx'
import { useCustomerSend } from './use-customer-send.ts'

/** Two records of the same person become this one. What goes over is shown first, and all of it can be put back. */
export const MergeDialog = ({ customer, onClose }: { customer: CustomerDetail; onClose: () => void }) => {
  const { t } = useTranslation()
  const [gone, setGone] = useState<CustomerRow | null>(null)
  const [reason, setReason] = useState('')
  const merging = useCustomerSend<{ goneId: string; reason: string }>({
    path: `/api/customers/${customer.id}/merges`,
    onDone: onClose,
    said: t('customerWork.merge.done'),
  })
  return (
    <Dialog title={t('customerWork.merge.into', { name: customer.name })} onClose={onClose}>
      {gone === null ? (
        <div className="stack">
          <p className="muted">{t('customerWork.merge.choose')}</p>
          <CustomerChoice except={customer.id} onChoose={setGone} />
        </div>
      ) : (
        <div className="stack">
          {merging.fault ? <Fault error={merging.fault} /> : null}
          <GoesOver id={gone.id} name={gone.name} to={customer.name} />
          <TextInput label={t('customerWork.merge.reason')} maxLength={500} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          <div className="actions">
            <Button variant="filled" loading={merging.isSending} onClick={() => merging.send({ goneId: gone.id, reason })}>
              {t('customerWork.merge.do')}
            </Button>
            <Button onClick={() => setGone(null)}>{t('customerWork.merge.another')}</Button>
          </div>
        </div>
      )}
    </Dialog>
  )
}

const GoesOver = ({ id, name, to }: { id: string; name: string; to: string }) => {
  const { t } = useTranslation()
  const query = useQuery(customerQuery(id))
  return (
    <Loaded query={query} lines={3}>
      {(gone) => (
        <Note icon={IconArrowMerge}>
          <p className="strong">{t('customerWork.merge.goes', { name, to })}</p>
          <ul className="goes-over">
            {gone.contactPoints.map(({ id: point, value }) => (
              <li key={point}>{groupNumber(value)}</li>
            ))}
            {gone.references.map(({ kind, value }) => (
              <li key={`${kind} ${value}`}>{value}</li>
            ))}
            {gone.cases.length > 0 ? <li>{t('customerWork.merge.cases', { count: gone.cases.length })}</li> : null}
            {gone.orders.length + gone.products.length > 0 ? (
              <li>{t('customerWork.merge.orders', { count: gone.orders.length + gone.products.length })}</li>
            ) : null}
            {gone.notes.length > 0 ? <li>{t('customerWork.merge.notes', { count: gone.notes.length })}</li> : null}
            <li>{t('customerWork.merge.calls')}</li>
          </ul>
          <p className="muted small">{t('customerWork.merge.undoWhy')}</p>
        </Note>
      )}
    </Loaded>
  )
}
