import { memo, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { coverOf, highest, shortHours, type CoverFacts, type DayCover, type Step } from './cover.ts'
import type { Day } from './grid-model.ts'
import type { RosterWords } from './use-roster-words.ts'
import { useSettled } from './use-settled.ts'

const HEIGHT = 48

type StripProps = { roster: CoverFacts; days: readonly Day[]; words: RosterWords }

const NOTHING_YET: CoverFacts = { needs: [], holidays: [], from: '', to: '', workers: [], leaves: [], shifts: [], gaps: [] }

/** How many people are needed at the desk and how many are planned, day by day above the days of the grid. The list of gaps says the same in words. */
export const CoverStrip = memo(({ roster: latest, days, words }: StripProps) => {
  const { t } = useTranslation()
  // The people and their shifts come first; the curve follows a moment later.
  const roster = useSettled(latest) ?? NOTHING_YET
  const covers = useMemo(() => (roster === NOTHING_YET ? [] : coverOf(roster, days)), [roster, days])
  const top = highest(covers)
  const short = shortHours(roster.gaps.map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) })))
  return (
    <div className="roster-strip" role="img" aria-label={t('roster.cover.label', { hours: words.hours(Math.round(short * 60)), highest: top })}>
      <div className="roster-strip-head">
        <span className="strong">{t('roster.cover.title')}</span>
        <span className="roster-legend">
          <span className="is-need">{t('roster.cover.need')}</span>
          <span className="is-cover">{t('roster.cover.cover')}</span>
          <span className="is-gap">{t('roster.cover.gap')}</span>
        </span>
        <span className="roster-strip-top">{t('roster.cover.top', { count: top })}</span>
      </div>
      {days.map((day, index) => {
        const cover = covers[index]
        return cover ? <DayChart key={day.date} day={day} cover={cover} top={top} /> : <span key={day.date} className="roster-chart" />
      })}
    </div>
  )
})

const DayChart = ({ day, cover, top }: { day: Day; cover: DayCover; top: number }) => {
  const length = day.to - day.from
  const x = (at: number): number => ((Math.min(Math.max(at, day.from), day.to) - day.from) / length) * 1000
  const y = (count: number): number => HEIGHT - (count / top) * (HEIGHT - 4)
  const line = (steps: readonly Step[]): string =>
    steps.map(({ from, to, count }, index) => `${index === 0 ? 'M' : 'L'}${x(from).toFixed(1)} ${y(count).toFixed(1)}H${x(to).toFixed(1)}`).join('')
  const covered = line(cover.cover)
  return (
    <svg className="roster-chart" viewBox={`0 0 1000 ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
      {cover.gaps.map(({ from, to, kind }) => (
        <rect
          key={`${from} ${to} ${kind}`}
          className={kind === 'onCall' ? 'is-gap is-on-call' : 'is-gap'}
          x={x(from)}
          width={x(to) - x(from)}
          y={kind === 'onCall' ? HEIGHT - 5 : 0}
          height={kind === 'onCall' ? 5 : HEIGHT}
        />
      ))}
      <path className="is-cover" d={`${covered}V${HEIGHT}H0Z`} />
      <path className="is-cover-line" d={covered} vectorEffect="non-scaling-stroke" />
      <path className="is-need" d={line(cover.need)} vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
