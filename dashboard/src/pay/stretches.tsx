import { useTranslation } from 'react-i18next'
import { useAmounts } from '../format/use-amounts.ts'
import { useSpans } from '../format/use-spans.ts'
import type { Stretch } from './why.ts'

/** The minutes behind a line, day by day, and what they come to. */
export const Stretches = ({ stretches, label }: { stretches: readonly Stretch[]; label: string }) => {
  const { t } = useTranslation()
  const { hours } = useAmounts()
  const { dayOf, times } = useSpans()
  if (stretches.length === 0) return null
  const total = stretches.reduce((sum, { segment }) => sum + segment.minutes, 0)
  return (
    <table className="pay-stretches">
      <caption className="hidden-words">{label}</caption>
      <tbody>
        {stretches.map(({ piece, segment }) => (
          <tr key={segment.fromAt}>
            <th scope="row">{dayOf(segment.fromAt, piece.zone)}</th>
            <td>{times({ from: segment.fromAt, to: segment.toAt, zone: piece.zone })}</td>
            <td className="end">{hours(segment.minutes)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('pay.together')}</th>
          <td />
          <td className="end strong">{hours(total)}</td>
        </tr>
      </tfoot>
    </table>
  )
}
