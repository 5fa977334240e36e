import { memo, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { PayPreview } from '../planner/types.ts'
import { figuresOf, type Figures } from './figures.ts'
import type { Roster } from './types.ts'
import type { RosterWords } from './use-roster-words.ts'
import { useSettled } from './use-settled.ts'

type KpiProps = { roster: Roster; pay: PayPreview | undefined; words: RosterWords; isEditor: boolean }
type Kpi = { name: string; value: string; aside: string; tone?: 'bad' | 'night' }

/** A roster that is all right covers so much of what is needed. */
const TARGET = 0.98

const NOTHING_YET: Figures = {
  covered: null,
  shortHours: 0,
  conflicts: { grave: 0, warnings: 0, rules: [] },
  nightMinutes: 0,
  nights: { least: 0, most: 0, deviation: 0 },
}

/** How the shown days stand, in six figures. */
export const KpiRow = memo(({ roster, pay, words, isEditor }: KpiProps) => {
  const { t } = useTranslation()
  // The people and their shifts come first, what is reckoned over all of them a moment later.
  const settled = useSettled(roster)
  const figures = useMemo(() => (settled ? figuresOf(settled) : NOTHING_YET), [settled])
  const { covered, conflicts, nights } = figures
  const rules = conflicts.rules.slice(0, 2).map((rule) => t(`planner.kpi.rules.${rule}`))
  const kpis: Kpi[] = [
    {
      name: t('planner.kpi.covered'),
      value: covered === null ? '–' : `${words.number(Math.floor(covered * 1_000) / 10)} %`,
      aside: t('planner.kpi.target', { percent: TARGET * 100 }),
      ...(covered !== null && covered < TARGET ? { tone: 'bad' } : {}),
    },
    { name: t('planner.kpi.short'), value: words.hours(Math.round(figures.shortHours * 60)), aside: '', ...(figures.shortHours > 0 ? { tone: 'bad' } : {}) },
    ...(isEditor
      ? [
          {
            name: t('planner.kpi.conflicts'),
            value: String(conflicts.grave),
            aside: rules.length > 0 ? rules.join(' · ') : conflicts.warnings > 0 ? t('roster.counts.warning', { count: conflicts.warnings }) : '',
            ...(conflicts.grave > 0 ? { tone: 'bad' as const } : {}),
          },
        ]
      : []),
    { name: t('planner.kpi.night'), value: words.hours(Math.round(figures.nightMinutes)), aside: '', tone: 'night' },
    ...(pay?.totals ?? []).map(({ currency, premiums, nowPremiums }) => ({
      name: t('planner.kpi.premiums'),
      value: words.money(premiums, currency),
      aside: premiums === nowPremiums ? '' : t('planner.kpi.published', { amount: words.money(nowPremiums, currency) }),
    })),
    {
      name: t('planner.kpi.fairness'),
      value: nights.least === nights.most ? String(nights.most) : `${nights.least}–${nights.most}`,
      aside: t('planner.kpi.deviation', { deviation: words.number(nights.deviation) }),
    },
  ]
  return (
    <ul className="roster-kpis" aria-label={t('planner.kpi.label')}>
      {kpis.map(({ name, value, aside, tone }) => (
        <li key={`${name} ${value}`} className={tone && settled ? `is-${tone}` : ''}>
          <span className="dim small">{name}</span>
          <span className="roster-kpi-value">
            {settled ? value : '…'} <span className="small muted">{settled ? aside : ''}</span>
          </span>
        </li>
      ))}
    </ul>
  )
})
