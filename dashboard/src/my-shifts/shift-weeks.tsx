import { IconArrowsExchange, IconCalendarOff, IconMoon, IconUserOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { levelsQuery } from '../api/queries.ts'
import type { Duty } from '../api/shift-types.ts'
import { useSpans } from '../format/use-spans.ts'
import { plusDays, wallOf } from '../format/zoned.ts'
import { KindWords } from '../now/level-card.tsx'
import { Card, Pill } from '../ui/pieces.tsx'
import { Empty } from '../ui/states.tsx'
import { dutyWeeks, markOf, type Week } from './duty-weeks.ts'

type ShiftWeeksProps = { duties: readonly Duty[]; myId: string; now: number }

/** The own shifts by week, from this week on; last week's are folded away. */
export const ShiftWeeks = ({ duties, myId, now }: ShiftWeeksProps) => {
  const { t } = useTranslation()
  const weeks = dutyWeeks(duties, now)
  const ahead = weeks.filter((week) => week.weeks >= 0)
  const past = weeks.filter((week) => week.weeks < 0)
  return (
    <Card title={t('myShifts.list')}>
      {ahead.length === 0 ? (
        <Empty icon={IconCalendarOff} title={t('myShifts.none')}>
          <p>{t('myShifts.noneWhy')}</p>
        </Empty>
      ) : null}
      {ahead.map((week) => (
        <WeekList key={week.monday} week={week} myId={myId} now={now} />
      ))}
      {past.length > 0 ? (
        <details className="past-weeks">
          <summary>{t('myShifts.past')}</summary>
          {past.map((week) => (
            <WeekList key={week.monday} week={week} myId={myId} now={now} />
          ))}
        </details>
      ) : null}
    </Card>
  )
}

const WeekList = ({ week, myId, now }: { week: Week; myId: string; now: number }) => {
  const { t } = useTranslation()
  const { date } = useSpans()
  const span = `${date(week.monday, { day: 'numeric', month: 'short' })} – ${date(plusDays(week.monday, 6), { day: 'numeric', month: 'short' })}`
  const name = week.weeks === 0 ? t('myShifts.thisWeek') : week.weeks === 1 ? t('myShifts.nextWeek') : week.weeks === -1 ? t('myShifts.lastWeek') : null
  return (
    <section className="week">
      <h3>
        {name === null ? span : name} {name === null ? null : <span className="muted week-span">{span}</span>}
      </h3>
      <ul className="lines">
        {week.duties.map((duty) => (
          <DutyLine key={`${duty.shiftId} ${duty.from} ${duty.person.id}`} duty={duty} myId={myId} now={now} />
        ))}
      </ul>
    </section>
  )
}

const DutyLine = ({ duty, myId, now }: { duty: Duty; myId: string; now: number }) => {
  const { t } = useTranslation()
  const { dayOf, times, length } = useSpans()
  const level = useQuery(levelsQuery).data?.find(({ id }) => id === duty.levelId)
  const isOver = Date.parse(duty.to) <= now
  const isOn = Date.parse(duty.from) <= now && !isOver
  const mark = markOf(duty, myId)
  return (
    <li className={`duty${isOver || mark === 'replaced' ? ' is-over' : ''}${isOn ? ' is-on' : ''}`}>
      <span className="duty-day">{dayOf(duty.from, duty.zone)}</span>
      <span className="stack tight grow">
        <span className="row">
          <span className="strong duty-times">{mark === 'replaced' ? <s>{times(duty)}</s> : times(duty)}</span>
          <span className="muted small">{length(duty)}</span>
          {crossesMidnight(duty) ? <IconMoon size={14} aria-label={t('myShifts.overNight')} className="icon night-sign" /> : null}
          {isOn ? <Pill tone="ok">{t('myShifts.now')}</Pill> : null}
        </span>
        <span className="row">
          <KindWords kind={duty.kind} />
          <span className="muted small">
            {level?.name}
            {duty.skill === null ? '' : ` · ${duty.skill}`}
          </span>
        </span>
        {mark === 'own' ? null : (
          <span className="small">
            {mark === 'replaced' ? <IconUserOff size={14} aria-hidden className="icon" /> : <IconArrowsExchange size={14} aria-hidden className="icon" />}{' '}
            {t(`myShifts.marks.${mark}`, { name: mark === 'replaced' ? duty.person.name : duty.planned.name, reason: duty.reason })}
          </span>
        )}
      </span>
    </li>
  )
}

const crossesMidnight = ({ from, to, zone }: Duty): boolean => {
  const end = wallOf(Date.parse(to) - 60_000, zone)
  return wallOf(from, zone).date !== end.date
}
