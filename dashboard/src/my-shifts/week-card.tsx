import { Button } from '@mantine/core'
import { IconArrowsExchange, IconBeach, IconChevronLeft, IconChevronRight, IconMoon } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { levelsQuery } from '../api/queries.ts'
import { offersQuery } from '../api/request-queries.ts'
import type { Duty, Leave } from '../api/shift-types.ts'
import { useAmounts } from '../format/use-amounts.ts'
import { useFormat } from '../format/use-format.ts'
import { useSpans } from '../format/use-spans.ts'
import { daysBetween, mondayOf, plusDays, wallOf } from '../format/zoned.ts'
import { KindWords } from '../now/level-card.tsx'
import { useSkillName } from '../now/use-skill-name.ts'
import { GiveDialog } from '../requests/give-dialog.tsx'
import { OfferState } from '../requests/mine-card.tsx'
import { offeredShifts } from '../requests/outcome.ts'
import { Card, Pill } from '../ui/pieces.tsx'
import { markOf, mayGive, weekDays, type WeekDay } from './duty-weeks.ts'
import { crossesMidnight } from './shift-weeks.tsx'

/** The server answers from a week ago to eight weeks ahead. */
const WEEKS = { back: 1, ahead: 8 } as const

type WeekCardProps = { duties: readonly Duty[]; leaves: readonly Leave[]; myId: string; now: number; mayOffer: boolean }

/** One week in large letters, day by day, the free days too. */
export const WeekCard = ({ duties, leaves, myId, now, mayOffer }: WeekCardProps) => {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const { date } = useSpans()
  const { hours } = useAmounts()
  const thisMonday = mondayOf(wallOf(now, zone).date)
  const [away, setAway] = useState(0)
  const [given, setGiven] = useState<Duty | null>(null)
  const monday = plusDays(thisMonday, 7 * away)
  const days = weekDays(duties, leaves, monday, zone)
  const worked = days.flatMap((day) => day.duties).filter(({ person }) => person.id === myId)
  const minutes = worked.filter(({ kind }) => kind === 'desk').reduce((sum, { from, to }) => sum + (Date.parse(to) - Date.parse(from)) / 60_000, 0)
  const span = `${date(monday, { day: 'numeric', month: 'short' })} – ${date(plusDays(monday, 6), { day: 'numeric', month: 'short' })}`
  const name = away === 0 ? t('myShifts.thisWeek') : away === 1 ? t('myShifts.nextWeek') : away === -1 ? t('myShifts.lastWeek') : span
  const step = (by: 1 | -1, isPossible: boolean) => (
    <button
      type="button"
      className="plain-button thumb"
      disabled={!isPossible}
      onClick={() => setAway(away + by)}
      aria-label={t(by === 1 ? 'requests.week.later' : 'requests.week.earlier')}
    >
      {by === 1 ? <IconChevronRight size={20} aria-hidden /> : <IconChevronLeft size={20} aria-hidden />}
    </button>
  )
  return (
    <Card
      title={
        <span aria-live="polite">
          {name} {name === span ? null : <span className="muted week-span">{span}</span>}
        </span>
      }
      aside={
        <span className="row week-steps">
          {step(-1, away > -WEEKS.back)}
          {step(1, away < WEEKS.ahead)}
        </span>
      }
    >
      <ol className="week-days">
        {days.map((day) => (
          <Day key={day.date} day={day} isToday={daysBetween(wallOf(now, zone).date, day.date) === 0} {...{ myId, now }}>
            {mayOffer ? setGiven : undefined}
          </Day>
        ))}
      </ol>
      <p className="muted small week-sum">{t('requests.week.sum', { count: worked.length, hours: hours(minutes) })}</p>
      {given === null ? null : <GiveDialog duty={given} myId={myId} now={now} onClose={() => setGiven(null)} />}
    </Card>
  )
}

type DayProps = { day: WeekDay; isToday: boolean; myId: string; now: number; children: ((duty: Duty) => void) | undefined }

const Day = ({ day, isToday, myId, now, children: onGive }: DayProps) => {
  const { t } = useTranslation()
  const { date } = useSpans()
  return (
    <li className={isToday ? 'week-day is-today' : 'week-day'}>
      <span className="week-date">
        <span className="small">{date(day.date, { weekday: 'short' })}</span>
        <span className="week-number">{date(day.date, { day: 'numeric' })}</span>
        {isToday ? <span className="hidden-words">{t('now.days.today')}</span> : null}
      </span>
      <span className="stack tight grow">
        {day.leaves.map((leave) => (
          <span key={leave.id} className="row">
            <Pill icon={IconBeach}>{t(`myShifts.leaveKinds.${leave.kind}`)}</Pill>
          </span>
        ))}
        {day.duties.length === 0 && day.leaves.length === 0 ? <span className="dim">{t('requests.week.free')}</span> : null}
        {day.duties.map((duty) => (
          <DutyOfDay key={`${duty.shiftId} ${duty.from}`} duty={duty} myId={myId} now={now} onGive={onGive} />
        ))}
      </span>
    </li>
  )
}

type DutyProps = { duty: Duty; myId: string; now: number; onGive: ((duty: Duty) => void) | undefined }

const DutyOfDay = ({ duty, myId, now, onGive }: DutyProps) => {
  const { t } = useTranslation()
  const { times, length, dayOf } = useSpans()
  const level = useQuery(levelsQuery).data?.find(({ id }) => id === duty.levelId)
  const skillName = useSkillName()
  const offer = offeredShifts(useQuery({ ...offersQuery, enabled: onGive !== undefined }).data?.mine ?? []).get(duty.shiftId)
  const isOn = Date.parse(duty.from) <= now && now < Date.parse(duty.to)
  const mark = markOf(duty, myId)
  return (
    <span className={Date.parse(duty.to) <= now ? 'stack tight is-over' : 'stack tight'}>
      <span className="row week-times">
        <span className="strong">{times(duty)}</span>
        {crossesMidnight(duty) ? <IconMoon size={16} aria-label={t('myShifts.overNight')} className="icon night-sign" /> : null}
        <span className="muted small">{length(duty)}</span>
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
      {offer === undefined ? null : (
        <span>
          <OfferState offer={offer} />
        </span>
      )}
      {offer === undefined && onGive !== undefined && mayGive(duty, myId, now) ? (
        <span>
          <Button
            size="compact-sm"
            variant="subtle"
            className="thumb give-button"
            leftSection={<IconArrowsExchange size={16} aria-hidden />}
            onClick={() => onGive(duty)}
            aria-label={t('requests.give.openOf', { shift: `${dayOf(duty.from, duty.zone)} ${times(duty)}` })}
          >
            {t('requests.give.open')}
          </Button>
        </span>
      ) : null}
    </span>
  )
}
