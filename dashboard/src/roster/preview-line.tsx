import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { worstOf, type Preview } from './edits.ts'
import type { RosterWords } from './use-roster-words.ts'

type PreviewProps = { preview: Preview; what: string; words: RosterWords; nameOf: (id: string | null) => string }

/** What a drop would break and mend, said before it is made: "Dana Novak: 2 h short of 11 h rest". */
export const PreviewLine = ({ preview: { added, cured, short }, what, words, nameOf }: PreviewProps) => {
  const { t } = useTranslation()
  const worst = worstOf(added)
  const Icon = worst === 'refused' ? IconCircleX : worst === null ? IconCircleCheck : IconAlertTriangle
  return (
    <div className={`roster-preview ${worst ?? 'is-fine'}`}>
      <Icon size={18} aria-hidden className="icon" />
      <div className="grow">
        <span className="strong">{what}</span>
        {worst === null ? ` · ${t('roster.preview.fine')}` : null}
        {worst === 'refused' ? ` · ${t('roster.preview.refused')}` : null}
        {added.map((finding) => (
          <span key={`${finding.rule} ${finding.from}`} className="roster-preview-line">
            {nameOf(finding.personId)}: {words.rule(finding)} <span className="muted">({t(`roster.severities.${finding.severity}`)})</span>
          </span>
        ))}
        {short === 0 ? null : (
          <span className="roster-preview-line">{t(short > 0 ? 'roster.preview.moreShort' : 'roster.preview.lessShort', { hours: words.hours(short) })}</span>
        )}
        {cured.map((finding) => (
          <span key={`cured ${finding.rule} ${finding.from}`} className="roster-preview-line is-cured">
            <IconInfoCircle size={14} aria-hidden /> {t('roster.preview.cured', { words: `${nameOf(finding.personId)}: ${words.rule(finding)}` })}
          </span>
        ))}
      </div>
    </div>
  )
}
