import { IconBolt } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { WebhookLogRow } from '../api/line-types.ts'
import type { CallStep } from '../api/types.ts'
import { CallSteps } from '../calls/call-steps.tsx'
import { formatOffset } from '../format/duration.ts'
import { Pill } from '../ui/pieces.tsx'
import { lineLog } from './line-log.ts'

type LineLogListProps = { sid: string; startedAt: string; rows: readonly WebhookLogRow[]; steps: readonly CallStep[] }

/** Each exchange with the telephone network, and beneath it what our line decided. */
export const LineLogList = ({ sid, startedAt, rows, steps }: LineLogListProps) => (
  <ol className="line-log">
    {lineLog(sid, rows, steps).map(({ key, exchange, steps: decided }) => (
      <li key={key}>
        {exchange === null ? null : <Exchange row={exchange} startedAt={startedAt} />}
        {decided.length === 0 ? null : <CallSteps steps={decided} startedAt={startedAt} />}
      </li>
    ))}
  </ol>
)

const Exchange = ({ row, startedAt }: { row: WebhookLogRow; startedAt: string }) => {
  const { t, i18n } = useTranslation()
  const purpose = `phoneLog.purposes.${row.purpose}`
  const isWrong = row.status === null || row.status >= 400
  return (
    <div className="exchange">
      <time dateTime={row.at}>{formatOffset(Math.max(0, Date.parse(row.at) - Date.parse(startedAt)), t('time.unit'))}</time>
      <div>
        <div className="row" style={{ gap: 8 }}>
          <span className={isWrong ? 'strong wrong' : 'strong'}>{i18n.exists(purpose) ? t(purpose) : row.purpose}</span>
          {row.event === null || row.purpose === 'voice' ? null : <span className="muted small">{row.event}</span>}
          {row.attempt > 1 ? <Pill>{t('phoneLog.attempt', { count: row.attempt })}</Pill> : null}
          {row.faults.map((fault) => (
            <Pill key={fault} tone="warn" icon={IconBolt}>
              {i18n.exists(`phoneLog.faults.${fault}`) ? t(`phoneLog.faults.${fault}`) : fault}
            </Pill>
          ))}
        </div>
        <code className="dim">
          {row.method} {row.path} · {row.status ?? row.error ?? '—'}
          {row.milliseconds === null ? '' : ` · ${row.milliseconds} ms`}
        </code>
      </div>
    </div>
  )
}
