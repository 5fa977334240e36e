import { IconMoon } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Presence } from '../api/shift-types.ts'
import { Pill } from '../ui/pieces.tsx'
import { PRESENCE_SIGNS } from './presence-signs.ts'
import { clockOf } from './standing.ts'

/** Somebody's presence: sign, word, and for how long (hours and minutes). */
export const PresencePill = ({ presence, now }: { presence: Presence | null; now: number }) => {
  const { t } = useTranslation()
  if (presence === null) return <Pill icon={IconMoon}>{t('presence.nothing')}</Pill>
  const { icon, tone } = PRESENCE_SIGNS[presence.state]
  return (
    <Pill tone={tone} icon={icon}>
      {t(`presence.states.${presence.state}`)} · {clockOf(now - Date.parse(presence.since))}
    </Pill>
  )
}
