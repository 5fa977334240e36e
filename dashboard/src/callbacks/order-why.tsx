import { useTranslation } from 'react-i18next'
import type { Callback } from '../api/callback-types.ts'
import { useFormat } from '../format/use-format.ts'

const points = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(1))

/** Why it stands in this place: in a word, and on demand from which instant it is counted and what was added. */
export const OrderWhy = ({ one }: { one: Callback }) => {
  const { t, i18n } = useTranslation()
  const { dateTime } = useFormat()
  const { headStartSeconds, terms } = one.score
  const minutes = Math.round(Math.abs(headStartSeconds) / 6) / 10
  const word = headStartSeconds === 0 ? t('callbacks.order.byTime') : t(headStartSeconds > 0 ? 'callbacks.order.ahead' : 'callbacks.order.behind', { minutes })
  const since = Date.parse(one.placeAt) + headStartSeconds * 1_000
  return (
    <details className="why">
      <summary>
        <span className="hidden-words">{t('callbacks.order.name')}: </span>
        {word}
      </summary>
      <table className="why-panel">
        <caption>{t('callbacks.order.most')}</caption>
        <tbody>
          <tr>
            <th scope="row">{t('callbacks.order.since')}</th>
            <td>{dateTime(since)}</td>
          </tr>
          {terms.map((term) => (
            <tr key={term.name}>
              <th scope="row">{i18n.exists(`callbacks.terms.${term.name}`) ? t(`callbacks.terms.${term.name}`) : term.name}</th>
              <td>{points(term.points)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t('callbacks.order.start')}</th>
            <td>{word}</td>
          </tr>
          <tr>
            <th scope="row">{t('callbacks.order.place')}</th>
            <td className="strong">{dateTime(one.placeAt)}</td>
          </tr>
        </tbody>
      </table>
    </details>
  )
}
