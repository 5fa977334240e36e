import { IconAlertTriangle, IconArrowsExchange, IconDots, IconMoon, IconPhone } from '@tabler/icons-react'
import { memo, useEffect, useRef } from 'react'
import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useTranslation } from 'react-i18next'
import type { Chip } from './grid-model.ts'
import { shortTime } from './wall-time.ts'

type ChipProps = { chip: Chip; isSelected: boolean; mayEdit: boolean }

const classOf = ({ isNight, severity, standsInFor, replacedBy, shift }: Chip, isSelected: boolean): string =>
  [
    'roster-chip',
    isNight ? 'is-night' : 'is-day',
    shift.kind === 'onCall' ? 'is-on-call' : '',
    severity === 'refused' || severity === 'unlawful' ? 'is-wrong' : '',
    severity === 'warning' ? 'is-warned' : '',
    standsInFor ? 'is-stand-in' : '',
    replacedBy.length > 0 ? 'is-replaced' : '',
    isSelected ? 'is-selected' : '',
  ].join(' ')

/** Hours in words, and below them where they lie in the day. Every sign has a shape: a colour alone says nothing here. */
export const ShiftChip = memo(({ chip, isSelected, mayEdit }: ChipProps) => {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const { shift, startsAt, endsAt, standsInFor, replacedBy, severity, isNight } = chip
  const isLoose = mayEdit && standsInFor === null
  useEffect(() => {
    if (!isLoose || box.current === null) return
    return draggable({ element: box.current, getInitialData: () => ({ kind: 'shift', shiftId: shift.id }) })
  }, [isLoose, shift.id])
  return (
    <div ref={box} className={classOf(chip, isSelected)} data-shift={shift.id}>
      <span className="roster-chip-words" aria-hidden>
        {severity ? <IconAlertTriangle size={13} stroke={2.4} aria-hidden /> : null}
        {standsInFor ? <IconArrowsExchange size={13} stroke={2.4} aria-hidden /> : null}
        {shift.kind === 'onCall' ? <IconPhone size={13} stroke={2.2} aria-hidden /> : null}
        {isNight && shift.kind === 'desk' ? <IconMoon size={13} stroke={2.2} aria-hidden /> : null}
        <span className="roster-chip-hours">{`${shortTime(startsAt)}–${shortTime(endsAt)}`}</span>
        {chip.endsNextDay ? <span className="roster-chip-next">+1</span> : null}
      </span>
      {standsInFor ? (
        <span className="roster-chip-note" aria-hidden>
          {t('roster.forName', { name: standsInFor.name })}
        </span>
      ) : null}
      {replacedBy.length > 0 ? (
        <span className="roster-chip-note" aria-hidden>
          {t('roster.byName', { names: replacedBy.join(', ') })}
        </span>
      ) : null}
      <Track parts={chip.track} />
      {isSelected ? (
        <button type="button" tabIndex={-1} className="roster-chip-more" data-menu aria-label={t('roster.menu')}>
          <IconDots size={14} aria-hidden />
        </button>
      ) : null}
    </div>
  )
})

const share = (value: number): string => `${(value * 100).toFixed(2)}%`

const Track = ({ parts }: { parts: Chip['track'] }) => (
  <span className="roster-track" aria-hidden>
    {parts.map(({ left, width, isTail }) => (
      <span key={left} className={isTail ? 'is-tail' : ''} style={{ left: share(left), width: share(width) }} />
    ))}
  </span>
)
