import './ring.css'
import { Button } from '@mantine/core'
import { IconPhone, IconPhoneIncoming, IconPhoneOff, IconVolumeOff } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { deskQuery } from '../api/desk-queries.ts'
import type { Desk, DeskCall } from '../api/desk-types.ts'
import { meQuery } from '../api/queries.ts'
import { groupNumber } from '../format/phone-number.ts'
import { useFormat } from '../format/use-format.ts'
import { phoneApi } from '../phone/phone-api.ts'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { pathWords, ringWords } from './caller-words.ts'
import { pickUp } from './own-leg.ts'
import { useRingNotification, useRingSound, useTitleBlink } from './ring-signs.ts'
import { useDeskKey } from './use-desk-key.ts'

/** On every page: a phone of this person rings. Everything here comes from the server, so it is there after a reload and gone when somebody else answers. */
export const RingBar = () => {
  const { t } = useTranslation()
  const { data: desk } = useQuery(deskQuery)
  const [declined, setDeclined] = useState<readonly string[]>([])
  const call = desk?.calls.find(({ state, legSid }) => state === 'ringing' && !declined.includes(legSid))
  const pop = call && desk?.pop?.call.sid === call.callSid ? desk.pop : null
  const words = call ? ringWords(t, call, pop) : ''
  return (
    <>
      <div className="hidden-words" role="status" aria-live="assertive">
        {words}
      </div>
      {call ? <Ringing key={call.legSid} call={call} pop={pop} words={words} onDecline={() => setDeclined((sids) => [...sids, call.legSid])} /> : null}
    </>
  )
}

type RingingProps = { call: DeskCall; pop: Desk['pop']; words: string; onDecline: () => void }

const Ringing = ({ call, pop, words, onDecline }: RingingProps) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { isBlocked } = useRingSound(true)
  const toDesk = () => void navigate({ to: '/desk' })
  useTitleBlink(`☎ ${words}`)
  useRingNotification({ sid: call.callSid, title: words, body: pop?.openCases[0]?.title ?? '' }, toDesk)
  const renew = () => void queryClient.invalidateQueries({ queryKey: ['desk'] })
  const answer = useSend({
    run: () => pickUp(call.legSid),
    onDone: () => {
      renew()
      toDesk()
    },
  })
  const decline = useSend({
    run: () => phoneApi.declineLeg(call.legSid),
    onDone: () => {
      onDecline()
      renew()
    },
  })
  useDeskKey('a', () => answer.send(undefined), { isOn: call.isPhoneInPage && !answer.isSending })
  const fault = answer.fault ?? decline.fault
  return (
    <section className="ring-bar" aria-label={words}>
      <IconPhoneIncoming size={26} aria-hidden className="icon ring-sign" />
      <div className="grow stack tight">
        <span className="strong ring-who">{words}</span>
        {pop ? <About pop={pop} /> : null}
        {isBlocked ? (
          <span className="small row">
            <IconVolumeOff size={14} aria-hidden className="icon" />
            {t('ring.blocked')}
          </span>
        ) : null}
        {fault ? <Fault error={fault} /> : null}
      </div>
      {call.isPhoneInPage ? (
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
        <OwnPhone />
      )}
    </section>
  )
}

const About = ({ pop }: { pop: NonNullable<Desk['pop']> }) => {
  const { t } = useTranslation()
  const { duration } = useFormat()
  const [first] = pop.openCases
  const way = [...pathWords(pop), duration(pop.waitSeconds)].join(' › ')
  return (
    <span className="small">
      {pop.customer && pop.call.from ? `${groupNumber(pop.call.from)} · ` : ''}
      {first ? `${t('ring.case', { number: first.number, title: first.title })} · ` : ''}
      {way}
    </span>
  )
}

/** With real numbers the phone that rings is the one on the table. */
const OwnPhone = () => {
  const { t } = useTranslation()
  const phone = useQuery(meQuery).data?.person.phone
  return <p className="small ring-own">{t('ring.ownPhone', { number: phone ? groupNumber(phone) : '' })}</p>
}
