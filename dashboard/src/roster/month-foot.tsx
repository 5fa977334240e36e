import { memo, useMemo } from 'react'
import { IconMoon } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Day, Row } from './grid-model.ts'
import { countLetters } from './letters.ts'
import type { RosterWords } from './use-roster-words.ts'

type FootProps = { rows: readonly Row[]; days: readonly Day[]; letters: ReadonlyMap<string, string>; names: ReadonlyMap<string, string>; words: RosterWords }

/** How many work each kind of shift on each day of the month. */
export const MonthFoot = memo(({ rows, days, letters, names, words }: FootProps) => {
  const { t } = useTranslation()
  const lines = useMemo(() => countLetters(rows, days.length, letters), [rows, days.length, letters])
  return (
    <table className="roster-foot">
      <caption className="hidden-words">{t('planner.month.counts')}</caption>
      <thead className="hidden-words">
        <tr>
          <th>{t('roster.kind')}</th>
          {days.map(({ date }) => (
            <th key={date}>{words.dayMonth(date)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ letter, isNight, counts }) => (
          <tr key={letter} className="roster-row">
            <th scope="row" className="roster-name">
              <span>
                <span className={isNight ? 'roster-letter is-night' : 'roster-letter is-day'}>{letter}</span>{' '}
                {isNight ? <IconMoon size={12} stroke={2.2} aria-hidden /> : null} {names.get(letter) ?? t('planner.month.ownTimes', { hour: letter })}
              </span>
            </th>
            {counts.map((count, index) => (
              <td key={days[index]?.date} className={days[index]?.isWeekend ? 'is-weekend' : ''}>
                {count === 0 ? '' : count}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
})
