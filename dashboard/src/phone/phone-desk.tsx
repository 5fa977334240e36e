import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { meQuery, numbersQuery } from '../api/queries.ts'
import { mayTrouble } from '../shell/roles.ts'
import { readStored, store } from '../stored.ts'
import { Fault } from '../ui/states.tsx'
import { CallerChoice, callerNumber, type Caller } from './caller-choice.tsx'
import { FaultsCard } from './faults-card.tsx'
import { Handset, type PhoneSettings } from './handset.tsx'
import { RingingPhones } from './ringing-phones.tsx'
import { browserSpeaker, silentSpeaker } from './speaker.ts'
import { CallStepsCard } from './call-steps-card.tsx'
import { TimeCard } from './time-card.tsx'
import { usePhoneCall } from './use-phone-call.ts'

export const PhoneDesk = () => {
  const [caller, setCaller] = useState<Caller>({ kind: 'known', typed: '' })
  const [chosenLine, setLine] = useState('')
  const [fault, setFault] = useState<unknown>(null)
  const [settings, setSettings] = useSettings()
  const numbers = useQuery(numbersQuery)
  const role = useQuery(meQuery).data?.person.role
  const mayBreak = role !== undefined && mayTrouble(role)
  const speaker = useMemo(() => (settings.isTextOnly ? silentSpeaker : browserSpeaker()), [settings.isTextOnly])
  const onFault = useCallback((error: unknown) => setFault(error), [])
  const phone = usePhoneCall(speaker, onFault)
  const { state } = phone
  const isBusy = state.phase === 'open' || state.phase === 'dialling'
  const line = chosenLine || numbers.data?.[0]?.number || ''
  const from = callerNumber(caller)
  const sid = state.phase === 'open' || state.phase === 'ended' ? state.sid : null
  const call = () => {
    setFault(null)
    void phone.dial(from, line)
  }
  return (
    <>
      {fault ? <Fault error={fault} onRetry={isBusy ? undefined : call} /> : null}
      <div className={isBusy ? 'phone in-call' : 'phone'}>
        <Handset phone={phone} from={from} line={line} onCall={call} settings={settings} onSettings={setSettings} />
        <div className="phone-steps">
          <CallStepsCard
            sid={sid}
            isOpen={state.phase === 'open'}
            isLogged={state.phase === 'ended' || (state.phase === 'open' && state.captions.length > 0)}
          />
        </div>
        <div className="phone-side">
          <div className="phone-choice stack">
            <CallerChoice caller={caller} onCaller={setCaller} line={line} onLine={setLine} numbers={numbers} isLocked={isBusy} />
          </div>
          <RingingPhones isInCall={state.phase === 'open'} />
          <TimeCard isLocked={isBusy} mayMove={mayBreak} />
          {mayBreak ? <FaultsCard /> : null}
        </div>
      </div>
    </>
  )
}

const useSettings = (): [PhoneSettings, (settings: PhoneSettings) => void] => {
  const [settings, setSettings] = useState<PhoneSettings>(() => ({
    isTextOnly: readStored('phone-text-only') === 'true',
    hasKeys: readStored('phone-keys') !== 'false',
  }))
  const remember = (next: PhoneSettings) => {
    store('phone-text-only', String(next.isTextOnly))
    store('phone-keys', String(next.hasKeys))
    setSettings(next)
  }
  return [settings, remember]
}
