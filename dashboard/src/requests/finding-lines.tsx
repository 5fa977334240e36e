import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { levelsQuery } from '../api/queries.ts'
import type { Gap } from '../api/shift-types.ts'
import type { Offer } from '../api/pay-types.ts'
import { useAmounts } from '../format/use-amounts.ts'
import { useFormat } from '../format/use-format.ts'
import { useSpans } from '../format/use-spans.ts'
import { useSkillName } from '../now/use-skill-name.ts'
import { ruleValues } from '../roster/rule-values.ts'

type Finding = NonNullable<Offer['mine']>['findings'][number]

/** What the rules say, the gravest first; each with its sign, its words and whose rule it is. */
export const FindingLines = ({ findings }: { findings: readonly Finding[] }) => {
  const { t } = useTranslation()
  const { hours } = useAmounts()
  const isGrave = ({ severity }: Finding) => severity !== 'warning'
  const ordered = [...findings].sort((a, b) => Number(isGrave(b)) - Number(isGrave(a)) || a.from.localeCompare(b.from))
  return (
    <ul className="request-findings">
      {ordered.map((finding) => {
        const Icon = isGrave(finding) ? IconAlertTriangle : IconInfoCircle
        return (
          <li key={`${finding.rule} ${finding.from} ${finding.detail ?? ''}`} className={isGrave(finding) ? 'is-grave' : ''}>
            <Icon size={16} aria-hidden className="icon" />
            <span>
              {t(`roster.rules.${finding.rule}`, ruleValues(finding, t, hours))} <span className="muted small">{t(`roster.packs.${finding.pack}`)}</span>
            </span>
          </li>
        )
      })}
    </ul>
  )
}

/** When nobody would be there. */
export const UncoveredLines = ({ gaps }: { gaps: readonly Gap[] }) => {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const { period } = useSpans()
  const levels = useQuery(levelsQuery).data ?? []
  const skillName = useSkillName()
  if (gaps.length === 0) return <p className="small">{t('requests.leave.allCovered')}</p>
  return (
    <>
      <p className="small strong">{t('requests.leave.uncovered')}</p>
      <ul className="request-findings">
        {gaps.map((gap) => (
          <li key={`${gap.levelId} ${gap.kind} ${gap.skill ?? ''} ${gap.from}`} className="is-grave">
            <IconAlertTriangle size={16} aria-hidden className="icon" />
            <span>
              {period(gap.from, gap.to, zone)}
              <span className="muted small">
                {' '}
                {levels.find(({ id }) => id === gap.levelId)?.name}
                {gap.skill === null ? '' : ` · ${skillName(gap.skill)}`} · {t('roster.short', { count: gap.need - gap.have })}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
