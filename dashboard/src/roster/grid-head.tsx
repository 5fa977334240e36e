import { IconClockExclamation, IconConfetti } from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Day } from './grid-model.ts'
import type { RosterWords } from './use-roster-words.ts'

type HeadProps = { days: readonly Day[]; words: RosterWords; isMonth: boolean }

/** The days. One that is shorter or longer because the clocks change says so. */
export const GridHead = memo(({ days, words, isMonth }: HeadProps) => {
  const { t } = useTranslation()
  return (
    <div role="row" aria-rowindex={1} className="roster-row roster-head">
      <div role="columnheader" aria-colindex={1} className="roster-name">
        {t(isMonth ? 'roster.weekHead' : 'roster.personHead')}
      </div>
      {days.slice(0, 7).map((day, index) => (
        <div role="columnheader" aria-colindex={index + 2} key={day.date} className={classOf(day, isMonth)}>
          {isMonth ? words.weekday(day.date) : <DayWords day={day} words={words} />}
        </div>
      ))}
    </div>
  )
})

const classOf = ({ isWeekend, isToday }: Day, isMonth: boolean): string =>
  ['roster-day', isWeekend ? 'is-weekend' : '', isToday && !isMonth ? 'is-today' : ''].join(' ')

const DayWords = ({ day, words }: { day: Day; words: RosterWords }) => {
  const { t } = useTranslation()
  return (
    <>
      <span>
        {words.day(day.date)}
        {day.isToday ? ` · ${t('roster.today')}` : ''}
      </span>
      {day.hours === 24 ? null : (
        <span className="roster-clock-change">
          <IconClockExclamation size={13} aria-hidden /> {t('roster.dayOf', { hours: day.hours })}
        </span>
      )}
      {day.holidays.map((name) => (
        <span key={name} className="roster-holiday" title={name}>
          <IconConfetti size={13} aria-hidden /> {name}
        </span>
      ))}
    </>
  )
}
