import { IconArrowRight, IconArrowsExchange, IconMoon } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { levelsQuery } from '../api/queries.ts'
import type { Offer } from '../api/pay-types.ts'
import { useSpans } from '../format/use-spans.ts'
import { wallOf } from '../format/zoned.ts'
import { KindWords } from '../now/level-card.tsx'
import { useSkillName } from '../now/use-skill-name.ts'

type Span = Pick<Offer['shift'], 'from' | 'to' | 'zone'>

/** "Fri 27 Nov 22:00–06:00" */
export const useSpanWords = () => {
  const { dayOf, times } = useSpans()
  return (span: Span): string => `${dayOf(span.from, span.zone)} ${times(span)}`
}

/** Which shift it is about, large enough for a phone. */
export const OfferHead = ({ offer: { shift, kind, person, wanted } }: { offer: Offer }) => {
  const { t } = useTranslation()
  const { dayOf, times, length } = useSpans()
  const spanWords = useSpanWords()
  const level = useQuery(levelsQuery).data?.find(({ id }) => id === shift.levelId)
  const skillName = useSkillName()
  const isOverNight = wallOf(shift.from, shift.zone).date !== wallOf(Date.parse(shift.to) - 60_000, shift.zone).date
  return (
    <span className="stack tight">
      <span className="row offer-times">
        <span className="strong">{dayOf(shift.from, shift.zone)}</span>
        <span className="strong">{times(shift)}</span>
        <span className="muted small">{length(shift)}</span>
        {isOverNight ? <IconMoon size={16} aria-label={t('myShifts.overNight')} className="icon night-sign" /> : null}
      </span>
      <span className="row">
        <KindWords kind={shift.kind} />
        <span className="muted small">
          {level?.name}
          {shift.skill === null ? '' : ` · ${skillName(shift.skill)}`}
        </span>
      </span>
      <span className="small">
        {kind === 'swap' ? <IconArrowsExchange size={14} aria-hidden className="icon" /> : <IconArrowRight size={14} aria-hidden className="icon" />}{' '}
        {person === null ? t('requests.offers.kinds.open') : t(`requests.offers.kinds.${kind}`, { name: person.name })}
        {wanted === null ? '' : ` ${t('requests.offers.wants', { shift: spanWords(wanted) })}`}
      </span>
    </span>
  )
}
