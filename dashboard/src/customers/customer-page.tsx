import { Button } from '@mantine/core'
import { IconCircleCheck, IconHelpHexagon, IconUserPlus, IconUsers, type TablerIcon } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { customerQuery } from '../api/queries.ts'
import type { ContactPoint, CustomerDetail } from '../api/types.ts'
import { CallTable } from '../calls/call-table.tsx'
import { CaseLines } from '../cases/case-lines.tsx'
import { groupNumber } from '../format/phone-number.ts'
import { useFormat } from '../format/use-format.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Card, Note, PageHead, Pill, type Tone } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { CustomerForm } from './customer-form.tsx'
import { NewRecordPill } from './new-record-pill.tsx'
import { useChangeCustomer } from './use-change-customer.ts'

const route = getRouteApi('/app/customers/$id')

export const CustomerPage = () => {
  const { id } = route.useParams()
  const query = useQuery(customerQuery(id))
  return (
    <Loaded query={query} isPage>
      {(customer) => <Customer key={customer.id} customer={customer} />}
    </Loaded>
  )
}

const Customer = ({ customer }: { customer: CustomerDetail }) => {
  const { t } = useTranslation()
  const { date } = useFormat()
  return (
    <>
      <nav className="small" aria-label={t('shell.back')}>
        <Link to="/customers">{t('customers.title')}</Link>
      </nav>
      <PageHead title={customer.name} aside={customer.isNew ? <NewRecordPill /> : null}>
        <span className="muted">{t('customers.since', { date: date(customer.createdAt) })}</span>
      </PageHead>
      {customer.isNew ? <NewNote customer={customer} /> : null}
      <div className="columns">
        <div className="stack">
          <Calls customer={customer} />
          <Card title={t('customers.cases')}>
            <CaseLines cases={customer.cases} empty={t('customers.noCases')} />
          </Card>
        </div>
        <div className="stack">
          <ContactPoints points={customer.contactPoints} />
          <References customer={customer} />
          <CustomerForm customer={customer} />
        </div>
      </div>
    </>
  )
}

const NewNote = ({ customer }: { customer: CustomerDetail }) => {
  const { t } = useTranslation()
  const change = useChangeCustomer(customer.id)
  return (
    <Note tone="accent" icon={IconUserPlus}>
      <div className="row spread">
        <div className="grow" style={{ minWidth: 220 }}>
          <p className="strong">{t('customers.newTitle')}</p>
          <p>{t('customers.newWhy')}</p>
        </div>
        <Button variant="filled" loading={change.isSending} onClick={() => change.send({ isNew: false })}>
          {t('customers.checked')}
        </Button>
      </div>
      {change.fault ? <Fault error={change.fault} /> : null}
    </Note>
  )
}

const Calls = ({ customer }: { customer: CustomerDetail }) => {
  const { t } = useTranslation()
  return (
    <>
      <h2>{t('customers.calls')}</h2>
      {customer.calls.length === 0 ? (
        <Card>
          <p className="muted">{t('customers.noCalls')}</p>
        </Card>
      ) : (
        <CallTable calls={customer.calls} caption={t('customers.calls')} withCustomer={false} />
      )}
      {customer.possibleCalls.length > 0 ? (
        <>
          <h2>{t('customers.possible')}</h2>
          <Note icon={IconHelpHexagon}>{t('customers.possibleWhy')}</Note>
          <CallTable calls={customer.possibleCalls} caption={t('customers.possible')} withCustomer={false} />
        </>
      ) : null}
    </>
  )
}

const STANDINGS: Record<ContactPoint['standing'], { tone: Tone; icon: TablerIcon }> = {
  direct: { tone: 'ok', icon: IconCircleCheck },
  shared: { tone: 'warn', icon: IconUsers },
  unconfirmed: { tone: 'plain', icon: IconHelpHexagon },
}

const ContactPoints = ({ points }: { points: readonly ContactPoint[] }) => {
  const { t } = useTranslation()
  return (
    <Card title={t('customers.contacts')}>
      {points.length === 0 ? <p className="muted">{t('customers.noContacts')}</p> : null}
      <ul className="lines">
        {points.map((point) => (
          <li key={point.id}>
            <span className="stack tight">
              <span className="strong">{groupNumber(point.value)}</span>
              {point.label ? <span className="muted small">{point.label}</span> : null}
            </span>
            <span title={t(`customers.standingWords.${point.standing}`)}>
              <Pill {...STANDINGS[point.standing]}>{t(`customers.standings.${point.standing}`)}</Pill>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

const References = ({ customer }: { customer: CustomerDetail }) => {
  const { t, i18n } = useTranslation()
  if (customer.references.length === 0) return null
  return (
    <Card title={t('customers.references')}>
      <ul className="lines">
        {customer.references.map(({ kind, value, isVerified }) => (
          <li key={`${kind} ${value}`}>
            <span className="stack tight">
              <span className="muted small">{i18n.exists(`customers.kinds.${kind}`) ? t(`customers.kinds.${kind}`) : kind}</span>
              <span className="strong">{value}</span>
            </span>
            <Pill tone={isVerified ? 'ok' : 'plain'} icon={isVerified ? IconCircleCheck : IconHelpHexagon}>
              {t(isVerified ? 'customers.verified' : 'customers.unverified')}
            </Pill>
          </li>
        ))}
      </ul>
    </Card>
  )
}
