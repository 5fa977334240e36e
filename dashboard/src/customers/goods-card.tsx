import { useTranslation } from 'react-i18next'
import type { CustomerDetail } from '../api/types.ts'
import { useFormat } from '../format/use-format.ts'
import { useSpans } from '../format/use-spans.ts'
import { Card, Pill } from '../ui/pieces.tsx'

/** What he has ordered, and what he has of ours. */
export const GoodsCard = ({ customer }: { customer: CustomerDetail }) => {
  const { t, i18n } = useTranslation()
  const { date } = useFormat()
  const spans = useSpans()
  const day = (value: string) => spans.date(value.slice(0, 10), { day: 'numeric', month: 'short', year: 'numeric' })
  const money = (amount: number | null, currency: string | null): string => {
    if (amount === null || currency === null) return ''
    const format = new Intl.NumberFormat(i18n.language === 'en' ? 'en-GB' : i18n.language, { style: 'currency', currency })
    return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
  }
  if (customer.orders.length + customer.products.length === 0) return null
  return (
    <Card title={t('customerWork.goods.title')}>
      <ul className="lines">
        {customer.products.map((product) => (
          <li key={product.id}>
            <span className="stack tight grow">
              <span className="strong">{product.name}</span>
              <span className="muted small">
                {[
                  product.reference,
                  product.since === null ? '' : t('customerWork.goods.since', { at: day(product.since) }),
                  product.until === null ? '' : t('customerWork.contacts.until', { at: day(product.until) }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
            <Pill>{t('customerWork.goods.product')}</Pill>
          </li>
        ))}
        {customer.orders.map((order) => (
          <li key={order.id}>
            <span className="stack tight grow">
              <span className="strong">{order.title}</span>
              <span className="muted small">{[order.reference, date(order.orderedAt), money(order.amount, order.currency)].filter(Boolean).join(' · ')}</span>
            </span>
            <Pill>{order.state || t('customerWork.goods.order')}</Pill>
          </li>
        ))}
      </ul>
    </Card>
  )
}
