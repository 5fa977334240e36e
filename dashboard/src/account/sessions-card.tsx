import { Button } from '@mantine/core'
import { IconCircleCheck, IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { sessionsQuery } from '../api/queries.ts'
import type { LoginSession } from '../api/types.ts'
import { useFormat } from '../format/use-format.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Card, Pill } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { deviceName } from './device-name.ts'

export const SessionsCard = () => {
  const { t } = useTranslation()
  const query = useQuery(sessionsQuery)
  return (
    <Card title={t('account.sessions')}>
      <p className="muted small">{t('account.sessionsWhy')}</p>
      <Loaded query={query} lines={3}>
        {(sessions) => (
          <ul className="lines" style={{ marginTop: 8 }}>
            {sessions.map((session) => (
              <SessionLine key={session.id} session={session} />
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  )
}

const SessionLine = ({ session }: { session: LoginSession }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  const queryClient = useQueryClient()
  const ending = useSend({
    run: () => ask<unknown>('DELETE', `/api/me/sessions/${session.id}`),
    onDone: () => void queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  })
  const device = deviceName(session.userAgent)
  const name = device === null ? t('account.unknownDevice') : `${device.browser} · ${device.system}`
  const Icon = device?.isHandheld ? IconDeviceMobile : IconDeviceDesktop
  return (
    <li>
      <span className="row top">
        <Icon size={20} stroke={1.6} aria-hidden className="icon" />
        <span className="stack tight">
          <span className="strong">{name}</span>
          <span className="muted small">
            {t('account.since', { at: dateTime(session.createdAt) })} · {t('account.seen', { at: dateTime(session.lastSeenAt) })}
          </span>
          {ending.fault ? <Fault error={ending.fault} /> : null}
        </span>
      </span>
      {session.isCurrent ? (
        <Pill tone="ok" icon={IconCircleCheck}>
          {t('account.thisOne')}
        </Pill>
      ) : (
        <Button size="xs" loading={ending.isSending} onClick={() => ending.send(undefined)} aria-label={t('account.endOf', { name })}>
          {t('account.end')}
        </Button>
      )}
    </li>
  )
}
