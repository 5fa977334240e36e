import { Button, NativeSelect } from '@mantine/core'
import {
  IconCalendarTime,
  IconChecklist,
  IconForms,
  IconMessage,
  IconMicrophone,
  IconNote,
  IconPackage,
  IconPhoneCall,
  IconPhoneOutgoing,
  IconStar,
  type TablerIcon,
} from '@tabler/icons-react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { timelineQuery } from '../api/case-queries.ts'
import type { TimelineEntry, TimelineKind } from '../api/case-types.ts'
import { ask } from '../api/http.ts'
import { RecordingPlayer } from '../calls/recording-player.tsx'
import { groupNumber } from '../format/phone-number.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { notify } from '../ui/notices.tsx'
import { Card, Pill } from '../ui/pieces.tsx'
import { Fault, Waiting } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { timelineWords, type TimelineWords } from './timeline-words.ts'

const SIGNS: Record<TimelineKind, TablerIcon> = {
  call: IconPhoneCall,
  captured: IconForms,
  recording: IconMicrophone,
  callback: IconPhoneOutgoing,
  case: IconChecklist,
  message: IconMessage,
  promise: IconCalendarTime,
  rating: IconStar,
  note: IconNote,
  order: IconPackage,
}
const KINDS = Object.keys(SIGNS) as TimelineKind[]

/** All that lies on the record, the newest first. */
export const TimelineCard = ({ id }: { id: string }) => {
  const { t } = useTranslation()
  const [kind, setKind] = useState<TimelineKind | ''>('')
  const query = useInfiniteQuery(timelineQuery(id, kind))
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? []
  return (
    <Card
      title={t('customerWork.timeline.title')}
      aside={
        <NativeSelect
          aria-label={t('customerWork.timeline.show')}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as TimelineKind | '')}
          data={[{ value: '', label: t('customerWork.timeline.all') }, ...KINDS.map((value) => ({ value, label: t(`customerWork.timeline.kinds.${value}`) }))]}
        />
      }
    >
      {query.isError ? <Fault error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Waiting /> : null}
      {query.isSuccess && entries.length === 0 ? <p className="muted">{t('customerWork.timeline.none')}</p> : null}
      <ol className="history timeline">
        {entries.map((entry, index) => (
          <Entry key={`${entry.kind} ${entry.ref} ${entry.at} ${index}`} entry={entry} />
        ))}
      </ol>
      {query.hasNextPage ? (
        <div className="actions">
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('customerWork.timeline.more')}
          </Button>
        </div>
      ) : null}
    </Card>
  )
}

const Entry = ({ entry }: { entry: TimelineEntry }) => {
  const { t, i18n } = useTranslation()
  const { moment, dateTime, duration } = useFormat()
  const now = useNow(60_000)
  const Icon = SIGNS[entry.kind]
  const { signs, text, stem, before, seconds, audioSid, instant, link } = timelineWords(entry)
  const words = stem !== undefined && i18n.exists(`${stem}.${text}`) ? String(t(`${stem}.${text}`)) : groupNumber(text)
  return (
    <li>
      <Icon size={16} stroke={1.8} aria-hidden className="icon" />
      <div className="grow stack tight">
        <span className="row">
          <span className="muted small">{t(`customerWork.timeline.kinds.${entry.kind}`)}</span>
          {signs.map(({ stem: of, name, tone }) => (
            <Pill key={`${of}.${name}`} tone={tone}>
              {i18n.exists(`${of}.${name}`) ? t(`${of}.${name}`) : name}
            </Pill>
          ))}
          {seconds === undefined ? null : <span className="muted small">{duration(seconds)}</span>}
        </span>
        <span className="as-written">
          {before === undefined ? null : <span className="muted">{groupNumber(before)} · </span>}
          <EntryLink link={link}>{words || t(`customerWork.timeline.kinds.${entry.kind}`)}</EntryLink>
          {instant === undefined ? null : <span className="muted"> · {dateTime(instant)}</span>}
        </span>
        {audioSid === undefined ? null : <RecordingPlayer sid={audioSid} label={t('caseWork.recordingOf', { at: dateTime(entry.at) })} />}
      </div>
      <div className="stack tight end">
        <time className="muted small number" dateTime={entry.at} title={dateTime(entry.at)}>
          {moment(entry.at, now)}
        </time>
        {entry.kind === 'call' ? <NotThisPerson sid={entry.ref} /> : null}
      </div>
    </li>
  )
}

const EntryLink = ({ link, children }: { link: TimelineWords['link']; children: ReactNode }) => {
  if (link?.to === 'call')
    return (
      <Link to="/calls/$sid" params={{ sid: link.ref }}>
        {children}
      </Link>
    )
  if (link?.to === 'case')
    return (
      <Link to="/cases/$number" params={{ number: link.ref }}>
        {children}
      </Link>
    )
  return <>{children}</>
}

/** The call leaves this record, and its number counts as shared; on the call's page it can be put back. */
const NotThisPerson = ({ sid }: { sid: string }) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const detaching = useSend({
    run: () => ask<unknown>('POST', `/api/calls/${encodeURIComponent(sid)}/customer`, { body: { customerId: null } }),
    onDone: () => {
      void queryClient.invalidateQueries()
      void notify(t('identity.detached'))
    },
  })
  return (
    <>
      <button
        type="button"
        className="plain-button small"
        disabled={detaching.isSending}
        title={t('customerWork.timeline.notHimWhy')}
        onClick={() => detaching.send(undefined)}
      >
        {t('identity.notHim')}
      </button>
      {detaching.fault ? <Fault error={detaching.fault} /> : null}
    </>
  )
}
