import { IconHelpHexagon } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { callsUnderWayQuery, deskQuery } from '../api/desk-queries.ts'
import type { CallUnderWay } from '../api/desk-types.ts'
import { meQuery } from '../api/queries.ts'
import { formatDuration } from '../format/duration.ts'
import { useNow } from '../format/use-now.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Card, Pill } from '../ui/pieces.tsx'
import { HelperActs } from './helper-acts.tsx'
import { useOwnMember } from './use-own-member.ts'

/** For who supervises: the calls of others, those first in which help was asked for. */
export const UnderWay = () => {
  const { t } = useTranslation()
  const query = useQuery(callsUnderWayQuery)
  const me = useQuery(meQuery).data?.person.id
  return (
    <Card title={t('desk.underWay.title')} aside={query.data ? <span className="muted">{query.data.length}</span> : null}>
      <Loaded query={query} lines={2}>
        {(calls) => {
          const others = calls.filter(({ agent }) => agent.id !== me).sort(byNeed)
          if (others.length === 0) return <p className="muted">{t('desk.underWay.none')}</p>
          return (
            <ul className="lines">
              {others.map((call) => (
                <UnderWayLine key={call.callSid} call={call} />
              ))}
            </ul>
          )
        }}
      </Loaded>
    </Card>
  )
}

const byNeed = (one: CallUnderWay, other: CallUnderWay): number => Number(other.isHelpAsked) - Number(one.isHelpAsked) || one.since.localeCompare(other.since)

const UnderWayLine = ({ call }: { call: CallUnderWay }) => {
  const { t } = useTranslation()
  const now = useNow()
  const own = useOwnMember(useQuery(deskQuery).data?.calls.find(({ callSid }) => callSid === call.callSid))
  return (
    <li className={call.isHelpAsked ? 'needs-help' : ''}>
      <span className="stack tight">
        <span className="row">
          <span className="strong">{call.agent.name}</span>
          {call.isHelpAsked ? (
            <Pill tone="bad" icon={IconHelpHexagon}>
              {t('desk.underWay.needsHelp')}
            </Pill>
          ) : null}
        </span>
        <span className="muted small">
          {call.customer?.name ?? t('ring.somebody')} · {formatDuration((now - Date.parse(call.since)) / 1000)}
        </span>
      </span>
      {own ? <Pill tone="accent">{t('desk.underWay.youAreIn')}</Pill> : <HelperActs callSid={call.callSid} mode={null} />}
    </li>
  )
}
