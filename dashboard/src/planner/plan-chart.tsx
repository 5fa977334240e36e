import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { CHART_SIZE, chartOf, chartRows } from './chart-model.ts'
import type { PlanRun } from './types.ts'

type ChartProps = { run: Pick<PlanRun, 'progress' | 'seconds'>; number: (value: number | null) => string }

/** The best plan so far and the bound below which no plan can be, second by second. The table says the same. */
export const PlanChart = memo(({ run, number }: ChartProps) => {
  const { t } = useTranslation()
  const chart = chartOf(run.progress, run.seconds)
  if (chart === undefined) return <p className="muted">{t('planner.noPlanYet')}</p>
  const last = run.progress.at(-1)
  const { width, height } = CHART_SIZE
  return (
    <figure className="plan-figure">
      <svg
        className="plan-chart"
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('planner.chart.label', { penalty: number(last?.penalty ?? null), bound: number(last?.lowerBound ?? null) })}
      >
        <path className="is-between" d={chart.between} />
        <path className="is-bound" d={chart.lowerBound} vectorEffect="non-scaling-stroke" />
        <path className="is-penalty" d={chart.penalty} vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption className="row spread small muted">
        <span className="roster-legend">
          <span className="is-penalty">{t('planner.chart.penalty')}</span>
          <span className="is-bound">{t('planner.chart.bound')}</span>
        </span>
        <span>{t('planner.chart.axis', { high: number(chart.high), seconds: Math.round(chart.seconds) })}</span>
      </figcaption>
      <details className="roster-details small">
        <summary>{t('planner.chart.table')}</summary>
        <table className="list">
          <thead>
            <tr>
              <th>{t('planner.chart.seconds')}</th>
              <th className="end">{t('planner.chart.penalty')}</th>
              <th className="end">{t('planner.chart.bound')}</th>
            </tr>
          </thead>
          <tbody>
            {chartRows(run.progress).map(({ seconds, penalty, lowerBound }, index) => (
              <tr key={`${seconds} ${index}`}>
                <td>{number(seconds)}</td>
                <td className="end">{number(penalty)}</td>
                <td className="end">{number(lowerBound)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
})
