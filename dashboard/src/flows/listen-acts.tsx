import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Rehearsal } from '../api/types.ts'
import { KeyPad } from '../phone/key-pad.tsx'
import { SpeakField } from '../phone/speak-field.tsx'
import type { RehearsalState } from './use-rehearsal.ts'

type ActsProps = { heard: Rehearsal; rehearsal: RehearsalState }

const MESSAGE_SECONDS = 12

/** What the caller can do where the call stands. */
export const ListenActs = ({ heard, rehearsal: { happens, isBusy, isFull, hasSound } }: ActsProps) => {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const { waitingFor, mostKeys, lastKey } = heard
  if (waitingFor === 'nothing') return null
  if (isFull) return <p className="muted">{t('flows.listen.tooLong')}</p>
  if (waitingFor === 'phone') {
    return (
      <div className="actions">
        <Button disabled={isBusy} onClick={() => happens({ dial: 'answered' })}>
          {t('flows.listen.answers')}
        </Button>
        <Button disabled={isBusy} onClick={() => happens({ dial: 'noAnswer' })}>
          {t('flows.listen.noAnswer')}
        </Button>
      </div>
    )
  }
  const send = (keys: string) => {
    setTyped('')
    happens(keys === '' ? 'silence' : { pressed: keys })
  }
  const press = (key: string) => {
    if (key === lastKey) return send(typed)
    const keys = typed + key
    return mostKeys !== null && keys.length >= mostKeys ? send(keys) : setTyped(keys)
  }
  const hasKeys = waitingFor === 'keys' || waitingFor === 'hold'
  return (
    <div className="stack">
      {hasKeys ? <KeyPad label={t('phone.keyPad')} isOn={!isBusy} onKey={press} isSmall isQuiet={!hasSound} /> : null}
      <div className="actions">
        {typed === '' ? null : (
          <Button variant="filled" disabled={isBusy} onClick={() => send(typed)}>
            {t('flows.listen.send', { keys: typed })}
          </Button>
        )}
        {waitingFor === 'recording' ? (
          <Button disabled={isBusy} onClick={() => happens({ recorded: MESSAGE_SECONDS })}>
            {t('flows.listen.leaveMessage')}
          </Button>
        ) : null}
        <Button disabled={isBusy} onClick={() => happens('silence')}>
          {t(waitingFor === 'hold' ? 'flows.listen.holdOn' : 'flows.listen.silent')}
        </Button>
      </div>
      {heard.hearsWords ? <SpeakField isMessage={false} onSpeak={(said) => isBusy || happens({ said })} /> : null}
    </div>
  )
}
