import { IconCircleCheck, IconMoon } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Presence } from '../api/shift-types.ts'
import { Pill } from '../ui/pieces.tsx'
import { presenceKey, PRESENCE_SIGNS } from './presence-signs.ts'
import { clockOf } from './standing.ts'

/** Somebody's presence: sign, word, and for how long (hours and minutes). Who has said nothing counts as ready, unless he must sign in. */
export const PresencePill = ({ presence, notRung, now }: { presence: Presence | null; notRung: string | null; now: number }) => {
  const { t } = useTranslation()
  if (presence === null)
    return (
      <Pill tone={notRung === null ? 'ok' : 'plain'} icon={notRung === null ? IconCircleCheck : IconMoon}>
        {t(notRung === null ? 'presence.counts' : 'presence.nothing')}
      </Pill>
    )
  const { icon, tone } = PRESENCE_SIGNS[presence.state]
  return (
    <Pill tone={tone} icon={icon}>
      {t(`presence.states.${presenceKey(presence)}`)} · {clockOf(now - Date.parse(presence.since))}
    </Pill>
  )
}
