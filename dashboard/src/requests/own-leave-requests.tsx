import { Button } from '@mantine/core'
import { IconCheck, IconHourglassEmpty, IconX, type TablerIcon } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { LeaveRequest } from '../api/pay-types.ts'
import { leaveRequestsQuery } from '../api/request-queries.ts'
import { useFormat } from '../format/use-format.ts'
import { useSpans } from '../format/use-spans.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Pill, type Tone } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'

export const LEAVE_STATES: Record<LeaveRequest['state'], { tone: Tone; icon: TablerIcon }> = {
  asked: { tone: 'warn', icon: IconHourglassEmpty },
  granted: { tone: 'ok', icon: IconCheck },
  refused: { tone: 'bad', icon: IconX },
  withdrawn: { tone: 'plain', icon: IconX },
}

/** Leave that I have asked for, and what was said to it; what is granted stands among my leave. */
export const OwnLeaveRequests = ({ myId, now }: { myId: string; now: number }) => {
  const { t } = useTranslation()
  const query = useQuery(leaveRequestsQuery)
  return (
    <Loaded query={query} lines={1}>
      {(requests) => {
        const shown = requests.filter(({ person, state, toAt }) => person.id === myId && state !== 'withdrawn' && state !== 'granted' && Date.parse(toAt) > now)
        if (shown.length === 0) return null
        return (
          <section className="stack tight" aria-label={t('requests.leave.mine')}>
            <h3>{t('requests.leave.mine')}</h3>
            <ul className="lines">
              {shown.map((request) => (
                <Line key={request.id} request={request} />
              ))}
            </ul>
          </section>
        )
      }}
    </Loaded>
  )
}

export const LeaveState = ({ state }: Pick<LeaveRequest, 'state'>) => {
  const { t } = useTranslation()
  const { tone, icon } = LEAVE_STATES[state]
  return (
    <Pill tone={tone} icon={icon}>
      {t(`requests.leave.states.${state}`)}
    </Pill>
  )
}

const Line = ({ request }: { request: LeaveRequest }) => {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const { period } = useSpans()
  const queryClient = useQueryClient()
  const when = period(request.fromAt, request.toAt, zone)
  const withdrawing = useSend({
    run: () => ask<unknown>('POST', `/api/leave-requests/${request.id}/withdrawal`),
    onDone: () => void queryClient.invalidateQueries({ queryKey: ['leave-requests'] }),
  })
  return (
    <li>
      <span className="stack tight grow">
        <span className="row">
          <span className="strong">{when}</span>
          <LeaveState state={request.state} />
        </span>
        {request.answer === '' ? null : (
          <span className="small">
            “{request.answer}” <span className="muted">{request.decidedBy}</span>
          </span>
        )}
        {withdrawing.fault ? <Fault error={withdrawing.fault} /> : null}
        {request.state === 'asked' ? (
          <span>
            <Button
              size="xs"
              className="thumb"
              loading={withdrawing.isSending}
              onClick={() => withdrawing.send(undefined)}
              aria-label={t('requests.leave.withdrawOf', { when })}
            >
              {t('requests.leave.withdraw')}
            </Button>
          </span>
        ) : null}
      </span>
    </li>
  )
}
