import { Button } from '@mantine/core'
import { IconPlus, IconUserSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { customersQuery, meQuery } from '../api/queries.ts'
import type { CustomerRow } from '../api/types.ts'
import { groupNumber } from '../format/phone-number.ts'
import { withWords } from '../i18n.ts'
import { maySupervise } from '../shell/roles.ts'
import { Loaded } from '../ui/loaded.tsx'
import { PageHead } from '../ui/pieces.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { Empty } from '../ui/states.tsx'
import { NewCustomerDialog } from './new-customer-dialog.tsx'
import { NewRecordPill } from './new-record-pill.tsx'

const route = getRouteApi('/app/customers')

const ImportButton = lazy(withWords('house', async () => ({ default: (await import('../house/import-button.tsx')).ImportButton })))

export const CustomersPage = () => {
  const { t } = useTranslation()
  const { search = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const query = useQuery(customersQuery(search))
  const [isAdding, setAdding] = useState(false)
  const role = useQuery(meQuery).data?.person.role
  const mayImport = role !== undefined && maySupervise(role)
  return (
    <>
      <PageHead title={t('customers.title')}>
        {mayImport ? (
          <Suspense>
            <ImportButton />
          </Suspense>
        ) : null}
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
          {t('customerWork.new.title')}
        </Button>
      </PageHead>
      <search className="toolbar">
        <SearchField
          label={t('customers.search')}
          value={search}
          onSearch={(next) => void navigate({ search: next === '' ? {} : { search: next }, replace: true })}
        />
      </search>
      <Loaded query={query} lines={8}>
        {(customers) =>
          customers.length === 0 ? (
            <div className="card">
              <Empty icon={IconUserSearch} title={t(search === '' ? 'customers.none' : 'customers.noneFound')}>
                <p>{t(search === '' ? 'customers.noneWhy' : 'customers.noneFoundWhy')}</p>
              </Empty>
            </div>
          ) : (
            <CustomerTable customers={customers} />
          )
        }
      </Loaded>
      {isAdding ? <NewCustomerDialog onClose={() => setAdding(false)} /> : null}
    </>
  )
}

const CustomerTable = ({ customers }: { customers: readonly CustomerRow[] }) => {
  const { t } = useTranslation()
  return (
    <div className="card flush">
      <table className="list">
        <caption>{t('customers.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('customers.name')}</th>
            <th scope="col">{t('customers.contacts')}</th>
            <th scope="col" className="only-wide">
              {t('customers.references')}
            </th>
            <th scope="col" className="only-wide">
              {t('customers.language')}
            </th>
          </tr>
        </thead>
        <tbody>
          {customers.map((customer) => (
            <tr key={customer.id}>
              <td>
                <span className="row">
                  <Link to="/customers/$id" params={{ id: customer.id }} className="strong">
                    {customer.name}
                  </Link>
                  {customer.isNew ? <NewRecordPill /> : null}
                </span>
              </td>
              <td>
                {customer.contactPoints.slice(0, 2).map(({ id, value }) => (
                  <span key={id} style={{ display: 'block' }}>
                    {groupNumber(value)}
                  </span>
                ))}
              </td>
              <td className="only-wide">{customer.references.map(({ value }) => value).join(', ')}</td>
              <td className="only-wide">{customer.language?.toUpperCase() ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
