import { Button } from '@mantine/core'
import { IconCheck, IconClockPlus, IconHourglassEmpty, IconX, type TablerIcon } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import type { PayStatement, WorkedDecision, WorkedTime } from '../api/pay-types.ts'
import type { Me } from '../api/types.ts'
import { useAmounts } from '../format/use-amounts.ts'
import { useSpans } from '../format/use-spans.ts'
import { mayDecideWorked } from '../shell/roles.ts'
import { Card, Pill, type Tone } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { useRenewPay } from './use-renew-pay.ts'
import { WorkedDialog } from './worked-dialog.tsx'

const SIGNS: Record<WorkedTime['state'], { tone: Tone; icon: TablerIcon }> = {
  proposed: { tone: 'warn', icon: IconHourglassEmpty },
  accepted: { tone: 'ok', icon: IconCheck },
  refused: { tone: 'bad', icon: IconX },
}

/** Time that was worked otherwise than the roster says: from the clock, from a call after the planned end, or said by somebody. */
export const WorkedCard = ({ statement, me, isOwn }: { statement: PayStatement; me: Me; isOwn: boolean }) => {
  const { t } = useTranslation()
  const [isAdding, setAdding] = useState(false)
  const mayDecide = mayDecideWorked(me.person.role) && !isOwn
  return (
    <Card title={t('pay.worked.title')}>
      <div className="stack">
        {statement.workedTimes.length === 0 ? (
          <p className="muted">{t('pay.worked.none')}</p>
        ) : (
          <ul className="lines">
            {statement.workedTimes.map((one) => (
              <WorkedLine key={one.id} worked={one} mayDecide={mayDecide} />
            ))}
          </ul>
        )}
        {statement.isClosed ? <p className="muted small">{t('pay.worked.closedWhy')}</p> : null}
        {isOwn || mayDecide ? (
          <Button className="thumb" leftSection={<IconClockPlus size={18} aria-hidden />} onClick={() => setAdding(true)}>
            {t(isOwn ? 'pay.worked.propose' : 'pay.worked.add')}
          </Button>
        ) : null}
      </div>
      {isAdding ? <WorkedDialog statement={statement} onClose={() => setAdding(false)} /> : null}
    </Card>
  )
}

export const WorkedLine = ({ worked, mayDecide, withName = false }: { worked: WorkedTime; mayDecide: boolean; withName?: boolean }) => {
  const { t } = useTranslation()
  const { hours } = useAmounts()
  const { dayOf, times } = useSpans()
  const { tone, icon } = SIGNS[worked.state]
  const minutes = Math.round((Date.parse(worked.toAt) - Date.parse(worked.fromAt)) / 60_000)
  return (
    <li>
      <span className="stack tight grow">
        {withName ? <span className="strong">{worked.person.name}</span> : null}
        <span className="row">
          <span className="strong pay-day">{dayOf(worked.fromAt, worked.zone)}</span>
          <span>{times({ from: worked.fromAt, to: worked.toAt, zone: worked.zone })}</span>
          <span className="muted small">{hours(minutes)}</span>
        </span>
        <span className="small">
          {t(`pay.worked.effects.${worked.effect}`)} · {t(`pay.worked.sources.${worked.source}`)}
        </span>
        {worked.reason === '' ? null : <span className="muted small">“{worked.reason}”</span>}
        <span className="row">
          <Pill tone={tone} icon={icon}>
            {t(`pay.worked.states.${worked.state}`)}
          </Pill>
          {worked.decidedBy === null ? null : <span className="muted small">{worked.decidedBy}</span>}
        </span>
        {worked.state === 'proposed' && mayDecide ? <Decide worked={worked} /> : null}
      </span>
    </li>
  )
}

const Decide = ({ worked }: { worked: WorkedTime }) => {
  const { t } = useTranslation()
  const renew = useRenewPay()
  const deciding = useSend({
    run: (body: WorkedDecision) => ask<unknown>('POST', `/api/pay/worked-times/${worked.id}/decision`, { body }),
    onDone: renew,
  })
  return (
    <>
      {deciding.fault ? <Fault error={deciding.fault} /> : null}
      <span className="actions">
        <Button size="xs" variant="filled" loading={deciding.isSending} onClick={() => deciding.send({ isAccepted: true })}>
          {t('pay.worked.accept')}
        </Button>
        <Button size="xs" loading={deciding.isSending} onClick={() => deciding.send({ isAccepted: false })}>
          {t('pay.worked.refuse')}
        </Button>
      </span>
    </>
  )
}
