import '../cases/cases.css'
import { Button } from '@mantine/core'
import { IconArrowMerge, IconBuilding, IconCircleCheck, IconHelpHexagon, IconPlus, IconUser, IconUserPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { customerQuery } from '../api/queries.ts'
import type { CustomerDetail } from '../api/types.ts'
import { CallTable } from '../calls/call-table.tsx'
import { CaseLines } from '../cases/case-lines.tsx'
import { NewCaseDialog } from '../cases/new-case-dialog.tsx'
import { useFormat } from '../format/use-format.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Card, Note, PageHead, Pill } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { ContactCard } from './contact-card.tsx'
import { CustomerForm } from './customer-form.tsx'
import { GoodsCard } from './goods-card.tsx'
import { MergeDialog } from './merge-dialog.tsx'
import { MergesCard } from './merges-card.tsx'
import { NewRecordPill } from './new-record-pill.tsx'
import { NotesCard } from './notes-card.tsx'
import { TimelineCard } from './timeline-card.tsx'
import { useChangeCustomer } from './use-change-customer.ts'
import { WishesCard } from './wishes-card.tsx'

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
  const [opened, setOpened] = useState<'case' | 'merge' | null>(null)
  const isGone = customer.mergedInto !== null
  return (
    <>
      <nav className="small" aria-label={t('shell.back')}>
        <Link to="/customers">{t('customers.title')}</Link>
      </nav>
      <PageHead title={customer.name} aside={<Signs customer={customer} />}>
        <span className="muted">{t('customers.since', { date: date(customer.createdAt) })}</span>
      </PageHead>
      {customer.mergedInto === null ? null : (
        <Note tone="warn" icon={IconArrowMerge}>
          {t('customerWork.merge.gone')}{' '}
          <Link to="/customers/$id" params={{ id: customer.mergedInto.id }} className="strong">
            {customer.mergedInto.name}
          </Link>
        </Note>
      )}
      {customer.isNew && !isGone ? <NewNote customer={customer} /> : null}
      {isGone ? null : (
        <div className="actions">
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpened('case')}>
            {t('caseWork.new.title')}
          </Button>
          <Button leftSection={<IconArrowMerge size={16} aria-hidden />} onClick={() => setOpened('merge')}>
            {t('customerWork.merge.start')}
          </Button>
        </div>
      )}
      <div className="columns case-columns">
        <div className="stack">
          <Card title={t('customers.cases')}>
            <CaseLines cases={customer.cases} empty={t('customers.noCases')} />
          </Card>
          <TimelineCard id={customer.id} />
          <PossibleCalls customer={customer} />
        </div>
        <div className="stack">
          <WishesCard wishes={customer.wishes} />
          <ContactCard id={customer.id} points={customer.contactPoints} />
          <NotesCard customer={customer} />
          <GoodsCard customer={customer} />
          <References customer={customer} />
          <CustomerForm customer={customer} />
          <MergesCard merges={customer.merges} />
        </div>
      </div>
      {opened === 'case' ? <NewCaseDialog customer={{ id: customer.id, name: customer.name }} onClose={() => setOpened(null)} /> : null}
      {opened === 'merge' ? <MergeDialog customer={customer} onClose={() => setOpened(null)} /> : null}
    </>
  )
}

const Signs = ({ customer }: { customer: CustomerDetail }) => {
  const { t, i18n } = useTranslation()
  const kind = `customerWork.kinds.${customer.kind}`
  return (
    <span className="row">
      <Pill icon={customer.kind === 'firm' ? IconBuilding : IconUser}>{i18n.exists(kind) ? t(kind) : customer.kind}</Pill>
      {customer.isNew ? <NewRecordPill /> : null}
    </span>
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

const PossibleCalls = ({ customer }: { customer: CustomerDetail }) => {
  const { t } = useTranslation()
  if (customer.possibleCalls.length === 0) return null
  return (
    <>
      <h2>{t('customers.possible')}</h2>
      <Note icon={IconHelpHexagon}>{t('customers.possibleWhy')}</Note>
      <CallTable calls={customer.possibleCalls} caption={t('customers.possible')} withCustomer={false} />
    </>
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
