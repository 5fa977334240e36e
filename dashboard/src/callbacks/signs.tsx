import { IconAlertTriangle, IconClock, IconPhoneCall, IconPhoneOutgoing } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Callback } from '../api/callback-types.ts'
import { groupNumber } from '../format/phone-number.ts'
import { useFormat } from '../format/use-format.ts'
import { useSpans } from '../format/use-spans.ts'
import { Pill, type Tone } from '../ui/pieces.tsx'

const TONES: Partial<Record<Callback['state'], Tone>> = {
  offering: 'accent',
  calling: 'accent',
  talking: 'ok',
  done: 'ok',
  unreachable: 'bad',
  blocked: 'bad',
  resting: 'warn',
}

/** Where it stands: who is rung or talks, or when it is tried again. */
export const Standing = ({ one, now }: { one: Callback; now: number }) => {
  const { t } = useTranslation()
  const { moment } = useFormat()
  const isLive = one.state === 'offering' || one.state === 'calling' || one.state === 'talking'
  const isLater = one.state === 'resting' || one.state === 'snoozed'
  return (
    <span className="stack tight start">
      <Pill tone={TONES[one.state] ?? 'plain'} {...(isLive ? { icon: one.state === 'talking' ? IconPhoneCall : IconPhoneOutgoing } : {})}>
        {t(`callbacks.states.${one.state}`)}
      </Pill>
      {isLive && one.agent ? (
        <span className="small">{t(one.state === 'talking' ? 'callbacks.talks' : 'callbacks.rings', { name: one.agent.name })}</span>
      ) : null}
      {isLater ? <span className="muted small">{t('callbacks.nextAt', { at: moment(one.nextAt, now) })}</span> : null}
      {!isLive && one.person ? <span className="small">{t('callbacks.onlyHe', { name: one.person.name })}</span> : null}
    </span>
  )
}

/** By when, and whether that is still so. */
export const Promised = ({ one, now }: { one: Callback; now: number }) => {
  const { t } = useTranslation()
  const { moment, zone } = useFormat()
  const { relativeDay, timeOf } = useSpans()
  const isOpen = one.endedAt === null
  const words = one.isAsap
    ? t('callbacks.asap', { at: moment(one.window.to, now) })
    : t('callbacks.window', { day: relativeDay(one.window.from, zone, now), times: `${timeOf(one.window.from, zone)}–${timeOf(one.window.to, zone)}` })
  return (
    <span className="row promised">
      <span>{words}</span>
      {one.brokenAt !== null ? (
        <Pill tone="bad" icon={IconAlertTriangle}>
          {t('callbacks.broken')}
        </Pill>
      ) : isOpen && Date.parse(one.dueAt) < now ? (
        <Pill tone="bad" icon={IconClock}>
          {t('callbacks.late')}
        </Pill>
      ) : isOpen && one.atRiskAt !== null ? (
        <Pill tone="warn" icon={IconAlertTriangle}>
          {t('callbacks.atRisk')}
        </Pill>
      ) : null}
    </span>
  )
}

/** As he is called, else his number. */
export const whoOf = ({ customer, name, number }: Pick<Callback, 'customer' | 'name' | 'number'>): string => customer?.name ?? (name || groupNumber(number))
