import { useTranslation } from 'react-i18next'
import type { RosterWords } from './use-roster-words.ts'
import { daysFrom } from './weeks.ts'

/** On a phone: one day at a time. */
export const DayChoice = ({ monday, words, index, choose }: { monday: string; words: RosterWords; index: number; choose: (index: number) => void }) => {
  const { t } = useTranslation()
  return (
    <div role="group" aria-label={t('roster.day')} className="roster-days">
      {daysFrom(monday, 7).map((date, at) => (
        <button key={date} type="button" aria-pressed={at === index} onClick={() => choose(at)}>
          <span className="hidden-words">{words.longDay(date)}</span>
          <span aria-hidden>{words.weekday(date)}</span>
          <span className="strong" aria-hidden>
            {Number(date.slice(-2))}
          </span>
        </button>
      ))}
    </div>
  )
}
