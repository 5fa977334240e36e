import './cases.css'
import { IconBuildingSkyscraper, IconCircleCheck, IconStar } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CaseDetail } from '../api/case-types.ts'
import { callQuery, caseQuery } from '../api/queries.ts'
import { RecordingPlayer } from '../calls/recording-player.tsx'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Card, Note, PageHead } from '../ui/pieces.tsx'
import { CaseSigns, PromiseClock, TopClock } from './case-signs.tsx'
import { CaseStatus } from './case-status.tsx'
import { CaseSummary } from './case-summary.tsx'
import { CustodyCard } from './custody-card.tsx'
import { HistoryCard } from './history-card.tsx'
import { MessagesCard } from './messages-card.tsx'
import { MissingCard } from './missing-card.tsx'
import { MoveButtons } from './move-buttons.tsx'
import { PromisesCard } from './promises-card.tsx'
import { StepsCard } from './steps-card.tsx'
import { SubTasksCard } from './sub-tasks-card.tsx'

const route = getRouteApi('/app/cases/$number')

export const CasePage = () => {
  const { number } = route.useParams()
  const query = useQuery(caseQuery(number))
  return (
    <Loaded query={query} isPage>
      {(one) => <Case key={one.number} one={one} />}
    </Loaded>
  )
}

const Case = ({ one }: { one: CaseDetail }) => {
  const { t } = useTranslation()
  const now = useNow()
  return (
    <>
      <nav className="small" aria-label={t('shell.back')}>
        <Link to="/cases">{t('caseWork.list.title')}</Link>
      </nav>
      <PageHead title={one.title} aside={<CaseStatus status={one.status} />}>
        <span className="muted number">{t('cases.number', { number: one.number })}</span>
      </PageHead>
      <div className="row case-signs">
        <TopClock one={one} now={now} />
        <PromiseClock one={one} now={now} />
        <CaseSigns one={one} />
      </div>
      <MoveButtons one={one} />
      <Ending one={one} />
      <div className="columns case-columns">
        <div className="stack">
          <StepsCard one={one} />
          <MissingCard one={one} />
          <HistoryCard one={one} />
        </div>
        <div className="stack">
          <CaseSummary one={one} />
          <PromisesCard one={one} />
          <CustodyCard one={one} />
          <SubTasksCard one={one} />
          <MessagesCard one={one} />
          <Recordings one={one} />
        </div>
      </div>
    </>
  )
}

/** How it ended, what satisfied the customer, and what he says himself. */
const Ending = ({ one }: { one: CaseDetail }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  return (
    <>
      {one.solution === null ? null : (
        <Note tone="ok" icon={IconCircleCheck}>
          <p className="strong">{t('caseWork.end.solution')}</p>
          <p className="as-written">{one.solution}</p>
          {one.satisfiedBy === null ? null : (
            <p className="muted small">
              {t('caseWork.end.satisfiedBy')}: {one.satisfiedBy}
            </p>
          )}
        </Note>
      )}
      {one.endReason === null ? null : (
        <Note icon={IconCircleCheck}>
          {t('caseWork.end.closed', { why: t(`caseWork.close.reasons.${one.endReason}`) })}{' '}
          {one.joinedTo === null ? null : (
            <Link to="/cases/$number" params={{ number: one.joinedTo }}>
              {t('cases.number', { number: one.joinedTo })}
            </Link>
          )}
        </Note>
      )}
      {one.joined.length === 0 ? null : (
        <Note icon={IconBuildingSkyscraper}>
          {t('caseWork.end.joined')}{' '}
          {one.joined.map((number) => (
            <span key={number}>
              <Link to="/cases/$number" params={{ number }}>
                {number}
              </Link>{' '}
            </span>
          ))}
        </Note>
      )}
      {one.rating === null ? null : (
        <Note tone={one.rating.score >= 4 ? 'ok' : one.rating.score === 3 ? 'plain' : 'bad'} icon={IconStar}>
          <p className="strong">{t('caseWork.end.rating', { score: one.rating.score })}</p>
          {one.rating.why === '' ? null : <q>{one.rating.why}</q>}
          <p className="muted small">{dateTime(one.rating.givenAt)}</p>
        </Note>
      )}
    </>
  )
}

/** What was spoken: in the call that opened it, and onto the case later. */
const Recordings = ({ one }: { one: CaseDetail }) => {
  const { t } = useTranslation()
  const { dateTime, duration } = useFormat()
  const { callSid } = one
  const opening = useQuery({ ...callQuery(callSid ?? ''), enabled: callSid !== null }).data
  const first = callSid === null ? [] : (opening?.recordings ?? []).map((recording) => ({ ...recording, callSid }))
  const recordings = [...first, ...one.messages.filter(({ sid }) => !first.some((known) => known.sid === sid))]
  if (recordings.length === 0) return null
  return (
    <Card title={t('caseWork.recordings')}>
      <ul className="lines">
        {recordings.map((recording) => (
          <li key={recording.sid}>
            <span className="stack tight grow">
              <Link to="/calls/$sid" params={{ sid: recording.callSid }} className="small">
                {dateTime(recording.receivedAt)} · {duration(recording.seconds)}
              </Link>
              <RecordingPlayer sid={recording.sid} label={t('caseWork.recordingOf', { at: dateTime(recording.receivedAt) })} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
