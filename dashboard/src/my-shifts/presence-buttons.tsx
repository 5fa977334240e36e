import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Duty, MyShifts } from '../api/shift-types.ts'
import { useFormat } from '../format/use-format.ts'
import { CHOICES, presenceKey, PRESENCE_SIGNS } from '../presence/presence-signs.ts'
import { clockOf, standingOf, type Standing } from '../presence/standing.ts'
import { useSetPresence } from '../presence/use-presence.ts'
import { Note } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'

/** Where I am: three large buttons, for a thumb. */
export const PresenceButtons = ({ shifts, own, now }: { shifts: MyShifts; own: readonly Duty[]; now: number }) => {
  const { t } = useTranslation()
  const setting = useSetPresence()
  const standing = standingOf(shifts, own, now)
  const state = standing.kind === 'said' ? standing.state : undefined
  return (
    <div className="stack">
      {standing.kind === 'notSignedIn' ? (
        <Note tone="bad" icon={IconAlertTriangle}>
          {t('presence.notSignedInWhy')}
        </Note>
      ) : null}
      <div className="presence-buttons" role="group" aria-label={t('presence.own')}>
        {CHOICES.map((choice) => {
          const Icon = PRESENCE_SIGNS[choice].icon
          const words = choice === 'ready' && standing.kind === 'notSignedIn' ? t('presence.signIn') : t(`presence.states.${choice}`)
          return (
            <button
              key={choice}
              type="button"
              className={`presence-button ${choice}`}
              aria-pressed={state === choice}
              disabled={setting.isSending}
              onClick={() => setting.send(choice)}
            >
              <Icon size={22} stroke={1.8} aria-hidden className="icon" />
              {words}
            </button>
          )
        })}
      </div>
      <StateWords standing={standing} now={now} />
      {setting.fault ? <Fault error={setting.fault} /> : null}
    </div>
  )
}

const StateWords = ({ standing, now }: { standing: Standing; now: number }) => {
  const { t } = useTranslation()
  const { time } = useFormat()
  const words =
    standing.kind === 'said'
      ? `${t('presence.since', { state: t(`presence.states.${presenceKey(standing)}`), at: time(standing.since), clock: clockOf(now - Date.parse(standing.since)) })} ${t(`presence.means.${presenceKey(standing)}`)}`
      : t(`presence.standings.${standing.kind}`)
  return <p className="muted small">{words}</p>
}
