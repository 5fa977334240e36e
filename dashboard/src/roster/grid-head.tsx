import { IconClockExclamation, IconConfetti } from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { hourMarks } from './day-scale.ts'
import type { Day, Mode } from './grid-model.ts'
import type { RosterWords } from './use-roster-words.ts'

type HeadProps = { days: readonly Day[]; words: RosterWords; mode: Mode; zone: string }

/** The days. One that is shorter or longer because the clocks change says so. */
export const GridHead = memo(({ days, words, mode, zone }: HeadProps) => {
  const { t } = useTranslation()
  const shown = mode === 'person' ? days.slice(0, 7) : days
  return (
    <div role="row" aria-rowindex={1} className="roster-row roster-head">
      <div role="columnheader" aria-colindex={1} className="roster-name">
        {t(mode === 'person' ? 'roster.weekHead' : 'roster.personHead')}
      </div>
      {shown.map((day, index) => (
        <div
          role="columnheader"
          aria-colindex={index + 2}
          key={day.date}
          className={classOf(day, mode)}
          title={mode === 'month' ? titleOf(day, words) : undefined}
        >
          <HeadWords day={day} words={words} mode={mode} zone={zone} />
        </div>
      ))}
    </div>
  )
})

const titleOf = (day: Day, words: RosterWords): string => [words.longDay(day.date), ...day.holidays].join(', ')

const classOf = ({ isWeekend, isToday }: Day, mode: Mode): string =>
  ['roster-day', isWeekend ? 'is-weekend' : '', isToday && mode !== 'person' ? 'is-today' : ''].join(' ')

const HeadWords = ({ day, words, mode, zone }: { day: Day } & Pick<HeadProps, 'words' | 'mode' | 'zone'>) => {
  switch (mode) {
    case 'person':
      return words.weekday(day.date)
    case 'month':
      return <MonthDay day={day} words={words} />
    case 'week':
      return <DayWords day={day} words={words} />
    case 'day':
      return (
        <>
          <DayWords day={day} words={words} />
          <span className="roster-hours" aria-hidden>
            {hourMarks(day, zone).map(({ at, left, label }) => (
              <span key={at} style={{ left: `${(left * 100).toFixed(2)}%` }}>
                {label}
              </span>
            ))}
          </span>
        </>
      )
  }
}

const MonthDay = ({ day, words }: { day: Day; words: RosterWords }) => (
  <>
    <span className="hidden-words">{titleOf(day, words)}</span>
    <span aria-hidden>{words.narrowWeekday(day.date)}</span>
    <span className="strong" aria-hidden>
      {Number(day.date.slice(-2))}
    </span>
    {day.holidays.length > 0 ? <IconConfetti size={11} aria-hidden className="roster-holiday" /> : null}
    {day.hours === 24 ? null : <IconClockExclamation size={11} aria-hidden className="roster-clock-change" />}
  </>
)

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
