import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CallRow } from '../api/types.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { useCallerWords } from './caller-words.tsx'
import { OutcomePill } from './outcome-pill.tsx'

export const CallTable = ({ calls, caption, withCustomer = true }: { calls: readonly CallRow[]; caption: string; withCustomer?: boolean }) => {
  const { t } = useTranslation()
  const now = useNow(calls.some(({ endedAt }) => endedAt === null) ? 1000 : 30_000)
  return (
    <div className="card flush">
      <table className="list">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('calls.when')}</th>
            <th scope="col">{t(withCustomer ? 'calls.who' : 'calls.number')}</th>
            <th scope="col" className="only-wide">
              {t('calls.line')}
            </th>
            <th scope="col" className="only-wide end">
              {t('calls.length')}
            </th>
            <th scope="col">{t('calls.outcome')}</th>
          </tr>
        </thead>
        <tbody>
          {calls.map((call) => (
            <Row key={call.sid} call={call} now={now} withCustomer={withCustomer} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const Row = ({ call, now, withCustomer }: { call: CallRow; now: number; withCustomer: boolean }) => {
  const { moment, duration, dateTime } = useFormat()
  const callerWords = useCallerWords()
  const isOpen = call.endedAt === null
  const seconds = isOpen ? (now - Date.parse(call.startedAt)) / 1000 : call.durationSeconds
  const name = withCustomer ? call.customer?.name : undefined
  return (
    <tr data-sid={call.sid}>
      <td className={isOpen ? 'fresh number' : 'number'}>
        <Link to="/calls/$sid" params={{ sid: call.sid }} title={dateTime(call.startedAt)}>
          {moment(call.startedAt, now)}
        </Link>
      </td>
      <td>
        {name && call.customer ? (
          <Link to="/customers/$id" params={{ id: call.customer.id }} className="strong">
            {name}
          </Link>
        ) : null}
        <span className={name ? 'muted small number' : 'number'} style={{ display: 'block' }}>
          {callerWords(call)}
        </span>
      </td>
      <td className="only-wide">
        {call.numberLabel ?? call.to}
        {call.siteName ? (
          <span className="muted small" style={{ display: 'block' }}>
            {call.siteName}
          </span>
        ) : null}
      </td>
      <td className="only-wide end number">{duration(seconds)}</td>
      <td>
        <OutcomePill outcome={call.outcome} />
      </td>
    </tr>
  )
}
