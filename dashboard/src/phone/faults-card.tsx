import { Button, NativeSelect } from '@mantine/core'
import { IconBolt } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { faultsQuery, worldPhonesQuery } from '../api/line-queries.ts'
import type { PhoneFaultName } from '../api/line-types.ts'
import { peopleQuery } from '../api/queries.ts'
import { Card, Pill } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { phoneApi } from './phone-api.ts'

const FAULTS: readonly PhoneFaultName[] = ['twice', 'late', 'refused', 'statusLost', 'restFails']

/** What shall go wrong at the next occasion; it is seen in the step log where it happened. */
export const FaultsCard = () => {
  const { t, i18n } = useTranslation()
  const queryClient = useQueryClient()
  const plan = useQuery(faultsQuery)
  const renew = () => void queryClient.invalidateQueries({ queryKey: faultsQuery.queryKey })
  const breaking = useSend({ run: (fault: PhoneFaultName) => phoneApi.break(fault), onDone: renew })
  const mending = useSend({ run: () => phoneApi.mend(), onDone: renew })
  const waiting = [...(plan.data?.next ?? []).map(({ fault }) => fault), ...Object.keys(plan.data?.rates ?? {})]
  const fault = breaking.fault ?? mending.fault ?? plan.error
  return (
    <Card title={t('phoneLog.wrong')}>
      <div className="stack">
        {fault ? <Fault error={fault} /> : null}
        <div className="phone-buttons">
          {FAULTS.map((name) => (
            <Button key={name} size="xs" disabled={breaking.isSending} onClick={() => breaking.send(name)}>
              {t(`phoneLog.presets.${name}`)}
            </Button>
          ))}
        </div>
        <Mailbox />
        <div className="row" aria-live="polite">
          {waiting.length === 0 ? <span className="muted small">{t('phoneLog.allWell')}</span> : null}
          {waiting.map((name, n) => (
            <Pill key={`${name} ${n}`} tone="warn" icon={IconBolt}>
              {i18n.exists(`phoneLog.faults.${name}`) ? t(`phoneLog.faults.${name}`) : name}
            </Pill>
          ))}
          {waiting.length === 0 ? null : (
            <Button size="xs" loading={mending.isSending} onClick={() => mending.send(undefined)}>
              {t('phoneLog.mend')}
            </Button>
          )}
        </div>
      </div>
    </Card>
  )
}

/** Whose mailbox answers instead of a person: a machine must not be taken for somebody who has accepted the call. */
const Mailbox = () => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const people = useQuery(peopleQuery)
  const world = useQuery(worldPhonesQuery)
  const [chosen, setChosen] = useState('')
  const withPhone = (people.data ?? []).filter(({ phone, isActive }) => phone !== null && isActive)
  const number = chosen || withPhone[0]?.phone || ''
  const isMachine = world.data?.phones[number]?.behaviour.kind === 'voicemail'
  const behaving = useSend({
    run: () => phoneApi.behave(number, isMachine ? 'rings' : 'mailbox'),
    onDone: () => void queryClient.invalidateQueries({ queryKey: worldPhonesQuery.queryKey }),
  })
  const fault = behaving.fault ?? people.error ?? world.error
  if (withPhone.length === 0) return fault ? <Fault error={fault} /> : null
  return (
    <div className="stack tight">
      {fault ? <Fault error={fault} /> : null}
      <NativeSelect
        label={t('phoneLog.mailboxOf')}
        value={number}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={withPhone.map(({ name, phone }) => ({ value: phone ?? '', label: name }))}
      />
      <div className="actions">
        <Button size="xs" aria-pressed={isMachine} loading={behaving.isSending} onClick={() => behaving.send(undefined)}>
          {t(isMachine ? 'phoneLog.ringAgain' : 'phoneLog.mailbox')}
        </Button>
      </div>
    </div>
  )
}
