import { IconAlertTriangle, IconCoinOff, IconFileSpreadsheet, IconHourglassEmpty, IconLock, IconLockOpen } from '@tabler/icons-react'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NO_CURRENCY } from '../../../services/pay-rules/model.ts'
import { payMonthQuery } from '../api/pay-queries.ts'
import type { PayMonth, PayRow } from '../api/pay-types.ts'
import type { Me } from '../api/types.ts'
import { useAmounts } from '../format/use-amounts.ts'
import { useFormat } from '../format/use-format.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Note, Pill } from '../ui/pieces.tsx'
import { Empty } from '../ui/states.tsx'
import { CloseMonth } from './close-month.tsx'
import { useProblemWords } from './use-problem-words.ts'
import { CorrectionDialog, type Difference } from './correction-dialog.tsx'

type HouseMonthProps = { month: string; thisMonth: string; me: Me }

/** What everybody is paid in a month, what stands in the way of closing it, and the file for payroll. */
export const HouseMonth = ({ month, thisMonth, me }: HouseMonthProps) => {
  const query = useQuery(payMonthQuery(month))
  return (
    <Loaded query={query} lines={10}>
      {(data) => <Month key={data.month} data={data} isOver={month < thisMonth} thisMonth={thisMonth} me={me} />}
    </Loaded>
  )
}

const Month = ({ data, isOver, thisMonth }: { data: PayMonth; isOver: boolean; thisMonth: string; me: Me }) => {
  const { t } = useTranslation()
  const [corrected, setCorrected] = useState<Difference | null>(null)
  if (data.rows.length === 0)
    return (
      <div className="card">
        <Empty icon={IconCoinOff} title={t('pay.house.none')}>
          <p>{t('pay.house.noneWhy')}</p>
        </Empty>
      </div>
    )
  return (
    <>
      <div className="row spread">
        <MonthState data={data} />
        <span className="actions no-print">
          {(['en', 'ru', 'de'] as const).map((language) => (
            <Button
              key={language}
              component="a"
              size="xs"
              href={`/api/pay/months/${data.month}/csv?language=${language}`}
              download
              leftSection={<IconFileSpreadsheet size={16} aria-hidden />}
              className="no-underline"
            >
              {t(`pay.house.csv.${language}`)}
            </Button>
          ))}
          {!data.isClosed && isOver ? <CloseMonth data={data} /> : null}
        </span>
      </div>
      {!data.isClosed && !isOver ? <p className="muted small">{t('pay.house.runs')}</p> : null}
      <Sums rows={data.rows} />
      <RowsTable data={data} onCorrect={setCorrected} />
      {corrected === null ? null : <CorrectionDialog difference={corrected} month={data.month} paidIn={thisMonth} onClose={() => setCorrected(null)} />}
    </>
  )
}

const MonthState = ({ data }: { data: PayMonth }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  if (!data.isClosed)
    return (
      <Pill tone="warn" icon={IconLockOpen}>
        {t('pay.open')}
      </Pill>
    )
  return (
    <Pill tone="ok" icon={IconLock}>
      {t('pay.house.closed', { at: data.closedAt === null ? '' : dateTime(data.closedAt), name: data.closedBy ?? '' })}
    </Pill>
  )
}

/** By currency: they are never added together. */
const Sums = ({ rows }: { rows: readonly PayRow[] }) => {
  const { t } = useTranslation()
  const { money, hours } = useAmounts()
  const sums = rows.flatMap((row) => [row, ...row.others])
  const currencies = [...new Set(sums.map(({ currency }) => currency))].filter((currency) => currency !== NO_CURRENCY).sort()
  return (
    <ul className="kpis pay-kpis">
      {currencies.map((currency) => {
        const sum = (name: 'total' | 'premiums') => sums.reduce((all, one) => all + (one.currency === currency ? one[name] : 0), 0)
        const minutes = (name: 'worked' | 'night') => rows.reduce((all, row) => all + (row.currency === currency ? row[name] : 0), 0)
        return [
          <li key={`${currency} total`} className="kpi">
            <span className="muted small">{t('pay.total')}</span>
            <span className="kpi-value">{money(sum('total'), currency)}</span>
            <span className="muted small">{t('pay.house.ofPremiums', { amount: money(sum('premiums'), currency) })}</span>
          </li>,
          <li key={`${currency} worked`} className="kpi">
            <span className="muted small">{t('pay.minutes.worked')}</span>
            <span className="kpi-value">{hours(minutes('worked'))}</span>
            <span className="muted small">{t('pay.house.ofNight', { hours: hours(minutes('night')) })}</span>
          </li>,
        ]
      })}
    </ul>
  )
}

const RowsTable = ({ data, onCorrect }: { data: PayMonth; onCorrect: (difference: Difference) => void }) => {
  const { t } = useTranslation()
  const heads = ['worked', 'night', 'premiums', 'total'] as const
  return (
    <div className="card flush">
      <table className="list">
        <caption>{t('pay.house.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('people.name')}</th>
            {heads.map((name) => (
              <th key={name} scope="col" className={name === 'total' ? 'end' : 'end only-wide'}>
                {name === 'premiums' ? t('pay.premiums') : name === 'total' ? t('pay.total') : t(`pay.minutes.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row) => (
            <Row key={row.id} row={row} month={data.month} onCorrect={onCorrect} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const Row = ({ row, month, onCorrect }: { row: PayRow; month: string; onCorrect: (difference: Difference) => void }) => {
  const { t } = useTranslation()
  const { money, hours } = useAmounts()
  const problemWords = useProblemWords()
  const each = (name: 'premiums' | 'total') => [row, ...row.others].map((sum) => <div key={sum.currency}>{money(sum[name], sum.currency)}</div>)
  return (
    <tr>
      <td>
        <Link to="/pay" search={{ view: 'house', month, person: row.id }} activeProps={{}} className="strong">
          {row.name}
        </Link>
        <span className="row marks">
          {row.problem === null ? null : (
            <Pill tone="bad" icon={IconAlertTriangle}>
              {problemWords(row)}
            </Pill>
          )}
          {row.proposed === 0 ? null : (
            <Pill tone="warn" icon={IconHourglassEmpty}>
              {t('pay.house.proposed', { count: row.proposed })}
            </Pill>
          )}
        </span>
        {differencesOf(row).map((difference) => (
          <Differs key={difference.currency} difference={difference} onCorrect={onCorrect} />
        ))}
      </td>
      <td className="end only-wide">{hours(row.worked)}</td>
      <td className="end only-wide">{hours(row.night)}</td>
      <td className="end only-wide number">{each('premiums')}</td>
      <td className="end strong number">{each('total')}</td>
    </tr>
  )
}

const differencesOf = (row: PayRow): Difference[] =>
  [row, ...row.others].flatMap(({ differsBy: amount, currency }) => (amount === 0 ? [] : [{ row, amount, currency }]))

/** A closed month stays as it is; what would be reckoned otherwise today is booked into an open one. */
const Differs = ({ difference, onCorrect }: { difference: Difference; onCorrect: (difference: Difference) => void }) => {
  const { t } = useTranslation()
  const { money } = useAmounts()
  const { row, amount, currency } = difference
  return (
    <Note tone="warn">
      <span className="row spread">
        <span>{t('pay.house.differs', { amount: money(amount, currency) })}</span>
        <Button size="xs" onClick={() => onCorrect(difference)} aria-label={t('pay.house.bookOf', { name: row.name })}>
          {t('pay.house.book')}
        </Button>
      </span>
    </Note>
  )
}
