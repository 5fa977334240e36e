import { Button } from '@mantine/core'
import { IconPhoneIncoming, IconPhoneOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { groupNumber } from '../format/phone-number.ts'
import { Card, Pill } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { KeyPad } from './key-pad.tsx'
import { phoneApi } from './phone-api.ts'
import type { RingingLeg } from './phone-events.ts'

/** The phones of the people whom the line calls: here they can be picked up, as if one sat at all their desks. */
export const RingingPhones = ({ isInCall }: { isInCall: boolean }) => {
  const { t } = useTranslation()
  const [picked, setPicked] = useState<RingingLeg[]>([])
  const ringing = useQuery({
    queryKey: ['phone', 'ringing'],
    queryFn: ({ signal }) => phoneApi.ringing(signal),
    refetchInterval: isInCall || picked.length > 0 ? 1000 : 4000,
  })
  const others = (ringing.data ?? []).filter((leg) => !picked.some(({ sid }) => sid === leg.sid))
  const drop = (sid: string) => setPicked((legs) => legs.filter((leg) => leg.sid !== sid))
  return (
    <Card title={t('ringing.title')}>
      <div className="stack" aria-live="polite">
        {ringing.isError ? <Fault error={ringing.error} onRetry={() => void ringing.refetch()} /> : null}
        {picked.map((leg) => (
          <PickedPhone key={leg.sid} leg={leg} onEnd={() => drop(leg.sid)} />
        ))}
        {others.map((leg) => (
          <RingingPhone key={leg.sid} leg={leg} onPick={() => setPicked((legs) => [...legs, leg])} onGone={() => void ringing.refetch()} />
        ))}
        {picked.length + others.length === 0 ? <p className="muted">{t('ringing.none')}</p> : null}
      </div>
    </Card>
  )
}

const RingingPhone = ({ leg, onPick, onGone }: { leg: RingingLeg; onPick: () => void; onGone: () => void }) => {
  const { t } = useTranslation()
  const answer = useSend({ run: () => phoneApi.answerLeg(leg.sid), onDone: onPick })
  const decline = useSend({ run: () => phoneApi.declineLeg(leg.sid), onDone: onGone })
  const fault = answer.fault ?? decline.fault
  return (
    <div className="ringing-phone is-ringing">
      <div className="row spread">
        <span className="strong number">{groupNumber(leg.to)}</span>
        <Pill tone="ok" icon={IconPhoneIncoming}>
          {t('ringing.rings')}
        </Pill>
      </div>
      <p className="muted small">{t('ringing.from', { number: groupNumber(leg.from) })}</p>
      {fault ? <Fault error={fault} /> : null}
      <div className="actions">
        <Button variant="filled" color="ok" loading={answer.isSending} onClick={() => answer.send(undefined)}>
          {t('ringing.answer')}
        </Button>
        <Button loading={decline.isSending} onClick={() => decline.send(undefined)}>
          {t('ringing.decline')}
        </Button>
      </div>
    </div>
  )
}

/** A phone that was picked up: what it hears, its keys, and the way out. */
export const PickedPhone = ({ leg, onEnd }: { leg: RingingLeg; onEnd: () => void }) => {
  const { t } = useTranslation()
  const state = useQuery({
    queryKey: ['phone', 'leg', leg.sid],
    queryFn: ({ signal }) => phoneApi.leg(leg.sid, signal),
    refetchInterval: (query) => (query.state.data?.ended ? false : 1000),
  })
  const press = useSend({ run: (digits: string) => phoneApi.pressLeg(leg.sid, digits) })
  const hangUp = useSend({ run: () => phoneApi.hangUpLeg(leg.sid), onDone: onEnd })
  const hasEnded = state.data?.ended ?? false
  useEffect(() => {
    if (!hasEnded) return
    const timer = setTimeout(onEnd, 4000)
    return () => clearTimeout(timer)
  }, [hasEnded, onEnd])
  const fault = press.fault ?? hangUp.fault
  return (
    <div className="ringing-phone">
      <div className="row spread">
        <span className="strong number">{groupNumber(leg.to)}</span>
        <Pill tone={hasEnded ? 'plain' : 'accent'}>{t(hasEnded ? 'ringing.ended' : 'ringing.talking')}</Pill>
      </div>
      <p className="captions" style={{ height: 'auto', minHeight: 44 }}>
        {state.data?.heard.at(-1) ?? t('ringing.silent')}
      </p>
      {fault ? <Fault error={fault} /> : null}
      <p className="muted small">{t('ringing.accept')}</p>
      <KeyPad label={t('ringing.keyPad', { number: leg.to })} isOn={!hasEnded} onKey={press.send} isSmall />
      <Button color="bad" variant="filled" leftSection={<IconPhoneOff size={16} aria-hidden />} disabled={hasEnded} onClick={() => hangUp.send(undefined)}>
        {t('ringing.hangUp')}
      </Button>
    </div>
  )
}
