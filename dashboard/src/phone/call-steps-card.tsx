import { IconArrowRight, IconListDetails } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { statusOf } from '../api/http.ts'
import { webhooksQuery } from '../api/line-queries.ts'
import { callQuery } from '../api/queries.ts'
import type { CallDetail } from '../api/types.ts'
import { OutcomePill } from '../calls/outcome-pill.tsx'
import { Card } from '../ui/pieces.tsx'
import { Empty, Fault } from '../ui/states.tsx'
import { LineLogList } from './line-log-list.tsx'
import { SaveTest } from './save-test.tsx'
import './phone.css'

/**
 * The call as our log has it, while it goes on; the live feed brings each step, the interval stands in when the feed is lost. `isLogged`: the line has
 * said something, and it says nothing before the call is stored; earlier there is nothing to ask for.
 */
export const CallStepsCard = ({ sid, isOpen, isLogged }: { sid: string | null; isOpen: boolean; isLogged: boolean }) => {
  const { t } = useTranslation()
  const query = useQuery({
    ...callQuery(sid ?? ''),
    enabled: sid !== null && isLogged,
    refetchInterval: (current) => (isOpen || current.state.data?.outcome === null ? 2000 : false),
  })
  if (sid === null)
    return (
      <Card title={t('phone.steps')}>
        <Empty icon={IconListDetails} title={t('phone.noSteps')}>
          <p>{t('phone.noStepsWhy')}</p>
        </Empty>
      </Card>
    )
  const isMissing = query.isError && statusOf(query.error) !== 404
  return (
    <Card title={t('phone.steps')} aside={<code className="muted">{sid}</code>}>
      {isMissing ? <Fault error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.data ? <Found call={query.data} isOpen={isOpen} /> : <p className="muted">{t('phone.stepsSoon')}</p>}
    </Card>
  )
}

/** Follows the newest step, as the handset follows what is said. */
const StepsWindow = ({ call, isOpen }: { call: CallDetail; isOpen: boolean }) => {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  // Reports come for a while after the end.
  const webhooks = useQuery({ ...webhooksQuery(call.sid), refetchInterval: isOpen || call.outcome === null ? 2000 : 10_000 })
  const count = call.steps.length + (webhooks.data?.length ?? 0)
  useEffect(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [count])
  return (
    <div className="steps-window" ref={box} tabIndex={0} role="region" aria-label={t('phone.steps')}>
      {webhooks.isError ? <Fault error={webhooks.error} onRetry={() => void webhooks.refetch()} /> : null}
      <LineLogList sid={call.sid} startedAt={call.startedAt} rows={webhooks.data ?? []} steps={call.steps} />
    </div>
  )
}

const Found = ({ call, isOpen }: { call: CallDetail; isOpen: boolean }) => {
  const { t } = useTranslation()
  return (
    <div className="stack">
      <div className="row">
        <OutcomePill outcome={call.outcome} />
        <Link to="/calls/$sid" params={{ sid: call.sid }} className="row" style={{ gap: 4 }}>
          {t('phone.openCall')}
          <IconArrowRight size={15} aria-hidden className="icon" />
        </Link>
        {call.customer ? (
          <Link to="/customers/$id" params={{ id: call.customer.id }} className="row" style={{ gap: 4 }}>
            {t('phone.openRecord', { name: call.customer.name })}
            <IconArrowRight size={15} aria-hidden className="icon" />
          </Link>
        ) : null}
      </div>
      <StepsWindow call={call} isOpen={isOpen} />
      {isOpen ? null : <SaveTest sid={call.sid} />}
    </div>
  )
}
