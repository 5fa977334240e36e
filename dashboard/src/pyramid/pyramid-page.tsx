import '../cases/cases.css'
import './pyramid.css'
import { Button } from '@mantine/core'
import { IconActivityHeartbeat, IconAlertTriangle, IconCaretUpFilled, IconHeartOff, IconMoonStars, IconPlugConnectedX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { pyramidQuery } from '../api/case-queries.ts'
import type { Pyramid } from '../api/case-types.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { useTicking } from '../format/use-ticking.ts'
import { useLiveState } from '../live/use-live.tsx'
import { LostSince } from '../shell/live-badge.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Note, PageHead } from '../ui/pieces.tsx'
import { RehearsalCard } from './rehearsal-card.tsx'
import { Storey } from './storey.tsx'
import { WhyPanel } from './why-panel.tsx'

const route = getRouteApi('/app/pyramid')

/** Who owns what on which level, how long until it is at the top, and why it stands where it stands. */
export const PyramidPage = () => {
  const { t } = useTranslation()
  const { zoneName } = useFormat()
  const { case: shown } = route.useSearch()
  const navigate = route.useNavigate()
  const query = useQuery(pyramidQuery)
  const live = useLiveState()
  const [isRehearsing, setRehearsing] = useState(false)
  const show = (number: string | undefined) => void navigate({ search: number === undefined ? {} : { case: number }, replace: true })
  return (
    <>
      <PageHead title={t('pyramid.title')}>
        <Button leftSection={<IconMoonStars size={16} aria-hidden />} aria-expanded={isRehearsing} onClick={() => setRehearsing(!isRehearsing)}>
          {t('pyramid.rehearse')}
        </Button>
      </PageHead>
      {live.kind === 'lost' ? (
        <Note tone="warn" icon={IconPlugConnectedX}>
          <LostSince since={live.since} />. {t('live.lostWhy')}
        </Note>
      ) : null}
      <Loaded query={query} lines={10}>
        {(pyramid) => (
          <>
            <Guard pyramid={pyramid} />
            {isRehearsing ? <RehearsalCard zone={zoneName} /> : null}
            <div className={shown === undefined ? 'pyramid-page' : 'pyramid-page has-panel'}>
              <div className={live.kind === 'lost' ? 'pyramid is-stale' : 'pyramid'}>
                {pyramid.levels.map((level, index) => (
                  <Fragment key={level.id}>
                    {index === 0 ? null : <Step isToTop={pyramid.levels[index - 1]?.isExecutive ?? false} />}
                    <Storey level={level} index={index} of={pyramid.levels.length} shown={shown} onShow={show} />
                  </Fragment>
                ))}
              </div>
              {shown === undefined ? null : <WhyPanel number={shown} onClose={() => show(undefined)} />}
            </div>
          </>
        )}
      </Loaded>
    </>
  )
}

const Step = ({ isToTop }: { isToTop: boolean }) => {
  const { t } = useTranslation()
  return (
    <p className="storey-step muted small">
      <IconCaretUpFilled size={14} aria-hidden className="icon" /> {t(isToTop ? 'pyramid.toTop' : 'pyramid.toNext')}
    </p>
  )
}

/** Whether somebody watches the 20 hours at all, and what has gone wrong with it. */
const Guard = ({ pyramid: { heartbeat, alarms } }: { pyramid: Pyramid }) => {
  const { t, i18n } = useTranslation()
  const { ago, dateTime } = useFormat()
  const now = useNow()
  // The guard beats by the machine's clock, which a trial does not move.
  const real = useTicking(true)
  return (
    <>
      {heartbeat.isLate ? (
        <Note tone="bad" icon={IconHeartOff}>
          <p className="strong">{t('pyramid.guardStopped')}</p>
          <p>{heartbeat.at === null ? t('pyramid.guardNever') : t('pyramid.guardLast', { at: dateTime(heartbeat.at) })}</p>
        </Note>
      ) : (
        <p className="muted small">
          <IconActivityHeartbeat size={16} aria-hidden className="icon guard-well" />{' '}
          {heartbeat.at === null ? t('pyramid.guardNever') : t('pyramid.guardWell', { ago: ago(heartbeat.at, Math.max(real, Date.parse(heartbeat.at))) })}
        </p>
      )}
      {alarms.map((alarm) => (
        <Note key={`${alarm.kind} ${alarm.at}`} tone="bad" icon={IconAlertTriangle}>
          <p className="strong">{i18n.exists(`pyramid.alarmKinds.${alarm.kind}`) ? t(`pyramid.alarmKinds.${alarm.kind}`) : alarm.text}</p>
          <p className="muted small">
            {ago(alarm.at, now)} · {alarm.text}
          </p>
        </Note>
      ))}
    </>
  )
}
