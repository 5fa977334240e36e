import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sitesQuery } from '../api/queries.ts'
import type { Board } from '../api/shift-types.ts'
import { useFormat } from '../format/use-format.ts'
import { useSpans } from '../format/use-spans.ts'
import { Card, Note, Pill } from '../ui/pieces.tsx'
import { useSkillName } from './use-skill-name.ts'
import { gapLines, zoneOfSite, type GapLine } from './board-words.ts'

const FEW = 6

/** Times of the next 14 days in which fewer people are on than are needed, in words. */
export const GapsCard = ({ board }: { board: Board }) => {
  const { t } = useTranslation()
  const [isAll, setAll] = useState(false)
  const lines = gapLines(board)
  const shown = isAll ? lines : lines.slice(0, FEW)
  return (
    <Card
      title={t('now.gaps')}
      aside={
        lines.length > 0 ? (
          <Pill tone="bad" icon={IconAlertTriangle}>
            {lines.length}
          </Pill>
        ) : null
      }
    >
      {lines.length === 0 ? (
        <Note tone="ok" icon={IconCircleCheck}>
          {t('now.noGaps')}
        </Note>
      ) : (
        <ul className="lines">
          {shown.map((line) => (
            <Line key={`${line.gap.levelId} ${line.gap.kind} ${line.gap.skill} ${line.gap.from}`} line={line} board={board} />
          ))}
        </ul>
      )}
      {lines.length > FEW ? (
        <Button size="xs" onClick={() => setAll(!isAll)} aria-expanded={isAll} mt={8}>
          {isAll ? t('now.fewerGaps') : t('now.allGaps', { count: lines.length })}
        </Button>
      ) : null}
    </Card>
  )
}

const Line = ({ line: { gap, level, missing, isNow }, board }: { line: GapLine; board: Board }) => {
  const { t } = useTranslation()
  const { zone: companyZone } = useFormat()
  const sites = useQuery(sitesQuery).data ?? []
  const { relativeDay, times, length } = useSpans()
  const skillName = useSkillName()
  const zone = sites.find(({ id }) => id === gap.siteId)?.zone ?? zoneOfSite(board, gap.siteId) ?? companyZone
  const when = `${relativeDay(gap.from, zone, Date.parse(board.at))} ${times({ ...gap, zone })}`
  return (
    <li>
      <span className="stack tight">
        <span className="strong first-big">{when}</span>
        <span className="small">
          {t('now.missing', { count: missing, level, kind: t(`now.kindsOf.${gap.kind}`) })}
          {gap.skill === null ? '' : ` · ${t('now.skillIs', { skill: skillName(gap.skill) })}`}
        </span>
        <span className="muted small">{t('now.haveOf', { have: gap.have, need: gap.need, length: length(gap) })}</span>
      </span>
      {isNow ? (
        <Pill tone="bad" icon={IconAlertTriangle}>
          {t('now.gapNow')}
        </Pill>
      ) : null}
    </li>
  )
}
