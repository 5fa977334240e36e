import { IconBolt, IconBoltOff, IconLoader2 } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../format/use-format.ts'
import { useLiveState } from '../live/use-live.tsx'
import { Pill } from '../ui/pieces.tsx'

export const LiveBadge = () => {
  const { t } = useTranslation()
  const state = useLiveState()
  if (state.kind === 'live')
    return (
      <Pill tone="ok" icon={IconBolt}>
        {t('live.live')}
      </Pill>
    )
  if (state.kind === 'connecting') return <Pill icon={IconLoader2}>{t('live.connecting')}</Pill>
  return (
    <Pill tone="warn" icon={IconBoltOff}>
      <LostSince since={state.since} />
    </Pill>
  )
}

export const LostSince = ({ since }: { since: number }) => {
  const { t } = useTranslation()
  const { distance } = useFormat()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return <>{t('live.lost', { distance: distance(now - since) })}</>
}
