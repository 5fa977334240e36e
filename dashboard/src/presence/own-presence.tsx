import { IconAlertTriangle, IconCircleCheck, IconMoon } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { myShiftsQuery } from '../api/shift-queries.ts'
import type { Me } from '../api/types.ts'
import { useNow } from '../format/use-now.ts'
import { Pill } from '../ui/pieces.tsx'
import { PresenceMenu } from './presence-menu.tsx'
import { presenceKey, PRESENCE_SIGNS } from './presence-signs.ts'
import { clockOf, standingOf, type Standing } from './standing.ts'
import { useSetPresence } from './use-presence.ts'

/** The own presence in the top bar, for whoever works calls: who is on a level, or has shifts. */
export const OwnPresence = ({ me }: { me: Me }) => {
  const { data } = useQuery(myShiftsQuery)
  const now = useNow()
  if (data === undefined || (me.person.level === null && data.duties.length === 0)) return null
  const own = data.duties.filter(({ person }) => person.id === me.person.id)
  return <StandingPill standing={standingOf(data, own, now)} now={now} />
}

const StandingPill = ({ standing, now }: { standing: Standing; now: number }) => {
  const { t } = useTranslation()
  if (standing.kind === 'notSignedIn') return <SignIn />
  if (standing.kind !== 'said') {
    const isOn = standing.kind === 'onShift'
    const words = t(isOn ? 'presence.onShift' : 'presence.off')
    return (
      <PresenceMenu label={t('presence.yours')} state={undefined}>
        <Pill tone={isOn ? 'ok' : 'plain'} icon={isOn ? IconCircleCheck : IconMoon}>
          <span className={isOn ? '' : 'sign-when-narrow'}>{words}</span>
        </Pill>
      </PresenceMenu>
    )
  }
  const { icon, tone } = PRESENCE_SIGNS[standing.state]
  const words = t(`presence.states.${presenceKey(standing)}`)
  return (
    <PresenceMenu label={t('presence.yours')} state={standing.state}>
      <Pill tone={tone} icon={icon}>
        {words}
        <span className="only-wide">· {clockOf(now - Date.parse(standing.since))}</span>
      </Pill>
    </PresenceMenu>
  )
}

const SignIn = () => {
  const { t } = useTranslation()
  const setting = useSetPresence()
  return (
    <button type="button" className="pill-button" disabled={setting.isSending} title={t('presence.notSignedInWhy')} onClick={() => setting.send('ready')}>
      <Pill tone="bad" icon={IconAlertTriangle}>
        <span className="only-wide">{t('presence.notSignedIn')} ·</span> <span className="underlined">{t('presence.signIn')}</span>
      </Pill>
    </button>
  )
}
