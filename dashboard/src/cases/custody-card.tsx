import { IconEye, IconEyeOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { CaseDetail } from '../api/case-types.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { useSpans } from '../format/use-spans.ts'
import { Card, Pill } from '../ui/pieces.tsx'

/** Who owned it from when to when, how it came to him and why, without a gap. */
export const CustodyCard = ({ one }: { one: CaseDetail }) => {
  const { t } = useTranslation()
  const { dateTime, date, time, distance } = useFormat()
  const { length } = useSpans()
  const now = useNow(30_000)
  const lasted = (fromAt: string, toAt: string | null) => {
    const milliseconds = (toAt === null ? now : Date.parse(toAt)) - Date.parse(fromAt)
    return milliseconds < 60_000 ? distance(milliseconds) : length({ from: fromAt, to: toAt ?? new Date(now).toISOString() })
  }
  return (
    <Card title={t('cases.custody')}>
      <p className="muted small">{t('cases.custodyWhy')}</p>
      <ol className="lines" style={{ marginTop: 8 }}>
        {one.custodies.map((custody) => (
          <li key={`${custody.person.id} ${custody.fromAt}`}>
            <span className="stack tight grow">
              <span className="row spread">
                <span className="row">
                  <span className="strong">{custody.person.name}</span>
                  {custody.isKeeper ? <Pill>{t('caseWork.custody.keeper')}</Pill> : null}
                  {custody.toAt === null && custody.readAt === null ? (
                    <Pill tone="warn" icon={IconEyeOff}>
                      {t('caseWork.custody.unread')}
                    </Pill>
                  ) : null}
                  {custody.readAt === null ? null : (
                    <span title={t('caseWork.custody.readAt', { at: dateTime(custody.readAt) })} className="dim">
                      <IconEye size={14} className="icon" aria-label={t('caseWork.custody.readAt', { at: dateTime(custody.readAt) })} />
                    </span>
                  )}
                </span>
                <span className="strong small number">{lasted(custody.fromAt, custody.toAt)}</span>
              </span>
              <span className="muted small">
                {dateTime(custody.fromAt)} – {custody.toAt ? (date(custody.toAt) === date(custody.fromAt) ? time : dateTime)(custody.toAt) : t('cases.now')}
              </span>
              <span className="muted small">
                {t(`caseWork.custody.how.${custody.how}`)}
                {custody.level === null ? '' : ` · ${custody.level}`}
                {custody.movedBy === null || custody.movedBy.id === custody.person.id ? '' : ` · ${t('caseWork.custody.by', { name: custody.movedBy.name })}`}
              </span>
              {custody.reason === null ? null : <q className="small">{custody.reason}</q>}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  )
}
