import { useTranslation } from 'react-i18next'
import type { PayLine, PayStatement } from '../api/pay-types.ts'
import { useAmounts } from '../format/use-amounts.ts'
import { useFormat } from '../format/use-format.ts'
import { Card } from '../ui/pieces.tsx'
import { Stretches } from './stretches.tsx'
import { stretchesOf, totalsOf } from './why.ts'

/** What the sum is made of. Each line says how it is reckoned, by what law or agreement, and shows the minutes it is for. */
export const LinesCard = ({ statement }: { statement: PayStatement }) => {
  const { t } = useTranslation()
  const { money } = useAmounts()
  const { lines, bookings } = statement
  return (
    <Card title={t('pay.lines.title')}>
      <ul className="lines pay-lines">
        {lines.map((line, index) => (
          <Line key={`${line.rule} ${line.rate} ${index}`} line={line} statement={statement} />
        ))}
        {bookings.map((booking) => (
          <Booking key={booking.id} booking={booking} />
        ))}
      </ul>
      {totalsOf(statement).map(({ total, currency }) => (
        <p key={currency} className="pay-line-total">
          <span>{t('pay.lines.total')}</span>
          <span className="number">{money(total, currency)}</span>
        </p>
      ))}
    </Card>
  )
}

const Line = ({ line, statement: { pieces } }: { line: PayLine; statement: PayStatement }) => {
  const { t, i18n } = useTranslation()
  const { money, rate, hours, share } = useAmounts()
  const { currency } = line
  const name = i18n.language === 'ru' ? line.name.ru : line.name.en
  const stretches = stretchesOf(pieces, line.rule)
  const values = { hours: hours(line.minutes), rate: rate(line.rate, currency) }
  const sum =
    line.permille !== null
      ? t('pay.lines.share', { ...values, share: share(line.permille) })
      : line.perHour !== null
        ? t('pay.lines.perHour', { ...values, rate: rate(line.perHour, currency) })
        : t('pay.lines.base', values)
  return (
    <li>
      <span className="stack tight grow">
        <span className="row spread pay-line">
          <span className="strong">{name}</span>
          <span className="strong number">{money(line.amount, currency)}</span>
        </span>
        <span className="muted">{sum}</span>
        {line.source === '' && stretches.length === 0 ? null : (
          <details className="pay-details">
            <summary aria-label={t('pay.whyOf', { name })}>{t('pay.why')}</summary>
            <div className="stack tight">
              {line.source === '' ? null : <p className="small">{t('pay.lines.source', { source: line.source })}</p>}
              <Stretches stretches={stretches} label={name} />
            </div>
          </details>
        )}
      </span>
    </li>
  )
}

/** Something of a closed month, paid in this one. */
const Booking = ({ booking }: { booking: PayStatement['bookings'][number] }) => {
  const { t } = useTranslation()
  const { money, month } = useAmounts()
  const { dateTime } = useFormat()
  return (
    <li>
      <span className="stack tight grow">
        <span className="row spread pay-line">
          <span className="strong">{t('pay.lines.booking', { month: month(booking.month) })}</span>
          <span className="strong number">{money(booking.amount, booking.currency)}</span>
        </span>
        <span className="muted">{booking.reason}</span>
        <span className="muted small">{t('pay.lines.bookedBy', { name: booking.createdBy, at: dateTime(booking.createdAt) })}</span>
      </span>
    </li>
  )
}
