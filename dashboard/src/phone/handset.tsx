import { Switch } from '@mantine/core'
import { IconPhone, IconPhoneOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { formatDuration } from '../format/duration.ts'
import { groupNumber } from '../format/phone-number.ts'
import { useTicking } from '../format/use-ticking.ts'
import type { CallState } from './call-state.ts'
import { Captions } from './captions.tsx'
import { KeyPad } from './key-pad.tsx'
import { MicrophoneButton } from './microphone-button.tsx'
import type { WaitingFor } from './phone-events.ts'
import { SpeakField, WaitingWords } from './speak-field.tsx'
import type { usePhoneCall } from './use-phone-call.ts'

export type PhoneSettings = { isTextOnly: boolean; hasKeys: boolean }

type Phone = ReturnType<typeof usePhoneCall>
type HandsetProps = {
  phone: Phone
  from: string
  line: string
  onCall: () => void
  settings: PhoneSettings
  onSettings: (settings: PhoneSettings) => void
}

export const Handset = ({ phone, from, line, onCall, settings, onSettings }: HandsetProps) => {
  const { t } = useTranslation()
  const { state } = phone
  const isOpen = state.phase === 'open'
  const waitingFor = isOpen ? state.waitingFor : null
  return (
    <section className={isOpen ? 'handset in-call' : 'handset'} aria-label={t('phone.handset')}>
      <HandsetHead state={state} line={line} />
      <Captions state={state} isTextOnly={settings.isTextOnly} />
      <WaitingWords waitingFor={waitingFor} />
      {waitingFor !== null && hearsSpeech(waitingFor) ? <SpeakField onSpeak={phone.speak} isMessage={waitingFor.kind === 'record'} /> : null}
      {state.phase === 'open' && waitingFor?.kind === 'record' ? <MicrophoneButton sid={state.sid} /> : null}
      <KeyPad label={t('phone.keyPad')} isOn={isOpen} onKey={phone.press} hasKeyboard={settings.hasKeys} />
      {state.phase === 'open' || state.phase === 'dialling' ? (
        <button type="button" className="call-button end" onClick={phone.hangUp} disabled={state.phase === 'dialling'}>
          <IconPhoneOff size={20} aria-hidden />
          {t('phone.hangUp')}
        </button>
      ) : (
        <button type="button" className="call-button" onClick={onCall} disabled={from.length < 3 || line === ''}>
          <IconPhone size={20} aria-hidden />
          {t(state.phase === 'ended' ? 'phone.callAgain' : 'phone.call')}
        </button>
      )}
      <div className="row spread">
        <Switch
          size="sm"
          label={t('phone.textOnly')}
          checked={settings.isTextOnly}
          onChange={(event) => onSettings({ ...settings, isTextOnly: event.currentTarget.checked })}
        />
        <Switch
          className="only-wide"
          size="sm"
          label={t('phone.keyboard')}
          checked={settings.hasKeys}
          onChange={(event) => onSettings({ ...settings, hasKeys: event.currentTarget.checked })}
        />
      </div>
    </section>
  )
}

const hearsSpeech = (waitingFor: WaitingFor): boolean => waitingFor.kind === 'record' || waitingFor.accepts.includes('speech')

const HandsetHead = ({ state, line }: { state: CallState; line: string }) => {
  const { t } = useTranslation()
  const to = state.phase === 'idle' ? line : state.to
  const word = state.phase === 'open' && state.isAnswered ? 'connected' : state.phase === 'open' ? 'dialling' : state.phase
  return (
    <div className="handset-head">
      <div className="muted small">{t(`phone.phases.${word}`)}</div>
      <div className="handset-number">{to === '' ? '—' : groupNumber(to)}</div>
      <div className="muted">{state.phase === 'open' || state.phase === 'ended' ? <Timer state={state} /> : ' '}</div>
    </div>
  )
}

const Timer = ({ state }: { state: Extract<CallState, { phase: 'open' | 'ended' }> }) => {
  const now = useTicking(state.phase === 'open')
  return <span role="timer">{formatDuration(((state.endedAt ?? now) - state.startedAt) / 1000)}</span>
}
