import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WaitingFor } from './phone-events.ts'

export const WaitingWords = ({ waitingFor }: { waitingFor: WaitingFor | null }) => {
  const { t } = useTranslation()
  return (
    <p className="waiting" data-waiting={waitingFor?.kind ?? 'none'}>
      {waitingFor === null
        ? ''
        : waitingKey(waitingFor)
            .map(([key, values]) => t(`phone.waiting.${key}`, values))
            .join(' ')}
    </p>
  )
}

const waitingKey = (waitingFor: WaitingFor): [string, Record<string, string | number>][] => {
  if (waitingFor.kind === 'record') return [['record', {}]]
  const hasKeys = waitingFor.accepts.includes('keys')
  const hasSpeech = waitingFor.accepts.includes('speech')
  if (!hasKeys) return [['speech', {}]]
  const keys: [string, Record<string, string | number>] = waitingFor.maxDigits === undefined ? ['keys', {}] : ['digits', { count: waitingFor.maxDigits }]
  const finish = waitingFor.finishOnKey
  return [
    keys,
    ...(finish === undefined || finish === '' || waitingFor.maxDigits === 1 ? [] : ([['finish', { key: finish }]] as [string, Record<string, string>][])),
    ...(hasSpeech ? ([['orSay', {}]] as [string, Record<string, string>][]) : []),
  ]
}

/** What the caller says, typed: the browser has no telephone ear. */
export const SpeakField = ({ onSpeak, isMessage }: { onSpeak: (text: string) => void; isMessage: boolean }) => {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  return (
    <form
      className="row"
      style={{ alignItems: 'flex-end', flexWrap: 'nowrap' }}
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim() === '') return
        onSpeak(text.trim())
        setText('')
      }}
    >
      <TextInput
        className="grow"
        label={t(isMessage ? 'phone.leaveMessage' : 'phone.saySomething')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" variant="filled">
        {t('phone.say')}
      </Button>
    </form>
  )
}
