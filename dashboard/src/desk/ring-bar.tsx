import './ring.css'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { deskQuery } from '../api/desk-queries.ts'
import type { DeskCall, DeskPop } from '../api/desk-types.ts'
import { groupNumber } from '../format/phone-number.ts'
import { useFormat } from '../format/use-format.ts'
import { pathWords, ringWords } from './caller-words.ts'
import { pickUp } from './own-leg.ts'
import { PageHandset } from './page-handset.tsx'
import { Ringing } from './ringing.tsx'

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
      {call ? <DeskRinging key={call.legSid} call={call} pop={pop} words={words} onDeclined={() => setDeclined((sids) => [...sids, call.legSid])} /> : null}
      {desk ? <PageHandset known={desk.calls.map(({ legSid }) => legSid)} isOther={call !== undefined} /> : null}
    </>
  )
}

type DeskRingingProps = { call: DeskCall; pop: DeskPop | null; words: string; onDeclined: () => void }

const DeskRinging = ({ call, pop, words, onDeclined }: DeskRingingProps) => {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const renew = () => void queryClient.invalidateQueries({ queryKey: ['desk'] })
  const toDesk = () => void navigate({ to: '/desk' })
  return (
    <Ringing
      legSid={call.legSid}
      words={words}
      subject={pop?.openCases[0]?.title ?? ''}
      isInPage={call.isPhoneInPage}
      pickUp={() => pickUp(call.legSid)}
      onPickedUp={() => {
        renew()
        toDesk()
      }}
      onOpen={toDesk}
      onDeclined={() => {
        onDeclined()
        renew()
      }}
    >
      {pop ? <About pop={pop} /> : null}
    </Ringing>
  )
}

const About = ({ pop }: { pop: DeskPop }) => {
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
