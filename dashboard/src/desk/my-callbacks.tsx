import { Button } from '@mantine/core'
import { IconPhoneOutgoing } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { OutboundCall } from '../api/desk-types.ts'
import { ApiError, ask } from '../api/http.ts'
import { callbacksQuery } from '../api/line-queries.ts'
import type { Callback } from '../api/line-types.ts'
import { meQuery } from '../api/queries.ts'
import { groupNumber } from '../format/phone-number.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { notify } from '../ui/notices.tsx'
import { Card, Pill } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'

/** Whom he has promised to call back, the earliest first. */
export const MyCallbacks = () => {
  const { t } = useTranslation()
  const me = useQuery(meQuery).data?.person.id
  const mine = useQuery(callbacksQuery('open')).data?.filter((callback) => callback.case?.owner?.id === me) ?? []
  if (mine.length === 0) return null
  return (
    <Card title={t('desk.callbacks.title')} aside={<span className="muted">{mine.length}</span>}>
      <ul className="lines">
        {mine.map((callback) => (
          <CallbackLine key={callback.id} callback={callback} />
        ))}
      </ul>
    </Card>
  )
}

const SOON = 15 * 60_000

const CallbackLine = ({ callback }: { callback: Callback }) => {
  const { t } = useTranslation()
  const { distance } = useFormat()
  const now = useNow(10_000)
  const queryClient = useQueryClient()
  const left = Date.parse(callback.dueAt) - now
  const call = useSend({
    run: (anyway: boolean) =>
      ask<OutboundCall>('POST', `/api/cases/${encodeURIComponent(callback.case?.number ?? '')}/call`, { body: { number: callback.number, anyway } }),
    onDone: () => {
      void queryClient.invalidateQueries({ queryKey: ['desk'] })
      void notify(t('desk.callbacks.calling'))
    },
  })
  return (
    <li>
      <span className="stack tight">
        <Link to="/cases/$number" params={{ number: callback.case?.number ?? '' }} className="strong">
          {callback.customer?.name ?? groupNumber(callback.number)}
        </Link>
        <Pill tone={left <= 0 ? 'bad' : left < SOON ? 'warn' : 'plain'}>
          {t(left <= 0 ? 'desk.callbacks.late' : 'desk.callbacks.in', { distance: distance(left) })}
        </Pill>
      </span>
      <Button
        size="xs"
        leftSection={<IconPhoneOutgoing size={15} aria-hidden />}
        loading={call.isSending}
        onClick={() => call.send(false)}
        aria-label={t('desk.callbacks.callOf', { number: groupNumber(callback.number) })}
      >
        {t('desk.callbacks.call')}
      </Button>
      {call.fault ? <Fault error={call.fault} /> : null}
      {call.fault instanceof ApiError && call.fault.problem.code === 'CALL_ACT_NOT_NOW' ? (
        <Button size="xs" loading={call.isSending} onClick={() => call.send(true)}>
          {t('desk.callbacks.anyway')}
        </Button>
      ) : null}
    </li>
  )
}
