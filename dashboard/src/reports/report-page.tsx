import '../cases/cases.css'
import './report.css'
import { Button } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconFileSpreadsheet, IconLock, IconLockOpen, IconPrinter } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { monthQuery } from '../api/case-queries.ts'
import type { MonthReport } from '../api/case-types.ts'
import { ask } from '../api/http.ts'
import { meQuery } from '../api/queries.ts'
import { useReasonName } from '../cases/use-reason-name.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { wallOf } from '../format/zoned.ts'
import { mayCloseMonth } from '../shell/roles.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { notify } from '../ui/notices.tsx'
import { Card, PageHead, Pill } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { houseFigures } from './figures.ts'
import { FigurePanel, type Opened } from './figure-panel.tsx'
import { plusMonths } from './months.ts'
import { PeopleTable } from './people-table.tsx'
import { useFigureWords } from './use-figure-words.ts'

const route = getRouteApi('/app/reports')

/** Who did what in a month. Each figure can be opened: what it counts, above and below the line, and the rows behind it. */
export const ReportPage = () => {
  const { t, i18n } = useTranslation()
  const { zone } = useFormat()
  const now = useNow(60_000)
  const thisMonth = wallOf(now, zone).date.slice(0, 7)
  const { month = thisMonth } = route.useSearch()
  const query = useQuery(monthQuery(month))
  const name = new Intl.DateTimeFormat(i18n.language === 'en' ? 'en-GB' : i18n.language, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-15T12:00:00Z`),
  )
  return (
    <>
      <PageHead title={t('report.title', { month: name })} aside={query.data ? <Standing report={query.data} /> : null}>
        <div className="actions no-print">
          <MonthLink month={plusMonths(month, -1)} words={t('report.earlier')} icon={IconChevronLeft} />
          {month < thisMonth ? <MonthLink month={plusMonths(month, 1)} words={t('report.later')} icon={IconChevronRight} /> : null}
          <Button
            component="a"
            href={`/api/reports/months/${month}?format=csv`}
            download
            leftSection={<IconFileSpreadsheet size={16} aria-hidden />}
            className="no-underline"
          >
            CSV
          </Button>
          <Button leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()} className="only-wide">
            {t('report.print')}
          </Button>
          {query.data && query.data.closedAt === null && month < thisMonth ? <CloseMonth month={month} name={name} /> : null}
        </div>
      </PageHead>
      <Loaded query={query} lines={10}>
        {(report) => <Report key={report.month} report={report} />}
      </Loaded>
    </>
  )
}

const MonthLink = ({ month, words, icon: Icon }: { month: string; words: string; icon: typeof IconChevronLeft }) => (
  <Link to="/reports" search={{ month }} className="plain-button" aria-label={words} title={words}>
    <Icon size={18} aria-hidden className="icon" />
  </Link>
)

const Standing = ({ report }: { report: MonthReport }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  if (report.closedAt === null)
    return (
      <Pill tone="warn" icon={IconLockOpen}>
        {t('report.open')}
      </Pill>
    )
  return (
    <Pill tone="ok" icon={IconLock}>
      {t('report.closed', { at: dateTime(report.closedAt) })}
    </Pill>
  )
}

const Report = ({ report }: { report: MonthReport }) => {
  const { t } = useTranslation()
  const [opened, setOpened] = useState<Opened | null>(null)
  return (
    <>
      <Kpis report={report} onOpen={setOpened} />
      <TopAges report={report} />
      <PeopleTable report={report} onOpen={setOpened} />
      <ByReason report={report} />
      <LateReopenings report={report} />
      <p className="muted small">{t('report.zone', { zone: report.zone })}</p>
      {opened === null ? null : <FigurePanel report={report} opened={opened} onClose={() => setOpened(null)} />}
    </>
  )
}

const Kpis = ({ report, onOpen }: { report: MonthReport; onOpen: (opened: Opened) => void }) => {
  const { t } = useTranslation()
  const { name, value } = useFigureWords()
  return (
    <ul className="kpis">
      {houseFigures(report.totals).map((figure) => (
        <li key={figure.name}>
          <button type="button" className="kpi" onClick={() => onOpen({ figure: figure.name })}>
            <span className="muted small">{name(figure.name, true)}</span>
            <span className="kpi-value">{value(figure.value, figure.kind)}</span>
            <span className="muted small">
              {figure.of === undefined ? t('report.openIt') : t(figure.name === 'csat' ? 'report.ofRatings' : 'report.of', { count: figure.of })}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** What stood at the top, the oldest first: what the month is remembered for. */
const TopAges = ({ report }: { report: MonthReport }) => {
  const { t } = useTranslation()
  const { value } = useFigureWords()
  return (
    <Card title={t('report.top.title')} flush>
      {report.top.length === 0 ? (
        <p className="muted rows-none">{t('report.top.none')}</p>
      ) : (
        <div className="scroll">
          <table className="list">
            <caption>{t('report.top.title')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('report.top.age')}</th>
                <th scope="col">{t('caseWork.list.case')}</th>
                <th scope="col">{t('cases.owner')}</th>
                <th scope="col">{t('caseWork.list.status')}</th>
              </tr>
            </thead>
            <tbody>
              {report.top.map((one) => (
                <tr key={one.caseNumber}>
                  <td className="strong keep-line">{value(one.ageSeconds, 'seconds')}</td>
                  <td>
                    <Link to="/cases/$number" params={{ number: one.caseNumber }}>
                      {one.caseNumber}
                    </Link>{' '}
                    {one.title}
                  </td>
                  <td>{one.owner?.name ?? '—'}</td>
                  <td className="keep-line">{t(`cases.statuses.${one.status}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}

/** What a closed month would have counted otherwise: it keeps its figures, so this month says it. */
const LateReopenings = ({ report }: { report: MonthReport }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  if (report.lateReopenings.length === 0) return null
  return (
    <Card title={t('report.lateReopenings.title')}>
      <p className="muted small">{t('report.lateReopenings.why')}</p>
      <ul className="lines">
        {report.lateReopenings.map((one) => (
          <li key={`${one.caseNumber} ${one.reopenedAt}`}>
            <span className="grow">
              <Link to="/cases/$number" params={{ number: one.caseNumber }}>
                {one.caseNumber}
              </Link>{' '}
              · {one.person?.name ?? '—'}
            </span>
            <span className="muted small">{t('report.lateReopenings.line', { solved: dateTime(one.solvedAt), reopened: dateTime(one.reopenedAt) })}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

const ByReason = ({ report }: { report: MonthReport }) => {
  const { t } = useTranslation()
  const reasonName = useReasonName()
  const { byReason } = report.totals
  if (byReason.length === 0) return null
  const most = Math.max(...byReason.map(({ opened }) => opened), 1)
  return (
    <Card title={t('report.byReason.title')} flush>
      <table className="list">
        <caption>{t('report.byReason.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('cases.reason')}</th>
            <th scope="col" className="end">
              {t('report.byReason.opened')}
            </th>
            <th scope="col" className="end">
              {t('report.byReason.first')}
            </th>
            <th scope="col" className="only-wide bars">
              <span className="hidden-words">{t('report.byReason.share')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {byReason.map((one) => (
            <tr key={one.reason}>
              <td>{reasonName(one.reason) || '—'}</td>
              <td className="end number">{one.opened}</td>
              <td className="end number">{one.solvedAtFirstLevel}</td>
              <td className="only-wide bars">
                <span className="bar" style={{ width: `${(100 * one.opened) / most}%` }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

/** A closed month is frozen for good, so this is asked twice. */
const CloseMonth = ({ month, name }: { month: string; name: string }) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const role = useQuery(meQuery).data?.person.role
  const [isAsking, setAsking] = useState(false)
  const closing = useSend({
    run: () => ask<unknown>('POST', `/api/reports/months/${month}/close`),
    onDone: () => {
      void queryClient.invalidateQueries({ queryKey: ['month'] })
      void notify(t('report.isClosed'))
      setAsking(false)
    },
  })
  if (role === undefined || !mayCloseMonth(role)) return null
  return (
    <>
      <Button variant="filled" onClick={() => setAsking(true)}>
        {t('report.close')}
      </Button>
      {isAsking ? (
        <Dialog title={t('report.closeTitle', { month: name })} onClose={() => setAsking(false)}>
          <div className="stack">
            <p>{t('report.closeWhy')}</p>
            {closing.fault ? <Fault error={closing.fault} /> : null}
            <div className="actions">
              <Button variant="filled" loading={closing.isSending} onClick={() => closing.send(undefined)}>
                {t('report.closeIt')}
              </Button>
              <Button onClick={() => setAsking(false)}>{t('form.cancel')}</Button>
            </div>
          </div>
        </Dialog>
      ) : null}
    </>
  )
}
