import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInfoCircle, IconUserX, type TablerIcon } from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { Card, Pill, type Tone } from '../ui/pieces.tsx'
import type { FindingView, GapView, LevelRank, Roster } from './types.ts'
import type { RosterWords } from './use-roster-words.ts'

const SIGNS: Record<FindingView['severity'], { tone: Tone; icon: TablerIcon }> = {
  refused: { tone: 'bad', icon: IconCircleX },
  unlawful: { tone: 'bad', icon: IconAlertTriangle },
  warning: { tone: 'warn', icon: IconInfoCircle },
}
const RANK: Record<FindingView['severity'], number> = { refused: 0, unlawful: 1, warning: 2 }
const SHOWN = 40

type Common = { roster: Roster; words: RosterWords; nameOf: (id: string | null) => string }
/** `mend`: shows the best ways to mend it. */
type Mender = { mend?: (finding: FindingView) => void }
type FindingsProps = Common & Mender & { jump?: (finding: FindingView) => void }

export const FindingsCard = memo(({ roster, words, nameOf, jump, mend }: FindingsProps) => {
  const { t } = useTranslation()
  const { findings } = roster
  return (
    <Card
      title={t('roster.toFix')}
      aside={
        findings.length === 0 ? (
          <Pill tone="ok" icon={IconCircleCheck}>
            {t('roster.allFine')}
          </Pill>
        ) : (
          <Counts findings={findings} />
        )
      }
    >
      {findings.length === 0 ? (
        <p className="muted">{t('roster.noFindings')}</p>
      ) : (
        <FindingList findings={findings} zone={roster.zone} words={words} nameOf={nameOf} {...(jump ? { jump } : {})} {...(mend ? { mend } : {})} />
      )}
    </Card>
  )
})

const Counts = ({ findings }: { findings: readonly FindingView[] }) => {
  const { t } = useTranslation()
  const grave = findings.filter(({ severity }) => severity !== 'warning').length
  return (
    <span className="row">
      {grave > 0 ? (
        <Pill tone="bad" icon={IconAlertTriangle}>
          {t('roster.counts.unlawful', { count: grave })}
        </Pill>
      ) : null}
      {findings.length > grave ? (
        <Pill tone="warn" icon={IconInfoCircle}>
          {t('roster.counts.warning', { count: findings.length - grave })}
        </Pill>
      ) : null}
    </span>
  )
}

type ListProps = Mender & {
  findings: readonly FindingView[]
  zone: string
  words: RosterWords
  nameOf: (id: string | null) => string
  jump?: (finding: FindingView) => void
}

/** The gravest first. */
export const FindingList = ({ findings, zone, words, nameOf, jump, mend }: ListProps) => {
  const { t } = useTranslation()
  const ordered = [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity] || a.from.localeCompare(b.from))
  return (
    <ul className="roster-findings" tabIndex={0} aria-label={t('roster.toFix')}>
      {ordered.slice(0, SHOWN).map((finding) => (
        <FindingLine
          key={`${finding.rule} ${finding.personId} ${finding.from} ${finding.detail}`}
          {...{ finding, zone, words, nameOf }}
          {...(jump ? { jump } : {})}
          {...(mend ? { mend } : {})}
        />
      ))}
      {ordered.length > SHOWN ? <li className="muted">{t('roster.andMore', { count: ordered.length - SHOWN })}</li> : null}
    </ul>
  )
}

const FindingLine = ({ finding, zone, words, nameOf, jump, mend }: Omit<ListProps, 'findings'> & { finding: FindingView }) => {
  const { t } = useTranslation()
  const { tone, icon } = SIGNS[finding.severity]
  const who = `${finding.personId === null ? '' : `${nameOf(finding.personId)} · `}${words.dayOfInstant(finding.from, zone)}`
  return (
    <li className={finding.severity}>
      {jump && finding.personId !== null ? (
        <button type="button" className="link-button strong" onClick={() => jump(finding)}>
          {who}
        </button>
      ) : (
        <span className="strong">{who}</span>
      )}
      <span>{words.rule(finding)}</span>
      <span className="row">
        <Pill tone={tone} icon={icon}>
          {t(`roster.severities.${finding.severity}`)}
        </Pill>
        <span className="dim small">{t(`roster.packs.${finding.pack}`)}</span>
        {mend && finding.personId !== null && finding.shiftIds.length > 0 ? (
          <button type="button" className="link-button small" aria-label={`${t('planner.mend.open')} ${who}`} onClick={() => mend(finding)}>
            {t('planner.mend.open')}
          </button>
        ) : null}
      </span>
    </li>
  )
}

export const GapsCard = memo(({ roster, words, levels, mend }: Omit<Common, 'nameOf'> & { levels: readonly LevelRank[]; mend?: (gap: GapView) => void }) => {
  const { t } = useTranslation()
  const { gaps } = roster
  return (
    <Card
      title={t('roster.gaps')}
      aside={
        gaps.length === 0 ? null : (
          <Pill tone="bad" icon={IconUserX}>
            {gaps.length}
          </Pill>
        )
      }
    >
      {gaps.length === 0 ? (
        <p className="muted">{t('roster.noGaps')}</p>
      ) : (
        <GapList gaps={gaps} zone={roster.zone} words={words} levels={levels} {...(mend ? { mend } : {})} />
      )}
    </Card>
  )
})

type GapListProps = { gaps: readonly GapView[]; zone: string; words: RosterWords; levels: readonly LevelRank[]; mend?: (gap: GapView) => void }

export const GapList = ({ gaps, zone, words, levels, mend }: GapListProps) => {
  const { t } = useTranslation()
  return (
    <ul className="roster-findings" tabIndex={0} aria-label={t('roster.gaps')}>
      {gaps.slice(0, SHOWN).map((gap) => (
        <li key={`${gap.levelId} ${gap.kind} ${gap.skill} ${gap.from}`} className="unlawful">
          <span className="strong">{words.gapTimes(gap, zone)}</span>
          <span>
            {[words.level(gap.levelId, levels), words.kind(gap.kind), gap.skill ?? ''].filter((part) => part !== '').join(' · ')}
            {' · '}
            {t('roster.short', { count: gap.need - gap.have })}
          </span>
          {mend ? (
            <button type="button" className="link-button small" aria-label={`${t('planner.mend.open')} ${words.gapTimes(gap, zone)}`} onClick={() => mend(gap)}>
              {t('planner.mend.open')}
            </button>
          ) : null}
        </li>
      ))}
      {gaps.length > SHOWN ? <li className="muted">{t('roster.andMore', { count: gaps.length - SHOWN })}</li> : null}
    </ul>
  )
}
