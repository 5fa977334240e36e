import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { PayPiece, PayStatement } from '../api/pay-types.ts'
import { useAmounts } from '../format/use-amounts.ts'
import { useSpans } from '../format/use-spans.ts'
import { Card } from '../ui/pieces.tsx'
import { useSourceWords } from './use-source-words.ts'
import { inOrder, minutesByRule, ruleNames } from './why.ts'

/** The work of the month, piece by piece; each is cut where a premium begins or ends. */
export const PiecesCard = ({ statement }: { statement: PayStatement }) => {
  const { t, i18n } = useTranslation()
  const { pieces, lines } = statement
  if (pieces.length === 0) return null
  const nameOf = ruleNames(lines, i18n.language)
  return (
    <Card title={t('pay.pieces.title')}>
      <ul className="lines">
        {inOrder(pieces).map((piece) => (
          <Piece key={`${piece.fromAt} ${piece.kind} ${piece.shiftId}`} piece={piece} nameOf={nameOf} />
        ))}
      </ul>
    </Card>
  )
}

const Piece = ({ piece, nameOf }: { piece: PayPiece; nameOf: (rule: string) => string }) => {
  const { t } = useTranslation()
  const { hours } = useAmounts()
  const { dayOf, times } = useSpans()
  const sourceWords = useSourceWords()
  const span = { from: piece.fromAt, to: piece.toAt, zone: piece.zone }
  const day = dayOf(piece.fromAt, piece.zone)
  const premiums = minutesByRule(piece)
  return (
    <li>
      <span className="stack tight grow">
        <span className="row spread">
          <span className="row">
            <span className="strong pay-day">{day}</span>
            <span>{times(span)}</span>
            {piece.kind === 'desk' ? null : <span className="muted small">{t(`pay.pieces.kinds.${piece.kind}`)}</span>}
          </span>
          <span className="strong number">{hours(piece.minutes)}</span>
        </span>
        <span className="muted small">
          {sourceWords(piece.source)}
          {premiums.map(([rule, minutes]) => ` · ${nameOf(rule)} ${hours(minutes)}`)}
          {piece.breakMinutes > 0 ? ` · ${t('pay.pieces.breaks', { hours: hours(piece.breakMinutes) })}` : ''}
        </span>
        {piece.segments.length === 0 ? null : (
          <details className="pay-details">
            <summary aria-label={t('pay.whyOf', { name: `${day} ${times(span)}` })}>{t('pay.why')}</summary>
            <Segments piece={piece} nameOf={nameOf} />
          </details>
        )}
      </span>
    </li>
  )
}

const Segments = ({ piece, nameOf }: { piece: PayPiece; nameOf: (rule: string) => string }) => {
  const { t } = useTranslation()
  const { hours } = useAmounts()
  const { times } = useSpans()
  return (
    <table className="pay-stretches">
      <caption className="hidden-words">{t('pay.pieces.title')}</caption>
      <tbody>
        {piece.segments.map((segment) => (
          <tr key={segment.fromAt}>
            <th scope="row">{times({ from: segment.fromAt, to: segment.toAt, zone: piece.zone })}</th>
            <td>
              {segment.rules.length === 0 ? (
                <span className="muted">{t('pay.pieces.noPremium')}</span>
              ) : (
                <>
                  <IconPlus size={14} aria-hidden className="icon pay-premium" /> {segment.rules.map(nameOf).join(' + ')}
                </>
              )}
            </td>
            <td className="end">{hours(segment.minutes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
