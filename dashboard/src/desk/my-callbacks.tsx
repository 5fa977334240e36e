import { Button } from '@mantine/core'
import { IconPhoneOutgoing, IconPlayerTrackNext } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { myCallbacksQuery } from '../api/callback-queries.ts'
import type { Callback } from '../api/callback-types.ts'
import type { OutboundCall } from '../api/desk-types.ts'
import { ApiError, ask } from '../api/http.ts'
import { meQuery } from '../api/queries.ts'
import { whoOf } from '../callbacks/signs.tsx'
import { SnoozeDialog } from '../callbacks/snooze-dialog.tsx'
import { useTakeNext } from '../callbacks/use-take-next.ts'
import { groupNumber } from '../format/phone-number.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { notify } from '../ui/notices.tsx'
import { Card, Pill } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'

/** Whom he is to call back, in the order of the queue; and the next of all, if he wants one more. */
export const MyCallbacks = () => {
  const { t } = useTranslation()
  const me = useQuery(meQuery).data?.person.id
  const mine = useQuery(myCallbacksQuery(me)).data ?? []
  const next = useTakeNext()
  return (
    <Card
      title={t('desk.callbacks.title')}
      aside={
        <Button
          size="xs"
          leftSection={<IconPlayerTrackNext size={15} aria-hidden />}
          loading={next.isSending}
          onClick={() => next.send(undefined)}
          title={t('callbacks.nextWhy')}
          aria-label={t('desk.callbacks.next')}
        >
          {t('callbacks.next')}
        </Button>
      }
    >
      {next.fault ? <Fault error={next.fault} /> : null}
      {mine.length === 0 ? <p className="muted">{t('desk.callbacks.none')}</p> : null}
      <ul className="lines">
        {mine.map((callback) => (
          <CallbackLine key={callback.id} callback={callback} myId={me} />
        ))}
      </ul>
    </Card>
  )
}

const SOON = 15 * 60_000

const CallbackLine = ({ callback, myId }: { callback: Callback; myId: string | undefined }) => {
  const { t } = useTranslation()
  const { distance } = useFormat()
  const now = useNow(10_000)
  const queryClient = useQueryClient()
  const [isSnoozing, setSnoozing] = useState(false)
  const left = Date.parse(callback.dueAt) - now
  const call = useSend({
    run: (anyway: boolean) =>
      ask<OutboundCall>('POST', `/api/cases/${encodeURIComponent(callback.case?.number ?? '')}/call`, { body: { number: callback.number, anyway } }),
    onDone: () => {
      void queryClient.invalidateQueries({ queryKey: ['desk'] })
      void notify(t('desk.callbacks.calling'))
    },
  })
  const isLive = callback.state === 'offering' || callback.state === 'calling' || callback.state === 'talking'
  const canSnooze = callback.state === 'waiting' || callback.state === 'snoozed'
  // At once, before its turn, the owner of its case calls; others are rung when they are ready.
  const canCall = callback.case?.owner?.id === myId && !isLive
  const number = groupNumber(callback.number)
  return (
    <li>
      <span className="stack tight">
        <Link to="/callbacks" search={{ shown: callback.id }} className="strong">
          {whoOf(callback)}
        </Link>
        <span className="row">
          <Pill tone={left <= 0 ? 'bad' : left < SOON ? 'warn' : 'plain'}>
            {t(left <= 0 ? 'desk.callbacks.late' : 'desk.callbacks.in', { distance: distance(left) })}
          </Pill>
          <Pill tone={isLive ? 'accent' : 'plain'}>{t(`callbacks.states.${callback.state}`)}</Pill>
        </span>
      </span>
      <span className="actions">
        {canSnooze ? (
          <Button size="xs" onClick={() => setSnoozing(true)} aria-label={t('desk.callbacks.snoozeOf', { number })}>
            {t('callbacks.acts.snooze')}
          </Button>
        ) : null}
        {canCall ? (
          <Button
            size="xs"
            leftSection={<IconPhoneOutgoing size={15} aria-hidden />}
            loading={call.isSending}
            onClick={() => call.send(false)}
            aria-label={t('desk.callbacks.callOf', { number })}
          >
            {t('desk.callbacks.call')}
          </Button>
        ) : null}
      </span>
      {call.fault ? <Fault error={call.fault} /> : null}
      {call.fault instanceof ApiError && call.fault.problem.code === 'CALL_ACT_NOT_NOW' ? (
        <Button size="xs" loading={call.isSending} onClick={() => call.send(true)}>
          {t('desk.callbacks.anyway')}
        </Button>
      ) : null}
      {isSnoozing ? <SnoozeDialog one={callback} onClose={() => setSnoozing(false)} /> : null}
    </li>
  )
}
