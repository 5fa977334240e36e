import { IconMicrophone } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { callQuery } from '../api/queries.ts'
import type { CallDetail } from '../api/types.ts'
import { CaseLines } from '../cases/case-lines.tsx'
import { groupNumber } from '../format/phone-number.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Card, PageHead, Pill } from '../ui/pieces.tsx'
import { CallSteps } from './call-steps.tsx'
import { useCallerWords } from './caller-words.tsx'
import { IdentityCard } from './identity-card.tsx'
import { RecordingPlayer } from './recording-player.tsx'
import { OutcomePill } from './outcome-pill.tsx'

const route = getRouteApi('/app/calls/$sid')

export const CallPage = () => {
  const { sid } = route.useParams()
  const query = useQuery({ ...callQuery(sid), refetchInterval: (current) => (current.state.data?.endedAt === null ? 5000 : false) })
  return (
    <Loaded query={query} isPage>
      {(call) => <Call call={call} />}
    </Loaded>
  )
}

const Call = ({ call }: { call: CallDetail }) => {
  const { t } = useTranslation()
  const callerWords = useCallerWords()
  const who = call.customer?.name ?? callerWords(call)
  return (
    <>
      <nav className="small" aria-label={t('shell.back')}>
        <Link to="/calls">{t('calls.title')}</Link>
      </nav>
      <PageHead title={t('call.title', { who })} aside={<OutcomePill outcome={call.outcome} />} />
      <div className="columns">
        <div className="stack">
          <Summary call={call} />
          <Card title={t('call.steps')}>
            <CallSteps steps={call.steps} startedAt={call.startedAt} />
          </Card>
        </div>
        <div className="stack">
          <IdentityCard call={call} />
          <Captured call={call} />
          <Card title={t('call.cases')}>
            <CaseLines cases={call.cases} empty={t('call.noCases')} />
          </Card>
          <Recordings call={call} />
          <Legs call={call} />
        </div>
      </div>
    </>
  )
}

const Summary = ({ call }: { call: CallDetail }) => {
  const { t } = useTranslation()
  const { dateTime, duration } = useFormat()
  const callerWords = useCallerWords()
  const now = useNow()
  const seconds = call.endedAt === null ? (now - Date.parse(call.startedAt)) / 1000 : call.durationSeconds
  const facts: [string, string][] = [
    [t('call.from'), callerWords(call)],
    [t('call.to'), [call.to === null ? '' : groupNumber(call.to), call.numberLabel, call.siteName].filter(Boolean).join(' · ')],
    [t('call.began'), dateTime(call.startedAt)],
    [t('call.length'), duration(seconds)],
    [t('call.language'), call.language.toUpperCase()],
    [t('call.flow'), `${call.flow} · ${call.flowVersion.slice(0, 8)}`],
  ]
  return (
    <Card>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value || '—'}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

const Captured = ({ call }: { call: CallDetail }) => {
  const { t } = useTranslation()
  return (
    <Card title={t('call.captured')}>
      {call.captured.length === 0 ? <p className="muted">{t('call.noCaptured')}</p> : null}
      <ul className="lines">
        {call.captured.map((answer) => (
          <li key={answer.name}>
            <span className="stack tight">
              <span className="muted small">{answer.name}</span>
              <span className="strong">{answer.value}</span>
            </span>
            <Pill tone={answer.isConfirmed ? 'ok' : 'plain'}>
              {t(answer.isConfirmed ? 'call.confirmed' : 'call.unconfirmed')} · {t(`call.by.${answer.by}`)}
            </Pill>
          </li>
        ))}
      </ul>
    </Card>
  )
}

const Recordings = ({ call }: { call: CallDetail }) => {
  const { t } = useTranslation()
  const { time, duration } = useFormat()
  if (call.recordings.length === 0) return null
  return (
    <Card title={t('call.recordings')}>
      <ul className="lines">
        {call.recordings.map((recording) => (
          <li key={recording.sid}>
            <span className="row">
              <IconMicrophone size={16} aria-hidden className="icon" />
              {t('call.recording', { time: time(recording.receivedAt), length: duration(recording.seconds) })}
            </span>
            <RecordingPlayer sid={recording.sid} label={t('call.recording', { time: time(recording.receivedAt), length: duration(recording.seconds) })} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

const Legs = ({ call }: { call: CallDetail }) => {
  const { t, i18n } = useTranslation()
  const { time } = useFormat()
  if (call.legs.length === 0) return null
  const words = (status: string) => (i18n.exists(`legs.${status}`) ? t(`legs.${status}`) : status)
  return (
    <Card title={t('call.legs')}>
      <ul className="lines">
        {call.legs.map((leg) => (
          <li key={leg.sid}>
            <span className="number">{leg.number === null ? '—' : groupNumber(leg.number)}</span>
            <span className="muted small">{leg.acceptedAt ? t('legs.accepted', { time: time(leg.acceptedAt) }) : words(leg.status)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
