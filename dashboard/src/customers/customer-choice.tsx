import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { customersQuery } from '../api/queries.ts'
import type { CustomerRow } from '../api/types.ts'
import { groupNumber } from '../format/phone-number.ts'
import { Loaded } from '../ui/loaded.tsx'
import { SearchField } from '../ui/search-field.tsx'

const MOST = 8

/** Finds a record by name, number or reference. */
export const CustomerChoice = ({ except, onChoose }: { except: string | undefined; onChoose: (customer: CustomerRow) => void }) => {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const query = useQuery(customersQuery(search))
  return (
    <div className="stack">
      <SearchField label={t('customers.search')} value={search} onSearch={setSearch} />
      <Loaded query={query} lines={3}>
        {(customers) => {
          const found = customers.filter(({ id }) => id !== except).slice(0, MOST)
          if (found.length === 0) return <p className="muted">{t('customers.noneFound')}</p>
          return (
            <ul className="lines">
              {found.map((customer) => (
                <li key={customer.id} style={{ alignItems: 'center' }}>
                  <span className="stack tight grow">
                    <span className="strong">{customer.name}</span>
                    <span className="muted small">
                      {[...customer.contactPoints.slice(0, 2).map(({ value }) => groupNumber(value)), ...customer.references.map(({ value }) => value)].join(
                        ' · ',
                      )}
                    </span>
                  </span>
                  <Button size="xs" onClick={() => onChoose(customer)} aria-label={t('customerWork.chooseOf', { name: customer.name })}>
                    {t('customerWork.choose')}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }}
      </Loaded>
    </div>
  )
}
