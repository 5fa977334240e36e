import { useTranslation } from 'react-i18next'
import type { MonthReport } from '../api/case-types.ts'
import { Card } from '../ui/pieces.tsx'
import { FIGURES } from './figures.ts'
import type { Opened } from './figure-panel.tsx'
import { useFigureWords } from './use-figure-words.ts'

/** One row for each person, one button for each figure. */
export const PeopleTable = ({ report, onOpen }: { report: MonthReport; onOpen: (opened: Opened) => void }) => {
  const { t } = useTranslation()
  const { name, value } = useFigureWords()
  return (
    <Card title={t('report.people')} flush>
      {report.rows.length === 0 ? <p className="muted rows-none">{t('report.noPeople')}</p> : null}
      <div className="scroll" tabIndex={0} role="region" aria-label={t('report.people')}>
        <table className="list people-figures">
          <caption>{t('report.people')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('report.person')}</th>
              {FIGURES.map((figure) => (
                <th key={figure.name} scope="col" className="end">
                  <button type="button" className="head-button" onClick={() => onOpen({ figure: figure.name, isDefinition: true })}>
                    {name(figure.name)}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {report.rows.map((row) => (
              <tr key={row.person.id}>
                <th scope="row">
                  <span className="strong">{row.person.name}</span>
                  {row.level === null ? null : <span className="muted small block">{row.level}</span>}
                </th>
                {FIGURES.map(({ name: figure, kind, isBad }) => {
                  const number = row[figure]
                  const shown = figure === 'csat' && number !== null ? `${value(number, kind)} (${row.ratings})` : value(number, kind)
                  if (number === null || number === 0)
                    return (
                      <td key={figure} className="end number dim">
                        {shown}
                      </td>
                    )
                  return (
                    <td key={figure} className="end number">
                      <button
                        type="button"
                        className={isBad ? 'figure is-bad' : 'figure'}
                        aria-label={t('report.openOf', { figure: name(figure), name: row.person.name, value: shown })}
                        onClick={() => onOpen({ figure, person: row.person })}
                      >
                        {shown}
                      </button>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}
