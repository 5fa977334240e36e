import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { figureQuery } from '../api/case-queries.ts'
import type { MonthReport } from '../api/case-types.ts'
import { useFormat } from '../format/use-format.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { FIGURES, houseFigures } from './figures.ts'
import { useFigureWords } from './use-figure-words.ts'

export type Opened = { figure: string; person?: { id: string; name: string }; isDefinition?: true }

/** How one figure is made: what it counts, above and below the line, and the rows. */
export const FigurePanel = ({ report, opened, onClose }: { report: MonthReport; opened: Opened; onClose: () => void }) => {
  const { t } = useTranslation()
  const { name } = useFigureWords()
  const isHouse = opened.person === undefined && opened.isDefinition === undefined
  const words = name(opened.figure, isHouse)
  return (
    <Dialog title={opened.person === undefined ? words : `${words} · ${opened.person.name}`} onClose={onClose}>
      <div className="stack">
        <Definition report={report} figure={opened.figure} isHouse={isHouse} />
        {opened.isDefinition ? null : <Rows report={report} opened={opened} />}
        {opened.isDefinition ? <p className="muted small">{t('report.definitionWhy')}</p> : null}
      </div>
    </Dialog>
  )
}

/** In the language of the screen where we have it; the server's own words are English. */
const Definition = ({ report, figure, isHouse }: { report: MonthReport; figure: string; isHouse: boolean }) => {
  const { t, i18n } = useTranslation()
  const definition = report.definitions[isHouse ? `totals.${figure}` : figure] ?? report.definitions[figure]
  const own = (part: 'what' | 'above' | 'below', given: string | null | undefined): string | null => {
    const key = `report.${isHouse ? 'ofHouse' : 'ofPerson'}.${figure}.${part}`
    if (i18n.exists(key)) return String(t(key))
    return given ?? null
  }
  const what = own('what', definition?.what)
  const above = own('above', definition?.numerator)
  const below = own('below', definition?.denominator)
  if (what === null) return null
  return (
    <div className="stack tight definition">
      <p>{what}</p>
      {above === null || above === what ? null : (
        <p className="muted small">
          {t('report.above')}: {above}
        </p>
      )}
      {below === null ? null : (
        <p className="muted small">
          {t('report.below')}: {below}
        </p>
      )}
    </div>
  )
}

const Rows = ({ report, opened }: { report: MonthReport; opened: Opened }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  const { value } = useFigureWords()
  const query = useQuery(figureQuery(report.month, opened.figure, opened.person?.id))
  const kind = [...FIGURES, ...houseFigures(report.totals)].find(({ name }) => name === opened.figure)?.kind
  return (
    <Loaded query={query} lines={4}>
      {({ rows }) =>
        rows.length === 0 ? (
          <p className="muted">{t('report.noRows')}</p>
        ) : (
          <div className="scroll">
            <table className="list">
              <caption>{t('report.rows')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('report.when')}</th>
                  <th scope="col">{t('caseWork.list.case')}</th>
                  <th scope="col">{t('report.what')}</th>
                  <th scope="col" className="end">
                    {t('report.value')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row, index) => (
                  <tr key={index}>
                    <td className="number">{dateTime(row.at)}</td>
                    <td>
                      <Link to="/cases/$number" params={{ number: row.caseNumber }}>
                        {row.caseNumber}
                      </Link>
                    </td>
                    <td>{row.text}</td>
                    <td className="end number">{row.value === null ? '' : value(row.value, kind === 'seconds' ? 'seconds' : 'count')}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )
      }
    </Loaded>
  )
}
