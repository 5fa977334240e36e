import { IconBeach, IconCalendarOff, IconClockPlay, IconHourglassEmpty, type TablerIcon } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { boardQuery } from '../api/shift-queries.ts'
import type { Duty, MyShifts } from '../api/shift-types.ts'
import { useFormat } from '../format/use-format.ts'
import { useSpans } from '../format/use-spans.ts'
import { KindWords } from '../now/level-card.tsx'
import { dutyAt } from '../presence/standing.ts'
import { endOfWork, followers, nextDuty, type Followers } from './duty-weeks.ts'

type StandingCardProps = { shifts: MyShifts; own: readonly Duty[]; now: number; children: ReactNode }

/** The first thing on the page: on or off, until when, who or what is next. */
export const StandingCard = ({ shifts, own, now, children }: StandingCardProps) => {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const { until } = useSpans()
  const duty = dutyAt(own, now)
  const leave = shifts.leaves.find(({ fromAt, toAt }) => Date.parse(fromAt) <= now && now < Date.parse(toAt))
  const next = nextDuty(own, now)
  return (
    <section className={duty ? 'card standing is-on' : 'card standing'} aria-label={t('myShifts.standing')}>
      {leave === undefined ? null : (
        <Headline icon={IconBeach} words={t(`myShifts.onLeave.${leave.kind}`, { at: until(leave.toAt, zone, now) })}>
          {null}
        </Headline>
      )}
      {duty === undefined ? <NextUp duty={next} now={now} /> : <OnNow duty={duty} own={own} now={now} />}
      {children}
    </section>
  )
}

const Headline = ({ icon: Icon, words, children }: { icon: TablerIcon; words: string; children: ReactNode }) => (
  <div className="headline">
    <Icon size={24} stroke={1.7} aria-hidden className="icon" />
    <div className="stack tight">
      <p className="headline-words">{words}</p>
      {children}
    </div>
  </div>
)

const OnNow = ({ duty, own, now }: { duty: Duty; own: readonly Duty[]; now: number }) => {
  const { t } = useTranslation()
  const { until } = useSpans()
  const board = useQuery(boardQuery).data
  const end = endOfWork(duty, own)
  const next = board ? followers(board.levels, duty) : undefined
  const nextWords = ({ names, from, zone }: Followers) =>
    Date.parse(from) <= Date.parse(end)
      ? t('myShifts.nextNames', { names: names.join(', ') })
      : t('myShifts.nextNamesFrom', { names: names.join(', '), at: until(from, zone, now) })
  return (
    <Headline icon={IconClockPlay} words={t('myShifts.onUntil', { at: until(end, duty.zone, now) })}>
      <p className="row">
        <KindWords kind={duty.kind} />
        <span className="muted">{next ? nextWords(next) : board ? t('myShifts.nobodyNext') : null}</span>
      </p>
    </Headline>
  )
}

const NextUp = ({ duty, now }: { duty: Duty | undefined; now: number }) => {
  const { t } = useTranslation()
  const { relativeDay, times } = useSpans()
  const { distance } = useFormat()
  if (duty === undefined)
    return (
      <Headline icon={IconCalendarOff} words={t('myShifts.noneAhead')}>
        <p className="muted">{t('myShifts.noneAheadWhy')}</p>
      </Headline>
    )
  return (
    <Headline icon={IconHourglassEmpty} words={t('myShifts.nextShift', { day: relativeDay(duty.from, duty.zone, now), times: times(duty) })}>
      <p className="row">
        <KindWords kind={duty.kind} />
        <span className="muted">{t('now.in', { distance: distance(Date.parse(duty.from) - now) })}</span>
      </p>
    </Headline>
  )
}
