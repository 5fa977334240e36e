import { useTranslation } from 'react-i18next'
import { useSpans } from '../format/use-spans.ts'
import type { ForecastGrid } from './forecast-grid.ts'

/** Hours down, days across: how many people. The darker, the more; the number says it too. */
export const ForecastTable = ({ grid }: { grid: ForecastGrid }) => {
  const { t } = useTranslation()
  const { date } = useSpans()
  return (
    <div className="demand-scroll" tabIndex={0} role="region" aria-label={t('planning.demand.table')}>
      <table className="demand-table">
        <caption className="hidden-words">{t('planning.demand.table')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('planning.demand.hour')}</th>
            {grid.dates.map((day) => (
              <th key={day} scope="col">
                {date(day, { weekday: 'short', day: 'numeric' })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grid.hours.map((hour) => (
            <tr key={hour}>
              <th scope="row">{String(hour).padStart(2, '0')}</th>
              {grid.dates.map((day) => {
                const cell = grid.cell(day, hour)
                const people = cell?.people ?? 0
                return (
                  <td key={day} className={people === 0 ? 'is-none' : ''} style={{ '--load': grid.most === 0 ? 0 : people / grid.most } as React.CSSProperties}>
                    {people === 0 ? '·' : people}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
