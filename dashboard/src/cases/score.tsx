import { useTranslation } from 'react-i18next'
import type { CaseScore } from '../api/case-types.ts'

const points = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(1))

/** Where it stands in the line, and on demand why: each term of the formula. */
export const Score = ({ score }: { score: CaseScore | null }) => {
  const { t } = useTranslation()
  if (score === null) return <span className="dim">—</span>
  const terms = score.terms.filter(({ points }) => points !== 0)
  const words = terms.map((term) => `${t(`caseWork.score.terms.${term.name}`)} ${points(term.points)}`).join(' + ')
  return (
    <details className="why">
      <summary title={words}>
        <span className="hidden-words">{t('caseWork.score.name')}: </span>
        {points(score.total)}
      </summary>
      <table className="why-panel">
        <caption>{t('caseWork.score.why', { version: score.version })}</caption>
        <tbody>
          {score.terms.map((term) => (
            <tr key={term.name}>
              <th scope="row">{t(`caseWork.score.terms.${term.name}`)}</th>
              <td className="dim">{t(`caseWork.score.values.${term.name}`, { value: points(term.value) })}</td>
              <td>{points(term.points)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t('caseWork.score.total')}</th>
            <td />
            <td className="strong">{points(score.total)}</td>
          </tr>
        </tbody>
      </table>
    </details>
  )
}
