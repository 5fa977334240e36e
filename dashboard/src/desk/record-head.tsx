import { Button } from '@mantine/core'
import { IconHistory, IconLanguage, IconUserCheck, IconUserQuestion } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { DeskPop } from '../api/desk-types.ts'
import { ask } from '../api/http.ts'
import { notify } from '../ui/notices.tsx'
import { Note, Pill } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { FindCustomer } from './find-customer.tsx'

/** Who it is, how sure that is, and the buttons that correct it. */
export const RecordHead = ({ pop }: { pop: DeskPop }) => {
  const { t } = useTranslation()
  const attach = useAttach(pop.call.sid)
  const others = pop.candidates.filter(({ id }) => id !== pop.customer?.id)
  return (
    <section className="card" aria-label={t('desk.record.title')}>
      <div className="stack">
        {pop.customer === null ? (
          <div className="row">
            <span className="record-name">{t('desk.record.nobody')}</span>
          </div>
        ) : (
          <Customer customer={pop.customer} attach={attach} />
        )}
        {attach.fault ? <Fault error={attach.fault} /> : null}
        {others.length > 0 ? <Candidates candidates={others} attach={attach} /> : null}
        {pop.customer === null ? <FindCustomer call={pop.call} isSending={attach.isSending} onFound={attach.send} /> : null}
      </div>
    </section>
  )
}

type Attach = ReturnType<typeof useAttach>

const Customer = ({ customer, attach }: { customer: NonNullable<DeskPop['customer']>; attach: Attach }) => {
  const { t } = useTranslation()
  return (
    <>
      <div className="row top spread">
        <div className="stack tight grow">
          <span className="row">
            <Link to="/customers/$id" params={{ id: customer.id }} className="record-name">
              {customer.name}
            </Link>
            <Pill tone={customer.isSure ? 'ok' : 'warn'} icon={customer.isSure ? IconUserCheck : IconUserQuestion}>
              {t(customer.isSure ? 'desk.record.sure' : 'desk.record.perhaps')}
            </Pill>
            {customer.language === null ? null : <Pill icon={IconLanguage}>{t('desk.record.speaks', { language: customer.language.toUpperCase() })}</Pill>}
            {customer.contactsInSevenDays > 2 ? (
              <Pill tone="warn" icon={IconHistory}>
                {t('desk.record.contacts', { count: customer.contactsInSevenDays })}
              </Pill>
            ) : null}
          </span>
          {customer.isSure ? null : <span className="muted small">{t('desk.record.perhapsWhy')}</span>}
        </div>
        <div className="actions">
          {customer.isSure ? null : (
            <Button size="xs" loading={attach.isSending} onClick={() => attach.send(customer.id)}>
              {t('desk.record.confirm')}
            </Button>
          )}
          <Button size="xs" loading={attach.isSending} onClick={() => attach.send(null)}>
            {t('identity.notHim')}
          </Button>
        </div>
      </div>
      <dl className="facts">
        <Fact words={t('desk.record.products')} value={customer.products.join(', ')} />
        <Fact words={t('desk.record.manager')} value={customer.accountManager?.name ?? ''} />
        <Fact words={t('desk.record.week')} value={String(customer.contactsInSevenDays)} />
        <Fact words={t('desk.record.rating')} value={customer.lastRating === null ? '' : t('desk.record.ratingOf', { score: customer.lastRating })} />
      </dl>
      {customer.note === '' ? null : <Note tone="accent">{customer.note}</Note>}
    </>
  )
}

const Fact = ({ words, value }: { words: string; value: string }) => (
  <div>
    <dt>{words}</dt>
    <dd>{value === '' ? '—' : value}</dd>
  </div>
)

const Candidates = ({ candidates, attach }: { candidates: DeskPop['candidates']; attach: Attach }) => {
  const { t, i18n } = useTranslation()
  const why = (reason: string): string => (i18n.exists(`desk.record.reasons.${reason}`) ? t(`desk.record.reasons.${reason}`) : reason)
  return (
    <Note>
      <p className="strong">{t('identity.candidates')}</p>
      <ul className="lines">
        {candidates.map(({ id, name, reasons }) => (
          <li key={id}>
            <span className="stack tight">
              <Link to="/customers/$id" params={{ id }}>
                {name}
              </Link>
              <span className="muted small">{reasons.map(why).join(' · ')}</span>
            </span>
            <Button size="xs" loading={attach.isSending} onClick={() => attach.send(id)} aria-label={t('identity.isHisOf', { name })}>
              {t('identity.isHis')}
            </Button>
          </li>
        ))}
      </ul>
    </Note>
  )
}

const useAttach = (sid: string) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  return useSend({
    run: (customerId: string | null) => ask<unknown>('POST', `/api/calls/${encodeURIComponent(sid)}/customer`, { body: { customerId } }),
    onDone: (_, customerId) => {
      void queryClient.invalidateQueries({ queryKey: ['desk'] })
      void notify(t(customerId === null ? 'identity.detached' : 'identity.attached'))
    },
  })
}
