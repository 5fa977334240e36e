import { Button } from '@mantine/core'
import { IconAlertTriangle, IconClock, IconMoodSad, IconStairs, type TablerIcon } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CaseDetail, CaseRow } from '../api/case-types.ts'
import { ask } from '../api/http.ts'
import { clockOf, dueOf, firstDue, type Due } from '../cases/due-words.ts'
import { useNow } from '../format/use-now.ts'
import { notify } from '../ui/notices.tsx'
import { Card, Pill, type Tone } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { useDeskKey } from './use-desk-key.ts'

type MyCasesProps = { cases: readonly CaseRow[]; waiting: number; isTalking: boolean }

/** What he owns, the most urgent first, with running clocks; and the next one to take. */
export const MyCases = ({ cases, waiting, isTalking }: MyCasesProps) => {
  const { t } = useTranslation()
  const take = useTakeNext(isTalking)
  useDeskKey('n', () => take.send(undefined), { isOn: waiting > 0 && !take.isSending })
  return (
    <Card title={t('desk.mine.title')} aside={<span className="muted">{cases.length}</span>}>
      <div className="stack">
        {cases.length === 0 ? <p className="muted">{t('desk.mine.none')}</p> : null}
        <ul className="lines my-cases">
          {cases.map((one) => (
            <CaseLine key={one.number} one={one} />
          ))}
        </ul>
        {take.fault ? <Fault error={take.fault} /> : null}
        <Button
          fullWidth
          rightSection={waiting === 0 ? null : <kbd aria-hidden>N</kbd>}
          disabled={waiting === 0}
          loading={take.isSending}
          onClick={() => take.send(undefined)}
          aria-keyshortcuts="N"
        >
          {waiting === 0 ? t('desk.mine.nothingWaits') : t('desk.mine.next', { count: waiting })}
        </Button>
      </div>
    </Card>
  )
}

const useTakeNext = (isTalking: boolean) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  return useSend({
    run: () => ask<CaseDetail>('POST', '/api/cases/next'),
    onDone: ({ number }) => {
      void queryClient.invalidateQueries({ queryKey: ['desk'] })
      void notify(t('desk.mine.taken', { number }))
      // Nobody is taken away from somebody who talks.
      if (!isTalking) void navigate({ to: '/cases/$number', params: { number } })
    },
  })
}

const LOOKS: Record<Due, Tone> = { done: 'plain', late: 'bad', soon: 'warn', ahead: 'plain' }
const SIGNS: Record<'promise' | 'top', TablerIcon> = { promise: IconClock, top: IconStairs }

const CaseLine = ({ one }: { one: CaseRow }) => {
  const { t } = useTranslation()
  return (
    <li>
      <Link to="/cases/$number" params={{ number: one.number }} className="my-case">
        <span className="muted small">
          {one.number}
          {one.customer ? ` · ${one.customer.name}` : ''}
        </span>
        <span className="strong">{one.title}</span>
      </Link>
      <span className="row">
        <DuePill one={one} />
        {one.isDistressed ? (
          <Pill tone="warn" icon={IconMoodSad}>
            {t('desk.distressed')}
          </Pill>
        ) : null}
      </span>
    </li>
  )
}

/** What is due first: the promise to the customer, or the 20 hours after which the executive has it. */
export const DuePill = ({ one }: { one: CaseRow }) => {
  const { t } = useTranslation()
  const now = useNow()
  const { what, at } = firstDue(one)
  const due = dueOf(at, one.endedAt, now)
  return (
    <Pill tone={LOOKS[due]} icon={due === 'late' ? IconAlertTriangle : SIGNS[what]}>
      {t(due === 'late' ? `desk.late.${what}` : `desk.due.${what}`, { clock: clockOf(Date.parse(at) - now) })}
    </Pill>
  )
}
