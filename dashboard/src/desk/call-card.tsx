import { IconCircleDot, IconCircleOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { DeskCall, DeskPop } from '../api/desk-types.ts'
import { formatDuration } from '../format/duration.ts'
import { groupNumber } from '../format/phone-number.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { Pill } from '../ui/pieces.tsx'
import { CallActs } from './call-acts.tsx'
import { CallStatePill } from './call-state-pill.tsx'
import { callerWords, pathWords } from './caller-words.ts'
import { HelperActs } from './helper-acts.tsx'
import { RingingActs } from './ringing-acts.tsx'
import { SoundLog } from './sound-log.tsx'
import { useOwnMember } from './use-own-member.ts'

/** Who is on the line, how he came, and what can be done with the call. */
export const CallCard = ({ call, pop, isWritten }: { call: DeskCall | undefined; pop: DeskPop; isWritten: boolean }) => {
  const { t } = useTranslation()
  const isOpen = call !== undefined && call.state !== 'over'
  const own = useOwnMember(call)
  return (
    <section className={isOpen ? `card call-card is-${call.state}` : 'card call-card'} aria-label={t('desk.call')}>
      <div className="row spread">
        <CallStatePill call={call} />
        {isOpen ? <Timer since={call.since} /> : <Length seconds={pop.call.durationSeconds} />}
      </div>
      <div className="stack tight">
        <span className="call-who">{callerWords(t, pop)}</span>
        {pop.call.from === null || pop.customer === null ? null : <span className="muted number">{groupNumber(pop.call.from)}</span>}
        <CameBy pop={pop} />
      </div>
      {call?.state === 'ringing' ? <RingingActs call={call} /> : null}
      {call?.state === 'talking' && own?.role === 'supervisor' ? <HelperActs callSid={call.callSid} mode={own.mode} /> : null}
      {call?.state === 'talking' && own?.role !== 'supervisor' ? <CallActs call={call} /> : null}
      {isOpen || isWritten ? null : <p className="muted small">{t('desk.overWhy')}</p>}
      <Recording recording={pop.recording} />
      {isOpen && call.isPhoneInPage ? <SoundLog legSid={call.legSid} /> : null}
    </section>
  )
}

const Timer = ({ since }: { since: string }) => {
  const { t } = useTranslation()
  const now = useNow()
  return (
    <span className="call-timer" role="timer" aria-label={t('desk.lasting')}>
      {formatDuration((now - Date.parse(since)) / 1000)}
    </span>
  )
}

const Length = ({ seconds }: { seconds: number | null }) => (seconds === null ? null : <span className="muted">{formatDuration(seconds)}</span>)

const CameBy = ({ pop }: { pop: DeskPop }) => {
  const { t } = useTranslation()
  const { duration } = useFormat()
  return (
    <p className="muted small">
      {t('desk.cameBy')}{' '}
      {pathWords(pop).map((words) => (
        <span key={words}>{words} › </span>
      ))}
      {t('desk.waited', { time: duration(pop.waitSeconds) })}
      {pop.call.numberLabel === null ? '' : ` · ${pop.call.numberLabel}`}
    </p>
  )
}

/** Nobody is recorded without knowing it, and the agent sees it too. */
const Recording = ({ recording: { mode, consent } }: Pick<DeskPop, 'recording'>) => {
  const { t, i18n } = useTranslation()
  if (mode === 'never')
    return (
      <span>
        <Pill icon={IconCircleOff}>{t('desk.recording.never')}</Pill>
      </span>
    )
  const key = `desk.recording.consents.${consent ?? 'open'}`
  return (
    <span className="row">
      <Pill tone="bad" icon={IconCircleDot}>
        {t(`desk.recording.${mode}`)}
      </Pill>
      <span className="muted small">{i18n.exists(key) ? t(key) : consent}</span>
    </span>
  )
}
