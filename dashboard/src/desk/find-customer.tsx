import { Button } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewCustomer } from '../api/case-types.ts'
import type { DeskPop } from '../api/desk-types.ts'
import { ask } from '../api/http.ts'
import { customersQuery } from '../api/queries.ts'
import type { CustomerDetail } from '../api/types.ts'
import { groupNumber } from '../format/phone-number.ts'
import { SearchField } from '../ui/search-field.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'

const MOST = 5

type FindCustomerProps = { call: DeskPop['call']; isSending: boolean; onFound: (customerId: string) => void }

/** An unknown number becomes a known one in a click: a record that is there already, or a new one with this number on it. */
export const FindCustomer = ({ call, isSending, onFound }: FindCustomerProps) => {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const found = useQuery({ ...customersQuery(name), enabled: name !== '' })
  const making = useSend({
    run: () => {
      const contactPoints = call.from === null ? [] : [{ kind: 'phone' as const, value: call.from }]
      const body: NewCustomer = { name, language: call.language, contactPoints }
      return ask<CustomerDetail>('POST', '/api/customers', { body })
    },
    onDone: ({ id }) => onFound(id),
  })
  return (
    <div className="stack">
      <SearchField label={t('customers.search')} value={name} onSearch={setName} />
      {name === '' ? null : (
        <ul className="lines">
          {(found.data ?? []).slice(0, MOST).map((customer) => (
            <li key={customer.id}>
              <span className="stack tight grow">
                <span className="strong">{customer.name}</span>
                <span className="muted small">
                  {[...customer.contactPoints.slice(0, 2).map(({ value }) => groupNumber(value)), ...customer.references.map(({ value }) => value)].join(' · ')}
                </span>
              </span>
              <Button size="xs" loading={isSending} onClick={() => onFound(customer.id)} aria-label={t('identity.isHisOf', { name: customer.name })}>
                {t('identity.isHis')}
              </Button>
            </li>
          ))}
          <li>
            <Button
              size="xs"
              leftSection={<IconUserPlus size={15} aria-hidden />}
              loading={making.isSending || isSending}
              onClick={() => making.send(undefined)}
            >
              {t('desk.record.make', { name })}
            </Button>
          </li>
        </ul>
      )}
      {making.fault ? <Fault error={making.fault} /> : null}
    </div>
  )
}
