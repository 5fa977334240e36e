import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CaseRow } from '../api/case-types.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { CaseSigns, PromiseClock, TopClock } from './case-signs.tsx'
import { CaseStatus } from './case-status.tsx'
import { Score } from './score.tsx'
import { useReasonName } from './use-reason-name.ts'

export const CaseTable = ({ cases, caption }: { cases: readonly CaseRow[]; caption: string }) => {
  const { t } = useTranslation()
  const now = useNow()
  return (
    <div className="card flush case-table">
      <table className="list">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('caseWork.list.case')}</th>
            <th scope="col">{t('caseWork.list.due')}</th>
            <th scope="col" className="only-wide">
              {t('caseWork.list.customer')}
            </th>
            <th scope="col" className="only-wide">
              {t('cases.owner')}
            </th>
            <th scope="col" className="only-wide end">
              {t('caseWork.score.name')}
            </th>
          </tr>
        </thead>
        <tbody>
          {cases.map((one) => (
            <Row key={one.number} one={one} now={now} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const Row = ({ one, now }: { one: CaseRow; now: number }) => {
  const { t } = useTranslation()
  const { moment, dateTime } = useFormat()
  const reasonName = useReasonName()
  return (
    <tr data-case={one.number}>
      <td>
        <span className="row">
          <Link to="/cases/$number" params={{ number: one.number }} className="strong" data-row>
            {one.title}
          </Link>
          <CaseSigns one={one} />
        </span>
        <span className="muted small" style={{ display: 'block' }}>
          <span className="number">{one.number}</span> · {reasonName(one.reason)} ·{' '}
          <span title={dateTime(one.openedAt)}>{t('caseWork.list.opened', { at: moment(one.openedAt, now) })}</span>
          <span className="only-narrow-inline">
            {' · '}
            {one.owner?.name ?? t('cases.noOwner')}
          </span>
        </span>
      </td>
      <td>
        {one.endedAt === null ? (
          <span className="stack tight start">
            <TopClock one={one} now={now} />
            <PromiseClock one={one} now={now} />
          </span>
        ) : (
          <span className="stack tight start">
            <CaseStatus status={one.status} />
            <span className="muted small">{moment(one.endedAt, now)}</span>
          </span>
        )}
      </td>
      <td className="only-wide">
        {one.customer ? (
          <Link to="/customers/$id" params={{ id: one.customer.id }}>
            {one.customer.name}
          </Link>
        ) : (
          <span className="dim">—</span>
        )}
      </td>
      <td className="only-wide">
        {one.owner?.name ?? t('cases.noOwner')}
        <span className="muted small" style={{ display: 'block' }}>
          {one.level.rank} · {one.level.name}
        </span>
      </td>
      <td className="only-wide end">
        <Score score={one.score} />
      </td>
    </tr>
  )
}
