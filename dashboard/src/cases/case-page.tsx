import { IconAlertTriangle, IconClock, IconCircleCheck, type TablerIcon } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { caseQuery } from '../api/queries.ts'
import type { CaseDetail } from '../api/types.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Card, Note, PageHead, type Tone } from '../ui/pieces.tsx'
import { CaseStatus } from './case-status.tsx'
import { dueOf, type Due } from './due-words.ts'

const route = getRouteApi('/app/cases/$number')

export const CasePage = () => {
  const { number } = route.useParams()
  const query = useQuery(caseQuery(number))
  return (
    <Loaded query={query} isPage>
      {(one) => <Case one={one} />}
    </Loaded>
  )
}

const Case = ({ one }: { one: CaseDetail }) => {
  const { t } = useTranslation()
  return (
    <>
      <nav className="small" aria-label={t('shell.back')}>
        {one.customer ? (
          <Link to="/customers/$id" params={{ id: one.customer.id }}>
            {one.customer.name}
          </Link>
        ) : (
          <Link to="/calls">{t('calls.title')}</Link>
        )}
      </nav>
      <PageHead title={one.title} aside={<CaseStatus status={one.status} />}>
        <span className="muted">{t('cases.number', { number: one.number })}</span>
      </PageHead>
      <DueNote one={one} />
      <div className="columns">
        <div className="stack">
          <Summary one={one} />
          <Custodies one={one} />
        </div>
        <Facts facts={one.facts} />
      </div>
    </>
  )
}

const LOOKS: Record<Due, { tone: Tone; icon: TablerIcon }> = {
  done: { tone: 'ok', icon: IconCircleCheck },
  late: { tone: 'bad', icon: IconAlertTriangle },
  soon: { tone: 'warn', icon: IconClock },
  ahead: { tone: 'plain', icon: IconClock },
}

/** The 20 hours of wall-clock time: no night and no holiday stops them. */
const DueNote = ({ one }: { one: CaseDetail }) => {
  const { t } = useTranslation()
  const { dateTime, distance } = useFormat()
  const now = useNow()
  const due = dueOf(one.dueTopAt, one.endedAt, now)
  const values = { at: dateTime(one.endedAt ?? one.dueTopAt), distance: distance(Date.parse(one.dueTopAt) - now) }
  return (
    <Note {...LOOKS[due]}>
      <p className="strong">{t(`cases.due.${due}`, values)}</p>
      {due === 'done' ? null : <p className="muted small">{t('cases.dueWhy')}</p>}
    </Note>
  )
}

const Summary = ({ one }: { one: CaseDetail }) => {
  const { t, i18n } = useTranslation()
  const { dateTime } = useFormat()
  const severity = i18n.exists(`cases.severities.${one.severity}`) ? t(`cases.severities.${one.severity}`) : one.severity
  return (
    <Card>
      <dl className="facts">
        <div>
          <dt>{t('cases.owner')}</dt>
          <dd>{one.owner?.name ?? t('cases.noOwner')}</dd>
        </div>
        <div>
          <dt>{t('cases.level')}</dt>
          <dd>
            {one.level.rank} · {one.level.name}
          </dd>
        </div>
        <div>
          <dt>{t('cases.severity')}</dt>
          <dd>{severity}</dd>
        </div>
        <div>
          <dt>{t('cases.opened')}</dt>
          <dd>{dateTime(one.openedAt)}</dd>
        </div>
        <div>
          <dt>{t('cases.reason')}</dt>
          <dd>{one.reason || '—'}</dd>
        </div>
        {one.callSid ? (
          <div>
            <dt>{t('cases.call')}</dt>
            <dd>
              <Link to="/calls/$sid" params={{ sid: one.callSid }}>
                {t('cases.openCall')}
              </Link>
            </dd>
          </div>
        ) : null}
      </dl>
    </Card>
  )
}

const Custodies = ({ one }: { one: CaseDetail }) => {
  const { t, i18n } = useTranslation()
  const { dateTime, distance } = useFormat()
  const now = useNow(30_000)
  return (
    <Card title={t('cases.custody')}>
      <p className="muted small">{t('cases.custodyWhy')}</p>
      <ol className="lines" style={{ marginTop: 8 }}>
        {one.custodies.map((custody) => (
          <li key={`${custody.person.id} ${custody.fromAt}`}>
            <span className="stack tight">
              <span className="strong">{custody.person.name}</span>
              <span className="muted small">
                {i18n.exists(`cases.how.${custody.how}`) ? t(`cases.how.${custody.how}`) : custody.how}
                {custody.reason ? ` · ${custody.reason}` : ''}
              </span>
            </span>
            <span className="muted small" style={{ textAlign: 'right' }}>
              {dateTime(custody.fromAt)} – {custody.toAt ? dateTime(custody.toAt) : t('cases.now')}
              <br />
              {distance((custody.toAt ? Date.parse(custody.toAt) : now) - Date.parse(custody.fromAt))}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  )
}

const Facts = ({ facts }: { facts: CaseDetail['facts'] }) => {
  const { t } = useTranslation()
  const entries = Object.entries(facts)
  return (
    <Card title={t('cases.facts')}>
      {entries.length === 0 ? <p className="muted">{t('cases.noFacts')}</p> : null}
      <dl className="facts">
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
