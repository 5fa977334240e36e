import { Button, NativeSelect } from '@mantine/core'
import { IconBell, IconVolume } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '../ui/pieces.tsx'
import { canNotify, keepVolume, mayNotify, readVolume } from './ring-signs.ts'
import { ringOnce, VOLUMES } from './ring-sound.ts'

/** How this device rings. A notification of the system needs the person's consent, and browsers ask for it only after a click. */
export const RingSettings = () => {
  const { t } = useTranslation()
  const [volume, setVolume] = useState(readVolume)
  const [isAllowed, setAllowed] = useState(mayNotify)
  const choose = (value: string) => {
    const next = VOLUMES.find((known) => known === value) ?? 'loud'
    keepVolume(next)
    setVolume(next)
    ringOnce(next)
  }
  const allow = async () => {
    await Notification.requestPermission()
    setAllowed(mayNotify())
  }
  const isRefused = canNotify() && Notification.permission === 'denied'
  return (
    <Card title={t('desk.ring.title')}>
      <div className="stack">
        <div className="row" style={{ alignItems: 'flex-end', flexWrap: 'nowrap' }}>
          <NativeSelect
            className="grow"
            label={t('desk.ring.volume')}
            value={volume}
            onChange={(event) => choose(event.currentTarget.value)}
            data={VOLUMES.map((value) => ({ value, label: t(`desk.ring.volumes.${value}`) }))}
          />
          <Button leftSection={<IconVolume size={16} aria-hidden />} disabled={volume === 'off'} onClick={() => ringOnce(volume)}>
            {t('desk.ring.test')}
          </Button>
        </div>
        {isAllowed ? <p className="muted small">{t('desk.ring.allowed')}</p> : null}
        {isRefused ? <p className="muted small">{t('desk.ring.refused')}</p> : null}
        {canNotify() && !isAllowed && !isRefused ? (
          <Button leftSection={<IconBell size={16} aria-hidden />} onClick={() => void allow()}>
            {t('desk.ring.allow')}
          </Button>
        ) : null}
      </div>
    </Card>
  )
}
