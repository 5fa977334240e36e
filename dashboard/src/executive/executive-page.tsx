import '../cases/cases.css'
import { Button } from '@mantine/core'
import { IconBellRinging, IconCircleCheck, IconCrown, IconMoodSmile, IconPhoneCall } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { executiveQuery } from '../api/case-queries.ts'
import type { CaseRow, ExecutiveView, Telling } from '../api/case-types.ts'
import { ask } from '../api/http.ts'
import { CaseSigns, PromiseClock, TopClock } from '../cases/case-signs.tsx'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { Loaded } from '../ui/loaded.tsx'
import { notify } from '../ui/notices.tsx'
import { Card, Note, PageHead, Pill } from '../ui/pieces.tsx'
import { Empty, Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'

/** What is at the top, what will come, and how the executive was told. Made for a phone held in one hand. */
export const ExecutivePage = () => {
  const { t } = useTranslation()
  const query = useQuery(executiveQuery)
  return (
    <>
      <PageHead title={t('executive.title')} />
      <Loaded query={query} lines={8}>
        {(view) => <Executive view={view} />}
      </Loaded>
    </>
  )
}

const Executive = ({ view }: { view: ExecutiveView }) => {
  const { t } = useTranslation()
  const waiting = view.tellings.filter(({ state }) => state === 'open')
  const past = view.tellings.filter(({ state }) => state !== 'open')
  return (
    <>
      <p className="muted">
        <IconCrown size={16} aria-hidden className="icon" /> {t('executive.is', { name: view.executive.name })}
        {' · '}
        {view.deputy === null ? t('executive.noDeputy') : t('executive.deputy', { name: view.deputy.name })}
      </p>
      {waiting.map((telling) => (
        <OpenTelling key={telling.id} telling={telling} />
      ))}
      <div className="columns case-columns">
        <div className="stack">
          <Cases title={t('executive.atTop', { count: view.cases.length })} cases={view.cases} empty={t('executive.nothing')} />
          <Cases title={t('executive.coming', { count: view.coming.length })} cases={view.coming} empty={t('executive.nothingComing')} />
        </div>
        <Card title={t('executive.told')}>
          {past.length === 0 ? <p className="muted">{t('executive.notTold')}</p> : null}
          <ul className="lines">
            {past.map((telling) => (
              <PastTelling key={telling.id} telling={telling} />
            ))}
          </ul>
        </Card>
      </div>
    </>
  )
}

const Cases = ({ title, cases, empty }: { title: string; cases: readonly CaseRow[]; empty: string }) => {
  const { t } = useTranslation()
  const { distance } = useFormat()
  const now = useNow()
  return (
    <Card title={title}>
      {cases.length === 0 ? <Empty icon={IconMoodSmile} title={empty} /> : null}
      <ul className="lines">
        {cases.map((one) => (
          <li key={one.number}>
            <span className="stack tight grow" style={{ minWidth: 200 }}>
              <Link to="/cases/$number" params={{ number: one.number }} className="strong">
                {one.title}
              </Link>
              <span className="muted small">
                {one.number}
                {one.customer === null ? '' : ` · ${one.customer.name}`} · {t('executive.age', { age: distance(now - Date.parse(one.openedAt)) })}
                {' · '}
                {one.owner?.name ?? t('cases.noOwner')}
              </span>
              <span className="row">
                <CaseSigns one={one} />
              </span>
            </span>
            <span className="stack tight end clocks">
              <TopClock one={one} now={now} />
              <PromiseClock one={one} now={now} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** Somebody is being called: one press stops it. */
const OpenTelling = ({ telling }: { telling: Telling }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  const queryClient = useQueryClient()
  const acknowledging = useSend({
    run: () => ask<unknown>('POST', `/api/tellings/${telling.id}/acknowledge`),
    onDone: () => {
      void queryClient.invalidateQueries({ queryKey: ['executive'] })
      void notify(t('executive.acknowledged'))
    },
  })
  return (
    <Note tone={telling.kind === 'loud' ? 'bad' : 'accent'} icon={IconBellRinging}>
      <div className="row spread">
        <div className="grow stack tight" style={{ minWidth: 220 }}>
          <p className="strong">{t(`executive.kinds.${telling.kind}`, { name: telling.person.name })}</p>
          <p>
            <CaseLinks numbers={telling.cases} />
          </p>
          <p className="muted small">
            {t('executive.since', { at: dateTime(telling.startedAt) })} · <Tries telling={telling} />
          </p>
        </div>
        <Button variant="filled" size="md" loading={acknowledging.isSending} onClick={() => acknowledging.send(undefined)}>
          {t('executive.acknowledge')}
        </Button>
      </div>
      {acknowledging.fault ? <Fault error={acknowledging.fault} /> : null}
    </Note>
  )
}

const PastTelling = ({ telling }: { telling: Telling }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  const isHanded = telling.state === 'handed'
  return (
    <li>
      <span className="stack tight grow" style={{ minWidth: 220 }}>
        <span>
          <CaseLinks numbers={telling.cases} />
        </span>
        <span className="muted small">
          {dateTime(telling.startedAt)} · <Tries telling={telling} />
        </span>
      </span>
      <Pill tone={isHanded ? 'warn' : 'ok'} icon={isHanded ? IconPhoneCall : IconCircleCheck}>
        {isHanded
          ? t('executive.handed', { name: telling.handedTo?.name ?? '?' })
          : t('executive.heard', { at: telling.acknowledgedAt === null ? '?' : dateTime(telling.acknowledgedAt) })}
      </Pill>
    </li>
  )
}

const CaseLinks = ({ numbers }: { numbers: readonly string[] }) => (
  <span className="row">
    {numbers.map((number) => (
      <Link key={number} to="/cases/$number" params={{ number }}>
        {number}
      </Link>
    ))}
  </span>
)

const Tries = ({ telling }: { telling: Telling }) => {
  const { t, i18n } = useTranslation()
  const { time } = useFormat()
  if (telling.calls.length === 0) return <>{t('executive.noCalls')}</>
  const tries = telling.calls.map(({ at, state }) => {
    const words = i18n.exists(`executive.callStates.${state}`) ? t(`executive.callStates.${state}`) : state
    return at === null ? words : `${time(at)} ${words}`
  })
  return (
    <>
      {t('executive.calls', { count: tries.length })}: {tries.join(', ')}
    </>
  )
}
