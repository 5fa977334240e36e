import { useTranslation } from 'react-i18next'
import type { RosterWords } from '../roster/use-roster-words.ts'
import type { FairnessView } from './types.ts'

/** Who carries how much, with what he brings from the months before. Above 0: more than his share. */
export const FairnessTable = ({ people, words }: { people: readonly FairnessView[]; words: RosterWords }) => {
  const { t } = useTranslation()
  const withCarried = (count: number, carried: number) => (
    <td className="end">
      {count} <span className="dim small">{words.signed(carried)}</span>
    </td>
  )
  return (
    <div className="plan-scroll" tabIndex={0} role="region" aria-label={t('planner.fairness.title')}>
      <table className="list">
        <caption>{t('planner.fairness.title')}</caption>
        <thead>
          <tr>
            <th>{t('roster.person')}</th>
            <th className="end">{t('planner.fairness.nights')}</th>
            <th className="end">{t('planner.fairness.weekends')}</th>
            <th className="end">{t('planner.fairness.holidays')}</th>
            <th className="end">{t('planner.fairness.hours')}</th>
          </tr>
        </thead>
        <tbody>
          {people.map(({ id, name, nights, weekends, holidays, minutes, contractMinutes, carried }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              {withCarried(nights, carried.nights)}
              {withCarried(weekends, carried.weekends)}
              {withCarried(holidays, carried.holidays)}
              <td className="end">{t('roster.hoursOf', { hours: words.number(minutes / 60), agreed: words.number(contractMinutes / 60) })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="dim small">{t('planner.fairness.why')}</p>
    </div>
  )
}
