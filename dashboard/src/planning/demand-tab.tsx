import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconChartBar, IconUsersPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { forecastQuery, type ForecastQuestion } from '../api/demand-queries.ts'
import { ask } from '../api/http.ts'
import type { Forecast } from '../api/pay-types.ts'
import { sitesQuery } from '../api/queries.ts'
import { needsQuery } from '../api/shift-queries.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { mondayOf, plusDays, wallOf } from '../format/zoned.ts'
import { Loaded } from '../ui/loaded.tsx'
import { notify } from '../ui/notices.tsx'
import { Card } from '../ui/pieces.tsx'
import { Empty, Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { useChoices, useRenew } from './choices.ts'
import { gridOf, stepPath } from './forecast-grid.ts'
import { ForecastTable } from './forecast-table.tsx'
import { standingNeeds } from './standing-needs.ts'
import { TabHead } from './table.tsx'

/** What turns calls into people, and its least and most. */
const REASONS = [
  ['weeks', 1, 52],
  ['servicePercent', 50, 99],
  ['answerSeconds', 0, 600],
  ['shrinkagePercent', 0, 60],
] as const
const SIZE = { width: 1000, height: 120 }

/** How many people past calls would need, and the needs made of it. */
export const DemandTab = () => {
  const { t } = useTranslation()
  const [question, setQuestion] = useState<ForecastQuestion | null>(null)
  return (
    <>
      <TabHead why={t('planning.demand.why')} />
      <Question onAsk={setQuestion} />
      {question === null ? (
        <div className="card">
          <Empty icon={IconChartBar} title={t('planning.demand.empty')}>
            <p>{t('planning.demand.emptyWhy')}</p>
          </Empty>
        </div>
      ) : (
        <Answer question={question} />
      )}
    </>
  )
}

const Question = ({ onAsk }: { onAsk: (question: ForecastQuestion) => void }) => {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const choices = useChoices()
  const monday = plusDays(mondayOf(wallOf(useNow(60_000), zone).date), 7)
  const required = (value: string) => (value === '' ? t('form.required') : null)
  const form = useForm({
    initialValues: {
      siteId: choices.onlySite,
      levelId: '',
      skill: '',
      first: monday,
      last: plusDays(monday, 6),
      minutes: '30',
      weeks: '8',
      servicePercent: '80',
      answerSeconds: '20',
      shrinkagePercent: '20',
    },
    validate: {
      ...Object.fromEntries(
        REASONS.map(([name, least, most]) => [name, (value: string) => (isWhole(value, least, most) ? null : t('planning.demand.whole', { least, most }))]),
      ),
      siteId: required,
      levelId: required,
      first: required,
      last: (date, { first }) => (date < first ? t('planning.leave.backwards') : null),
    },
  })
  return (
    <form className="card form-grid demand-form" onSubmit={form.onSubmit((values) => onAsk(questionOf(values)))} noValidate>
      {choices.onlySite === '' ? <NativeSelect label={t('planning.site')} data={choices.sites} {...form.getInputProps('siteId')} /> : null}
      <NativeSelect label={t('people.level')} data={choices.levels} {...form.getInputProps('levelId')} />
      <NativeSelect
        label={t('planning.skill')}
        data={[{ value: '', label: t('planning.demand.allCalls') }, ...choices.skills.slice(1)]}
        {...form.getInputProps('skill')}
      />
      <TextInput type="date" label={t('planning.leave.first')} {...form.getInputProps('first')} />
      <TextInput type="date" label={t('planning.leave.last')} min={form.values.first} {...form.getInputProps('last')} />
      <NativeSelect
        label={t('planning.demand.interval')}
        data={['15', '30', '60'].map((value) => ({ value, label: t('now.minutes', { minutes: value }) }))}
        {...form.getInputProps('minutes')}
      />
      <details className="demand-reasons">
        <summary className="small">{t('planning.demand.reasons')}</summary>
        <div className="form-grid">
          {REASONS.map(([name]) => (
            <TextInput key={name} inputMode="numeric" label={t(`planning.demand.reason.${name}`)} {...form.getInputProps(name)} />
          ))}
        </div>
      </details>
      <Button type="submit" variant="filled" className="demand-ask">
        {t('planning.demand.reckon')}
      </Button>
    </form>
  )
}

type QuestionValues = Record<'siteId' | 'levelId' | 'skill' | 'first' | 'last' | 'minutes' | (typeof REASONS)[number][0], string>

const questionOf = ({ siteId, levelId, skill, first, last, ...numbers }: QuestionValues): ForecastQuestion => ({
  ...{ siteId, levelId, skill, from: first, to: plusDays(last, 1) },
  ...{ minutes: Number(numbers.minutes), weeks: Number(numbers.weeks), servicePercent: Number(numbers.servicePercent) },
  ...{ answerSeconds: Number(numbers.answerSeconds), shrinkagePercent: Number(numbers.shrinkagePercent) },
})

const isWhole = (text: string, least: number, most: number): boolean => /^\d{1,4}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most

const Answer = ({ question }: { question: ForecastQuestion }) => {
  const { t } = useTranslation()
  const query = useQuery(forecastQuery(question))
  return (
    <Loaded query={query} lines={8}>
      {(forecast) =>
        forecast.rows.every(({ calls }) => calls === 0) ? (
          <div className="card">
            <Empty icon={IconChartBar} title={t('planning.demand.noCalls')}>
              <p>{t('planning.demand.noCallsWhy')}</p>
            </Empty>
          </div>
        ) : (
          <Result forecast={forecast} question={question} />
        )
      }
    </Loaded>
  )
}

const Result = ({ forecast, question }: { forecast: Forecast; question: ForecastQuestion }) => {
  const { t } = useTranslation()
  const zone = useQuery(sitesQuery).data?.find(({ id }) => id === question.siteId)?.zone ?? 'UTC'
  const grid = useMemo(() => gridOf(forecast.rows, zone), [forecast, zone])
  return (
    <Card title={t('planning.demand.result', { count: grid.calls })} aside={<MakeNeeds question={question} />}>
      <div className="stack">
        <Chart forecast={forecast} question={question} most={grid.most} />
        <ForecastTable grid={grid} />
        <p className="muted small">{t('planning.demand.how')}</p>
      </div>
    </Card>
  )
}

/** People needed by the forecast as an area, the needs that hold today as a line; the table says the forecast in numbers. */
const Chart = ({ forecast, question, most }: { forecast: Forecast; question: ForecastQuestion; most: number }) => {
  const { t } = useTranslation()
  const needs = useQuery(needsQuery).data
  const counts = forecast.rows.map(({ people }) => people)
  const standing =
    needs === undefined
      ? []
      : standingNeeds(
          needs,
          forecast.rows.map(({ at }) => Date.parse(at)),
          { ...question, closed: new Set() },
        )
  const top = Math.max(most, ...standing, 1)
  const path = stepPath(counts, top, SIZE)
  const short = counts.filter((count, index) => count > (standing[index] ?? 0)).length
  return (
    <figure className="demand-figure">
      <figcaption className="row small">
        <span className="demand-key is-forecast">{t('planning.demand.forecast')}</span>
        <span className="demand-key is-need">{t('planning.demand.need')}</span>
        <span className="muted">{t('planning.demand.top', { count: top })}</span>
      </figcaption>
      <svg
        className="demand-chart"
        viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('planning.demand.chart', { count: most, share: Math.round((100 * short) / Math.max(1, counts.length)) })}
      >
        <path className="is-forecast" d={`${path}V${SIZE.height}H0Z`} />
        {standing.length === 0 ? null : <path className="is-need" d={stepPath(standing, top, SIZE)} vectorEffect="non-scaling-stroke" />}
      </svg>
    </figure>
  )
}

const MakeNeeds = ({ question }: { question: ForecastQuestion }) => {
  const { t } = useTranslation()
  const renew = useRenew()
  const making = useSend({
    run: () => ask<{ added: number }>('POST', '/api/demand/needs', { body: question }),
    onDone: ({ added }) => {
      renew()
      void notify(t('planning.demand.made', { count: added }))
    },
  })
  return (
    <>
      {making.fault ? <Fault error={making.fault} /> : null}
      <Button
        size="xs"
        variant="filled"
        leftSection={<IconUsersPlus size={16} aria-hidden />}
        loading={making.isSending}
        onClick={() => making.send(undefined)}
      >
        {t('planning.demand.make')}
      </Button>
    </>
  )
}
