import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { DeskCall } from '../api/desk-types.ts'
import { useFormat } from '../format/use-format.ts'
import { Card, Pill } from '../ui/pieces.tsx'
import { CallStatePill } from './call-state-pill.tsx'

/** Another call that rings, or one that is over and whose form has not gone out. */
export const OtherCalls = ({ calls, shown }: { calls: readonly DeskCall[]; shown: string }) => {
  const { t } = useTranslation()
  const { time } = useFormat()
  const others = calls.filter(({ callSid }) => callSid !== shown)
  if (others.length === 0) return null
  return (
    <Card title={t('desk.others')}>
      <ul className="lines">
        {others.map((call) => (
          <li key={call.callSid}>
            <Link to="/desk" search={{ call: call.callSid }}>
              {t('desk.callAt', { at: time(call.since) })}
            </Link>
            {call.state === 'over' ? <Pill tone="warn">{t('desk.notWritten')}</Pill> : <CallStatePill call={call} />}
          </li>
        ))}
      </ul>
    </Card>
  )
}
