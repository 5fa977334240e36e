import './planner.css'
import { Button, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FindingList, GapList } from '../roster/to-fix.tsx'
import type { LevelRank } from '../roster/types.ts'
import { wallTime } from '../roster/wall-time.ts'
import type { RosterWords } from '../roster/use-roster-words.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { notify } from '../ui/notices.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { askRepairs, chooseRepair } from './api.ts'
import { useSaid } from './said.ts'
import type { Repair, RepairQuery, Repairs } from './types.ts'

type RepairProps = {
  query: RepairQuery
  title: string
  zone: string
  words: RosterWords
  levels: readonly LevelRank[]
  nameOf: (id: string | null) => string
  onClose: () => void
}

/** The two best ways to mend what is published: the fewest people touched, and what each costs. It holds at once. */
export const RepairDialog = ({ title, onClose, ...rest }: RepairProps) => {
  const { t } = useTranslation()
  const asked = useQuery({ queryKey: ['repairs', rest.query], queryFn: () => askRepairs(rest.query), staleTime: 0, gcTime: 0 })
  return (
    <Dialog title={t('planner.repair.title', { what: title })} onClose={onClose}>
      <Loaded query={asked} lines={4}>
        {(found) => <Choice found={found} onClose={onClose} {...rest} />}
      </Loaded>
    </Dialog>
  )
}

const Choice = ({ found, query, onClose, ...rest }: Omit<RepairProps, 'title'> & { found: Repairs }) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const said = useSaid(rest.words, rest.levels)
  const [reason, setReason] = useState('')
  const sending = useSend({
    run: ({ steps }: Repair) => chooseRepair({ query, steps, seen: found.seen, reason: reason.trim() }),
    onDone: () => {
      void queryClient.invalidateQueries({ queryKey: ['roster'] })
      void notify(t('planner.repair.done'))
      onClose()
    },
  })
  return (
    <div className="stack">
      {sending.fault ? <Fault error={sending.fault} /> : null}
      {found.repairs.length === 0 ? <p>{t('planner.repair.none')}</p> : null}
      {found.why.length > 0 ? (
        <ul className="plan-said">
          {found.why.map((one, index) => (
            <li key={index}>{said(one)}</li>
          ))}
        </ul>
      ) : null}
      {found.repairs.length > 0 ? (
        <TextInput label={t('roster.reason')} required autoFocus maxLength={500} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      ) : null}
      {found.repairs.map((repair, index) => (
        <section key={index} className="roster-mend stack tight" aria-label={t('planner.repair.way', { number: index + 1 })}>
          <RepairWords repair={repair} {...rest} />
          <Button
            size="xs"
            variant={index === 0 ? 'filled' : 'default'}
            disabled={reason.trim() === ''}
            loading={sending.isSending}
            onClick={() => sending.send(repair)}
          >
            {t('planner.repair.choose')}
          </Button>
        </section>
      ))}
      <div className="actions">
        <Button onClick={onClose}>{t('form.cancel')}</Button>
      </div>
    </div>
  )
}

const RepairWords = ({ repair, zone, words, levels, nameOf }: { repair: Repair } & Omit<RepairProps, 'query' | 'title' | 'onClose'>) => {
  const { t } = useTranslation()
  const { cost, touched, steps, findings, left } = repair
  const times = (step: Repair['steps'][number]): string =>
    `${words.dayOfInstant(step.fromAt, zone)} ${wallTime(step.fromAt, zone)}–${wallTime(step.toAt, zone)}`
  const money = Object.entries(cost.money).map(([currency, minor]) => words.money(minor, currency))
  return (
    <>
      <ul className="plan-said">
        {steps.map((step, index) => (
          <li key={index}>{t(`planner.repair.steps.${step.kind}`, { name: step.person.name, times: times(step) })}</li>
        ))}
      </ul>
      <span className="small muted">
        {[
          t('planner.repair.touched', { count: touched.length }),
          t('planner.repair.minutes', { hours: words.hours(cost.minutes) }),
          money.length > 0 ? t('planner.repair.money', { amount: money.join(', ') }) : '',
          t('planner.repair.fairness', { count: cost.fairness }),
        ]
          .filter((part) => part !== '')
          .join(' · ')}
      </span>
      {findings.length > 0 ? <FindingList findings={findings} zone={zone} words={words} nameOf={nameOf} /> : null}
      {left.length > 0 ? (
        <>
          <span>{t('planner.repair.left')}</span>
          <GapList gaps={left} zone={zone} words={words} levels={levels} />
        </>
      ) : null}
    </>
  )
}
