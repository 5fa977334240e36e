import { Button } from '@mantine/core'
import {
  IconAlertTriangle,
  IconArrowBarToUp,
  IconArrowsExchange,
  IconBeach,
  IconBellOff,
  IconCalendarEvent,
  IconCertificate,
  IconCheck,
  IconClockExclamation,
  IconCoin,
  IconHandGrab,
  IconHeartBroken,
  IconHelp,
  IconHourglassEmpty,
  IconMailX,
  IconMessage,
  IconPhoneCheck,
  IconPhoneOff,
  IconQuestionMark,
  IconSubtask,
  IconUrgent,
  IconUserQuestion,
  IconVolumeOff,
  type TablerIcon,
} from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { meQuery } from '../api/queries.ts'
import { noticesQuery } from '../api/shift-queries.ts'
import type { Notice } from '../api/shift-types.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { useSpans } from '../format/use-spans.ts'
import { plusDays } from '../format/zoned.ts'
import { maySee, type Screen } from '../shell/roles.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Empty, Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { noticeWords, unseenOf, type NoticePage, type NoticeWords } from './notice-words.ts'

const SIGNS: Record<Notice['kind'], TablerIcon> = {
  gap: IconAlertTriangle,
  noShow: IconUserQuestion,
  unanswered: IconPhoneOff,
  roster: IconCalendarEvent,
  handover: IconArrowsExchange,
  attestation: IconCertificate,
  leave: IconBeach,
  message: IconMessage,
  wake: IconUrgent,
  woken: IconPhoneCheck,
  moved: IconHandGrab,
  warning: IconClockExclamation,
  top: IconArrowBarToUp,
  ola: IconHourglassEmpty,
  silence: IconVolumeOff,
  undelivered: IconMailX,
  facts: IconQuestionMark,
  subTask: IconSubtask,
  broken: IconHeartBroken,
  alarm: IconUrgent,
  help: IconHelp,
  unreachable: IconPhoneOff,
  breaker: IconPhoneOff,
  offer: IconCalendarEvent,
  offerEnded: IconCalendarEvent,
  leaveAsked: IconBeach,
  leaveDecided: IconBeach,
  workedAsked: IconHourglassEmpty,
  workedDecided: IconCoin,
  ownShifts: IconCalendarEvent,
  reminder: IconClockExclamation,
  plan: IconCalendarEvent,
  pay: IconCoin,
}

const SCREENS: Record<NoticePage, Screen> = {
  '/now': 'now',
  '/my-shifts': 'myShifts',
  '/planning': 'planning',
  '/desk': 'desk',
  '/pyramid': 'pyramid',
  '/callbacks': 'callbacks',
  '/roster': 'roster',
  '/pay': 'pay',
}

export const NoticeList = ({ close }: { close: () => void }) => {
  const { t } = useTranslation()
  const query = useQuery(noticesQuery)
  const queryClient = useQueryClient()
  const seeing = useSend({
    run: (notices: readonly Notice[]) => Promise.all(notices.map(({ id }) => ask<unknown>('POST', `/api/me/notices/${id}/seen`))),
    onDone: () => void queryClient.invalidateQueries({ queryKey: noticesQuery.queryKey }),
  })
  const unseen = unseenOf(query.data ?? [])
  return (
    <>
      <div className="notice-head row spread">
        <h2>{t('notices.title')}</h2>
        {unseen.length > 1 ? (
          <Button size="xs" loading={seeing.isSending} onClick={() => seeing.send(unseen)}>
            {t('notices.seeAll')}
          </Button>
        ) : null}
      </div>
      {seeing.fault ? <Fault error={seeing.fault} /> : null}
      <Loaded query={query} lines={3}>
        {(notices) =>
          notices.length === 0 ? (
            <Empty icon={IconBellOff} title={t('notices.none')}>
              <p>{t('notices.noneWhy')}</p>
            </Empty>
          ) : (
            <ul className="notice-list">
              {notices.map((notice) => (
                <Line key={notice.id} notice={notice} onSee={() => seeing.send([notice])} close={close} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </>
  )
}

type LineProps = { notice: Notice; onSee: () => void; close: () => void }

const Line = ({ notice, onSee, close }: LineProps) => {
  const { t } = useTranslation()
  const { ago } = useFormat()
  const now = useNow(30_000)
  const { words, to, tab, caseNumber } = useWords(notice)
  const isNew = notice.seenAt === null
  const Icon = SIGNS[notice.kind]
  return (
    <li className={isNew ? 'is-new' : ''}>
      <Icon size={18} stroke={1.8} aria-hidden className="icon" />
      <span className="grow stack tight">
        <span className={isNew ? 'strong' : ''}>
          {isNew ? <span className="hidden-words">{t('notices.new')} </span> : null}
          {words}
        </span>
        <span className="muted small">
          {ago(notice.createdAt, now)}
          {to === undefined ? null : (
            <>
              {' · '}
              <NoticeLink to={to} tab={tab} caseNumber={caseNumber} onOpen={() => (isNew ? onSee() : undefined, close())} />
            </>
          )}
        </span>
      </span>
      {isNew ? (
        <button type="button" className="notice-see" aria-label={t('notices.seeOf', { words })} title={t('notices.see')} onClick={onSee}>
          <IconCheck size={18} aria-hidden className="icon" />
        </button>
      ) : null}
    </li>
  )
}

type LinkProps = { to: NoticePage; tab: NoticeWords['tab']; caseNumber: string | undefined; onOpen: () => void }

const NoticeLink = ({ to, tab, caseNumber, onOpen }: LinkProps) => {
  const { t } = useTranslation()
  if (caseNumber !== undefined)
    return (
      <Link to="/cases/$number" params={{ number: caseNumber }} onClick={onOpen}>
        {t('notices.open')}
      </Link>
    )
  const search = tab === undefined ? {} : { tab }
  return (
    <Link to={to} search={search} onClick={onOpen}>
      {t('notices.open')}
    </Link>
  )
}

/** The sentence in the words of the screen, and where it leads, if the reader may go there. */
const useWords = (notice: Notice) => {
  const { t } = useTranslation()
  const { dateTime, zone } = useFormat()
  const spans = useSpans()
  const role = useQuery(meQuery).data?.person.role
  const { key, count, values, period, instants = {}, to, tab, caseNumber } = noticeWords(notice)
  const when = ({ from, to: end }: { from: string; to: string }) => {
    if (from === '' || end === '') return '?'
    // A roster is published by dates, the last not included; the rest is said in instants.
    return from.length === 10 ? spans.dates(from, plusDays(end, -1)) : spans.period(from, end, zone)
  }
  const shown = Object.entries(instants).map(([name, value]) => [name, value === '' ? '?' : dateTime(value)])
  const blanks = { ...values, ...Object.fromEntries(shown), ...(period ? { when: when(period) } : {}) }
  const words = String(t(key, { ...blanks, ...(count === undefined ? {} : { count }) }))
  const isOpenTo = role !== undefined && maySee(role, caseNumber === undefined ? SCREENS[to] : 'cases')
  return { words, to: isOpenTo ? to : undefined, tab, caseNumber }
}
