import { IconArrowsExchange, IconCalendarOff, IconMoon } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { levelsQuery } from '../api/queries.ts'
import type { Duty } from '../api/shift-types.ts'
import { useSpans } from '../format/use-spans.ts'
import { plusDays, wallOf } from '../format/zoned.ts'
import { KindWords } from '../now/level-card.tsx'
import { useSkillName } from '../now/use-skill-name.ts'
import { Card, Pill } from '../ui/pieces.tsx'
import { Empty } from '../ui/states.tsx'
import { dutyWeeks, markOf, type Week } from './duty-weeks.ts'

type ShiftWeeksProps = { duties: readonly Duty[]; myId: string; now: number }

/** All of the own shifts by week, those ahead and those that are over, folded away: the week itself stands above them. */
export const ShiftWeeks = ({ duties, myId, now }: ShiftWeeksProps) => {
  const { t } = useTranslation()
  const isOver = ({ to }: Duty) => Date.parse(to) <= now
  const weeks = dutyWeeks(
    duties.filter((duty) => !isOver(duty)),
    now,
  )
  const past = dutyWeeks(duties.filter(isOver), now)
  return (
    <Card title={t('myShifts.list')}>
      {weeks.length === 0 ? (
        <Empty icon={IconCalendarOff} title={t('myShifts.none')}>
          <p>{t('myShifts.noneWhy')}</p>
        </Empty>
      ) : null}
      <Folded words={t('requests.week.ahead', { count: weeks.flatMap((week) => week.duties).length })} weeks={weeks} myId={myId} now={now} />
      <Folded words={t('myShifts.past')} weeks={past} myId={myId} now={now} />
    </Card>
  )
}

const Folded = ({ words, weeks, myId, now }: { words: string; weeks: readonly Week[]; myId: string; now: number }) => {
  if (weeks.length === 0) return null
  return (
    <details className="folded-weeks">
      <summary>{words}</summary>
      {weeks.map((week) => (
        <WeekList key={week.monday} week={week} myId={myId} now={now} />
      ))}
    </details>
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
  const skillName = useSkillName()
  const isOver = Date.parse(duty.to) <= now
  const isOn = Date.parse(duty.from) <= now && !isOver
  const mark = markOf(duty, myId)
  return (
    <li className={`duty${isOver ? ' is-over' : ''}${isOn ? ' is-on' : ''}`}>
      <span className="duty-day">{dayOf(duty.from, duty.zone)}</span>
      <span className="stack tight grow">
        <span className="row">
          <span className="strong duty-times">{times(duty)}</span>
          <span className="muted small">{length(duty)}</span>
          {crossesMidnight(duty) ? <IconMoon size={14} aria-label={t('myShifts.overNight')} className="icon night-sign" /> : null}
          {isOn ? <Pill tone="ok">{t('myShifts.now')}</Pill> : null}
        </span>
        <span className="row">
          <KindWords kind={duty.kind} />
          <span className="muted small">
            {level?.name}
            {duty.skill === null ? '' : ` · ${skillName(duty.skill)}`}
          </span>
        </span>
        {mark === 'own' ? null : (
          <span className="small">
            <IconArrowsExchange size={14} aria-hidden className="icon" /> {t(`myShifts.marks.${mark}`, { name: duty.planned.name })}
            {duty.reason === '' ? null : <span className="muted"> · {duty.reason}</span>}
          </span>
        )}
      </span>
    </li>
  )
}

export const crossesMidnight = ({ from, to, zone }: Duty): boolean => {
  const end = wallOf(Date.parse(to) - 60_000, zone)
  return wallOf(from, zone).date !== end.date
}
