import { Button, NativeSelect } from '@mantine/core'
import { IconPhoneOutgoing } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { callbacksQuery } from '../api/line-queries.ts'
import type { Callback, CallbackState } from '../api/line-types.ts'
import { groupNumber } from '../format/phone-number.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { ListTable } from '../planning/table.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { notify } from '../ui/notices.tsx'
import { PageHead, Pill } from '../ui/pieces.tsx'
import { Empty, Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'

const STATES = ['open', 'done', 'cancelled'] as const

/** Whom we promised to call back, the earliest promise first. */
export const CallbacksPage = () => {
  const { t } = useTranslation()
  const [state, setState] = useState<(typeof STATES)[number] | ''>('open')
  const query = useQuery(callbacksQuery(state))
  return (
    <>
      <PageHead title={t('callbacks.title')} />
      <div className="toolbar">
        <NativeSelect
          label={t('callbacks.state')}
          value={state}
          onChange={(event) => setState(STATES.find((known) => known === event.currentTarget.value) ?? '')}
          data={[{ value: '', label: t('callbacks.all') }, ...STATES.map((value) => ({ value, label: t(`callbacks.states.${value}`) }))]}
        />
      </div>
      <Loaded query={query} lines={6}>
        {(callbacks) =>
          callbacks.length === 0 ? (
            <div className="card">
              <Empty icon={IconPhoneOutgoing} title={t('callbacks.none')}>
                <p>{t('callbacks.noneWhy')}</p>
              </Empty>
            </div>
          ) : (
            <CallbackTable callbacks={callbacks} />
          )
        }
      </Loaded>
    </>
  )
}

const CallbackTable = ({ callbacks }: { callbacks: readonly Callback[] }) => {
  const { t } = useTranslation()
  const now = useNow(15_000)
  const heads = [
    { words: t('callbacks.who') },
    { words: t('callbacks.due') },
    { words: t('callbacks.case') },
    { words: t('callbacks.owner'), onlyWide: true },
    { words: t('callbacks.state'), isHidden: true },
  ]
  return (
    <ListTable caption={t('callbacks.title')} heads={heads}>
      {callbacks.map((callback) => (
        <CallbackRow key={callback.id} callback={callback} now={now} />
      ))}
    </ListTable>
  )
}

const CallbackRow = ({ callback, now }: { callback: Callback; now: number }) => {
  const { t } = useTranslation()
  const { moment } = useFormat()
  const { customer, case: its } = callback
  const isLate = callback.endedAt === null && Date.parse(callback.dueAt) < now
  return (
    <tr>
      <td>
        <a href={`tel:${callback.number}`} className="strong number">
          {groupNumber(callback.number)}
        </a>
        <span className="muted small" style={{ display: 'block' }}>
          {customer ? (
            <Link to="/customers/$id" params={{ id: customer.id }}>
              {customer.name}
            </Link>
          ) : (
            t('callbacks.nobody')
          )}
          {` · ${callback.language.toUpperCase()}`}
        </span>
      </td>
      <td>
        {moment(callback.dueAt, now)} {isLate ? <Pill tone="bad">{t('callbacks.late')}</Pill> : null}
        <span className="muted small" style={{ display: 'block' }}>
          {t('callbacks.asked', { at: moment(callback.requestedAt, now) })}
        </span>
      </td>
      <td>
        {its ? (
          <Link to="/cases/$number" params={{ number: its.number }}>
            {its.number}
          </Link>
        ) : null}
        <span className="muted small" style={{ display: 'block' }}>
          {its?.title ?? callback.words}
        </span>
      </td>
      <td className="only-wide">{its?.owner?.name ?? '—'}</td>
      <td>{callback.endedAt === null ? <EndButtons callback={callback} /> : <Pill>{t(`callbacks.states.${callback.state}`)}</Pill>}</td>
    </tr>
  )
}

const EndButtons = ({ callback }: { callback: Callback }) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const ending = useSend({
    run: (state: 'done' | 'cancelled') => ask<unknown>('PATCH', `/api/callbacks/${callback.id}`, { body: { state } }),
    onDone: (_, state) => {
      void queryClient.invalidateQueries({ queryKey: ['callbacks'] })
      void notify(t(`callbacks.states.${state}`))
    },
  })
  return (
    <div className="stack tight">
      {ending.fault ? <Fault error={ending.fault} /> : null}
      <div className="actions">
        <Button size="xs" disabled={ending.isSending} onClick={() => ending.send('done')} aria-label={t('callbacks.doneOf', { number: callback.number })}>
          {t('callbacks.done')}
        </Button>
        <Button
          size="xs"
          disabled={ending.isSending}
          onClick={() => ending.send('cancelled')}
          aria-label={t('callbacks.cancelOf', { number: callback.number })}
        >
          {t('callbacks.cancel')}
        </Button>
      </div>
    </div>
  )
}
