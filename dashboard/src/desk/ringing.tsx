import { Button } from '@mantine/core'
import { IconPhone, IconPhoneIncoming, IconPhoneOff, IconVolumeOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../api/queries.ts'
import { groupNumber } from '../format/phone-number.ts'
import { phoneApi } from '../phone/phone-api.ts'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { useRingNotification, useRingSound, useTitleBlink } from './ring-signs.ts'
import { useDeskKey } from './use-desk-key.ts'

type RingingProps = {
  legSid: string
  words: string
  /** What the notification says below its title. */
  subject?: string
  children?: ReactNode
  isInPage: boolean
  pickUp: () => Promise<unknown>
  onPickedUp: () => void
  onOpen: () => void
  onDeclined: () => void
}

/** The bar of a phone that rings here: sound, title, notification, and the two answers. */
export const Ringing = ({ legSid, words, subject = '', children, isInPage, pickUp, onPickedUp, onOpen, onDeclined }: RingingProps) => {
  const { t } = useTranslation()
  const { isBlocked } = useRingSound(true)
  useTitleBlink(`☎ ${words}`)
  useRingNotification({ sid: legSid, title: words, body: subject }, onOpen)
  const answer = useSend({ run: pickUp, onDone: onPickedUp })
  const decline = useSend({ run: () => phoneApi.declineLeg(legSid), onDone: onDeclined })
  useDeskKey('a', () => answer.send(undefined), { isOn: isInPage && !answer.isSending })
  const fault = answer.fault ?? decline.fault
  return (
    <section className="ring-bar" aria-label={words}>
      <IconPhoneIncoming size={26} aria-hidden className="icon ring-sign" />
      <div className="grow stack tight">
        <span className="strong ring-who">{words}</span>
        {children}
        {isBlocked ? (
          <span className="small row">
            <IconVolumeOff size={14} aria-hidden className="icon" />
            {t('ring.blocked')}
          </span>
        ) : null}
        {fault ? <Fault error={fault} /> : null}
      </div>
      {isInPage ? (
        <div className="actions">
          <Button
            color="ok"
            variant="filled"
            leftSection={<IconPhone size={16} aria-hidden />}
            rightSection={<kbd aria-hidden>A</kbd>}
            loading={answer.isSending}
            onClick={() => answer.send(undefined)}
          >
            {t('ring.answer')}
          </Button>
          <Button leftSection={<IconPhoneOff size={16} aria-hidden />} loading={decline.isSending} onClick={() => decline.send(undefined)}>
            {t('ring.decline')}
          </Button>
        </div>
      ) : (
        <PhoneOutside />
      )}
    </section>
  )
}

/** With real numbers the phone that rings is the one on the table. */
const PhoneOutside = () => {
  const { t } = useTranslation()
  const phone = useQuery(meQuery).data?.person.phone
  return <p className="small ring-own">{t('ring.ownPhone', { number: phone ? groupNumber(phone) : '' })}</p>
}
