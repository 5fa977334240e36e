import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInfoCircle } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { worstOf } from './edits.ts'
import type { Preview } from './preview.ts'
import type { RosterWords } from './use-roster-words.ts'

type PreviewProps = { preview: Preview; what: string; words: RosterWords; nameOf: (id: string | null) => string }

/** What a drop would break, mend and cost, said before it is made: "Dana Novak: 2 h short of 11 h rest". */
export const PreviewLine = ({ preview, what, words, nameOf }: PreviewProps) => {
  const { t } = useTranslation()
  const { added, cured, short } = preview
  const worst = worstOf(added)
  const Icon = worst === 'refused' ? IconCircleX : worst === null ? IconCircleCheck : IconAlertTriangle
  const figures = figuresIn(preview, t, words, nameOf)
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
        {figures.length > 0 ? <span className="roster-preview-line muted">{figures.join(' · ')}</span> : null}
      </div>
    </div>
  )
}

/** "Dana Novak 38 of 40 h · night pay +€62.00 · nights per person 0–3 (was 0–2)" */
const figuresIn = ({ work, money, nights }: Preview, t: TFunction, words: RosterWords, nameOf: PreviewProps['nameOf']): string[] => {
  const range = ({ least, most }: { least: number; most: number }): string => (least === most ? String(most) : `${least}–${most}`)
  return [
    ...work
      .filter(({ before, after }) => before !== after)
      .map(({ personId, after, agreed }) =>
        agreed === null
          ? t('planner.preview.work', { name: nameOf(personId), hours: words.hours(after) })
          : t('planner.preview.workOf', { name: nameOf(personId), hours: words.number(after / 60), agreed: words.number(agreed / 60) }),
      ),
    ...money.flatMap(({ currency, night, premiums }) => [
      ...(night === 0 ? [] : [t('planner.preview.nightPay', { amount: signedMoney(night, currency, words) })]),
      ...(premiums === night ? [] : [t('planner.preview.premiums', { amount: signedMoney(premiums, currency, words) })]),
    ]),
    ...(nights === null
      ? []
      : [
          t('planner.preview.nights', {
            range: range(nights.after),
            was: range(nights.before),
            deviation: words.number(nights.after.deviation),
            wasDeviation: words.number(nights.before.deviation),
          }),
        ]),
  ]
}

const signedMoney = (minor: number, currency: string, words: RosterWords): string => `${minor > 0 ? '+' : '−'}${words.money(Math.abs(minor), currency)}`
